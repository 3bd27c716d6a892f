/* ways-box.c - the ways into a keyring, and changing them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "support/ways-box.h"

#include <vault/vault-error.h>

gboolean
ways_run (VaultKeyring *keyring, const VaultSlotChange *change, GError **error)
{
  g_autoptr (VaultSlotWork) work = vault_keyring_begin_slots (keyring, change, error);

  return work != NULL && vault_slot_work_derive (work, NULL, error)
         && vault_keyring_finish_slots (keyring, work, error);
}

static gboolean
ways_change (VaultKeyring *keyring,
             VaultSlotVerb verb,
             const char *current,
             guint number,
             const char *added,
             GError **error)
{
  g_autoptr (VaultSecret) old = passphrase_new (current);
  g_autoptr (VaultSecret) new = added == NULL ? NULL : passphrase_new (added);
  VaultSlotChange change = { verb, old, new, VAULT_SLOT_NORMAL, number };

  return ways_run (keyring, &change, error);
}

void
ways_change_ok (VaultKeyring *keyring,
                VaultSlotVerb verb,
                const char *current,
                guint number,
                const char *added)
{
  g_autoptr (GError) error = NULL;
  gboolean done = ways_change (keyring, verb, current, number, added, &error);

  g_assert_no_error (error);
  g_assert_true (done);
}

void
ways_assert_change_refused (VaultKeyring *keyring,
                            VaultSlotVerb verb,
                            const char *current,
                            guint number,
                            const char *added,
                            VaultError code)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (ways_change (keyring, verb, current, number, added, &error));
  g_assert_error (error, VAULT_ERROR, (int) code);
}

void
ways_assert_opens (KeyringBox *box, const char *passphrase, guint number)
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

void
ways_assert_refused (KeyringBox *box, const char *passphrase, VaultError code)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (keyring_box_try (box, passphrase, &error));
  g_assert_error (error, VAULT_ERROR, (int) code);
}

Full
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

void
full_assert_cells (const Full *full, VaultKeyring *keyring)
{
  box_assert_cell (keyring, full->never, VAULT_CELL_OPEN, 1);
  box_assert_cell (keyring, full->hourly, VAULT_CELL_OPEN, 2);
  box_assert_cell (keyring, full->torn_a, VAULT_CELL_OPEN, 3);
  box_assert_cell (keyring, full->torn_b, VAULT_CELL_OPEN, 4);
  box_assert_cell (keyring, full->gone, VAULT_CELL_CLOSED, 0);
}

void
full_assert_whole (const Full *full, const char *passphrase)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (VaultKeyring) keyring = keyring_box_try (full->box, passphrase, &error);

  g_assert_no_error (error);
  full_assert_cells (full, keyring);
  g_assert_true (vault_keyring_check (keyring, &error));
  g_assert_no_error (error);
}
