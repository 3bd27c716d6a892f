/* night-unit.h - asking systemd that nothing of this program is swapped out
 *
 * Pictures, names and frames lie in ordinary memory, more of it than a person may lock.
 * Where programs run below systemd's user manager, it can have the kernel keep a whole unit
 * out of swap, its helpers with it.  Whether the kernel does is looked up by the check-up
 * and not here; a desktop without systemd changes nothing.
 *
 * The price: where memory gets scarce, the system may end the program instead.
 *
 * Threads:  the main context.
 * Blocks:   never.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* At the start, once.  The unit that the desktop made for this program is told so; a program
 * that runs in somebody else's, such as a terminal's, gets one of its own.  @bus: that of the
 * session; NULL if there is none. */
void night_unit_refuse_swap (GDBusConnection *bus);

G_END_DECLS
