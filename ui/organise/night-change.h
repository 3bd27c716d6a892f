/* night-change.h - saying something of items, with a way back
 *
 * Only what is different is changed, so that taking it back takes back just that.  What went
 * wrong is told; what went well is said in a toast with Undo.
 *
 * Threads:  the main context.
 * Blocks:   never.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include <vault/vault-organise.h>

G_BEGIN_DECLS

/* @widget, here and below: where it was asked for, in the window that tells.  @items:
 * (element-type VaultItem). */
void night_change_favourite (GtkWidget *widget,
                             Vault *vault,
                             GPtrArray *items,
                             gboolean is_favourite);

/* Put them into @group, or take them out. */
void night_change_group (GtkWidget *widget,
                         Vault *vault,
                         GPtrArray *items,
                         VaultGroup *group,
                         gboolean is_in);

void night_change_tag (GtkWidget *widget,
                       Vault *vault,
                       GPtrArray *items,
                       const char *tag,
                       gboolean has_tag);

void
night_change_name (GtkWidget *widget, Vault *vault, VaultItem *item, const char *name);

void
night_change_note (GtkWidget *widget, Vault *vault, VaultItem *item, const char *note);

G_END_DECLS
