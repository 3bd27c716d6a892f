/* organise-box.h - what a person says of items, made to wait
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <vault/vault-absence.h>
#include <vault/vault-activity.h>
#include <vault/vault-limit.h>
#include <vault/vault-organise.h>
#include <vault/vault-settings.h>

#include "support/vault-box.h"

gboolean
run_favourite (Vault *vault, GPtrArray *items, gboolean favourite, GError **error);
/* @add, @remove: divided by commas, NULL for none. */
gboolean run_tags (Vault *vault,
                   GPtrArray *items,
                   const char *add,
                   const char *remove,
                   GError **error);
gboolean run_groups (Vault *vault,
                     GPtrArray *items,
                     VaultGroup *add,
                     VaultGroup *remove,
                     GError **error);
gboolean run_note (Vault *vault, GPtrArray *items, const char *note, GError **error);
gboolean run_rename (Vault *vault, VaultItem *item, const char *name, GError **error);
gboolean run_view_limit (Vault *vault, GPtrArray *items, guint n_views, GError **error);
VaultView *run_begin_view (Vault *vault, VaultItem *item, GError **error);
VaultGroup *
run_create_group (Vault *vault, VaultGroupKind kind, const char *name, GError **error);
gboolean
run_rename_group (Vault *vault, VaultGroup *group, const char *name, GError **error);
gboolean
run_group_expiry (Vault *vault, VaultGroup *group, gint64 seconds, GError **error);
/* @albums: (nullable): of VaultGroup. */
gboolean run_absence (Vault *vault,
                      guint n_days,
                      gboolean everything,
                      GPtrArray *albums,
                      GError **error);
gboolean run_remove_group (Vault *vault, VaultGroup *group, GError **error);
/* @values: GVariant text of an "a{sv}". */
gboolean run_settings (Vault *vault, const char *values, GError **error);
gboolean run_clear_activity (Vault *vault, GError **error);

/* A list of one item, not owned; of all items. */
GPtrArray *just (VaultItem *item);
GPtrArray *everything (Vault *vault);

/* "kind:count kind:count ", oldest first. */
char *describe_activity (Vault *vault);
