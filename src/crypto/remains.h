/* remains.h - what a thread's vector registers and stack still hold when its work is done
 *
 * Copying and comparing goes through the registers, and the wider ones are hardly used for
 * anything else: a name that was copied stays there for as long as the thread lives, is saved
 * on its stack whenever the dynamic linker looks up a function, and stands in every core.  A
 * new thread begins with the registers of the one that made it, and the stack of one that has
 * ended is kept for the next.
 *
 * Threads:  any; it is the calling one's.
 * Promise:  what lies more than 128 KiB deeper than the caller stays; and on processors other
 *           than x86-64, the registers.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

/* To be called where a thread has done what it had to do with what is secret, as near to where
 * it began as can be; and where one begins that will wait for long. */
void vault_remains_clear (void);
