/* night-group-expiry.h - asking how long stays what is imported into an album
 *
 * Threads:  the main context.
 * Blocks:   never.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include <vault/vault-group.h>

G_BEGIN_DECLS

/* Ask over the window of @widget, and set it.  What went wrong is told. */
void night_group_expiry_ask (GtkWidget *widget, Vault *vault, VaultGroup *album);

G_END_DECLS
