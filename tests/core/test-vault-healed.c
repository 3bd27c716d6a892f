/* test-vault-healed.c - what was spoilt while the vault was locked is healed, and told
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <vault/vault-activity.h>

#include "keyring/layout.h"
#include "support/vault-box.h"

/* The key in cell 1. */
static VaultBox *
box_of_one (void)
{
  VaultBox *box = vault_box_new_open ();
  g_autoptr (GBytes) bytes = bytes_noise (1, 1000);

  g_object_unref (box_import (box, "one", bytes, VAULT_EXPIRES_NEVER));
  vault_box_restart (box);
  return box;
}

static guint64
head_at (VaultCopy copy, guint64 at)
{
  return vault_head_offset (copy) + at;
}

static guint
count_repairs (VaultBox *box)
{
  g_autoptr (GArray) log = vault_dup_activity (box->vault);
  guint n = 0;

  for (guint i = 0; i < log->len; i++)
    n += g_array_index (log, VaultActivity, i).kind == VAULT_ACTIVITY_REPAIRED;
  return n;
}

static void
assert_healed (VaultBox *box, guint n_healed, guint n_repairs)
{
  g_autoptr (GError) error = NULL;
  VaultUnlockSummary summary;
  VaultVerifyReport report;

  vault_box_reopen (box);
  vault_get_unlock_summary (box->vault, &summary);
  g_assert_cmpuint (summary.n_healed, ==, n_healed);
  g_assert_true (run_verify (box->vault, &report, &error));
  g_assert_cmpuint (report.n_healed, ==, n_healed);
  g_assert_true (vault_verify_report_is_whole (&report));
  g_assert_cmpuint (count_repairs (box), ==, n_repairs);
}

/* Unlocking puts right what it reads, and says so there, in what verifying reports, and in the
 * log; the next unlocking has nothing to say. */
static void
test_told (void)
{
  const guint64 places[] = {
    head_at (0, 100),
    head_at (1, 4090),
    head_at (0, VAULT_STATE_AT + 30),
    head_at (1, VAULT_STATE_AT + 30),
    head_at (0, VAULT_CLOCK_AT + 9),
    head_at (1, VAULT_CLOCK_AT + 9),
    vault_cell_offset (1, VAULT_COPY_A) + 3,
    vault_cell_offset (1, VAULT_COPY_B) + 3,
  };
  g_autoptr (VaultBox) box = box_of_one ();

  assert_healed (box, 0, 0);
  for (guint i = 0; i < G_N_ELEMENTS (places); i++) {
    vault_box_restart (box);
    g_test_message ("place %u", i);
    file_flip (box->keyring, places[i], 0x10);
    assert_healed (box, 1, i + 1);
    assert_healed (box, 0, i + 1);
  }
}

/* Several at once are counted each. */
static void
test_several (void)
{
  g_autoptr (VaultBox) box = box_of_one ();

  file_flip (box->keyring, head_at (1, 100), 1);
  file_flip (box->keyring, head_at (0, VAULT_CLOCK_AT + 9), 1);
  file_flip (box->keyring, vault_cell_offset (1, VAULT_COPY_B) + 9, 1);
  assert_healed (box, 3, 1);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/vault-healed/told", test_told);
  g_test_add_func ("/vault-healed/several", test_several);
  return g_test_run ();
}
