/* test-vault-absence-albums.c - the absence rule over chosen albums
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "support/absence-box.h"

#include <vault/vault-absence.h>

#include "vault/vault-private.h"

#define NEVER VAULT_EXPIRES_NEVER
#define DAY FAKE_DAY
#define N_DAYS 20
#define SURELY_OVER ((N_DAYS + 1) * DAY)

/* ---- what is destroyed ---- */

/* By the reaper, without a passphrase: just what is in the chosen album. */
static void
test_reaped (void)
{
  g_autoptr (Albums) albums = albums_new ();
  VaultAbsence rule;
  guint n_overwritten;

  albums_choose (albums, N_DAYS, albums->sea, NULL);
  albums_assert_bound (albums, "both sea");
  vault_get_absence (albums->box->vault, &rule);
  g_assert_false (rule.everything);
  g_assert_cmpuint (rule.n_albums, ==, 1);
  g_assert_true (vault_group_is_under_absence (albums->sea));
  g_assert_false (vault_group_is_under_absence (albums->sky));

  fake_clock_pass ((N_DAYS - 1) * DAY);
  vault_box_reopen (albums->box);
  albums_assert_names (albums, "both home sea sky town");
  vault_box_restart (albums->box);
  fake_clock_pass (SURELY_OVER);
  g_assert_true (run_reap (albums->box->vault, &n_overwritten, NULL));
  g_assert_cmpuint (n_overwritten, >, 0);

  albums_crash (albums);
  albums_assert_absent (albums, 2);
  albums_assert_names (albums, "home sky town");
  albums_assert_bound (albums, "");
  /* The album is there, and the rule goes on with a new heart. */
  g_assert_cmpuint (vault_group_get_n_items (albums->sea), ==, 0);
  g_object_unref (albums_add (albums, "new", albums->sea, NULL));
  albums_assert_bound (albums, "new");
  albums_crash (albums);
  albums_assert_absent (albums, 0);
  run_lock (albums->box->vault);
  fake_clock_pass (SURELY_OVER);
  albums_crash (albums);
  albums_assert_names (albums, "home sky town");
}

static void
test_two (void)
{
  g_autoptr (Albums) albums = albums_new ();

  albums_choose (albums, N_DAYS, albums->sky, albums->sea);
  albums_assert_bound (albums, "both sea sky");
  run_lock (albums->box->vault);
  fake_clock_pass (SURELY_OVER);
  albums_crash (albums);
  albums_assert_absent (albums, 3);
  albums_assert_names (albums, "home town");
}

/* ---- moving ---- */

static void
test_moves (void)
{
  g_autoptr (Albums) albums = albums_new ();
  g_autoptr (GPtrArray) all = NULL;

  albums_choose (albums, N_DAYS, albums->sea, albums->sky);
  albums_move (albums, "home", albums->sea, NULL);
  albums_assert_bound (albums, "both home sea sky");
  albums_move (albums, "home", NULL, albums->sea);
  albums_assert_bound (albums, "both sea sky");
  /* Out of one of two. */
  albums_move (albums, "both", NULL, albums->sea);
  albums_assert_bound (albums, "both sea sky");
  albums_move (albums, "both", NULL, albums->sky);
  albums_assert_bound (albums, "sea sky");
  /* From one into the other, and into one that does not count. */
  albums_move (albums, "sea", albums->sky, albums->sea);
  albums_assert_bound (albums, "sea sky");
  albums_move (albums, "sea", albums->town, albums->sky);
  albums_move (albums, "town", albums->sky, NULL);
  albums_assert_bound (albums, "sky town");
  /* Many at once, some of them there already. */
  all = everything (albums->box->vault);
  g_assert_true (run_groups (albums->box->vault, all, albums->sea, NULL, NULL));
  albums_assert_bound (albums, "both home sea sky town");
  g_assert_true (run_groups (albums->box->vault, all, NULL, albums->sea, NULL));
  albums_assert_bound (albums, "sky town");
  g_clear_pointer (&all, g_ptr_array_unref);
  albums_crash (albums);
  albums_assert_bound (albums, "sky town");
}

/* What else is said of an item does not move it. */
static void
test_other_changes (void)
{
  g_autoptr (Albums) albums = albums_new ();
  g_autoptr (VaultItem) item = box_find (albums->box, "sea");
  g_autoptr (GPtrArray) items = just (item);
  Vault *vault = albums->box->vault;

  albums_choose (albums, N_DAYS, albums->sea, NULL);
  g_assert_true (run_tags (vault, items, "beach", NULL, NULL));
  g_assert_true (run_set_expiry (vault, item, FAKE_NOW + 300 * DAY, NULL));
  albums_assert_bound (albums, "both sea");
  g_assert_true (run_set_expiry (vault, item, NEVER, NULL));
  g_assert_true (run_rename_group (vault, albums->sea, "Ocean", NULL));
  g_assert_true (run_group_expiry (vault, albums->sea, DAY, NULL));
  g_assert_true (vault_group_is_under_absence (albums->sea));
  albums_assert_bound (albums, "both sea");
}

static void
test_imported (void)
{
  g_autoptr (Albums) albums = albums_new ();
  g_autoptr (GBytes) bytes = bytes_noise (g_str_hash ("new"), 1000);
  const VaultImportSource source = { NULL, bytes, "new" };
  g_autoptr (GPtrArray) chosen = g_ptr_array_new ();
  g_autoptr (GPtrArray) problems = g_ptr_array_new_with_free_func (
      (GDestroyNotify) vault_import_problem_free);
  g_autoptr (GArray) groups = NULL;
  const VaultWork work = { 0 };
  guint n_imported;

  albums_choose (albums, N_DAYS, albums->sky, NULL);
  g_ptr_array_add (chosen, albums->town);
  g_ptr_array_add (chosen, albums->sky);
  groups = vault_numbers_of_groups (chosen);
  g_assert_true (vault_session_import (albums->box->vault->session, &source, 1, groups,
                                       NEVER, VAULT_METADATA_KEPT, &work, problems,
                                       &n_imported, NULL));
  albums_assert_bound_now (albums, "both new sky");
  albums_crash (albums);
  albums_assert_bound (albums, "both new sky");
}

/* ---- the setting ---- */

static void
test_album_removed (void)
{
  g_autoptr (Albums) albums = albums_new ();
  VaultAbsence rule;

  albums_choose (albums, N_DAYS, albums->sea, albums->sky);
  g_assert_true (run_remove_group (albums->box->vault, albums->sea, NULL));
  albums_assert_bound (albums, "both sky");
  g_assert_true (run_remove_group (albums->box->vault, albums->sky, NULL));
  albums_assert_bound (albums, "");
  vault_get_absence (albums->box->vault, &rule);
  g_assert_cmpuint (rule.n_days, ==, N_DAYS);
  g_assert_cmpuint (rule.n_albums, ==, 0);
  run_lock (albums->box->vault);
  fake_clock_pass (SURELY_OVER);
  albums_crash (albums);
  albums_assert_names (albums, "both home sea sky town");
}

static void
test_setting (void)
{
  g_autoptr (Albums) albums = albums_new ();
  VaultAbsence rule;

  albums_choose (albums, N_DAYS, albums->sea, NULL);
  albums_choose (albums, N_DAYS, albums->sky, NULL);
  albums_assert_bound (albums, "both sky");
  albums_choose (albums, N_DAYS, NULL, NULL);
  albums_assert_bound (albums, "");
  albums_choose (albums, N_DAYS, albums->sky, albums->town);
  albums_assert_bound (albums, "both sky town");

  /* The choice is kept where it means nothing. */
  albums_set_scope (albums, N_DAYS, TRUE);
  albums_assert_bound (albums, "both home sea sky town");
  albums_set_scope (albums, N_DAYS, FALSE);
  albums_assert_bound (albums, "both sky town");
  albums_set_scope (albums, 0, FALSE);
  albums_assert_bound (albums, "");
  vault_get_absence (albums->box->vault, &rule);
  g_assert_cmpuint (rule.n_days, ==, 0);
  g_assert_cmpuint (rule.n_albums, ==, 2);
  albums_crash (albums);
  albums_assert_bound (albums, "");
  albums_choose (albums, 0, albums->sea, NULL);
  albums_assert_bound (albums, "");
  albums_set_scope (albums, N_DAYS, FALSE);
  albums_assert_bound (albums, "both sea");
  albums_set_scope (albums, N_DAYS, TRUE);
  albums_set_scope (albums, 0, FALSE);
  albums_assert_bound (albums, "");
  run_lock (albums->box->vault);
  fake_clock_pass (SURELY_OVER);
  albums_crash (albums);
  albums_assert_names (albums, "both home sea sky town");
}

/* Nothing is written of what cannot be. */
static void
test_refused (void)
{
  g_autoptr (Albums) albums = albums_new ();
  Vault *vault = albums->box->vault;
  g_autoptr (VaultGroup) zoe =
                 run_create_group (vault, VAULT_GROUP_PERSON, "Zoe", NULL);
  g_autoptr (GPtrArray) chosen = g_ptr_array_new ();
  g_autoptr (GError) error = NULL;

  g_ptr_array_add (chosen, albums->sea);
  g_assert_false (run_absence (vault, 1, FALSE, chosen, &error));
  g_assert_error (error, VAULT_ERROR, VAULT_ERROR_BAD_TIME);
  g_clear_error (&error);
  g_ptr_array_add (chosen, zoe);
  g_assert_false (run_absence (vault, N_DAYS, FALSE, chosen, &error));
  g_assert_error (error, VAULT_ERROR, VAULT_ERROR_NO_GROUP);
  g_clear_error (&error);
  g_assert_true (run_remove_group (vault, zoe, NULL));
  g_assert_false (run_absence (vault, N_DAYS, FALSE, chosen, &error));
  g_assert_error (error, VAULT_ERROR, VAULT_ERROR_NO_GROUP);
  g_assert_false (vault_group_is_under_absence (albums->sea));
  albums_assert_bound (albums, "");
}

/* A change that began with the card of before does not undo the choice. */
static void
test_card_of_before (void)
{
  g_autoptr (Albums) albums = albums_new ();
  g_autoptr (VaultCard) before = vault_card_copy (vault_group_peek_card (albums->sea));
  g_autoptr (VaultCard) after = NULL;

  albums_choose (albums, N_DAYS, albums->sea, NULL);
  before->default_expiry = DAY;
  g_assert_true (
      vault_session_write_group (albums->box->vault->session, before, &after, NULL));
  g_assert_true (after->absence);
  vault_groups_show (albums->box->vault);
  albums_assert_bound (albums, "both sea");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/vault-absence-albums/reaped", test_reaped);
  g_test_add_func ("/vault-absence-albums/two", test_two);
  g_test_add_func ("/vault-absence-albums/moves", test_moves);
  g_test_add_func ("/vault-absence-albums/other-changes", test_other_changes);
  g_test_add_func ("/vault-absence-albums/imported", test_imported);
  g_test_add_func ("/vault-absence-albums/album-removed", test_album_removed);
  g_test_add_func ("/vault-absence-albums/setting", test_setting);
  g_test_add_func ("/vault-absence-albums/refused", test_refused);
  g_test_add_func ("/vault-absence-albums/card-of-before", test_card_of_before);
  return g_test_run ();
}
