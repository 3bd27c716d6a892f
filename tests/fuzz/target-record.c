/* target-record.c - fuzzing a record, from its sealed row to the entry of the catalog
 *
 * Input: mode | raw: 1008 bytes | sealed: the 968 plain bytes
 *               | otherwise: the GVariant, to which its length is added
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "fuzz/fuzz.h"

#include <string.h>

#include "crypto/bytes.h"
#include "vault/card.h"

#define ROW 77
#define LENGTH_BYTES 8

static void
check_layout (const VaultStreamLayout *layout)
{
  guint64 n_chunks = 0;

  for (guint i = 0; i < layout->n_runs; i++) {
    g_assert_cmpuint (layout->runs[i].first, >, 0);
    g_assert_cmpuint (layout->runs[i].count, >, 0);
    g_assert_cmpuint (layout->runs[i].first, <,
                      layout->runs[i].first + layout->runs[i].count);
    n_chunks += layout->runs[i].count;
  }
  g_assert_cmpuint (n_chunks, ==, vault_chunk_count (layout->n_bytes));
}

static void
check_entry (const VaultEntry *entry, const guint8 *plain)
{
  g_autoptr (VaultEntry) moved = NULL;
  guint8 again[VAULT_RECORD_PLAIN_BYTES];

  g_assert_true (vault_entry_name_is_good (entry->name));
  g_assert_cmpint (entry->expires, >=, 0);
  g_assert_cmpuint (entry->streams[VAULT_STREAM_MEDIA].n_bytes, >, 0);
  for (guint i = 0; i < VAULT_N_STREAMS; i++)
    check_layout (&entry->streams[i]);

  /* There is one way to say each record. */
  g_assert_true (vault_entry_encode (entry, again));
  g_assert_true (memcmp (again, plain, sizeof again) == 0);

  g_assert_true (vault_entry_tags_are_good (entry->tags));
  g_assert_true (entry->note == NULL || vault_entry_note_is_good (entry->note));
  g_assert_true (entry->limited || entry->views_left == 0);
  for (guint i = 1; i < entry->n_groups; i++)
    g_assert_cmpuint (entry->groups[i - 1], <, entry->groups[i]);
  g_assert_cmpuint (entry->rotation, <, VAULT_FULL_TURN);
  g_assert_cmpuint (entry->position_ms, <=, VAULT_POSITION_MAX_MS);

  moved = vault_entry_copy (entry);
  moved->expires = FUZZ_NOW;
  g_assert_true (vault_entry_encode (moved, again));
}

/* What is no item.  Returns: whether it is anything at all. */
static gboolean
check_card (const guint8 *plain)
{
  g_autoptr (VaultCard) card = vault_card_decode (plain);
  guint8 again[VAULT_RECORD_PLAIN_BYTES];

  if (card == NULL)
    return FALSE;

  if (card->kind == VAULT_CARD_GROUP)
    g_assert_true (vault_entry_group_name_is_good (card->name));
  check_layout (&card->stream);
  g_assert_true (vault_card_encode (card, again));
  g_assert_true (memcmp (again, plain, sizeof again) == 0);
  return TRUE;
}

gboolean
fuzz_target (const guint8 *bytes, gsize n_bytes)
{
  FuzzInput input = { bytes, n_bytes };
  guint8 mode = fuzz_take_u8 (&input);
  guint8 plain[VAULT_RECORD_PLAIN_BYTES] = { 0 };
  guint8 opened[VAULT_RECORD_PLAIN_BYTES];
  guint8 sealed[VAULT_RECORD_BYTES];
  g_autoptr (VaultEntry) entry = NULL;

  if (mode == FUZZ_RAW) {
    fuzz_take (&input, sealed, sizeof sealed);
  } else {
    if (mode == FUZZ_SEALED)
      fuzz_take (&input, plain, sizeof plain);
    else
      vault_store_u16_le (plain,
                          (guint16) fuzz_take_over (&input, plain + LENGTH_BYTES,
                                                    sizeof plain - LENGTH_BYTES));
    vault_record_seal (fuzz_key, fuzz_vault_id, ROW, plain, sealed);
  }

  if (mode != FUZZ_RAW)
    g_assert_false (
        vault_record_open (fuzz_key, fuzz_vault_id, ROW + 1, sealed, opened));
  if (!vault_record_open (fuzz_key, fuzz_vault_id, ROW, sealed, opened)) {
    g_assert_cmpint (mode, ==, FUZZ_RAW);
    return FALSE;
  }
  entry = vault_entry_decode (opened);
  if (entry == NULL)
    return check_card (opened);

  check_entry (entry, opened);
  return TRUE;
}
