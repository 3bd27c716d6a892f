/* test-keyring-slots.c - the ways into a keyring, and changing them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "support/keyring-box.h"

#include <sodium.h>
#include <string.h>

#include <vault/vault-error.h>

#define NEW_PASSPHRASE "a new one, of some length"
#define SECOND_PASSPHRASE "somebody else's passphrase"
#define RECOVERY_KEY "0123-4567-89AB-CDEF-GHJK-MNPQ-RS9"

static gboolean
run (VaultKeyring *keyring, const VaultSlotChange *change, GError **error)
{
  g_autoptr (VaultSlotWork) work = vault_keyring_begin_slots (keyring, change, error);

  return work != NULL && vault_slot_work_derive (work, NULL, error)
         && vault_keyring_finish_slots (keyring, work, error);
}

static gboolean
change (VaultKeyring *keyring,
        VaultSlotVerb verb,
        const char *current,
        guint number,
        const char *added,
        GError **error)
{
  g_autoptr (VaultSecret) old = passphrase_new (current);
  g_autoptr (VaultSecret) new = added == NULL ? NULL : passphrase_new (added);
  VaultSlotChange change = { verb, old, new, VAULT_SLOT_NORMAL, number };

  return run (keyring, &change, error);
}

static void
change_ok (VaultKeyring *keyring,
           VaultSlotVerb verb,
           const char *current,
           guint number,
           const char *added)
{
  g_autoptr (GError) error = NULL;
  gboolean done = change (keyring, verb, current, number, added, &error);

  g_assert_no_error (error);
  g_assert_true (done);
}

static void
assert_change_refused (VaultKeyring *keyring,
                       VaultSlotVerb verb,
                       const char *current,
                       guint number,
                       const char *added,
                       VaultError code)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (change (keyring, verb, current, number, added, &error));
  g_assert_error (error, VAULT_ERROR, (int) code);
}

static void
assert_opens (KeyringBox *box, const char *passphrase, guint number)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (VaultKeyring) keyring = keyring_box_try (box, passphrase, &error);
  VaultSlotKind kind;
  gint64 added_s;
  gboolean current;

  g_assert_no_error (error);
  g_assert_true (vault_keyring_get_entry (keyring, number, &kind, &added_s, &current));
  g_assert_true (current);
}

static void
assert_refused (KeyringBox *box, const char *passphrase, VaultError code)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (keyring_box_try (box, passphrase, &error));
  g_assert_error (error, VAULT_ERROR, (int) code);
}

/* Cells of every kind: live, expiring, with a torn copy on either side, destroyed. */
typedef struct {
  KeyringBox *box;
  guint32 never, hourly, torn_a, torn_b, gone;
} Full;

static Full
full_new (void)
{
  Full full = { keyring_box_new (), 0, 0, 0, 0, 0 };
  g_autoptr (VaultKeyring) keyring = keyring_box_open (full.box);

  full.never = box_add_cell (keyring, 1, 0);
  full.hourly = box_add_cell (keyring, 2, FAKE_NOW + 1800);
  full.torn_a = box_add_cell (keyring, 3, 0);
  full.torn_b = box_add_cell (keyring, 4, 0);
  full.gone = box_add_cell (keyring, 5, 0);
  box_destroy_cell (keyring, full.gone);
  box_tear_cell (full.box, full.torn_a, VAULT_COPY_A);
  box_tear_cell (full.box, full.torn_b, VAULT_COPY_B);
  return full;
}

static void
full_assert_cells (const Full *full, VaultKeyring *keyring)
{
  box_assert_cell (keyring, full->never, VAULT_CELL_OPEN, 1);
  box_assert_cell (keyring, full->hourly, VAULT_CELL_OPEN, 2);
  box_assert_cell (keyring, full->torn_a, VAULT_CELL_OPEN, 3);
  box_assert_cell (keyring, full->torn_b, VAULT_CELL_OPEN, 4);
  box_assert_cell (keyring, full->gone, VAULT_CELL_CLOSED, 0);
}

static void
full_assert_whole (const Full *full, const char *passphrase)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (VaultKeyring) keyring = keyring_box_try (full->box, passphrase, &error);

  g_assert_no_error (error);
  full_assert_cells (full, keyring);
  g_assert_true (vault_keyring_check (keyring, &error));
  g_assert_no_error (error);
}

static void
test_replace (void)
{
  Full full = full_new ();
  g_autoptr (KeyringBox) box = full.box;
  g_autoptr (VaultKeyring) keyring = keyring_box_open (box);

  change_ok (keyring, VAULT_SLOT_REPLACE, BOX_PASSPHRASE, G_MAXUINT, NEW_PASSPHRASE);
  full_assert_cells (&full, keyring);
  box_write_cell (keyring, full.never, 1, 0);
  g_clear_pointer (&keyring, vault_keyring_free);

  assert_refused (box, BOX_PASSPHRASE, VAULT_ERROR_WRONG_PASSPHRASE);
  full_assert_whole (&full, NEW_PASSPHRASE);
  assert_opens (box, NEW_PASSPHRASE, 0);
}

/* Copy B is written last: whatever happens to that write, A is whole by then. */
static void
test_replace_mends_copy_a (void)
{
  Full full = full_new ();
  g_autoptr (KeyringBox) box = full.box;
  g_autoptr (VaultKeyring) keyring = keyring_box_open (box);
  guint64 torn_b_at = vault_cell_offset (full.torn_b, VAULT_COPY_B);
  guint8 before[VAULT_CELL_BYTES];
  guint8 after[2][VAULT_CELL_BYTES];

  file_read (box->path, torn_b_at, before, VAULT_CELL_BYTES);
  change_ok (keyring, VAULT_SLOT_REPLACE, BOX_PASSPHRASE, G_MAXUINT, NEW_PASSPHRASE);
  for (VaultCopy copy = VAULT_COPY_A; copy <= VAULT_COPY_B; copy++)
    file_read (box->path, vault_cell_offset (full.torn_a, copy), after[copy],
               VAULT_CELL_BYTES);
  g_assert_cmpmem (after[0], VAULT_CELL_BYTES, after[1], VAULT_CELL_BYTES);

  /* What stands behind a whole copy A is for the sweep to decide. */
  file_read (box->path, torn_b_at, after[0], VAULT_CELL_BYTES);
  g_assert_cmpmem (after[0], VAULT_CELL_BYTES, before, VAULT_CELL_BYTES);
}

static void
test_add_and_remove (void)
{
  Full full = full_new ();
  g_autoptr (KeyringBox) box = full.box;
  g_autoptr (VaultKeyring) keyring = keyring_box_open (box);

  change_ok (keyring, VAULT_SLOT_ADD, BOX_PASSPHRASE, 0, SECOND_PASSPHRASE);
  g_clear_pointer (&keyring, vault_keyring_free);
  full_assert_whole (&full, BOX_PASSPHRASE);
  full_assert_whole (&full, SECOND_PASSPHRASE);
  assert_opens (box, SECOND_PASSPHRASE, 1);

  /* The owner of one changes it; the other one still opens, and nobody typed it. */
  keyring = keyring_box_open (box);
  change_ok (keyring, VAULT_SLOT_REPLACE, BOX_PASSPHRASE, G_MAXUINT, NEW_PASSPHRASE);
  g_clear_pointer (&keyring, vault_keyring_free);
  assert_refused (box, BOX_PASSPHRASE, VAULT_ERROR_WRONG_PASSPHRASE);
  full_assert_whole (&full, NEW_PASSPHRASE);
  full_assert_whole (&full, SECOND_PASSPHRASE);

  keyring = keyring_box_try (box, NEW_PASSPHRASE, NULL);
  change_ok (keyring, VAULT_SLOT_REMOVE, NEW_PASSPHRASE, 1, NULL);
  g_clear_pointer (&keyring, vault_keyring_free);
  assert_refused (box, SECOND_PASSPHRASE, VAULT_ERROR_WRONG_PASSPHRASE);
  full_assert_whole (&full, NEW_PASSPHRASE);
}

static void
test_refusals (void)
{
  g_autoptr (KeyringBox) box = keyring_box_new ();
  g_autoptr (VaultKeyring) keyring = keyring_box_open (box);
  gint64 last_s;

  assert_change_refused (keyring, VAULT_SLOT_ADD, NEW_PASSPHRASE, 0, SECOND_PASSPHRASE,
                         VAULT_ERROR_WRONG_PASSPHRASE);
  assert_change_refused (keyring, VAULT_SLOT_REPLACE, BOX_PASSPHRASE, 0, "short",
                         VAULT_ERROR_BAD_PASSPHRASE);
  assert_change_refused (keyring, VAULT_SLOT_REPLACE, BOX_PASSPHRASE, 0, BOX_PASSPHRASE,
                         VAULT_ERROR_PASSPHRASE_IN_USE);
  assert_change_refused (keyring, VAULT_SLOT_REMOVE, BOX_PASSPHRASE, 0, NULL,
                         VAULT_ERROR_LAST_PASSPHRASE);
  assert_change_refused (keyring, VAULT_SLOT_REMOVE, BOX_PASSPHRASE, 3, NULL,
                         VAULT_ERROR_NO_PASSPHRASE);
  assert_change_refused (keyring, VAULT_SLOT_REPLACE, BOX_PASSPHRASE, 99,
                         NEW_PASSPHRASE, VAULT_ERROR_NO_PASSPHRASE);

  change_ok (keyring, VAULT_SLOT_ADD, BOX_PASSPHRASE, 0, SECOND_PASSPHRASE);
  assert_change_refused (keyring, VAULT_SLOT_ADD, BOX_PASSPHRASE, 0, SECOND_PASSPHRASE,
                         VAULT_ERROR_PASSPHRASE_IN_USE);
  assert_change_refused (keyring, VAULT_SLOT_REPLACE, BOX_PASSPHRASE, G_MAXUINT,
                         SECOND_PASSPHRASE, VAULT_ERROR_PASSPHRASE_IN_USE);

  /* A wrong one at an open vault counts as well. */
  g_clear_pointer (&keyring, vault_keyring_free);
  keyring = keyring_box_open (box);
  g_assert_cmpuint (vault_keyring_get_failed (keyring, &last_s), ==, 1);
}

static void
test_eight (void)
{
  g_autoptr (KeyringBox) box = keyring_box_new ();
  g_autoptr (VaultKeyring) keyring = keyring_box_open (box);

  for (guint i = 1; i < VAULT_N_SLOTS; i++) {
    g_autofree char *added = g_strdup_printf ("passphrase number %u", i);

    change_ok (keyring, VAULT_SLOT_ADD, BOX_PASSPHRASE, 0, added);
  }
  assert_change_refused (keyring, VAULT_SLOT_ADD, BOX_PASSPHRASE, 0, NEW_PASSPHRASE,
                         VAULT_ERROR_TOO_MANY_PASSPHRASES);
  change_ok (keyring, VAULT_SLOT_REMOVE, BOX_PASSPHRASE, 4, NULL);
  change_ok (keyring, VAULT_SLOT_ADD, "passphrase number 7", 0, NEW_PASSPHRASE);
  g_clear_pointer (&keyring, vault_keyring_free);

  for (guint i = 1; i < VAULT_N_SLOTS; i++) {
    g_autofree char *text = g_strdup_printf ("passphrase number %u", i);

    if (i == 4)
      assert_refused (box, text, VAULT_ERROR_WRONG_PASSPHRASE);
    else
      assert_opens (box, text, i);
  }
  assert_opens (box, NEW_PASSPHRASE, 4);
}

/* A recovery key opens however it is typed; with its check symbol wrong it is only text. */
static void
test_recovery_key (void)
{
  g_autoptr (KeyringBox) box = keyring_box_new ();
  g_autoptr (VaultKeyring) keyring = keyring_box_open (box);
  g_autoptr (VaultSecret) current = passphrase_new (BOX_PASSPHRASE);
  g_autoptr (VaultSecret) key = passphrase_new (RECOVERY_KEY);
  VaultSlotChange add = { VAULT_SLOT_ADD, current, key, VAULT_SLOT_RECOVERY, 0 };
  g_autoptr (GError) error = NULL;
  VaultSlotKind kind;
  gint64 added_s;
  gboolean is_current;

  g_assert_true (run (keyring, &add, &error));
  g_assert_no_error (error);
  g_assert_true (vault_keyring_get_entry (keyring, 1, &kind, &added_s, &is_current));
  g_assert_cmpint (kind, ==, VAULT_SLOT_RECOVERY);
  g_assert_cmpint (added_s, ==, FAKE_NOW);
  g_assert_false (is_current);

  /* It is no passphrase: the only one cannot be removed beside it. */
  assert_change_refused (keyring, VAULT_SLOT_REMOVE, RECOVERY_KEY, 0, NULL,
                         VAULT_ERROR_LAST_PASSPHRASE);
  g_clear_pointer (&keyring, vault_keyring_free);

  assert_opens (box, RECOVERY_KEY, 1);
  assert_opens (box, "0123 4567 89ab cdef ghjk mnpq rs9", 1);
  assert_opens (box, "oi23456789abcdefghjkmnpqrs9", 1);
  assert_refused (box, "0123-4567-89AB-CDEF-GHJK-MNPQ-RSA",
                  VAULT_ERROR_WRONG_PASSPHRASE);

  /* Who forgot the passphrase gives it a new one by the key. */
  keyring = keyring_box_try (box, RECOVERY_KEY, NULL);
  change_ok (keyring, VAULT_SLOT_REPLACE, RECOVERY_KEY, 0, NEW_PASSPHRASE);
  g_clear_pointer (&keyring, vault_keyring_free);
  assert_refused (box, BOX_PASSPHRASE, VAULT_ERROR_WRONG_PASSPHRASE);
  assert_opens (box, NEW_PASSPHRASE, 0);
  assert_opens (box, RECOVERY_KEY, 1);
}

static void
put_blocks (KeyringBox *box, GBytes *from, guint64 at, guint64 n_bytes)
{
  const guint8 *bytes = g_bytes_get_data (from, NULL);

  file_write (box->path, at, bytes + at, n_bytes);
}

/* The header from before, put back by a backup or by an ex who kept a copy. */
static void
test_old_header (void)
{
  Full full = full_new ();
  g_autoptr (KeyringBox) box = full.box;
  g_autoptr (VaultKeyring) keyring = keyring_box_open (box);
  g_autoptr (GBytes) before = file_get (box->path);
  g_autoptr (GBytes) after = NULL;

  change_ok (keyring, VAULT_SLOT_REPLACE, BOX_PASSPHRASE, G_MAXUINT, NEW_PASSPHRASE);
  g_clear_pointer (&keyring, vault_keyring_free);
  after = file_get (box->path);

  for (VaultCopy copy = VAULT_COPY_A; copy <= VAULT_COPY_B; copy++)
    put_blocks (box, before, vault_head_offset (copy), VAULT_BLOCK_BYTES);
  assert_refused (box, BOX_PASSPHRASE, VAULT_ERROR_OLDER_KEYRING);
  assert_refused (box, NEW_PASSPHRASE, VAULT_ERROR_WRONG_PASSPHRASE);

  /* With the clock block of its time nobody can tell it from damage; it opens as little. */
  for (VaultCopy copy = VAULT_COPY_A; copy <= VAULT_COPY_B; copy++)
    put_blocks (box, before, box_clock_at (copy), VAULT_BLOCK_BYTES);
  assert_refused (box, BOX_PASSPHRASE, VAULT_ERROR_DAMAGED_KEYRING);

  for (VaultCopy copy = VAULT_COPY_A; copy <= VAULT_COPY_B; copy++)
    put_blocks (box, after, vault_head_offset (copy), VAULT_HEAD_BYTES);
  full_assert_whole (&full, NEW_PASSPHRASE);

  /* In copy B alone it is a torn mirror, and healed. */
  put_blocks (box, before, vault_head_offset (VAULT_COPY_B), VAULT_BLOCK_BYTES);
  full_assert_whole (&full, NEW_PASSPHRASE);
  file_flip (box->path, 100, 1);
  full_assert_whole (&full, NEW_PASSPHRASE);
  assert_refused (box, BOX_PASSPHRASE, VAULT_ERROR_WRONG_PASSPHRASE);
}

/* The header from before a recovery key was added: the same master key opens it. */
static void
test_before_addition (void)
{
  Full full = full_new ();
  g_autoptr (KeyringBox) box = full.box;
  g_autoptr (VaultKeyring) keyring = keyring_box_open (box);
  g_autoptr (GBytes) before = file_get (box->path);
  g_autoptr (GBytes) after = NULL;

  change_ok (keyring, VAULT_SLOT_ADD, BOX_PASSPHRASE, 0, SECOND_PASSPHRASE);
  g_clear_pointer (&keyring, vault_keyring_free);
  after = file_get (box->path);
  for (VaultCopy copy = VAULT_COPY_A; copy <= VAULT_COPY_B; copy++)
    put_blocks (box, before, vault_head_offset (copy), VAULT_BLOCK_BYTES);
  assert_refused (box, BOX_PASSPHRASE, VAULT_ERROR_OLDER_KEYRING);

  for (VaultCopy copy = VAULT_COPY_A; copy <= VAULT_COPY_B; copy++)
    put_blocks (box, after, vault_head_offset (copy), VAULT_BLOCK_BYTES);
  full_assert_whole (&full, SECOND_PASSPHRASE);
}

/* No byte that opened anything before opens it after: not the old passphrase, and not the
 * old cells put back under the new header. */
static void
test_old_cells (void)
{
  Full full = full_new ();
  g_autoptr (KeyringBox) box = full.box;
  g_autoptr (VaultKeyring) keyring = keyring_box_open (box);
  g_autoptr (GBytes) before = file_get (box->path);

  change_ok (keyring, VAULT_SLOT_REPLACE, BOX_PASSPHRASE, G_MAXUINT, NEW_PASSPHRASE);
  g_clear_pointer (&keyring, vault_keyring_free);
  for (VaultCopy copy = VAULT_COPY_A; copy <= VAULT_COPY_B; copy++)
    put_blocks (box, before, vault_segment_offset (0, copy), VAULT_SEGMENT_BYTES);

  keyring = keyring_box_try (box, NEW_PASSPHRASE, NULL);
  box_assert_cell (keyring, full.never, VAULT_CELL_CLOSED, 0);
  box_assert_cell (keyring, full.hourly, VAULT_CELL_CLOSED, 0);
}

/* Two changes at once, as from two windows' worth of clicks: the second must not write over
 * keys that the first has made. */
static void
test_another_first (void)
{
  Full full = full_new ();
  g_autoptr (KeyringBox) box = full.box;
  g_autoptr (VaultKeyring) keyring = keyring_box_open (box);
  g_autoptr (VaultSecret) current = passphrase_new (BOX_PASSPHRASE);
  g_autoptr (VaultSecret) added = passphrase_new (SECOND_PASSPHRASE);
  VaultSlotChange late = { VAULT_SLOT_REPLACE, current, added, VAULT_SLOT_NORMAL, 0 };
  g_autoptr (VaultSlotWork) work = vault_keyring_begin_slots (keyring, &late, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_true (vault_slot_work_derive (work, NULL, NULL));
  change_ok (keyring, VAULT_SLOT_REPLACE, BOX_PASSPHRASE, G_MAXUINT, NEW_PASSPHRASE);
  g_assert_false (vault_keyring_finish_slots (keyring, work, &error));
  g_assert_error (error, VAULT_ERROR, VAULT_ERROR_BUSY);
  g_clear_pointer (&keyring, vault_keyring_free);
  full_assert_whole (&full, NEW_PASSPHRASE);
}

/* Both of two additions stay. */
static void
test_two_added (void)
{
  g_autoptr (KeyringBox) box = keyring_box_new ();
  g_autoptr (VaultKeyring) keyring = keyring_box_open (box);
  g_autoptr (VaultSecret) current = passphrase_new (BOX_PASSPHRASE);
  g_autoptr (VaultSecret) added = passphrase_new (SECOND_PASSPHRASE);
  VaultSlotChange late = { VAULT_SLOT_ADD, current, added, VAULT_SLOT_NORMAL, 0 };
  g_autoptr (VaultSlotWork) work = vault_keyring_begin_slots (keyring, &late, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_true (vault_slot_work_derive (work, NULL, NULL));
  change_ok (keyring, VAULT_SLOT_ADD, BOX_PASSPHRASE, 0, NEW_PASSPHRASE);
  g_assert_true (vault_keyring_finish_slots (keyring, work, &error));
  g_assert_no_error (error);
  g_clear_pointer (&keyring, vault_keyring_free);
  assert_opens (box, BOX_PASSPHRASE, 0);
  assert_opens (box, NEW_PASSPHRASE, 1);
  assert_opens (box, SECOND_PASSPHRASE, 2);
}

static void
test_cancelled (void)
{
  Full full = full_new ();
  g_autoptr (KeyringBox) box = full.box;
  g_autoptr (VaultKeyring) keyring = keyring_box_open (box);
  g_autoptr (VaultSecret) current = passphrase_new (BOX_PASSPHRASE);
  g_autoptr (VaultSecret) added = passphrase_new (NEW_PASSPHRASE);
  VaultSlotChange change = { VAULT_SLOT_REPLACE, current, added, VAULT_SLOT_NORMAL, 0 };
  g_autoptr (VaultSlotWork) work = vault_keyring_begin_slots (keyring, &change, NULL);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_false (vault_slot_work_derive (work, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_pointer (&keyring, vault_keyring_free);
  full_assert_whole (&full, BOX_PASSPHRASE);
}

/* Nobody can see how many ways in there are: of every slot, used or not, every bit that is
 * not always zero is sometimes zero and sometimes one. */
static void
test_slots_look_alike (void)
{
  g_autoptr (KeyringBox) box = keyring_box_new ();
  g_autoptr (VaultKeyring) keyring = keyring_box_open (box);
  guint8 first[VAULT_N_SLOTS * VAULT_SLOT_BYTES];
  guint8 second[sizeof first];

  file_read (box->path, 512, first, sizeof first);
  change_ok (keyring, VAULT_SLOT_REPLACE, BOX_PASSPHRASE, G_MAXUINT, NEW_PASSPHRASE);
  file_read (box->path, 512, second, sizeof second);
  for (guint slot = 0; slot < VAULT_N_SLOTS; slot++) {
    const guint8 *a = first + slot * VAULT_SLOT_BYTES;
    const guint8 *b = second + slot * VAULT_SLOT_BYTES;

    for (guint at = 0; at < VAULT_SLOT_BYTES; at += 32)
      g_assert_cmpint (sodium_memcmp (a + at, b + at, 32), !=, 0);
    g_assert_cmpuint (a[63] & 0x80, ==, 0);
    g_assert_cmpuint (b[63] & 0x80, ==, 0);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/keyring-slots/replace", test_replace);
  g_test_add_func ("/keyring-slots/replace-mends-copy-a", test_replace_mends_copy_a);
  g_test_add_func ("/keyring-slots/add-and-remove", test_add_and_remove);
  g_test_add_func ("/keyring-slots/refusals", test_refusals);
  g_test_add_func ("/keyring-slots/eight", test_eight);
  g_test_add_func ("/keyring-slots/recovery-key", test_recovery_key);
  g_test_add_func ("/keyring-slots/old-header", test_old_header);
  g_test_add_func ("/keyring-slots/before-addition", test_before_addition);
  g_test_add_func ("/keyring-slots/old-cells", test_old_cells);
  g_test_add_func ("/keyring-slots/another-first", test_another_first);
  g_test_add_func ("/keyring-slots/two-added", test_two_added);
  g_test_add_func ("/keyring-slots/cancelled", test_cancelled);
  g_test_add_func ("/keyring-slots/look-alike", test_slots_look_alike);
  return g_test_run ();
}
