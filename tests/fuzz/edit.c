/* edit.c - an input that says what somebody did to the files of a vault
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "fuzz/edit.h"

#include <sodium.h>
#include <string.h>

#define MOST_EDITS 32
#define PAGE_BYTES 16384
#define CHECKSUM_AT 4064

static Edit edit;

static gsize
take_place (FuzzInput *input)
{
  gsize page = fuzz_take_u8 (input);

  return (page * PAGE_BYTES + fuzz_take_u16 (input)) % edit.n_database_bytes;
}

/* Bytes with a length, over what lies at @at of @n_bytes. */
static void
take_over (FuzzInput *input, guint8 *bytes, gsize n_bytes, gsize at)
{
  gsize length = fuzz_take_u8 (input);

  (void) fuzz_take_over (input, bytes + at, MIN (length, n_bytes - at));
}

static void
copy (FuzzInput *input)
{
  gsize from = take_place (input);
  gsize to = take_place (input);
  gsize length = fuzz_take_u16 (input);

  length = MIN (length, edit.n_database_bytes - MAX (from, to));
  memmove (edit.database + to, edit.database + from, length);
}

/* Those of both copies of @block whose bit is set. */
static void
put_block (guint8 copies, guint64 at, const guint8 *block)
{
  for (VaultCopy which = VAULT_COPY_A; which <= VAULT_COPY_B; which++) {
    if ((copies >> which & 1) != 0)
      memcpy (edit.keyring + vault_head_offset (which) + at, block, VAULT_BLOCK_BYTES);
  }
}

static void
change_header (FuzzInput *input)
{
  guint8 copies = fuzz_take_u8 (input);
  gsize at = fuzz_take_u16 (input) % CHECKSUM_AT;
  guint8 block[VAULT_BLOCK_BYTES];

  memcpy (block, edit.keyring, sizeof block);
  take_over (input, block, CHECKSUM_AT, at);
  crypto_generichash (block + CHECKSUM_AT, 32, block, CHECKSUM_AT, NULL, 0);
  put_block (copies, VAULT_HEADER_AT, block);
}

static void
change_clock (FuzzInput *input)
{
  guint8 copies = fuzz_take_u8 (input);
  VaultKeyringClock clock = { .mark.time_s = (gint64) fuzz_take_u64 (input) };
  guint8 block[VAULT_BLOCK_BYTES];

  clock.mark.boot_s = (gint64) fuzz_take_u64 (input);
  clock.mark.boot_id[0] = 1;
  clock.mark.doubt_boot_s = (gint64) fuzz_take_u64 (input);
  clock.reaped_until_s = (gint64) fuzz_take_u64 (input);
  clock.ring_generation = fuzz_take_u8 (input);
  vault_clock_encode (&clock, pair_get ()->vault_id, block);
  put_block (copies, VAULT_CLOCK_AT, block);
}

static void
change_state (FuzzInput *input)
{
  guint8 copies = fuzz_take_u8 (input);
  const Pair *pair = pair_get ();
  guint8 block[VAULT_BLOCK_BYTES];
  VaultKeyringState state;

  g_assert_true (vault_state_decode (pair->keyring + VAULT_STATE_AT, pair->state_key,
                                     pair->vault_id, &state));
  state.generation = fuzz_take_u64 (input);
  state.n_commits = fuzz_take_u64 (input);
  state.n_segments = fuzz_take_u32 (input);
  state.time_s = (gint64) fuzz_take_u64 (input);
  vault_state_encode (&state, pair->state_key, pair->vault_id, block);
  put_block (copies, VAULT_STATE_AT, block);
}

static void
change_cell (FuzzInput *input)
{
  const Pair *pair = pair_get ();
  guint8 copies = fuzz_take_u8 (input);
  guint item = fuzz_take_u8 (input) % PAIR_N_ITEMS;
  guint32 cell = (guint32) pair->records[item].row;
  VaultEpoch epoch = { .class = fuzz_take_u8 (input) % VAULT_N_EPOCH_CLASSES };
  VaultCellPlace place = { pair->ring_key, pair->vault_id, cell };
  const guint8 *epoch_key = NULL;
  guint8 sealed[VAULT_CELL_BYTES];
  VaultCellScratch scratch;

  epoch.number = fuzz_take_u32 (input);
  if (epoch.class != VAULT_EPOCH_NEVER)
    epoch_key = pair->keyring + VAULT_EPOCHS_AT
                + (gsize) vault_epoch_get_index (epoch) * VAULT_KEY_BYTES;
  vault_cell_seal (&place, epoch, epoch_key, pair->roots[item], &scratch, sealed);
  for (VaultCopy which = VAULT_COPY_A; which <= VAULT_COPY_B; which++) {
    if ((copies >> which & 1) != 0)
      memcpy (edit.keyring + vault_cell_offset (cell, which), sealed, sizeof sealed);
  }
}

/* What stands in a row, with new bytes in it and sealed again. */
static void
change_row (FuzzInput *input, const PairRow *row)
{
  const Pair *pair = pair_get ();
  gsize at = fuzz_take_u16 (input) % VAULT_RECORD_PLAIN_BYTES;
  guint8 plain[VAULT_RECORD_PLAIN_BYTES];

  g_assert_true (vault_record_open (row->key, pair->vault_id, row->row,
                                    pair->database + row->at, plain));
  take_over (input, plain, sizeof plain, at);
  if (row->at + VAULT_RECORD_BYTES <= edit.n_database_bytes)
    vault_record_seal (row->key, pair->vault_id, row->row, plain,
                       edit.database + row->at);
}

static void
change_keyring (EditVerb verb, FuzzInput *input)
{
  const Pair *pair = pair_get ();

  edit.only_database = FALSE;
  switch (verb) {
  case EDIT_KEYRING:
    take_over (input, edit.keyring, pair->n_keyring_bytes,
               fuzz_take_u32 (input) % pair->n_keyring_bytes);
    return;
  case EDIT_HEADER:
    change_header (input);
    return;
  case EDIT_CLOCK:
    change_clock (input);
    return;
  case EDIT_SHORTEN:
    edit.n_keyring_bytes = fuzz_take_u32 (input) % pair->n_keyring_bytes;
    return;
  case EDIT_STATE:
    change_state (input);
    return;
  case EDIT_CELL:
    change_cell (input);
    return;
  case EDIT_RECORD:
    change_row (input, &pair->records[fuzz_take_u8 (input) % PAIR_N_ITEMS]);
    return;
  case EDIT_STAMP:
    change_row (input, &pair->stamps[fuzz_take_u8 (input) % PAIR_N_STAMPS]);
    return;
  default:
    g_assert_not_reached ();
  }
}

static void
change (EditVerb verb, FuzzInput *input)
{
  switch (verb) {
  case EDIT_DATABASE:
    take_over (input, edit.database, edit.n_database_bytes, take_place (input));
    return;
  case EDIT_COPY:
    copy (input);
    return;
  case EDIT_CUT:
    edit.n_database_bytes = 1 + fuzz_take_u32 (input) % edit.n_database_bytes;
    return;
  case EDIT_JOURNAL: {
    gsize length = fuzz_take_u8 (input);

    length = MIN (length, EDIT_JOURNAL_MAX_BYTES - edit.n_journal_bytes);
    edit.n_journal_bytes +=
        fuzz_take_over (input, edit.journal + edit.n_journal_bytes, length);
    return;
  }
  default:
    change_keyring (verb, input);
    return;
  }
}

const Edit *
edit_apply (FuzzInput *input, guint n_verbs)
{
  const Pair *pair = pair_get ();

  if (edit.keyring == NULL) {
    edit.keyring = g_malloc (pair->n_keyring_bytes);
    edit.database = g_malloc (pair->n_database_bytes);
    edit.journal = g_malloc (EDIT_JOURNAL_MAX_BYTES);
  }
  memcpy (edit.keyring, pair->keyring, pair->n_keyring_bytes);
  memcpy (edit.database, pair->database, pair->n_database_bytes);
  edit.n_keyring_bytes = pair->n_keyring_bytes;
  edit.n_database_bytes = pair->n_database_bytes;
  edit.n_journal_bytes = 0;
  edit.only_database = TRUE;
  fuzz_restart_random ();

  for (guint i = 0; i < MOST_EDITS && input->n_left > 0; i++)
    change (fuzz_take_u8 (input) % n_verbs, input);

  return &edit;
}
