/* vault-organise.h - what a person says of items: names, favourites, tags, notes, albums, people
 *
 * All of it is sealed under the item's own key, and dies with it.  Every call takes any number
 * of items and writes them in few commits; VaultItem notifies what has changed before the
 * callback runs.
 *
 * Threads:  the main context.
 * Blocks:   never.
 * Promise:  what is reported has been flushed to the disk.  A call that fails has changed a
 *           first part of the items and none of the others, or nothing: each shows what is
 *           on the disk.
 *
 * Common errors: VAULT_ERROR_NO_ITEM (one of them is gone: nothing is changed),
 * VAULT_ERROR_EXPIRED (one is due: the same), VAULT_ERROR_NO_ROOM, VAULT_ERROR_NO_SPACE,
 * VAULT_ERROR_IO, VAULT_ERROR_LOCKED, G_IO_ERROR_CANCELLED before anything is written.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <vault/vault-group.h>

G_BEGIN_DECLS

/* Tags, albums and people share the room in an item's sealed record: about 400 bytes beside a
 * name of usual length, where a group takes 8 and a tag its length and one.  What goes beyond
 * is VAULT_ERROR_NO_ROOM. */
#define VAULT_ITEM_MAX_GROUPS 32
#define VAULT_ITEM_MAX_TAGS 32
#define VAULT_TAG_MAX_BYTES 64
#define VAULT_NOTE_MAX_BYTES 8192

/* Whether this can be a tag: 1 to VAULT_TAG_MAX_BYTES bytes of UTF-8 in one line, without
 * control or direction-changing characters and white space at its ends. */
gboolean vault_tag_is_good (const char *tag);

/* Whether this can be a note: at most VAULT_NOTE_MAX_BYTES bytes of UTF-8, of several lines,
 * without other control characters than line feed and tab. */
gboolean vault_note_is_good (const char *note);

/* @items, here and below: (element-type VaultItem). */
void vault_set_favourite_async (Vault *self,
                                GPtrArray *items,
                                gboolean favourite,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);

/* Give @items the tags @add and take the tags @remove from them; both NULL-terminated, and
 * either may be NULL.  A tag is compared letter by letter.  Errors: VAULT_ERROR_BAD_TEXT. */
void vault_change_tags_async (Vault *self,
                              GPtrArray *items,
                              const char *const *add,
                              const char *const *remove,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data);

/* Put @items into the groups @add and take them out of the groups @remove:
 * (element-type VaultGroup) (nullable).  Errors: VAULT_ERROR_NO_GROUP (one to be added to is
 * gone). */
void vault_change_groups_async (Vault *self,
                                GPtrArray *items,
                                GPtrArray *add,
                                GPtrArray *remove,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);

/* Replace the note of @items; "" removes it.  Errors: VAULT_ERROR_BAD_TEXT. */
void vault_set_note_async (Vault *self,
                           GPtrArray *items,
                           const char *note,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data);

/* Give @item another name; two items may have the same.
 * Errors: VAULT_ERROR_BAD_TEXT (see vault_item_name_is_good()). */
void vault_rename_async (Vault *self,
                         VaultItem *item,
                         const char *name,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data);

/* Whether an item can have this name: 1 to 255 bytes of UTF-8 in one line, without "/", control
 * or direction-changing characters, and neither "." nor "..". */
gboolean vault_item_name_is_good (const char *name);

/* vault_import_async() of what belongs into @groups, (element-type VaultGroup) (nullable), from
 * the beginning; vault_import_finish() ends it.  Errors: also VAULT_ERROR_NO_GROUP (one is
 * gone: nothing is imported), VAULT_ERROR_NO_ROOM. */
void vault_import_into_async (Vault *self,
                              GFile *const *files,
                              gsize n_files,
                              GPtrArray *groups,
                              gint64 expires,
                              VaultMetadata metadata,
                              GCancellable *cancellable,
                              VaultProgressFunc progress,
                              gpointer progress_data,
                              GAsyncReadyCallback callback,
                              gpointer user_data);

/* The same of bytes, as vault_import_bytes_async(); vault_import_bytes_finish() ends it. */
void vault_import_bytes_into_async (Vault *self,
                                    const char *name,
                                    GBytes *bytes,
                                    GPtrArray *groups,
                                    gint64 expires,
                                    VaultMetadata metadata,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);

/* For all of the above but the imports. */
gboolean vault_organise_finish (Vault *self,
                                GAsyncResult *result,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Every tag that some item has, each once, by name.
 * Returns: (transfer full): NULL-terminated. */
char **vault_dup_all_tags (Vault *self);

G_END_DECLS
