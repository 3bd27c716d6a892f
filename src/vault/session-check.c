/* session-check.c - the invariants of session.c, looked for across keyring, database and
 * catalog
 *
 * Numbers are those at the head of session.c.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "vault/session-private.h"

#include <sodium.h>
#include <string.h>

typedef struct {
  VaultSession *session;
  GHashTable *by_cell; /* cell -> VaultEntry */
  GHashTable *cards;   /* cell -> VaultCard */
  GArray *used;        /* VaultRun */
  guint64 n_records;
  guint64 n_pieces;
} Check;

GQuark
vault_session_invariant_quark (void)
{
  return g_quark_from_static_string ("vault-session-invariant");
}

static gboolean
violated (GError **error, int number, const char *what, guint64 where)
{
  g_set_error (error, VAULT_SESSION_INVARIANT, number,
               "session, invariant %d: %s (%" G_GUINT64_FORMAT ")", number, what,
               where);
  return FALSE;
}

static gboolean
is_damaged (Check *check)
{
  return check->session->summary.n_damaged > 0;
}

/* The record on disk says what the catalog says; a deadline that was brought forward
 * because of an older record may be earlier in the catalog. */
static gboolean
check_entry (Check *check,
             const VaultEntry *entry,
             const guint8 *sealed,
             GError **error)
{
  VaultSession *session = check->session;
  g_autoptr (VaultSecret) key = vault_session_dup_stream_key (
      session, entry->cell, VAULT_SUBKEY_RECORD, error);
  g_autoptr (VaultEntry) stored = NULL;
  g_autoptr (VaultEntry) alike = NULL;
  guint8 plain[VAULT_RECORD_PLAIN_BYTES];
  guint8 again[VAULT_RECORD_PLAIN_BYTES];
  gboolean same = FALSE;

  if (key == NULL)
    return FALSE;

  if (sealed != NULL
      && vault_record_open (vault_secret_get (key),
                            vault_keyring_get_vault_id (session->keyring), entry->cell,
                            sealed, plain))
    stored = vault_entry_decode (plain);
  if (stored != NULL) {
    alike = vault_entry_copy (entry);
    alike->expires = stored->expires;
    same = vault_entry_encode (alike, again)
           && sodium_memcmp (plain, again, sizeof plain) == 0
           && (entry->expires == stored->expires
               || (entry->expires != VAULT_EXPIRES_NEVER
                   && (stored->expires == VAULT_EXPIRES_NEVER
                       || entry->expires < stored->expires)));
  }
  sodium_memzero (plain, sizeof plain);
  sodium_memzero (again, sizeof again);

  return same
         || violated (error, 5, "the record on disk is not the catalog's", entry->cell);
}

static gboolean
check_bound (Check *check, const VaultEntry *entry, GError **error)
{
  VaultSession *session = check->session;
  g_autoptr (VaultSecret) root = vault_secret_new (VAULT_KEY_BYTES, error);
  VaultEpoch epoch;

  if (root == NULL)
    return FALSE;
  if (vault_keyring_read_cell (session->keyring, entry->cell,
                               vault_secret_get_writable (root), &epoch)
      != VAULT_CELL_OPEN)
    return TRUE;

  return is_damaged (check)
         || epoch.heart == vault_session_is_under_absence (session, entry)
         || violated (error, 8, "bound to the heart or not, against the rule",
                      entry->cell);
}

static gboolean
check_card (Check *check, const VaultCard *card, const guint8 *sealed, GError **error)
{
  VaultSession *session = check->session;
  g_autoptr (VaultSecret) key = vault_session_dup_stream_key (
      session, card->cell, VAULT_SUBKEY_RECORD, error);
  guint8 plain[VAULT_RECORD_PLAIN_BYTES];
  guint8 again[VAULT_RECORD_PLAIN_BYTES];

  if (key == NULL)
    return FALSE;

  return (sealed != NULL
          && vault_record_open (vault_secret_get (key),
                                vault_keyring_get_vault_id (session->keyring),
                                card->cell, sealed, plain)
          && vault_card_encode (card, again)
          && sodium_memcmp (plain, again, sizeof plain) == 0)
         || violated (error, 7, "the record on disk is not memory's", card->cell);
}

/* The store's turn is held while this runs: it must not call the store. */
static gboolean
visit_record (guint64 row, const guint8 *sealed, gpointer user_data, GError **error)
{
  Check *check = user_data;
  VaultKeyring *keyring = check->session->keyring;
  guint32 cell = (guint32) MIN (row, G_MAXUINT32);
  const VaultEntry *entry =
      g_hash_table_lookup (check->by_cell, GUINT_TO_POINTER (cell));
  const VaultCard *card = g_hash_table_lookup (check->cards, GUINT_TO_POINTER (cell));

  check->n_records++;
  if (card != NULL)
    return check_card (check, card, sealed, error);
  if (entry == NULL)
    return is_damaged (check) || violated (error, 5, "a record that is not shown", row);
  if (!vault_keyring_is_live (keyring, cell))
    return violated (error, 3, "a record without a cell", row);

  return check_entry (check, entry, sealed, error) && check_bound (check, entry, error);
}

static gboolean
check_cells (Check *check, GError **error)
{
  VaultKeyring *keyring = check->session->keyring;

  for (guint32 cell = 0; cell < vault_keyring_get_n_cells (keyring); cell++) {
    if (vault_keyring_is_live (keyring, cell) && !is_damaged (check)
        && !g_hash_table_contains (check->by_cell, GUINT_TO_POINTER (cell))
        && !g_hash_table_contains (check->cards, GUINT_TO_POINTER (cell)))
      return violated (error, 3, "a live cell without a record", cell);
  }

  return TRUE;
}

/* @card may be NULL. */
static gboolean
collect_card (Check *check, VaultCard *card, GError **error)
{
  if (card == NULL)
    return TRUE;
  if (g_hash_table_contains (check->by_cell, GUINT_TO_POINTER (card->cell))
      || !g_hash_table_insert (check->cards, GUINT_TO_POINTER (card->cell),
                               vault_card_ref (card)))
    return violated (error, 7, "two of them in one cell", card->cell);

  g_array_append_vals (check->used, card->stream.runs, card->stream.n_runs);
  return TRUE;
}

/* After the items. */
static gboolean
collect_cards (Check *check, GError **error)
{
  VaultSession *session = check->session;
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&session->mutex);
  GHashTableIter iter;
  gpointer number, value;

  g_hash_table_iter_init (&iter, session->groups);
  while (g_hash_table_iter_next (&iter, &number, &value)) {
    VaultCard *card = value;

    if (number != &card->number || card->kind != VAULT_CARD_GROUP)
      return violated (error, 7, "a group under another's id", card->cell);
    if (!collect_card (check, card, error))
      return FALSE;
  }

  return collect_card (check, session->settings_card, error)
         && collect_card (check, session->log_card, error);
}

static gboolean
collect (Check *check, GError **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&check->session->mutex);
  GHashTableIter iter;
  gpointer id, value;

  g_hash_table_iter_init (&iter, check->session->entries);
  while (g_hash_table_iter_next (&iter, &id, &value)) {
    VaultEntry *entry = value;

    if (strcmp (id, entry->id) != 0)
      return violated (error, 5, "an item under another's id", entry->cell);
    if (!g_hash_table_insert (check->by_cell, GUINT_TO_POINTER (entry->cell),
                              vault_entry_ref (entry)))
      return violated (error, 5, "two items in one cell", entry->cell);
    for (guint i = 0; i < VAULT_N_STREAMS; i++)
      g_array_append_vals (check->used, entry->streams[i].runs,
                           entry->streams[i].n_runs);
  }

  return TRUE;
}

static gboolean
count_pieces (Check *check, VaultRun run, GError **error)
{
  guint64 n_pieces;

  if (!vault_store_count_pieces (check->session->store, run, &n_pieces, error))
    return FALSE;

  check->n_pieces += n_pieces;
  return n_pieces == run.count || is_damaged (check)
         || violated (error, 4, "pieces are missing from", run.first);
}

static gboolean
check_free_run (Check *check, VaultRun run, GError **error)
{
  guint64 n_pieces;

  if (!vault_store_count_pieces (check->session->store, run, &n_pieces, error))
    return FALSE;

  return n_pieces == 0
         || violated (error, 4, "a free number has a piece, from", run.first);
}

/* Every run in use has its rows, no number is used twice, and none that is used, or still
 * has a row, is free. */
static gboolean
check_pieces (Check *check, GError **error)
{
  VaultSession *session = check->session;
  g_autoptr (GArray) all = g_array_copy (check->used);
  g_autoptr (GArray) gaps = NULL;
  g_autoptr (VaultRuns) runs = NULL;
  guint64 end;

  g_mutex_lock (&session->mutex);
  gaps = vault_runs_dup_gaps (session->runs);
  end = vault_runs_get_end (session->runs);
  g_mutex_unlock (&session->mutex);

  g_array_append_vals (all, gaps->data, gaps->len);
  runs = vault_runs_new (all);
  if (runs == NULL && !is_damaged (check))
    return violated (error, 4, "a number is in use twice, or in use and free", 0);
  if (runs != NULL && vault_runs_get_end (runs) > end)
    return violated (error, 4, "a number in use will be given out", end);

  for (guint i = 0; i < check->used->len; i++) {
    if (!count_pieces (check, g_array_index (check->used, VaultRun, i), error))
      return FALSE;
  }
  for (guint i = 0; i < gaps->len; i++) {
    if (!check_free_run (check, g_array_index (gaps, VaultRun, i), error))
      return FALSE;
  }

  return check_free_run (check, (VaultRun){ end, G_MAXINT64 }, error);
}

static gboolean
check_counters (Check *check, GError **error)
{
  VaultSession *session = check->session;

  for (guint copy = 0; copy < VAULT_N_STAMPS; copy++) {
    if (!vault_session_stamp_agrees (session, copy))
      return violated (error, 6, "the stamp on disk is not memory's, copy", copy);
  }
  if (session->n_commits != vault_keyring_get_n_commits (session->keyring))
    return violated (error, 6, "the keyring knows another number of commits",
                     session->n_commits);

  return check->n_records == session->n_records || is_damaged (check)
         || violated (error, 6, "the stamp counts other records", check->n_records);
}

static gboolean
check_all (Check *check, GError **error)
{
  VaultSession *session = check->session;

  return vault_keyring_check (session->keyring, error)
         && vault_store_check (session->store, error) && collect (check, error)
         && collect_cards (check, error)
         && vault_store_foreach_record (session->store, visit_record, check, error)
         && (check->n_records >= g_hash_table_size (check->by_cell)
                                     + g_hash_table_size (check->cards)
             || violated (error, 5, "an item without a record", check->n_records))
         && check_cells (check, error) && check_pieces (check, error)
         && check_counters (check, error);
}

gboolean
vault_session_check (VaultSession *self, GError **error)
{
  g_autoptr (VaultSessionUse) use = NULL;
  g_autoptr (GMutexLocker) locker = NULL;
  Check check = { .session = self };
  gboolean ok;

  if (!vault_session_enter (self, error))
    return FALSE;
  use = self;

  locker = g_mutex_locker_new (&self->change_mutex);
  if (self->uncertain)
    return TRUE;

  check.by_cell =
      g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) vault_entry_unref);
  check.cards =
      g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) vault_card_unref);
  check.used = g_array_new (FALSE, FALSE, sizeof (VaultRun));
  ok = check_all (&check, error);
  g_hash_table_unref (check.by_cell);
  g_hash_table_unref (check.cards);
  g_array_unref (check.used);
  return ok;
}
