/* target-catalog.c - fuzzing the opening of a whole vault: keyring, database, sweep, items
 *
 * Input: edits (edit.h) of both files.
 *
 * Accepted is a vault that opens with all its items and no damage.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "fuzz/edit.h"

#include <sodium.h>

#include <vault/vault-error.h>

#define MOST_BYTES (2 * VAULT_CHUNK_BYTES)

/* Whatever a record says about lengths, they can be asked for. */
static void
read_stream (VaultSession *session, const VaultEntry *entry, VaultStreamNumber stream)
{
  guint64 n_bytes = entry->streams[stream].n_bytes;
  g_autoptr (VaultSource) source = NULL;
  static guint8 out[MOST_BYTES];
  gsize n = (gsize) MIN (n_bytes, MOST_BYTES);

  if (n_bytes == 0)
    return;
  source = vault_session_open_source (session, entry, stream, NULL);
  if (source == NULL)
    return;

  g_assert_cmpuint (vault_source_get_n_bytes (source), ==, n_bytes);
  (void) !vault_source_read (source, 0, out, n, NULL);
  (void) !vault_source_read (source, n_bytes - 1, out, 1, NULL);
}

static void
check_entries (VaultSession *session)
{
  g_autoptr (GPtrArray) entries = vault_session_dup_entries (session);

  for (guint i = 0; i < entries->len; i++) {
    const VaultEntry *entry = entries->pdata[i];

    g_assert_true (vault_entry_name_is_good (entry->name));
    g_assert_cmpuint (entry->cell, >, 0);
    g_assert_cmpint (entry->expires, >=, 0);
    for (guint stream = 0; stream < VAULT_N_STREAMS; stream++)
      read_stream (session, entry, (VaultStreamNumber) stream);
  }
}

/* How many items the vault opens with, and what the opening says.  -1: it does not. */
static int
open_and_look (VaultUnlockSummary *out_summary)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (VaultSession) session = pair_open (&error);
  g_autoptr (GPtrArray) entries = NULL;

  if (session == NULL) {
    g_assert_true (error != NULL && error->domain == VAULT_ERROR);
    return -1;
  }
  g_assert_no_error (error);

  check_entries (session);
  vault_session_get_summary (session, out_summary);
  entries = vault_session_dup_entries (session);
  return (int) entries->len;
}

/* A database that was lost, swapped or spoiled costs nothing as long as the right one can
 * be put back. */
static void
put_back_and_look (void)
{
  const Pair *pair = pair_get ();
  VaultUnlockSummary summary = { 0 };

  pair_put_database (pair->database, pair->n_database_bytes);
  pair_put_journal (NULL, 0);
  g_assert_cmpint (open_and_look (&summary), ==, PAIR_N_ITEMS);
  g_assert_cmpuint (summary.n_damaged, ==, 0);
}

gboolean
fuzz_target (const guint8 *bytes, gsize n_bytes)
{
  FuzzInput input = { bytes, n_bytes };
  const Edit *edit = edit_apply (&input, EDIT_N_VERBS);
  VaultUnlockSummary summary = { 0 };
  VaultUnlockSummary again = { 0 };
  int n_items;

  pair_put_keyring (edit->keyring, edit->n_keyring_bytes);
  pair_put_database (edit->database, edit->n_database_bytes);
  pair_put_journal (edit->journal, edit->n_journal_bytes);

  n_items = open_and_look (&summary);
  if (n_items >= 0) {
    /* Where there is damage, a cell without a record may be somebody's. */
    if (summary.n_damaged > 0)
      g_assert_cmpuint (summary.n_interrupted, ==, 0);
    /* What an opening leaves can be opened. */
    if (!edit->only_database)
      g_assert_cmpint (open_and_look (&again), ==, n_items);
  }
  if (edit->only_database)
    put_back_and_look ();
  return n_items == PAIR_N_ITEMS && summary.n_damaged == 0;
}
