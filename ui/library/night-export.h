/* night-export.h - taking copies of items out of the vault
 *
 * Says what an exported copy is before it asks for a folder.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include <vault/vault.h>

G_BEGIN_DECLS

/* Ask over the window of @widget, then export.  @items: (element-type VaultItem). */
void night_export (GtkWidget *widget, Vault *vault, GPtrArray *items);

G_END_DECLS
