/* registers.h - what a thread's vector registers still hold
 *
 * Copying and comparing goes through them, and the wider ones are hardly used for anything
 * else: a name that was copied stays there for as long as the thread lives, is saved on its
 * stack whenever the dynamic linker looks up a function, and stands in every core.
 *
 * Threads:  any; it is the calling one's registers.
 * Promise:  none where they are not known how to be cleared: on processors other than x86-64.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

/* To be called where a thread has done what it had to do with what is secret. */
void vault_registers_clear (void);
