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
 * portal, which looks there to see who asks, does not serve it unless it did so before.  May
 * be called at any time; what the process starts afterwards decides for itself.
 * Returns: FALSE if the system refused. */
gboolean vault_process_refuse_tracers (void);

/* This process, and every one it starts, makes no socket but those within the computer
 * (AF_UNIX) from now on, and gains no privileges; for ever.  Libraries are told that the
 * computer has no such network.  A socket that was there before stays what it is.
 * Returns: FALSE if the system refused. */
gboolean vault_process_refuse_network (void);

G_END_DECLS
