/* check-keyring.c - vectors of src/keyring: blocks of the file, epochs, places
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "vectors/checks.h"

#include <sodium.h>
#include <sys/mman.h>
#include <unistd.h>

#include "keyring/blocks.h"
#include "keyring/epoch.h"
#include "keyring/header.h"
#include "keyring/keyring.h"
#include "keyring/layout.h"

static void
check_whole_header (const Vector *v, const VaultHeader *header)
{
  const guint8 *mac_key = vector_get_bytes (v, "mac-key", VAULT_KEY_BYTES);
  g_autofree guint8 *block = g_malloc (VAULT_BLOCK_BYTES);
  guint8 ring_key[VAULT_KEY_BYTES];
  VaultKdfParams kdf = vector_get_kdf (v);

  g_assert_cmpuint (header->kdf.alg, ==, kdf.alg);
  g_assert_cmpuint (header->kdf.memory_bytes, ==, kdf.memory_bytes);
  g_assert_cmpuint (header->kdf.passes, ==, kdf.passes);
  vector_assert_bytes (v, "salt", header->kdf.salt, VAULT_KDF_SALT_BYTES);
  vector_assert_bytes (v, "vault-id", header->vault_id, VAULT_ID_BYTES);
  vector_assert_bytes (v, "slots", header->slots, sizeof header->slots);
  vector_assert_bytes (v, "directory", header->directory, sizeof header->directory);
  g_assert_cmpuint (header->ring_generation, ==,
                    vector_get_number (v, "ring-generation"));

  vault_header_encode (header, mac_key, block);
  vector_assert_bytes (v, "block", block, VAULT_BLOCK_BYTES);
  vault_header_derive_ring_key (
      header, vector_get_bytes (v, "ring-root", VAULT_KEY_BYTES), ring_key);
  vector_assert_bytes (v, "ring-key", ring_key, sizeof ring_key);
}

void
check_header (const Vector *v)
{
  const guint8 *block = vector_get_bytes (v, "block", VAULT_BLOCK_BYTES);
  const guint8 *mac_key = vector_get_bytes (v, "mac-key", VAULT_KEY_BYTES);
  VaultHeader header;
  VaultHeaderStatus status = vault_header_decode (block, &header);

  if (vector_expects (v, "opens") || vector_expects (v, "mac-refused")) {
    g_assert_cmpint (status, ==, VAULT_HEADER_OK);
    g_assert_cmpint (vault_header_verify (block, mac_key), ==,
                     vector_expects (v, "opens"));
    if (vector_expects (v, "opens"))
      check_whole_header (v, &header);
    return;
  }

  g_assert_cmpint (status, ==,
                   vector_expects (v, "newer")       ? VAULT_HEADER_NEWER
                   : vector_expects (v, "destroyed") ? VAULT_HEADER_DESTROYED
                                                     : VAULT_HEADER_DAMAGED);
  g_assert_true (sodium_is_zero ((const guint8 *) &header, sizeof header));
}

static void
check_heart (const Vector *v, const VaultHeart *heart)
{
  VaultCellScratch scratch;
  guint8 key[VAULT_KEY_BYTES];

  g_assert_cmpint (heart->n_days != 0, ==, vector_has (v, "heart-key"));
  if (heart->n_days == 0)
    return;

  g_assert_cmpuint (heart->n_days, ==, vector_get_number (v, "days"));
  g_assert_cmpint (heart->everything, ==, vector_get_number (v, "everything") == 1);
  g_assert_cmpuint (heart->epoch.class, ==, vector_get_number (v, "heart-class"));
  g_assert_cmpuint (heart->epoch.number, ==, vector_get_number (v, "heart-epoch"));
  g_assert_true (vault_heart_unwrap (
      heart, vector_get_bytes (v, "vault-id", VAULT_ID_BYTES),
      vector_get_bytes (v, "heart-epoch-key", VAULT_KEY_BYTES), &scratch, key));
  vector_assert_bytes (v, "heart-key", key, sizeof key);
}

void
check_state (const Vector *v)
{
  VaultKeyringState state;
  gboolean opened =
      vault_state_decode (vector_get_bytes (v, "block", VAULT_BLOCK_BYTES),
                          vector_get_bytes (v, "key", VAULT_KEY_BYTES),
                          vector_get_bytes (v, "vault-id", VAULT_ID_BYTES), &state);

  g_assert_cmpint (opened, ==, vector_expects (v, "opens"));
  if (!opened)
    return;

  g_assert_cmpuint (state.generation, ==, vector_get_number (v, "generation"));
  g_assert_cmpuint (state.n_commits, ==, vector_get_number (v, "n-commits"));
  g_assert_cmpuint (state.n_segments, ==, vector_get_number (v, "n-segments"));
  g_assert_cmpint (state.time_s, ==, vector_get_time (v, "time"));
  g_assert_cmpuint (state.n_header_changes, ==,
                    vector_get_number (v, "n-header-changes"));
  g_assert_cmpuint (state.unreaped_s, ==, vector_get_number (v, "unreaped"));
  check_heart (v, &state.heart);
}

void
check_clock (const Vector *v)
{
  const guint8 *vault_id = vector_get_bytes (v, "vault-id", VAULT_ID_BYTES);
  g_autofree guint8 *block = g_malloc (VAULT_BLOCK_BYTES);
  VaultKeyringClock clock;
  gboolean opened = vault_clock_decode (
      vector_get_bytes (v, "block", VAULT_BLOCK_BYTES), vault_id, &clock);

  g_assert_cmpint (opened, ==, vector_expects (v, "opens"));
  if (!opened)
    return;

  g_assert_cmpint (clock.mark.time_s, ==, vector_get_time (v, "time"));
  g_assert_cmpint (clock.mark.boot_s, ==, vector_get_time (v, "boot"));
  g_assert_cmpint (clock.mark.doubt_boot_s, ==, vector_get_time (v, "doubt"));
  g_assert_cmpint (clock.reaped_until_s, ==, vector_get_time (v, "reaped"));
  g_assert_cmpuint (clock.ring_generation, ==,
                    vector_get_number (v, "ring-generation"));
  g_assert_cmpuint (clock.n_failed, ==, vector_get_number (v, "n-failed"));
  g_assert_cmpint (clock.last_failed_s, ==, vector_get_time (v, "last-failed"));
  vector_assert_bytes (v, "boot-id", clock.mark.boot_id, VAULT_BOOT_ID_BYTES);
  vault_clock_encode (&clock, vault_id, block);
  vector_assert_bytes (v, "block", block, VAULT_BLOCK_BYTES);
}

void
check_epoch (const Vector *v)
{
  VaultEpoch epoch = vault_epoch_for_deadline (vector_get_time (v, "expires"),
                                               vector_get_time (v, "now"));

  g_assert_cmpuint (epoch.class, ==, vector_get_number (v, "class"));
  g_assert_cmpuint (epoch.number, ==, vector_get_number (v, "number"));
  if (epoch.class == VAULT_EPOCH_NEVER) {
    g_assert_cmpint (vault_epoch_get_end (epoch), ==, G_MAXINT64);
    return;
  }

  g_assert_cmpint (vault_epoch_get_end (epoch), ==, vector_get_time (v, "end"));
  g_assert_cmpuint (vault_epoch_get_index (epoch), ==, vector_get_number (v, "index"));
}

void
check_passed (const Vector *v)
{
  guint8 due[VAULT_N_EPOCH_KEYS];
  guint n_due = vault_epochs_find_passed (vector_get_time (v, "after"),
                                          vector_get_time (v, "now"), due);

  g_assert_cmpuint (n_due, ==, vector_get_number (v, "count"));
  vector_assert_bytes (v, "due", due, sizeof due);
}

void
check_place (const Vector *v)
{
  guint32 cell = (guint32) vector_get_number (v, "cell");

  g_assert_cmpuint (vault_cell_offset (cell, VAULT_COPY_A), ==,
                    vector_get_number (v, "copy-a"));
  g_assert_cmpuint (vault_cell_offset (cell, VAULT_COPY_B), ==,
                    vector_get_number (v, "copy-b"));
}

void
check_wipe (const Vector *v)
{
  const gsize n_bytes = (gsize) vector_get_number (v, "length");
  g_autofree VaultWipeRoom *room = g_new0 (VaultWipeRoom, 1);
  g_autofree guint8 *after = g_malloc (n_bytes);
  VaultWipeFile file = { 0 };
  int fd = memfd_create ("keyring", MFD_CLOEXEC);
  guint8 sum[32];

  g_assert_cmpint (fd, >=, 0);
  g_assert_cmpint (ftruncate (fd, (off_t) n_bytes), ==, 0);
  vault_keyring_wipe (fd, room, g_get_monotonic_time (), &file);
  g_assert_cmpint (pread (fd, after, n_bytes, 0), ==, (gssize) n_bytes);
  crypto_generichash (sum, sizeof sum, after, n_bytes, NULL, 0);
  vector_assert_bytes (v, "wiped-blake2b", sum, sizeof sum);
  close (fd);
}
