/* test-vault-activity.c - what the log says when nothing was changed, and how it is read
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "support/organise-box.h"

#define MINUTE ((gint64) 60)

/* "kind:times:count+seconds ", oldest first. */
static char *
describe_runs (const GArray *runs)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < runs->len; i++) {
    const VaultActivityRun *run = &g_array_index (runs, VaultActivityRun, i);

    g_string_append_printf (text, "%u:%u:%u+%d ", run->kind, run->n_entries, run->count,
                            (int) (run->last_s - run->first_s));
  }

  return g_string_free (text, FALSE);
}

static void
assert_merged (const VaultActivity *entries, guint n_entries, const char *expected)
{
  g_autoptr (GArray) all = g_array_new (FALSE, FALSE, sizeof (VaultActivity));
  g_autoptr (GArray) runs = NULL;
  g_autofree char *said = NULL;

  g_array_append_vals (all, entries, n_entries);
  runs = vault_activity_merge (all);
  said = describe_runs (runs);
  g_assert_cmpstr (said, ==, expected);
}

/* FAKE_NOW is an hour and three quarters before midnight. */
static void
test_merge (void)
{
  const VaultActivity entries[] = {
    { FAKE_NOW, VAULT_ACTIVITY_UNLOCKED, 0 },
    { FAKE_NOW + MINUTE, VAULT_ACTIVITY_UNLOCKED, 0 },
    { FAKE_NOW + 2 * MINUTE, VAULT_ACTIVITY_FAILED, 2 },
    { FAKE_NOW + 3 * MINUTE, VAULT_ACTIVITY_FAILED, 3 },
    { FAKE_NOW + 4 * MINUTE, VAULT_ACTIVITY_UNLOCKED, 0 },
    { FAKE_NOW + 106 * MINUTE, VAULT_ACTIVITY_UNLOCKED, 0 },
    { FAKE_NOW + 107 * MINUTE, VAULT_ACTIVITY_UNLOCKED, 0 },
    { FAKE_NOW + 108 * MINUTE, VAULT_ACTIVITY_UNLOCKED, 0 },
    { FAKE_NOW + FAKE_DAY, VAULT_ACTIVITY_DELETED, G_MAXUINT - 1 },
    { FAKE_NOW + FAKE_DAY, VAULT_ACTIVITY_DELETED, 5 },
  };

  assert_merged (entries, 0, "");
  assert_merged (entries, 1, "2:1:0+0 ");
  assert_merged (entries, G_N_ELEMENTS (entries),
                 "2:2:0+60 3:2:5+60 2:2:0+6120 2:2:0+60 6:2:4294967295+0 ");
}

/* No day can be told of these: each stays alone. */
static void
test_merge_odd_times (void)
{
  const VaultActivity entries[] = {
    { G_MAXINT64, VAULT_ACTIVITY_UNLOCKED, 0 },
    { G_MAXINT64, VAULT_ACTIVITY_UNLOCKED, 0 },
    { G_MININT64, 4711, 1 },
  };

  assert_merged (entries, G_N_ELEMENTS (entries), "2:1:0+0 2:1:0+0 4711:1:1+0 ");
}

/* Verifying changes no byte; that it was done is written when the vault locks. */
static void
test_verified (void)
{
  g_autoptr (VaultBox) box = vault_box_new_open ();
  g_autoptr (GBytes) keyring = NULL;
  g_autoptr (GBytes) keyring_after = NULL;
  g_autoptr (GBytes) before = NULL;
  g_autoptr (GBytes) after = NULL;
  g_autofree char *said = NULL;
  g_autofree char *kept = NULL;
  VaultVerifyReport report;

  keyring = file_get (box->keyring);
  before = file_get (box->database);
  g_assert_true (run_verify (box->vault, &report, NULL));
  after = file_get (box->database);
  keyring_after = file_get (box->keyring);
  assert_same_bytes (before, after);
  assert_same_bytes (keyring, keyring_after);
  said = describe_activity (box->vault);
  g_assert_cmpstr (said, ==, "1:0 13:0 17:0 ");

  vault_box_reopen (box);
  kept = describe_activity (box->vault);
  g_assert_cmpstr (kept, ==, "1:0 13:0 17:0 2:0 ");
}

/* Nothing is begun for it alone: a vault in which nothing was done has no log. */
static void
test_only_looked_at (void)
{
  g_autoptr (VaultBox) box = vault_box_new ();
  g_autofree char *said = NULL;
  VaultVerifyReport report;

  g_assert_true (run_create (box->vault, BOX_PASSPHRASE, NULL));
  g_assert_true (run_verify (box->vault, &report, NULL));
  vault_box_reopen (box);
  said = describe_activity (box->vault);
  g_assert_cmpstr (said, ==, "2:0 ");
}

int
main (int argc, char **argv)
{
  g_setenv ("TZ", "UTC", TRUE);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/vault-activity/merge", test_merge);
  g_test_add_func ("/vault-activity/merge-odd-times", test_merge_odd_times);
  g_test_add_func ("/vault-activity/verified", test_verified);
  g_test_add_func ("/vault-activity/only-looked-at", test_only_looked_at);
  return g_test_run ();
}
