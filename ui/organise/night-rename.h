/* night-rename.h - asking for another name of an item
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include <vault/vault-organise.h>

G_BEGIN_DECLS

/* Ask beside @widget, and rename. */
void night_rename_ask (GtkWidget *widget, Vault *vault, VaultItem *item);

G_END_DECLS
