/* vault-process.h - what a program that opens vaults does first, before it knows anything
 *
 * Threads:  before there is a second one.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* No core dump of this process is written or handed to a program.
 * Returns: FALSE if the system refused. */
gboolean vault_process_refuse_cores (void);

/* Nobody without privileges, not even the same user, may trace this process or read its
 * memory; no core dump either.  /proc then shows the process as root's, so that a desktop
 * portal, which looks there to see who asks, does not serve it.
 * Returns: FALSE if the system refused. */
gboolean vault_process_refuse_tracers (void);

G_END_DECLS
