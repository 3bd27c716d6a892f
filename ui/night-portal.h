/* night-portal.h - known to the desktop's portal, and closed to everybody else
 *
 * A process that refuses tracers is turned away by a portal which has not met it: it opens
 * /proc/PID/root of whoever asks, and that is root's then.  It looks once for each
 * connection to the bus.  So this process introduces itself to the portal while it holds
 * nothing, and refuses tracers as soon as there is an answer, for the rest of its life.
 *
 *   open ---- answered, nobody there, or MEET_MS gone by ----> closed
 *     |                                                           ^
 *     +---- night_portal_close(): a vault begins to open ---------+
 *
 * 1. A vault is opened, and a passphrase used, only when closed.
 * 2. Nothing leads from closed to open.
 * 3. A portal that did not meet us before, such as one that was started again, is not relied
 *    upon: night_portal_serves() says so, and there is a way without it everywhere.
 *
 * Threads:  the main context.
 * Blocks:   never.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* At the start, once.  @bus: the connection that GTK uses, too; NULL if there is none. */
void night_portal_introduce (GDBusConnection *bus);

/* Whatever has been answered by now.  As often as one likes. */
void night_portal_close (void);

/* Whether the portal that is there now does what this process asks of it. */
gboolean night_portal_serves (void);

G_END_DECLS
