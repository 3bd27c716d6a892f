/* match.h - which item of the vault says the same as a file outside
 *
 * Nothing is hashed and nothing is written: the file and the item, which is opened for that
 * piece by piece, are read beside each other until they differ.
 *
 * Owns:     an index of the catalog by size and by name, as it was when this was made.
 * Threads:  any; one at a time.
 * Blocks:   reads the file, and of the item as much.
 * Promise:  "the same" means every byte, and that every piece of the item verified.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "vault/session.h"

G_BEGIN_DECLS

typedef struct _VaultMatch VaultMatch;

/* So many more bytes of a file were read, on the thread that asked. */
typedef void (*VaultMatchFunc) (gsize n_bytes, gpointer user_data);

/* @session and @work must outlive it.  @read may be NULL; a file that is compared with several
 * items is read more than once. */
VaultMatch *vault_match_new (VaultSession *session,
                             const VaultWork *work,
                             VaultMatchFunc read,
                             gpointer user_data);
void vault_match_free (VaultMatch *self);

/* The item that says what @n_bytes of @fd do: the same bytes, or, of items with this @name,
 * those bytes without their metadata.
 *
 * Errors: VAULT_ERROR_SOURCE_UNREADABLE, VAULT_ERROR_SOURCE_CHANGED, VAULT_ERROR_LOCKED,
 * G_IO_ERROR_CANCELLED.  An item that does not verify is not the same.
 * Returns: (transfer full) (nullable): its id; NULL without an error if there is none. */
char *vault_match_find (VaultMatch *self,
                        int fd,
                        guint64 n_bytes,
                        const char *name,
                        GError **error);

/* Whether the item @id still is, and says so.  Without their metadata bytes count only if the
 * item has this @name, or @name is NULL: taking them away again costs a helper for each file.
 *
 * Errors: the same, and VAULT_ERROR_SOURCE_CHANGED if it does not. */
gboolean vault_match_is (VaultMatch *self,
                         const char *id,
                         int fd,
                         guint64 n_bytes,
                         const char *name,
                         GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (VaultMatch, vault_match_free)

G_END_DECLS
