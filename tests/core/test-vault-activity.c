/* test-vault-activity.c - what the log says when nothing was changed, and how it is read
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "support/odd-file.h"
#include "support/organise-box.h"

#include "vault/session-private.h"
#include "vault/vault-private.h"

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

/* ---- what a lock has stopped ---- */

static void
assert_stopped (const VaultActivity *entries, guint n_entries, const char *expected)
{
  g_autoptr (GArray) all = g_array_new (FALSE, FALSE, sizeof (VaultActivity));
  g_autofree char *said = NULL;
  VaultStopped found;

  g_array_append_vals (all, entries, n_entries);
  vault_activity_find_stopped (all, &found);
  said = g_strdup_printf ("%d:%u/%u %d:%u/%u %d", found.import, found.n_imported,
                          found.n_to_import, found.export, found.n_exported,
                          found.n_to_export, found.check);
  g_assert_cmpstr (said, ==, expected);
}

static void
test_find_stopped (void)
{
  const VaultActivity entries[] = {
    { 1, VAULT_ACTIVITY_UNLOCKED, 0 },       { 1, VAULT_ACTIVITY_IMPORTED, 50 },
    { 2, VAULT_ACTIVITY_STOPPED_IMPORT, 4 }, { 2, VAULT_ACTIVITY_IMPORTED, 3 },
    { 2, VAULT_ACTIVITY_STOPPED_EXPORT, 2 }, { 2, VAULT_ACTIVITY_STOPPED_CHECK, 0 },
    { 3, VAULT_ACTIVITY_FAILED, 1 },         { 3, VAULT_ACTIVITY_UNLOCKED, 0 },
    { 3, VAULT_ACTIVITY_IMPORTED, 9 },       { 4, VAULT_ACTIVITY_UNLOCKED, 0 },
  };
  const VaultActivity others[] = {
    { 1, VAULT_ACTIVITY_IMPORTED, 1 },       { 2, VAULT_ACTIVITY_STOPPED_IMPORT, 0 },
    { 2, VAULT_ACTIVITY_STOPPED_EXPORT, 5 }, { 2, VAULT_ACTIVITY_EXPORTED, 6 },
    { 3, VAULT_ACTIVITY_UNLOCKED, 0 },
  };

  assert_stopped (entries, 0, "0:0/0 0:0/0 0");
  /* While it is still open, nothing has been stopped before its opening. */
  assert_stopped (entries, 6, "0:0/0 0:0/0 0");
  assert_stopped (entries, 8, "1:3/7 1:0/2 1");
  /* Told until the next opening, and not after it. */
  assert_stopped (entries, 9, "1:3/7 1:0/2 1");
  assert_stopped (entries, 10, "0:0/0 0:0/0 0");
  /* What was imported before is not of what was stopped. */
  assert_stopped (others, 5, "1:0/0 1:6/11 0");
}

/* Whoever is cancelled by a lock may say that, and not that it was one. */
static void
test_locked_away (void)
{
  g_autoptr (VaultBox) box = vault_box_new_open ();
  VaultSession *session = box->vault->session;
  g_autoptr (GError) locked = g_error_new (VAULT_ERROR, VAULT_ERROR_LOCKED, "locked");
  g_autoptr (GError) other = g_error_new (VAULT_ERROR, VAULT_ERROR_IO, "another");
  g_autoptr (GError) cancelled =
                 g_error_new (G_IO_ERROR, G_IO_ERROR_CANCELLED, "cancelled");

  g_assert_true (vault_session_is_locked_away (session, locked));
  g_assert_false (vault_session_is_locked_away (session, cancelled));
  vault_session_stop (session);
  g_assert_true (vault_session_is_locked_away (session, cancelled));
  g_assert_false (vault_session_is_locked_away (session, other));
  run_lock (box->vault);
}

/* As a lock does it, on the working thread. */
static void
stop (const VaultProgress *progress, gpointer user_data)
{
  VaultBox *box = user_data;

  if (progress->n_done > 0)
    vault_session_stop (box->vault->session);
}

static void
stop_when_added (GPtrArray *entries, gpointer user_data)
{
  VaultBox *box = user_data;

  vault_session_stop (box->vault->session);
}

/* Opened again, it says so, and then not any more. */
static void
assert_told (VaultBox *box, const char *expected)
{
  g_autoptr (GArray) all = NULL;
  g_autoptr (GArray) again = NULL;

  run_lock (box->vault);
  vault_box_reopen (box);
  all = vault_dup_activity (box->vault);
  assert_stopped (&g_array_index (all, VaultActivity, 0), all->len, expected);
  vault_box_reopen (box);
  again = vault_dup_activity (box->vault);
  assert_stopped (&g_array_index (again, VaultActivity, 0), again->len,
                  "0:0/0 0:0/0 0");
}

static void
test_stopped_import (void)
{
  g_autoptr (VaultBox) box = vault_box_new_open ();
  g_autoptr (GBytes) bytes = bytes_noise (1, 1000);
  g_autoptr (GPtrArray) problems = g_ptr_array_new_with_free_func (
      (GDestroyNotify) vault_import_problem_free);
  g_autoptr (GError) error = NULL;
  VaultImportSource sources[300];
  VaultWork work = { .added = stop_when_added, .user_data = box };
  g_autofree char *expected = NULL;
  guint n_imported;

  for (guint i = 0; i < G_N_ELEMENTS (sources); i++)
    sources[i] = (VaultImportSource){ NULL, bytes, "file" };
  g_assert_false (vault_session_import (
      box->vault->session, sources, G_N_ELEMENTS (sources), NULL, VAULT_EXPIRES_NEVER,
      VAULT_METADATA_KEPT, &work, problems, &n_imported, &error));
  g_assert_error (error, VAULT_ERROR, VAULT_ERROR_LOCKED);
  g_assert_cmpuint (n_imported, >, 0);
  expected = g_strdup_printf ("1:%u/300 0:0/0 0", n_imported);
  assert_told (box, expected);
  g_assert_cmpuint (box_count (box), ==, n_imported);
}

/* The read behind the last byte. */
static void
stop_at_the_end (gsize offset, gpointer data)
{
  VaultBox *box = data;

  if (offset == 1000)
    vault_session_stop (box->vault->session);
}

/* Everything was read when the lock came: the last batch is not kept all the same, for the
 * decoders that looked at it were killed. */
static void
test_stopped_at_the_end (void)
{
  g_autoptr (VaultBox) box = vault_box_new_open ();
  g_autoptr (GBytes) bytes = bytes_noise (1, 1000);
  g_autoptr (GPtrArray) problems = g_ptr_array_new_with_free_func (
      (GDestroyNotify) vault_import_problem_free);
  g_autoptr (GError) error = NULL;
  OddFileSpec spec = { "file", 1000, bytes, 0, stop_at_the_end, box };
  g_autoptr (GFile) file = odd_file_new (&spec);
  VaultImportSource source = { file, NULL, NULL };
  VaultWork work = { 0 };
  guint n_imported;

  g_assert_false (vault_session_import (box->vault->session, &source, 1, NULL,
                                        VAULT_EXPIRES_NEVER, VAULT_METADATA_KEPT, &work,
                                        problems, &n_imported, &error));
  g_assert_error (error, VAULT_ERROR, VAULT_ERROR_LOCKED);
  assert_told (box, "1:0/1 0:0/0 0");
  g_assert_cmpuint (box_count (box), ==, 0);
}

static void
test_stopped_export (void)
{
  g_autoptr (VaultBox) box = vault_box_new_open ();
  g_autoptr (Folder) target = folder_new ();
  g_autoptr (GFile) folder = g_file_new_for_path (target);
  g_autoptr (GPtrArray) entries = NULL;
  g_autoptr (GPtrArray) problems = g_ptr_array_new_with_free_func (
      (GDestroyNotify) vault_import_problem_free);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = bytes_noise (1, 100000);
  VaultWork work = { .progress = stop, .user_data = box };
  guint n_exported;

  for (guint i = 0; i < 3; i++)
    g_object_unref (box_import (box, "one", bytes, VAULT_EXPIRES_NEVER));
  entries = vault_session_dup_entries (box->vault->session);
  g_assert_false (vault_session_export (box->vault->session, entries, folder,
                                        VAULT_METADATA_KEPT, &work, problems,
                                        &n_exported, &error));
  g_assert_error (error, VAULT_ERROR, VAULT_ERROR_LOCKED);
  g_assert_cmpuint (n_exported, ==, 2);
  g_assert_cmpuint (folder_count (target), ==, 2);
  assert_told (box, "0:0/0 1:2/3 0");
}

static void
lock_at_progress (const VaultProgress *progress, gpointer user_data)
{
  VaultBox *box = user_data;

  if (vault_get_state (box->vault) == VAULT_STATE_OPEN)
    vault_lock_async (box->vault, NULL, NULL);
}

static void
verified_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GPtrArray) damaged = NULL;
  g_autoptr (GError) error = NULL;
  gboolean *done = user_data;
  VaultVerifyReport report;

  g_assert_false (
      vault_verify_finish (VAULT_VAULT (source), result, &report, &damaged, &error));
  g_assert_error (error, VAULT_ERROR, VAULT_ERROR_LOCKED);
  *done = TRUE;
}

/* Enough to read for a lock to come between. */
static void
test_stopped_check (void)
{
  g_autoptr (VaultBox) box = vault_box_new_open ();
  g_autoptr (GBytes) bytes = bytes_noise (1, 32 << 20);
  gboolean done = FALSE;

  for (guint i = 0; i < 4; i++)
    g_object_unref (box_import (box, "film", bytes, VAULT_EXPIRES_NEVER));
  vault_verify_async (box->vault, NULL, lock_at_progress, box, verified_cb, &done);
  while (!done)
    g_main_context_iteration (NULL, TRUE);
  wait_for_state (box->vault, VAULT_STATE_LOCKED);
  assert_told (box, "0:0/0 0:0/0 1");
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
  g_test_add_func ("/vault-activity/find-stopped", test_find_stopped);
  g_test_add_func ("/vault-activity/locked-away", test_locked_away);
  g_test_add_func ("/vault-activity/stopped-import", test_stopped_import);
  g_test_add_func ("/vault-activity/stopped-at-the-end", test_stopped_at_the_end);
  g_test_add_func ("/vault-activity/stopped-export", test_stopped_export);
  g_test_add_func ("/vault-activity/stopped-check", test_stopped_check);
  return g_test_run ();
}
