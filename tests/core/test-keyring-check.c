/* test-keyring-check.c - each invariant of the keyring broken, and the check that says so
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "support/keyring-box.h"

#include <sodium.h>
#include <string.h>

#include <vault/vault-error.h>
#include <vault/vault-item.h>

#include "keyring/keyring-private.h"

#define NEVER VAULT_EXPIRES_NEVER

/* Cells of every kind: 1 for ever, 2 for an hour, 3 destroyed, 4 reserved. */
typedef struct {
  KeyringBox *box;
  VaultKeyring *keyring;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer ignored)
{
  guint32 cell;

  fixture->box = keyring_box_new ();
  fixture->keyring = keyring_box_open (fixture->box);
  box_add_cell (fixture->keyring, 1, NEVER);
  box_add_cell (fixture->keyring, 2, FAKE_NOW + 30 * FAKE_DAY);
  box_destroy_cell (fixture->keyring, box_add_cell (fixture->keyring, 3, NEVER));
  g_assert_true (vault_keyring_reserve_cell (fixture->keyring, &cell, NULL));
  g_assert_true (vault_keyring_set_n_commits (fixture->keyring, 9, NULL));
}

static void
tear_down (Fixture *fixture, gconstpointer ignored)
{
  vault_keyring_free (fixture->keyring);
  keyring_box_free (fixture->box);
}

static void
assert_whole (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (vault_keyring_check (fixture->keyring, &error));
  g_assert_no_error (error);
}

static void
assert_broken (Fixture *fixture, int number)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (vault_keyring_check (fixture->keyring, &error));
  g_assert_error (error, VAULT_KEYRING_INVARIANT, number);
}

/* Undo by doing the same again. */
static void
flip_on_disk (Fixture *fixture, guint64 at, int number)
{
  file_flip (fixture->box->path, at, 1);
  assert_broken (fixture, number);
  file_flip (fixture->box->path, at, 1);
  assert_whole (fixture);
}

static void
test_whole (Fixture *fixture, gconstpointer ignored)
{
  guint n_overwritten;
  guint32 cell = 0;

  assert_whole (fixture);
  while (cell < VAULT_SEGMENT_CELLS)
    g_assert_true (vault_keyring_reserve_cell (fixture->keyring, &cell, NULL));
  assert_whole (fixture);

  fake_clock_pass (31 * FAKE_DAY);
  g_assert_true (vault_keyring_reap (fixture->keyring, &n_overwritten, NULL));
  assert_whole (fixture);

  vault_keyring_free (fixture->keyring);
  fixture->keyring = keyring_box_open (fixture->box);
  assert_whole (fixture);
}

static void
test_3_generation (Fixture *fixture, gconstpointer ignored)
{
  VaultKeyring *keyring = fixture->keyring;

  keyring->state.generation++;
  assert_broken (fixture, 3);
  keyring->durable_generation++;
  assert_broken (fixture, 3);
  keyring->state.generation--;
  keyring->durable_generation--;
  flip_on_disk (fixture, box_state_at (VAULT_COPY_A) + 40, 3);
  flip_on_disk (fixture, box_state_at (VAULT_COPY_B) + 40, 3);
}

static void
test_4_epochs (Fixture *fixture, gconstpointer ignored)
{
  VaultKeyring *keyring = fixture->keyring;
  gint64 reaped_until_s = keyring->clock.reaped_until_s;

  flip_on_disk (fixture, box_epoch_at (VAULT_COPY_A, 3), 4);
  flip_on_disk (fixture, box_epoch_at (VAULT_COPY_B, VAULT_N_EPOCH_KEYS - 1) + 31, 4);

  keyring->clock.reaped_until_s--;
  assert_broken (fixture, 4);
  keyring->clock.reaped_until_s = reaped_until_s;
  assert_whole (fixture);
}

/* The key of an epoch to come is overwritten everywhere. */
static void
test_4_lost_key (Fixture *fixture, gconstpointer ignored)
{
  VaultEpoch epoch = vault_epoch_for_deadline (FAKE_NOW + 30 * FAKE_DAY, FAKE_NOW);
  guint index = vault_epoch_get_index (epoch);

  for (VaultCopy copy = VAULT_COPY_A; copy <= VAULT_COPY_B; copy++) {
    guint8 *key =
        fixture->keyring->keys->epochs[copy] + (gsize) index * VAULT_KEY_BYTES;

    randombytes_buf (key, VAULT_KEY_BYTES);
    file_write (fixture->box->path, box_epoch_at (copy, index), key, VAULT_KEY_BYTES);
  }
  assert_broken (fixture, 4);
}

static void
test_6_keys_left (Fixture *fixture, gconstpointer ignored)
{
  VaultKeyringKeys *keys = fixture->keyring->keys;
  guint8 *const places[] = { keys->master_key, keys->mac_key, keys->cell.root,
                             (guint8 *) &keys->slot };

  for (guint i = 0; i < G_N_ELEMENTS (places); i++) {
    places[i][5] = 1;
    assert_broken (fixture, 6);
    places[i][5] = 0;
    assert_whole (fixture);
  }
}

static void
test_7_size (Fixture *fixture, gconstpointer ignored)
{
  fixture->keyring->n_cells--;
  assert_broken (fixture, 7);
  fixture->keyring->n_cells++;
  fixture->keyring->state.n_segments++;
  assert_broken (fixture, 7);
  fixture->keyring->state.n_segments--;
  assert_whole (fixture);
  file_truncate (fixture->box->path, VAULT_KEYRING_MIN_BYTES - 1);
  assert_broken (fixture, 7);
}

static void
test_8_states (Fixture *fixture, gconstpointer ignored)
{
  VaultKeyring *keyring = fixture->keyring;
  guint32 first_free = keyring->first_free;

  keyring->states[0] = VAULT_CELL_STATE_FREE;
  assert_broken (fixture, 8);
  keyring->states[0] = VAULT_CELL_STATE_TAKEN;
  keyring->states[77] = VAULT_CELL_STATE_TAKEN + 1;
  assert_broken (fixture, 8);
  keyring->states[77] = VAULT_CELL_STATE_FREE;
  keyring->first_free = 78;
  assert_broken (fixture, 8);
  keyring->first_free = first_free;
  assert_whole (fixture);
}

static void
test_9_what_lives (Fixture *fixture, gconstpointer ignored)
{
  VaultKeyring *keyring = fixture->keyring;
  g_autofree guint8 *kept =
      g_memdup2 (vault_keyring_sealed_cell (keyring, 3), VAULT_CELL_BYTES);
  guint8 living[VAULT_CELL_BYTES];

  keyring->states[1] = VAULT_CELL_STATE_FREE;
  keyring->first_free = 1;
  assert_broken (fixture, 9);
  keyring->states[1] = VAULT_CELL_STATE_TAKEN;
  assert_broken (fixture, 9);
  keyring->states[1] = VAULT_CELL_STATE_LIVE;
  keyring->states[3] = VAULT_CELL_STATE_LIVE;
  assert_broken (fixture, 9);
  keyring->states[3] = VAULT_CELL_STATE_FREE;
  assert_whole (fixture);

  /* One copy of a destroyed cell comes back. */
  box_write_cell (keyring, 3, 3, NEVER);
  file_read (fixture->box->path, vault_cell_offset (3, VAULT_COPY_B), living,
             sizeof living);
  box_destroy_cell (keyring, 3);
  assert_whole (fixture);
  file_write (fixture->box->path, vault_cell_offset (3, VAULT_COPY_B), living,
              sizeof living);
  assert_broken (fixture, 9);
  file_write (fixture->box->path, vault_cell_offset (3, VAULT_COPY_B), kept,
              VAULT_CELL_BYTES);
  assert_whole (fixture);
}

static void
test_10_copies (Fixture *fixture, gconstpointer ignored)
{
  VaultKeyring *keyring = fixture->keyring;

  flip_on_disk (fixture, vault_cell_offset (1, VAULT_COPY_A) + 50, 10);
  flip_on_disk (fixture, vault_cell_offset (1, VAULT_COPY_B) + 50, 10);

  /* Noted as uneven: one copy may differ, and one must. */
  keyring->uneven[1] = 1;
  assert_broken (fixture, 10);
  file_flip (fixture->box->path, vault_cell_offset (1, VAULT_COPY_A), 1);
  assert_whole (fixture);
  file_flip (fixture->box->path, vault_cell_offset (1, VAULT_COPY_B), 1);
  assert_broken (fixture, 10);
}

static void
test_11_header (Fixture *fixture, gconstpointer ignored)
{
  flip_on_disk (fixture, vault_head_offset (VAULT_COPY_A) + 100, 11);
  flip_on_disk (fixture, vault_head_offset (VAULT_COPY_B) + 4000, 11);
  fixture->keyring->header.slots[7][0] ^= 1;
  assert_broken (fixture, 11);
}

static void
test_12_counters (Fixture *fixture, gconstpointer ignored)
{
  fixture->keyring->state.n_commits--;
  assert_broken (fixture, 12);
  fixture->keyring->state.n_commits++;
  assert_whole (fixture);
}

static void
test_after_a_failed_flush (Fixture *fixture, gconstpointer ignored)
{
  fixture->keyring->broken = TRUE;
  file_flip (fixture->box->path, vault_cell_offset (1, VAULT_COPY_A), 1);
  assert_whole (fixture);
  fixture->keyring->states[0] = VAULT_CELL_STATE_FREE;
  assert_broken (fixture, 8);
}

static void
add (const char *path, void (*test) (Fixture *fixture, gconstpointer ignored))
{
  g_test_add (path, Fixture, NULL, set_up, test, tear_down);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add ("/keyring-check/whole", test_whole);
  add ("/keyring-check/3-generation", test_3_generation);
  add ("/keyring-check/4-epochs", test_4_epochs);
  add ("/keyring-check/4-lost-key", test_4_lost_key);
  add ("/keyring-check/6-keys-left", test_6_keys_left);
  add ("/keyring-check/7-size", test_7_size);
  add ("/keyring-check/8-states", test_8_states);
  add ("/keyring-check/9-what-lives", test_9_what_lives);
  add ("/keyring-check/10-copies", test_10_copies);
  add ("/keyring-check/11-header", test_11_header);
  add ("/keyring-check/12-counters", test_12_counters);
  add ("/keyring-check/after-a-failed-flush", test_after_a_failed_flush);
  return g_test_run ();
}
