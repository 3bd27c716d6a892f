/* change.h - what is to become of items, all of them alike
 *
 * Threads:  any; immutable once made.  Pure.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "vault/entry.h"

G_BEGIN_DECLS

typedef enum {
  VAULT_CHANGE_FAVOURITE,
  VAULT_CHANGE_TAGS,
  VAULT_CHANGE_GROUPS,
  VAULT_CHANGE_NOTE,
  VAULT_CHANGE_NAME,
  VAULT_CHANGE_VIEWS, /* from now on @number more, 0: without a limit */
  VAULT_CHANGE_VIEW,  /* one less, of those that have a limit */
} VaultChangeVerb;

typedef struct {
  VaultChangeVerb verb;
  guint number;
  char *text;      /* note, name */
  char **add_tags; /* these four may be NULL */
  char **remove_tags;
  GArray *add_groups; /* guint64 */
  GArray *remove_groups;
} VaultChange;

VaultChange *vault_change_new (VaultChangeVerb verb);
void vault_change_free (VaultChange *self);

/* Whether its texts can be kept.  Errors: VAULT_ERROR_BAD_TEXT. */
gboolean vault_change_check (const VaultChange *self,
                             GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Make @entry, a copy, what it is to be; a note that is too long for the record is left to be
 * put into its stream.  @out_changed: whether there is anything to write.
 * Errors: VAULT_ERROR_NO_ROOM, VAULT_ERROR_EXPIRED (its last view has begun). */
gboolean vault_change_apply (const VaultChange *self,
                             VaultEntry *entry,
                             gboolean *out_changed,
                             GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (VaultChange, vault_change_free)

G_END_DECLS
