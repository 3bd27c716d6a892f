/* session-thumbnail.c - the thumbnail of an item that came without one
 *
 * An older version brought the item in, the import was cancelled, the decoder failed, or
 * the computer has learned the format since.  What is made now goes into a stream of its
 * own, the one whose nonce is random: FORMAT.md, "Chunks", says why.
 *
 *            begin                         store               end
 *   [none] --------> [being made] ------> [kept in the record] --> [none]
 *               ^          |  read-only, full: shown, not kept  --> [none]
 *               | others   |  no picture comes of it            --> [failed, for the session]
 *               | wait     |  cancelled, locked                 --> [none]
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "vault/session-private.h"

/* In the table: being made.  Any other value is the VaultError it failed with, plus one. */
#define BEING_MADE 0
/* How soon a call that waits for another one notices that it was cancelled. */
#define CANCEL_CHECK_US (50 * G_TIME_SPAN_MILLISECOND)

static gboolean
read_media (gpointer data, guint64 offset, guint8 *out, gsize n_bytes, GError **error)
{
  return vault_source_read (data, offset, out, n_bytes, error);
}

/* With the mutex held.  Returns: whether somebody makes it, or has failed to. */
static gboolean
look_up (VaultSession *self, const char *id, int *out_state)
{
  gpointer value;
  gboolean is_there = g_hash_table_lookup_extended (self->thumbnails, id, NULL, &value);

  *out_state = is_there ? GPOINTER_TO_INT (value) : BEING_MADE;
  return is_there;
}

/* Becoming the one who makes it.  Returns: (transfer full): the item; with @out_is_ours it
 * is for the caller to make, without it there is one by now. */
static VaultEntry *
begin (VaultSession *self,
       const char *id,
       GCancellable *cancellable,
       gboolean *out_is_ours,
       GError **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  VaultEntry *entry;
  int state;

  *out_is_ours = FALSE;
  while (look_up (self, id, &state)) {
    if (state != BEING_MADE) {
      g_set_error (error, VAULT_ERROR, state - 1, "it failed before");
      return NULL;
    }
    if (vault_session_should_end (self, cancellable, error))
      return NULL;
    g_cond_wait_until (&self->thumbnail_done, &self->mutex,
                       g_get_monotonic_time () + CANCEL_CHECK_US);
  }

  if (vault_session_should_end (self, cancellable, error))
    return NULL;
  entry = g_hash_table_lookup (self->entries, id);
  if (entry == NULL) {
    g_set_error (error, VAULT_ERROR, VAULT_ERROR_NO_ITEM, "gone");
    return NULL;
  }
  if (entry->limited) {
    g_set_error (error, VAULT_ERROR, VAULT_ERROR_VIEW_LIMITED, "no peeking");
    return NULL;
  }
  *out_is_ours = vault_entry_find_thumbnail (entry) == VAULT_N_STREAMS;
  if (*out_is_ours)
    g_hash_table_insert (self->thumbnails, g_strdup (id), GINT_TO_POINTER (BEING_MADE));
  return vault_entry_ref (entry);
}

/* Whether trying again would come to the same.  A lock, a cancellation or a deadline says
 * nothing about the file. */
static gboolean
is_final (const GError *error)
{
  static const VaultError codes[] = {
    VAULT_ERROR_UNSUPPORTED_MEDIA, VAULT_ERROR_DAMAGED_MEDIA,
    VAULT_ERROR_TOO_LARGE_MEDIA,   VAULT_ERROR_DECODER_FAILED,
    VAULT_ERROR_DAMAGED_ITEM,      VAULT_ERROR_ENCRYPTED_MEDIA,
  };

  for (gsize i = 0; i < G_N_ELEMENTS (codes); i++)
    if (g_error_matches (error, VAULT_ERROR, (int) codes[i]))
      return TRUE;
  return FALSE;
}

/* @error: why there is no picture, NULL if there is one. */
static void
end (VaultSession *self, const char *id, const GError *error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  if (error != NULL && is_final (error))
    g_hash_table_insert (self->thumbnails, g_strdup (id),
                         GINT_TO_POINTER (error->code + 1));
  else
    g_hash_table_remove (self->thumbnails, id);
  g_cond_broadcast (&self->thumbnail_done);
}

/* What was known stays as it was. */
static gboolean
fill_in (VaultEntry *entry, const VaultMediaFacts *facts)
{
  VaultEntry before = *entry;

  if (entry->width == 0 || entry->height == 0) {
    entry->width = facts->width;
    entry->height = facts->height;
  }
  if (entry->duration_ms == 0)
    entry->duration_ms = facts->duration_ms;
  if (entry->captured == 0)
    entry->captured = facts->captured;
  return before.width != entry->width || before.height != entry->height
         || before.duration_ms != entry->duration_ms
         || before.captured != entry->captured;
}

static gboolean
put_thumbnail (VaultSession *self, VaultEntry *entry, GBytes *thumbnail, GError **error)
{
  gsize n_bytes;
  const guint8 *bytes = g_bytes_get_data (thumbnail, &n_bytes);

  vault_entry_clear_stream (entry, VAULT_STREAM_LATE);
  return vault_session_put_late (self, entry->cell, entry->item_id, VAULT_STREAM_LATE,
                                 bytes, n_bytes, &entry->streams[VAULT_STREAM_LATE],
                                 error);
}

/* The piece, then the record and the stamp, in one commit.  With change_mutex held.
 * Returns: whether the record on disk is @entry's now. */
static gboolean
commit (VaultSession *self, VaultEntry *entry, GBytes *thumbnail, GError **error)
{
  guint64 n_rollbacks = vault_store_get_n_rollbacks (self->store);

  if (thumbnail != NULL && !put_thumbnail (self, entry, thumbnail, error))
    return FALSE;
  if (vault_session_replace_records (self, &entry, 1, &n_rollbacks, error))
    return TRUE;

  /* If nobody can say whether it happened, the record may list the piece. */
  if (thumbnail != NULL && !self->uncertain)
    vault_session_reclaim (self, entry->streams[VAULT_STREAM_LATE].runs[0]);
  return FALSE;
}

/* The item as it is now, if it may still be changed. */
static VaultEntry *
dup_current (VaultSession *self, const char *id, GError **error)
{
  g_autoptr (VaultEntry) entry = vault_session_dup_entry (self, id);

  if (entry == NULL) {
    g_set_error (error, VAULT_ERROR, VAULT_ERROR_NO_ITEM, "gone");
    return NULL;
  }
  if (entry->expires != VAULT_EXPIRES_NEVER
      && entry->expires <= vault_keyring_get_time (self->keyring, NULL)) {
    g_set_error (error, VAULT_ERROR, VAULT_ERROR_EXPIRED, "due");
    return NULL;
  }
  return vault_entry_copy (entry);
}

/* Returns: (transfer full) (nullable): the item as it is on disk now; NULL also, without an
 * error, if there was nothing to write. */
static VaultEntry *
store (VaultSession *self,
       const char *id,
       GBytes *thumbnail,
       const VaultMediaFacts *facts,
       GError **error)
{
  g_autoptr (VaultSessionUse) use = NULL;
  g_autoptr (GMutexLocker) locker = NULL;
  g_autoptr (VaultEntry) entry = NULL;

  if (!vault_session_enter (self, error))
    return NULL;
  use = self;

  locker = g_mutex_locker_new (&self->change_mutex);
  entry = dup_current (self, id, error);
  if (entry == NULL || (!fill_in (entry, facts) && thumbnail == NULL)
      || !commit (self, entry, thumbnail, error))
    return NULL;

  g_mutex_lock (&self->mutex);
  /* Unless it is about to be destroyed, by a thread that waits for us. */
  if (g_hash_table_contains (self->entries, id))
    g_hash_table_replace (self->entries, entry->id, vault_entry_ref (entry));
  g_mutex_unlock (&self->mutex);
  return g_steal_pointer (&entry);
}

static gboolean
decode (VaultSession *self,
        const VaultEntry *entry,
        VaultDecoder *decoder,
        GCancellable *cancellable,
        GBytes **out_thumbnail,
        VaultMediaFacts *out_facts,
        GError **error)
{
  g_autoptr (VaultSource) source =
                 vault_session_open_source (self, entry, VAULT_STREAM_MEDIA, error);
  VaultDecoderSource bytes;

  if (source == NULL)
    return FALSE;
  bytes = (VaultDecoderSource){ read_media, source, vault_source_get_n_bytes (source) };
  return vault_decoder_thumbnail (decoder, &bytes, entry->kind, out_thumbnail,
                                  out_facts, cancellable, error);
}

/* Whether a picture was made.  What cannot be kept is shown all the same; but not what a
 * lock or a deadline has overtaken. */
static gboolean
make (VaultSession *self,
      const VaultEntry *entry,
      VaultDecoder *decoder,
      GCancellable *cancellable,
      GBytes **out_thumbnail,
      VaultEntry **out_entry,
      GError **error)
{
  g_autoptr (GBytes) thumbnail = NULL;
  g_autoptr (GError) why = NULL;
  VaultMediaFacts facts;

  if (!decode (self, entry, decoder, cancellable, &thumbnail, &facts, error))
    return FALSE;

  *out_entry = store (self, entry->id, thumbnail, &facts, &why);
  if (g_error_matches (why, VAULT_ERROR, VAULT_ERROR_LOCKED)
      || g_error_matches (why, VAULT_ERROR, VAULT_ERROR_NO_ITEM)
      || g_error_matches (why, VAULT_ERROR, VAULT_ERROR_EXPIRED)) {
    g_propagate_error (error, g_steal_pointer (&why));
    return FALSE;
  }
  if (thumbnail == NULL) {
    g_set_error (error, VAULT_ERROR, VAULT_ERROR_UNSUPPORTED_MEDIA, "no picture in it");
    return FALSE;
  }
  *out_thumbnail = g_steal_pointer (&thumbnail);
  return TRUE;
}

gboolean
vault_session_make_thumbnail (VaultSession *self,
                              const char *id,
                              VaultDecoder *decoder,
                              GCancellable *cancellable,
                              GBytes **out_thumbnail,
                              VaultEntry **out_entry,
                              GError **error)
{
  g_autoptr (VaultEntry) entry = NULL;
  g_autoptr (GError) why = NULL;
  gboolean is_ours;

  *out_thumbnail = NULL;
  *out_entry = NULL;
  entry = begin (self, id, cancellable, &is_ours, error);
  if (entry == NULL)
    return FALSE;
  if (!is_ours) {
    *out_entry = g_steal_pointer (&entry);
    return TRUE;
  }

  make (self, entry, decoder, cancellable, out_thumbnail, out_entry, &why);
  end (self, id, why);
  if (why == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&why));
  return FALSE;
}
