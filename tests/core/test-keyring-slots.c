/* test-keyring-slots.c - changing the ways into a keyring
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "support/ways-box.h"

#include <sodium.h>
#include <string.h>

#include <vault/vault-error.h>

#define RECOVERY_KEY "0123-4567-89AB-CDEF-GHJK-MNPQ-RS9"

static void
test_replace (void)
{
  Full full = full_new ();
  g_autoptr (KeyringBox) box = full.box;
  g_autoptr (VaultKeyring) keyring = keyring_box_open (box);

  ways_change_ok (keyring, VAULT_SLOT_REPLACE, BOX_PASSPHRASE, G_MAXUINT,
                  NEW_PASSPHRASE);
  full_assert_cells (&full, keyring);
  box_write_cell (keyring, full.never, 1, 0);
  g_clear_pointer (&keyring, vault_keyring_free);

  ways_assert_refused (box, BOX_PASSPHRASE, VAULT_ERROR_WRONG_PASSPHRASE);
  full_assert_whole (&full, NEW_PASSPHRASE);
  ways_assert_opens (box, NEW_PASSPHRASE, 0);
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
  ways_change_ok (keyring, VAULT_SLOT_REPLACE, BOX_PASSPHRASE, G_MAXUINT,
                  NEW_PASSPHRASE);
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

  ways_change_ok (keyring, VAULT_SLOT_ADD, BOX_PASSPHRASE, 0, SECOND_PASSPHRASE);
  g_clear_pointer (&keyring, vault_keyring_free);
  full_assert_whole (&full, BOX_PASSPHRASE);
  full_assert_whole (&full, SECOND_PASSPHRASE);
  ways_assert_opens (box, SECOND_PASSPHRASE, 1);

  /* The owner of one changes it; the other one still opens, and nobody typed it. */
  keyring = keyring_box_open (box);
  ways_change_ok (keyring, VAULT_SLOT_REPLACE, BOX_PASSPHRASE, G_MAXUINT,
                  NEW_PASSPHRASE);
  g_clear_pointer (&keyring, vault_keyring_free);
  ways_assert_refused (box, BOX_PASSPHRASE, VAULT_ERROR_WRONG_PASSPHRASE);
  full_assert_whole (&full, NEW_PASSPHRASE);
  full_assert_whole (&full, SECOND_PASSPHRASE);

  keyring = keyring_box_try (box, NEW_PASSPHRASE, NULL);
  ways_change_ok (keyring, VAULT_SLOT_REMOVE, NEW_PASSPHRASE, 1, NULL);
  g_clear_pointer (&keyring, vault_keyring_free);
  ways_assert_refused (box, SECOND_PASSPHRASE, VAULT_ERROR_WRONG_PASSPHRASE);
  full_assert_whole (&full, NEW_PASSPHRASE);
}

static void
test_refusals (void)
{
  g_autoptr (KeyringBox) box = keyring_box_new ();
  g_autoptr (VaultKeyring) keyring = keyring_box_open (box);
  gint64 last_s;

  ways_assert_change_refused (keyring, VAULT_SLOT_ADD, NEW_PASSPHRASE, 0,
                              SECOND_PASSPHRASE, VAULT_ERROR_WRONG_PASSPHRASE);
  ways_assert_change_refused (keyring, VAULT_SLOT_REPLACE, BOX_PASSPHRASE, 0, "short",
                              VAULT_ERROR_BAD_PASSPHRASE);
  ways_assert_change_refused (keyring, VAULT_SLOT_REPLACE, BOX_PASSPHRASE, 0,
                              BOX_PASSPHRASE, VAULT_ERROR_PASSPHRASE_IN_USE);
  ways_assert_change_refused (keyring, VAULT_SLOT_REMOVE, BOX_PASSPHRASE, 0, NULL,
                              VAULT_ERROR_LAST_PASSPHRASE);
  ways_assert_change_refused (keyring, VAULT_SLOT_REMOVE, BOX_PASSPHRASE, 3, NULL,
                              VAULT_ERROR_NO_PASSPHRASE);
  ways_assert_change_refused (keyring, VAULT_SLOT_REPLACE, BOX_PASSPHRASE, 99,
                              NEW_PASSPHRASE, VAULT_ERROR_NO_PASSPHRASE);

  ways_change_ok (keyring, VAULT_SLOT_ADD, BOX_PASSPHRASE, 0, SECOND_PASSPHRASE);
  ways_assert_change_refused (keyring, VAULT_SLOT_ADD, BOX_PASSPHRASE, 0,
                              SECOND_PASSPHRASE, VAULT_ERROR_PASSPHRASE_IN_USE);
  ways_assert_change_refused (keyring, VAULT_SLOT_REPLACE, BOX_PASSPHRASE, G_MAXUINT,
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

    ways_change_ok (keyring, VAULT_SLOT_ADD, BOX_PASSPHRASE, 0, added);
  }
  ways_assert_change_refused (keyring, VAULT_SLOT_ADD, BOX_PASSPHRASE, 0,
                              NEW_PASSPHRASE, VAULT_ERROR_TOO_MANY_PASSPHRASES);
  ways_change_ok (keyring, VAULT_SLOT_REMOVE, BOX_PASSPHRASE, 4, NULL);
  ways_change_ok (keyring, VAULT_SLOT_ADD, "passphrase number 7", 0, NEW_PASSPHRASE);
  g_clear_pointer (&keyring, vault_keyring_free);

  for (guint i = 1; i < VAULT_N_SLOTS; i++) {
    g_autofree char *text = g_strdup_printf ("passphrase number %u", i);

    if (i == 4)
      ways_assert_refused (box, text, VAULT_ERROR_WRONG_PASSPHRASE);
    else
      ways_assert_opens (box, text, i);
  }
  ways_assert_opens (box, NEW_PASSPHRASE, 4);
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

  g_assert_true (ways_run (keyring, &add, &error));
  g_assert_no_error (error);
  g_assert_true (vault_keyring_get_entry (keyring, 1, &kind, &added_s, &is_current));
  g_assert_cmpint (kind, ==, VAULT_SLOT_RECOVERY);
  g_assert_cmpint (added_s, ==, FAKE_NOW);
  g_assert_false (is_current);

  /* It is no passphrase: the only one cannot be removed beside it. */
  ways_assert_change_refused (keyring, VAULT_SLOT_REMOVE, RECOVERY_KEY, 0, NULL,
                              VAULT_ERROR_LAST_PASSPHRASE);
  g_clear_pointer (&keyring, vault_keyring_free);

  ways_assert_opens (box, RECOVERY_KEY, 1);
  ways_assert_opens (box, "0123 4567 89ab cdef ghjk mnpq rs9", 1);
  ways_assert_opens (box, "oi23456789abcdefghjkmnpqrs9", 1);
  ways_assert_refused (box, "0123-4567-89AB-CDEF-GHJK-MNPQ-RSA",
                       VAULT_ERROR_WRONG_PASSPHRASE);

  /* Who forgot the passphrase gives it a new one by the key. */
  keyring = keyring_box_try (box, RECOVERY_KEY, NULL);
  ways_change_ok (keyring, VAULT_SLOT_REPLACE, RECOVERY_KEY, 0, NEW_PASSPHRASE);
  g_clear_pointer (&keyring, vault_keyring_free);
  ways_assert_refused (box, BOX_PASSPHRASE, VAULT_ERROR_WRONG_PASSPHRASE);
  ways_assert_opens (box, NEW_PASSPHRASE, 0);
  ways_assert_opens (box, RECOVERY_KEY, 1);
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
  ways_change_ok (keyring, VAULT_SLOT_REPLACE, BOX_PASSPHRASE, G_MAXUINT,
                  NEW_PASSPHRASE);
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
  ways_change_ok (keyring, VAULT_SLOT_ADD, BOX_PASSPHRASE, 0, NEW_PASSPHRASE);
  g_assert_true (vault_keyring_finish_slots (keyring, work, &error));
  g_assert_no_error (error);
  g_clear_pointer (&keyring, vault_keyring_free);
  ways_assert_opens (box, BOX_PASSPHRASE, 0);
  ways_assert_opens (box, NEW_PASSPHRASE, 1);
  ways_assert_opens (box, SECOND_PASSPHRASE, 2);
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
  ways_change_ok (keyring, VAULT_SLOT_REPLACE, BOX_PASSPHRASE, G_MAXUINT,
                  NEW_PASSPHRASE);
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
  g_test_add_func ("/keyring-slots/another-first", test_another_first);
  g_test_add_func ("/keyring-slots/two-added", test_two_added);
  g_test_add_func ("/keyring-slots/cancelled", test_cancelled);
  g_test_add_func ("/keyring-slots/look-alike", test_slots_look_alike);
  return g_test_run ();
}
