/* session-log.c - the activity log
 *
 * Its record has room for the latest entries, so that writing one down costs one row and one
 * commit.  When that room is full, all entries that are kept move into the log's stream, which
 * has room for VAULT_ACTIVITY_MAX_ENTRIES.
 *
 * An entry that could not be written stays in memory and is written with the next one.  There
 * is no log before something was done that is worth more than an unlocking; so a vault that is
 * only looked at stays as it is, to the byte.  In a damaged vault nothing is written either.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "vault/session-private.h"

GArray *
vault_session_dup_activity (VaultSession *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  return g_array_copy (self->log);
}

/* In memory. */
static void
append (VaultSession *self, VaultActivityKind kind, guint count)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  VaultActivity activity = { vault_keyring_get_time (self->keyring, NULL), kind,
                             count };

  g_array_append_val (self->log, activity);
  if (self->log->len > VAULT_ACTIVITY_MAX_ENTRIES)
    g_array_remove_range (self->log, 0, self->log->len - VAULT_ACTIVITY_MAX_ENTRIES);
  self->n_log_pending = MIN (self->n_log_pending + 1, self->log->len);
  g_atomic_int_inc (&self->n_noted);
}

guint
vault_session_get_n_noted (VaultSession *self)
{
  return (guint) g_atomic_int_get (&self->n_noted);
}

static const VaultActivity *
get_pending (VaultSession *self)
{
  return &g_array_index (self->log, VaultActivity,
                         self->log->len - self->n_log_pending);
}

static void
adopt (VaultSession *self, VaultCard *card)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  vault_card_unref (self->log_card);
  self->log_card = card;
  self->n_log_pending = 0;
}

static gboolean
has_mark (const VaultCard *card)
{
  for (guint i = 0; card != NULL && i < card->n_recent; i++)
    if (card->recent[i].kind == VAULT_ACTIVITY_IMPORTING)
      return TRUE;

  return FALSE;
}

static void
take_mark (VaultCard *card)
{
  guint n = 0;

  for (guint i = 0; i < card->n_recent; i++)
    if (card->recent[i].kind != VAULT_ACTIVITY_IMPORTING)
      card->recent[n++] = card->recent[i];
  card->n_recent = n;
}

/* Behind the entries, and not one of them. */
static void
put_mark (VaultSession *self, VaultCard *card)
{
  if (self->n_importing > 0)
    card->recent[card->n_recent++] =
        (VaultActivity){ self->importing_since, VAULT_ACTIVITY_IMPORTING,
                         self->n_to_import };
}

/* A row of a record that is there: nothing else changes. */
static gboolean
write_recent (VaultSession *self)
{
  g_autoptr (VaultCard) card = vault_card_copy (self->log_card);
  const VaultActivity *pending = get_pending (self);

  take_mark (card);
  for (guint i = 0; i < self->n_log_pending; i++)
    card->recent[card->n_recent++] = pending[i];
  put_mark (self, card);
  if (!vault_session_rewrite_log (self, card, NULL, NULL))
    return FALSE;

  adopt (self, g_steal_pointer (&card));
  return TRUE;
}

/* All there are, into the stream; a new log, or one whose record is full. */
static gboolean
write_all (VaultSession *self)
{
  g_autoptr (VaultCard) card = self->log_card == NULL
                                   ? vault_card_new (VAULT_CARD_LOG)
                                   : vault_card_copy (self->log_card);
  gsize n_bytes = self->log->len * (gsize) VAULT_ACTIVITY_BYTES;
  g_autofree guint8 *bytes = g_malloc (n_bytes);

  for (guint i = 0; i < self->log->len; i++)
    vault_activity_store (&g_array_index (self->log, VaultActivity, i),
                          bytes + i * (gsize) VAULT_ACTIVITY_BYTES);
  card->n_recent = 0;
  put_mark (self, card);
  if (!vault_session_write_card (self, card, bytes, n_bytes, NULL))
    return FALSE;

  adopt (self, g_steal_pointer (&card));
  return TRUE;
}

/* A new log whose entries fit its record needs no stream. */
static gboolean
write_first (VaultSession *self)
{
  g_autoptr (VaultCard) card = vault_card_new (VAULT_CARD_LOG);

  for (guint i = 0; i < self->log->len; i++)
    card->recent[card->n_recent++] = g_array_index (self->log, VaultActivity, i);
  put_mark (self, card);
  if (!vault_session_write_card (self, card, NULL, 0, NULL))
    return FALSE;

  adopt (self, g_steal_pointer (&card));
  return TRUE;
}

/* Whether more was done than to look. */
static gboolean
is_worth_a_log (VaultSession *self)
{
  for (guint i = 0; i < self->n_log_pending; i++) {
    guint kind = get_pending (self)[i].kind;

    if (kind != VAULT_ACTIVITY_CREATED && kind != VAULT_ACTIVITY_UNLOCKED
        && kind != VAULT_ACTIVITY_FAILED && kind != VAULT_ACTIVITY_VERIFIED)
      return TRUE;
  }

  return FALSE;
}

/* With change_mutex held.  @may_begin: also if there is no log yet. */
static void
write_log (VaultSession *self, gboolean may_begin)
{
  guint n_recent = self->log_card == NULL ? 0 : self->log_card->n_recent;
  guint n_marks = self->n_importing > 0 && !has_mark (self->log_card) ? 1 : 0;
  gboolean fits = n_recent + n_marks + self->n_log_pending <= VAULT_CARD_MAX_RECENT;

  if (self->uncertain || self->summary.n_damaged > 0
      || (self->log_card == NULL && !may_begin))
    return;

  if (!fits)
    (void) !write_all (self);
  else if (self->log_card == NULL)
    (void) !write_first (self);
  else
    (void) !write_recent (self);
}

static void
write_pending (VaultSession *self)
{
  write_log (self, is_worth_a_log (self));
}

static void
note (VaultSession *self, VaultActivityKind kind, guint count, gboolean is_written)
{
  g_autoptr (VaultSessionUse) use = NULL;
  g_autoptr (GMutexLocker) locker = NULL;

  if (!vault_session_enter (self, NULL))
    return;
  use = self;

  locker = g_mutex_locker_new (&self->change_mutex);
  append (self, kind, count);
  if (is_written)
    write_pending (self);
}

void
vault_session_note_activity (VaultSession *self, VaultActivityKind kind, guint count)
{
  note (self, kind, count, TRUE);
}

void
vault_session_remember_activity (VaultSession *self,
                                 VaultActivityKind kind,
                                 guint count)
{
  note (self, kind, count, FALSE);
}

gboolean
vault_session_is_locked_away (VaultSession *self, const GError *error)
{
  return g_error_matches (error, VAULT_ERROR, VAULT_ERROR_LOCKED)
         || (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)
             && g_atomic_int_get (&self->stopping));
}

void
vault_session_remember_stop (VaultSession *self,
                             VaultActivityKind stopped,
                             guint n_left,
                             VaultActivityKind done,
                             guint n_done)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->change_mutex);

  append (self, stopped, n_left);
  if (n_done > 0)
    append (self, done, n_done);
}

void
vault_session_write_remembered (VaultSession *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->change_mutex);

  if (self->n_log_pending > 0 || has_mark (self->log_card))
    write_pending (self);
}

/* ---- an import that may not come to its end ---- */

void
vault_session_begin_import (VaultSession *self, guint n_files, gint64 added)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->change_mutex);

  if (self->n_importing++ == 0 || added < self->importing_since)
    self->importing_since = added;
  self->n_to_import += n_files;
  write_log (self, FALSE);
}

void
vault_session_go_on_importing (VaultSession *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->change_mutex);

  if (!has_mark (self->log_card))
    write_log (self, TRUE);
}

void
vault_session_end_import (VaultSession *self, guint n_files, guint n_imported)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->change_mutex);

  self->n_importing--;
  self->n_to_import -= n_files;
  if (n_imported == 0 && has_mark (self->log_card)
      && !vault_session_should_end (self, NULL, NULL))
    write_log (self, FALSE);
}

/* What came in with the import, or in the same second before it; of that, what was noted. */
static guint
count_kept (VaultSession *self, gint64 since)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  GHashTableIter iter;
  gpointer value;
  guint n_added = 0;
  guint n_noted = 0;

  g_hash_table_iter_init (&iter, self->entries);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    n_added += ((VaultEntry *) value)->added >= since ? 1 : 0;
  for (guint i = 0; i < self->log->len; i++) {
    const VaultActivity *entry = &g_array_index (self->log, VaultActivity, i);

    if (entry->kind == VAULT_ACTIVITY_IMPORTED && entry->time_s >= since)
      n_noted += MIN (entry->count, G_MAXUINT - n_noted);
  }

  return n_added > n_noted ? n_added - n_noted : 0;
}

/* The entries that nobody had the time to write; they are written with the next. */
static void
note_broken_import (VaultSession *self)
{
  const VaultActivity mark = self->broken_import;
  guint n_kept;

  if (mark.kind == 0)
    return;

  self->broken_import.kind = 0;
  n_kept = MIN (count_kept (self, mark.time_s), mark.count);
  if (n_kept < mark.count)
    vault_session_remember_activity (self, VAULT_ACTIVITY_BROKEN_IMPORT,
                                     mark.count - n_kept);
  if (n_kept > 0)
    vault_session_remember_activity (self, VAULT_ACTIVITY_IMPORTED, n_kept);
}

static void
note_if_any (VaultSession *self, VaultActivityKind kind, guint count)
{
  if (count > 0)
    vault_session_note_activity (self, kind, count);
}

void
vault_session_note_opening (VaultSession *self)
{
  VaultFailedAttempts failed;

  note_broken_import (self);
  vault_session_get_failed_attempts (self, &failed);
  note_if_any (self, VAULT_ACTIVITY_FAILED, failed.n_attempts);
  note_if_any (self, VAULT_ACTIVITY_REPAIRED, self->summary.n_healed);
  note_if_any (self, VAULT_ACTIVITY_EXPIRED, self->summary.n_expired);
  note_if_any (self, VAULT_ACTIVITY_VIEWED_OUT, self->summary.n_viewed_out);
  vault_session_note_activity (self, VAULT_ACTIVITY_UNLOCKED, 0);
}

/* Old entries die with the key of their record; what comes is sealed under another. */
gboolean
vault_session_clear_activity (VaultSession *self, GError **error)
{
  g_autoptr (VaultSessionUse) use = NULL;
  g_autoptr (GMutexLocker) locker = NULL;

  if (!vault_session_enter (self, error))
    return FALSE;
  use = self;

  locker = g_mutex_locker_new (&self->change_mutex);
  if (self->log_card != NULL
      && !vault_session_destroy_card (self, self->log_card, error))
    return FALSE;

  g_mutex_lock (&self->mutex);
  g_clear_pointer (&self->log_card, vault_card_unref);
  g_array_set_size (self->log, 0);
  self->n_log_pending = 0;
  g_mutex_unlock (&self->mutex);

  append (self, VAULT_ACTIVITY_CLEARED, 0);
  write_pending (self);
  return TRUE;
}
