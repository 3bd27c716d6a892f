/* vault-group.h - an album or a person: a name that items can be linked to
 *
 * A VaultGroup has a key of its own, so that its name dies with that key, and not with the
 * last item in it.  Items keep the ids of the groups they are in; whose group is gone just is
 * not in it.
 *
 * Owns:     its strings and a reference to its cover.
 * Threads:  the main context only.
 * Blocks:   never.
 * Promise:  once "gone" is TRUE the group is destroyed or locked away, and its name is empty
 *           from then on.  Removing a group never destroys an item.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <vault/vault.h>

G_BEGIN_DECLS

typedef enum {
  VAULT_GROUP_ALBUM,
  VAULT_GROUP_PERSON,
  VAULT_N_GROUP_KINDS
} VaultGroupKind;

/* An album's own default for the deadline of what is imported into it: seconds from then,
 * VAULT_GROUP_EXPIRES_NEVER, or VAULT_GROUP_EXPIRES_AS_VAULT where it has none of its own.
 * Nothing but a proposal: the album does not change deadlines by itself. */
#define VAULT_GROUP_EXPIRES_AS_VAULT ((gint64) -1)
#define VAULT_GROUP_EXPIRES_NEVER ((gint64) 0)
#define VAULT_GROUP_EXPIRES_MAX_S ((gint64) 3653 * 24 * 60 * 60)

#define VAULT_GROUP_NAME_MAX_BYTES 255

#define VAULT_TYPE_GROUP (vault_group_get_type ())
G_DECLARE_FINAL_TYPE (VaultGroup, vault_group, VAULT, GROUP, GObject)

/* Sixteen hexadecimal digits, never given to another group or item.  Property "id". */
const char *vault_group_get_id (VaultGroup *self);

/* Property "kind". */
VaultGroupKind vault_group_get_kind (VaultGroup *self);

/* Property "name", notified.  One line of UTF-8. */
const char *vault_group_get_name (VaultGroup *self);

/* Property "default-expiry", notified; see above. */
gint64 vault_group_get_default_expiry (VaultGroup *self);

/* Whether it is an album chosen for the absence rule, see <vault/vault-absence.h>.  Property
 * "under-absence", notified. */
gboolean vault_group_is_under_absence (VaultGroup *self);

/* When it was made, seconds since 1970. */
gint64 vault_group_get_created (VaultGroup *self);

/* How many items are in it.  Property "n-items", notified.  After a change it is right by the
 * time the change's callback runs; during an import it follows when the main loop is idle. */
guint vault_group_get_n_items (VaultGroup *self);

/* The item in it that was added last and that has no limit of views.  Property "cover",
 * notified with n-items.  Returns: (transfer none) (nullable). */
VaultItem *vault_group_get_cover (VaultGroup *self);

/* Property "gone", see the Promise. */
gboolean vault_group_is_gone (VaultGroup *self);

/* The albums or persons, by name; empty unless the vault is open.  The same model for the life
 * of the vault.  Returns: (transfer none): of VaultGroup. */
GListModel *vault_get_groups (Vault *self, VaultGroupKind kind);

/* Returns: (transfer full) (nullable): the group with this id, of either kind. */
VaultGroup *vault_dup_group (Vault *self, const char *id);

/* The same by its whole name.  Returns: (transfer full) (nullable). */
VaultGroup *
vault_dup_group_by_name (Vault *self, VaultGroupKind kind, const char *name);

/* The groups of one kind @item is in, by name.
 * Returns: (transfer full) (element-type VaultGroup). */
GPtrArray *vault_dup_groups_of (Vault *self, VaultItem *item, VaultGroupKind kind);

/* Make an album or a person.
 *
 * Errors: VAULT_ERROR_BAD_TEXT (not a name), VAULT_ERROR_NAME_IN_USE (there is one of this
 * kind), VAULT_ERROR_NO_SPACE, VAULT_ERROR_IO, VAULT_ERROR_LOCKED.
 */
void vault_create_group_async (Vault *self,
                               VaultGroupKind kind,
                               const char *name,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data);

/* Returns: (transfer full): the group, which is in the model by now. */
VaultGroup *vault_create_group_finish (Vault *self,
                                       GAsyncResult *result,
                                       GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Errors: as for making one; VAULT_ERROR_NO_GROUP (it is gone). */
void vault_rename_group_async (Vault *self,
                               VaultGroup *group,
                               const char *name,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data);

/* Set what an album proposes; @seconds as above.  Deadlines of items stay as they are.
 * Errors: VAULT_ERROR_BAD_TIME (no such span), VAULT_ERROR_NO_GROUP and those of writing. */
void vault_set_group_expiry_async (Vault *self,
                                   VaultGroup *group,
                                   gint64 seconds,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);

/* Destroy an album's or a person's name: its key is overwritten before the callback runs.  The
 * items that were in it stay, without it, and the absence rule is no longer about those of them
 * that are in no other album chosen for it.  Errors: those of writing.  A group that is gone is
 * no error. */
void vault_remove_group_async (Vault *self,
                               VaultGroup *group,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data);

/* For the three above. */
gboolean vault_change_group_finish (Vault *self,
                                    GAsyncResult *result,
                                    GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
