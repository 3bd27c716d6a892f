/* session-cards.c - albums, persons, settings and log: their cells and records
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "vault/session-private.h"

#include <sodium.h>

#include "vault/settings.h"

/* With a root of its own, before anything is sealed under it. */
static gboolean
give_cell (VaultSession *self, VaultCard *card, GError **error)
{
  g_autoptr (VaultSecret) root = vault_secret_new (VAULT_KEY_BYTES, error);
  VaultCellWrite write;

  if (root == NULL || !vault_keyring_reserve_cell (self->keyring, &card->cell, error))
    return FALSE;

  randombytes_buf (vault_secret_get_writable (root), VAULT_KEY_BYTES);
  vault_card_set_root (card, vault_secret_get (root));
  /* Not under the absence rule, which is about items. */
  write = (VaultCellWrite){ .cell = card->cell,
                            .expires_s = VAULT_EXPIRES_NEVER,
                            .root = vault_secret_get (root) };
  if (vault_keyring_write_cells (self->keyring, &write, 1, error))
    return TRUE;

  /* What is on the disk is found out at the next opening. */
  vault_keyring_release_cell (self->keyring, card->cell);
  card->cell = 0;
  return FALSE;
}

static void
reclaim_stream (VaultSession *self, const VaultStreamLayout *layout)
{
  for (guint i = 0; i < layout->n_runs; i++)
    vault_session_reclaim (self, layout->runs[i]);
}

/* The record is not there: nothing of what was made for it may stay. */
static void
undo (VaultSession *self, VaultCard *card, gboolean is_new, gboolean has_new_piece)
{
  if (self->uncertain)
    return;

  if (has_new_piece)
    reclaim_stream (self, &card->stream);
  if (is_new && vault_keyring_destroy_cells (self->keyring, &card->cell, 1, NULL)) {
    vault_keyring_release_cell (self->keyring, card->cell);
    card->cell = 0;
  }
}

gboolean
vault_session_write_card (VaultSession *self,
                          VaultCard *card,
                          const guint8 *content,
                          gsize n_content_bytes,
                          GError **error)
{
  VaultStreamLayout before = card->stream;
  guint64 n_rollbacks = vault_store_get_n_rollbacks (self->store);
  gboolean is_new = card->cell == 0;
  gboolean ok;

  if (is_new && !give_cell (self, card, error))
    return FALSE;

  ok = content == NULL
       || vault_session_put_late (self, card->cell, card->item_id, VAULT_STREAM_NOTE,
                                  content, n_content_bytes, &card->stream, error);
  ok = ok
       && vault_session_change_card (
           self, is_new ? VAULT_RECORDS_ADDED : VAULT_RECORDS_REPLACED, card,
           &n_rollbacks, error);
  if (ok && content != NULL)
    reclaim_stream (self, &before);
  if (!ok)
    undo (self, card, is_new, content != NULL);
  if (content != NULL)
    g_free (before.runs);
  return ok;
}

gboolean
vault_session_destroy_card (VaultSession *self, const VaultCard *card, GError **error)
{
  guint64 n_commits = self->n_commits;

  if (!vault_session_change_card (self, VAULT_RECORDS_REMOVED, card, NULL, error)
      && (self->uncertain || self->n_commits == n_commits))
    return FALSE;
  if (error != NULL)
    g_clear_error (error);

  if (!vault_keyring_destroy_cells (self->keyring, &card->cell, 1, error))
    return FALSE;
  reclaim_stream (self, &card->stream);
  return TRUE;
}

gboolean
vault_session_take_card (VaultSession *self, VaultCard *card)
{
  VaultCard **slot;

  if (card->kind == VAULT_CARD_GROUP) {
    g_hash_table_insert (self->groups, &card->number, vault_card_ref (card));
    return TRUE;
  }

  slot = card->kind == VAULT_CARD_SETTINGS ? &self->settings_card : &self->log_card;
  if (*slot != NULL)
    return FALSE;
  *slot = vault_card_ref (card);
  return TRUE;
}

static void
read_notes (VaultSession *self)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->entries);
  while (g_hash_table_iter_next (&iter, NULL, &value)) {
    VaultEntry *entry = value;

    if (entry->streams[VAULT_STREAM_NOTE].n_bytes == 0)
      continue;
    entry->note =
        vault_session_read_late (self, entry->cell, entry->item_id, VAULT_STREAM_NOTE,
                                 &entry->streams[VAULT_STREAM_NOTE], NULL);
    if (entry->note != NULL && !vault_entry_note_is_good (entry->note))
      vault_entry_take_text (&entry->note, NULL);
  }
}

static void
read_settings (VaultSession *self)
{
  const VaultCard *card = self->settings_card;
  g_autofree char *bytes = NULL;

  if (card == NULL)
    return;
  bytes = vault_session_read_late (self, card->cell, card->item_id, VAULT_STREAM_NOTE,
                                   &card->stream, NULL);
  if (bytes != NULL)
    self->settings = vault_settings_decode (bytes, (gsize) card->stream.n_bytes);
}

static void
read_log (VaultSession *self)
{
  const VaultCard *card = self->log_card;
  g_autofree char *bytes = NULL;
  VaultActivity activity;

  if (card == NULL)
    return;
  if (card->stream.n_bytes > 0)
    bytes = vault_session_read_late (self, card->cell, card->item_id, VAULT_STREAM_NOTE,
                                     &card->stream, NULL);
  for (gsize at = 0; bytes != NULL && at < card->stream.n_bytes;
       at += VAULT_ACTIVITY_BYTES) {
    if (vault_activity_load ((const guint8 *) bytes + at, &activity))
      g_array_append_val (self->log, activity);
  }
  for (guint i = 0; i < card->n_recent; i++) {
    if (card->recent[i].kind == VAULT_ACTIVITY_IMPORTING)
      self->broken_import = card->recent[i];
    else
      g_array_append_val (self->log, card->recent[i]);
  }
  if (self->log->len > VAULT_ACTIVITY_MAX_ENTRIES)
    g_array_remove_range (self->log, 0, self->log->len - VAULT_ACTIVITY_MAX_ENTRIES);
}

/* Nobody else has the session yet: the entries may be changed. */
void
vault_session_read_details (VaultSession *self)
{
  read_notes (self);
  read_settings (self);
  read_log (self);
}
