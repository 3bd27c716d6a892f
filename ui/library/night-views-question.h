/* night-views-question.h - asking after how many views items are destroyed
 *
 * Threads:  the main context.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include <vault/vault.h>

G_BEGIN_DECLS

/* Ask over the window of @widget, which also tells the outcome, and carry it out.
 * @items: (element-type VaultItem). */
void night_views_ask (GtkWidget *widget, Vault *vault, GPtrArray *items);

G_END_DECLS
