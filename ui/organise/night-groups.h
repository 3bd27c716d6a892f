/* night-groups.h - making albums and people, giving them other names, removing them
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

/* Ask beside @beside, which is in @widget, for the name of a new one, and make it. */
void night_groups_ask_new (GtkWidget *widget,
                           GtkWidget *beside,
                           Vault *vault,
                           VaultGroupKind kind);

/* Make one of this name, or find it, and put @items into it: (element-type VaultItem)
 * (nullable). */
void night_groups_create (GtkWidget *widget,
                          Vault *vault,
                          VaultGroupKind kind,
                          const char *name,
                          GPtrArray *items);

/* Ask beside @beside, which is in @widget, for another name. */
void night_groups_ask_name (GtkWidget *widget,
                            GtkWidget *beside,
                            Vault *vault,
                            VaultGroup *group);

/* Ask over the window of @widget whether to remove it. */
void night_groups_ask_remove (GtkWidget *widget, Vault *vault, VaultGroup *group);

G_END_DECLS
