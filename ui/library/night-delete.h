/* night-delete.h - asking whether to destroy items, and destroying them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include <vault/vault.h>

G_BEGIN_DECLS

/* Ask over the window of @widget, then delete.  @items: (element-type VaultItem). */
void night_delete (GtkWidget *widget, Vault *vault, GPtrArray *items);

G_END_DECLS
