/* test-vault-group.c - albums and people, settings, and the activity log
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "support/organise-box.h"

#include "support/store-box.h"
#include "vault/session-private.h"
#include "vault/vault-private.h"

#define NEVER VAULT_EXPIRES_NEVER
#define DAY_S (24 * 60 * 60)

static VaultItem *
add (VaultBox *box, const char *name)
{
  g_autoptr (GBytes) bytes = bytes_noise (1, 1000);

  return box_import (box, name, bytes, NEVER);
}

static VaultGroup *
make (VaultBox *box, VaultGroupKind kind, const char *name)
{
  g_autoptr (GError) error = NULL;
  VaultGroup *group = run_create_group (box->vault, kind, name, &error);

  g_assert_no_error (error);
  g_assert_nonnull (group);
  return group;
}

static VaultGroup *
find (VaultBox *box, VaultGroupKind kind, const char *name)
{
  VaultGroup *group = vault_dup_group_by_name (box->vault, kind, name);

  g_assert_nonnull (group);
  return group;
}

static void
assert_names (VaultBox *box, VaultGroupKind kind, const char *expected)
{
  GListModel *model = vault_get_groups (box->vault, kind);
  g_autoptr (GString) names = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (model); i++) {
    g_autoptr (VaultGroup) group = g_list_model_get_item (model, i);

    g_string_append_printf (names, "%s:%u ", vault_group_get_name (group),
                            vault_group_get_n_items (group));
  }
  g_assert_cmpstr (names->str, ==, expected);
}

/* Made, filled, renamed, opened again, removed; the items stay. */
static void
test_life (void)
{
  g_autoptr (VaultBox) box = vault_box_new_open ();
  g_autoptr (VaultItem) old = add (box, "old");
  g_autoptr (VaultItem) item = NULL;
  g_autoptr (VaultGroup) album = make (box, VAULT_GROUP_ALBUM, "Sea");
  g_autoptr (VaultGroup) person = make (box, VAULT_GROUP_PERSON, "Sea");
  g_autoptr (GPtrArray) items = NULL;
  guint32 cell = vault_group_peek_card (album)->cell;

  fake_clock_pass (10);
  item = add (box, "new");
  items = everything (box->vault);
  g_assert_true (run_groups (box->vault, items, album, NULL, NULL));
  g_assert_true (run_groups (box->vault, items, person, NULL, NULL));
  g_assert_cmpuint (vault_group_get_n_items (album), ==, 2);
  g_assert_true (vault_group_get_cover (album) == item);
  g_assert_true (vault_item_is_in_group (item, vault_group_get_id (album)));
  g_assert_true (run_rename_group (box->vault, album, "Lake", NULL));
  g_assert_true (run_group_expiry (box->vault, album, 7 * DAY_S, NULL));
  g_object_unref (make (box, VAULT_GROUP_ALBUM, "Alps"));
  assert_names (box, VAULT_GROUP_ALBUM, "Alps:0 Lake:2 ");
  assert_names (box, VAULT_GROUP_PERSON, "Sea:2 ");

  g_clear_pointer (&items, g_ptr_array_unref);
  g_clear_object (&old);
  g_clear_object (&item);
  vault_box_reopen (box);
  g_assert_true (vault_group_is_gone (album));
  g_assert_cmpstr (vault_group_get_name (album), ==, "");
  assert_names (box, VAULT_GROUP_ALBUM, "Alps:0 Lake:2 ");
  g_object_unref (album);
  album = find (box, VAULT_GROUP_ALBUM, "Lake");
  g_assert_cmpint (vault_group_get_default_expiry (album), ==, 7 * DAY_S);
  item = box_find (box, "new");
  g_assert_true (run_delete (box->vault, item, NULL));
  while (vault_group_get_n_items (album) == 2)
    g_main_context_iteration (NULL, TRUE);
  assert_names (box, VAULT_GROUP_ALBUM, "Alps:0 Lake:1 ");

  g_assert_true (run_remove_group (box->vault, album, NULL));
  g_assert_true (vault_group_is_gone (album));
  g_assert_false (vault_keyring_is_live (box->vault->session->keyring, cell));
  g_assert_true (run_remove_group (box->vault, album, NULL));
  assert_names (box, VAULT_GROUP_ALBUM, "Alps:0 ");
  g_assert_cmpuint (box_count (box), ==, 1);
  vault_box_reopen (box);
  assert_names (box, VAULT_GROUP_ALBUM, "Alps:0 ");
  assert_names (box, VAULT_GROUP_PERSON, "Sea:1 ");
}

static void
test_refused (void)
{
  g_autoptr (VaultBox) box = vault_box_new_open ();
  g_autoptr (VaultGroup) album = make (box, VAULT_GROUP_ALBUM, "Sea");
  g_autoptr (VaultGroup) other = make (box, VAULT_GROUP_ALBUM, "Lake");
  g_autoptr (VaultItem) item = add (box, "x");
  g_autoptr (GPtrArray) items = just (item);
  g_autofree char *long_name = g_strnfill (256, 'a');
  const char *const names[] = { "", " a", "a\nb", "\xff", long_name };
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    g_assert_null (run_create_group (box->vault, VAULT_GROUP_ALBUM, names[i], &error));
    g_assert_error (error, VAULT_ERROR, VAULT_ERROR_BAD_TEXT);
    g_clear_error (&error);
  }
  g_assert_null (run_create_group (box->vault, VAULT_GROUP_ALBUM, "Sea", &error));
  g_assert_error (error, VAULT_ERROR, VAULT_ERROR_NAME_IN_USE);
  g_clear_error (&error);
  g_assert_false (run_rename_group (box->vault, other, "Sea", &error));
  g_assert_error (error, VAULT_ERROR, VAULT_ERROR_NAME_IN_USE);
  g_clear_error (&error);
  g_assert_false (run_group_expiry (box->vault, other, -2, &error));
  g_assert_error (error, VAULT_ERROR, VAULT_ERROR_BAD_TIME);
  g_clear_error (&error);

  g_assert_true (run_remove_group (box->vault, other, NULL));
  g_assert_false (run_rename_group (box->vault, other, "Pond", &error));
  g_assert_error (error, VAULT_ERROR, VAULT_ERROR_NO_GROUP);
  g_clear_error (&error);
  g_assert_false (run_groups (box->vault, items, other, NULL, &error));
  g_assert_error (error, VAULT_ERROR, VAULT_ERROR_NO_GROUP);
  g_clear_error (&error);
  run_lock (box->vault);
  g_assert_null (run_create_group (box->vault, VAULT_GROUP_ALBUM, "Pond", &error));
  g_assert_error (error, VAULT_ERROR, VAULT_ERROR_LOCKED);
}

/* What is gone takes no room: one more album is forgotten each time, and the limit never met. */
static void
test_dead_groups (void)
{
  g_autoptr (VaultBox) box = vault_box_new_open ();
  g_autoptr (VaultItem) item = add (box, "x");
  g_autoptr (GPtrArray) items = just (item);

  for (guint i = 0; i < VAULT_ITEM_MAX_GROUPS + 3; i++) {
    g_autoptr (VaultGroup) album = make (box, VAULT_GROUP_ALBUM, "Sea");
    g_auto (GStrv) ids = NULL;

    g_assert_true (run_groups (box->vault, items, album, NULL, NULL));
    ids = vault_item_dup_group_ids (item);
    g_assert_cmpuint (g_strv_length (ids), ==, 1);
    g_assert_true (run_remove_group (box->vault, album, NULL));
  }
}

static void
test_settings (void)
{
  g_autoptr (VaultBox) box = vault_box_new_open ();
  g_autoptr (VaultGroup) album = make (box, VAULT_GROUP_ALBUM, "Sea");
  g_autoptr (VaultGroup) kept = make (box, VAULT_GROUP_ALBUM, "Kept");
  g_autoptr (GPtrArray) groups = g_ptr_array_new ();
  g_autoptr (GError) error = NULL;

  g_assert_true (vault_settings_get_boolean (box->vault, VAULT_SETTING_ASK_EXPIRY));
  g_assert_cmpint (vault_propose_expiry (box->vault, NULL, 100), ==, NEVER);
  g_assert_true (run_settings (
      box->vault, "{'default-expiry': <int64 86400>, 'ask-expiry-at-import': <false>}",
      NULL));
  g_assert_true (run_settings (box->vault, "{'default-expiry': <int64 3600>}", NULL));
  g_assert_false (run_settings (box->vault, "{'no such': <true>}", &error));
  g_assert_error (error, VAULT_ERROR, VAULT_ERROR_BAD_SETTING);
  g_clear_error (&error);
  g_assert_false (run_settings (box->vault, "{'default-expiry': <true>}", &error));
  g_assert_error (error, VAULT_ERROR, VAULT_ERROR_BAD_SETTING);
  g_assert_true (run_group_expiry (box->vault, album, 60, NULL));
  g_assert_true (run_group_expiry (box->vault, kept, VAULT_GROUP_EXPIRES_NEVER, NULL));

  for (guint i = 0; i < 2; i++) {
    g_assert_false (vault_settings_get_boolean (box->vault, VAULT_SETTING_ASK_EXPIRY));
    g_assert_cmpint (
        vault_settings_get_int64 (box->vault, VAULT_SETTING_DEFAULT_EXPIRY), ==, 3600);
    g_assert_cmpint (vault_propose_expiry (box->vault, NULL, 100), ==, 3700);
    vault_box_reopen (box);
  }
  g_clear_object (&album);
  g_clear_object (&kept);
  kept = find (box, VAULT_GROUP_ALBUM, "Kept");
  album = find (box, VAULT_GROUP_ALBUM, "Sea");
  g_ptr_array_add (groups, kept);
  g_assert_cmpint (vault_propose_expiry (box->vault, groups, 100), ==, NEVER);
  g_ptr_array_add (groups, album);
  g_assert_cmpint (vault_propose_expiry (box->vault, groups, 100), ==, 160);
}

static void
assert_activity (VaultBox *box, const char *expected)
{
  g_autofree char *said = describe_activity (box->vault);

  g_assert_cmpstr (said, ==, expected);
}

/* What vault_box_new_open() notes: created, cleared. */
#define BEGUN "1:0 13:0 "

static void
test_activity (void)
{
  g_autoptr (VaultBox) box = vault_box_new_open ();
  g_autoptr (VaultItem) item = add (box, "x");
  g_autoptr (VaultItem) due = NULL;
  g_autoptr (GBytes) bytes = bytes_noise (1, 1000);
  guint32 cell;

  due = box_import (box, "due", bytes, FAKE_NOW + FAKE_HOUR);
  g_assert_true (run_delete (box->vault, item, NULL));
  assert_activity (box, BEGUN "4:1 4:1 6:1 ");
  g_clear_object (&item);
  g_clear_object (&due);
  run_lock (box->vault);
  assert_activity (box, "");
  g_assert_false (run_unlock (box->vault, "not the passphrase", NULL));
  fake_clock_pass (2 * FAKE_HOUR);
  vault_box_reopen (box);
  assert_activity (box, BEGUN "4:1 4:1 6:1 3:1 7:1 2:0 ");

  cell = box->vault->session->log_card->cell;
  g_assert_true (run_clear_activity (box->vault, NULL));
  assert_activity (box, "13:0 ");
  g_assert_true (cell == box->vault->session->log_card->cell
                 || !vault_keyring_is_live (box->vault->session->keyring, cell));
  vault_box_reopen (box);
  assert_activity (box, "13:0 2:0 ");
}

/* More than the record holds, and more than are kept at all. */
static void
test_bounded (void)
{
  g_autoptr (VaultBox) box = vault_box_new_open ();
  VaultSession *session = box->vault->session;
  g_autoptr (GArray) all = NULL;
  const guint n = VAULT_ACTIVITY_MAX_ENTRIES + 100;

  /* All but the last hundred as if they could not be written at first. */
  for (guint i = 0; i < n - 100; i++) {
    VaultActivity early = { FAKE_NOW, VAULT_ACTIVITY_EXPORTED, i };

    g_array_append_val (session->log, early);
  }
  session->n_log_pending = n - 100;
  for (guint i = n - 100; i < n; i++)
    vault_session_note_activity (session, VAULT_ACTIVITY_EXPORTED, i);
  for (guint k = 0; k < 2; k++) {
    all = vault_dup_activity (box->vault);
    g_assert_cmpuint (all->len, ==, VAULT_ACTIVITY_MAX_ENTRIES);
    g_assert_cmpuint (g_array_index (all, VaultActivity, all->len - 1 - k).count, ==,
                      n - 1);
    g_clear_pointer (&all, g_array_unref);
    wait_for_reclaimer (box->vault);
    vault_box_reopen (box);
  }
  run_lock (box->vault);
  g_assert_cmpint (sql_get_number (box->database, "SELECT count(*) FROM piece"), ==, 1);
}

/* A log that cannot be read or written stands in nobody's way. */
static void
test_damaged_log (void)
{
  g_autoptr (VaultBox) box = vault_box_new_open ();
  g_autoptr (VaultItem) item = add (box, "x");
  VaultUnlockSummary summary;

  vault_box_restart (box);
  sql_run (box->database,
           "UPDATE record SET sealed = zeroblob (1008) WHERE id = " G_STRINGIFY (
               BOX_LOG_CELL));
  box->damaged = TRUE;
  g_assert_true (run_unlock (box->vault, BOX_PASSPHRASE, NULL));
  vault_get_unlock_summary (box->vault, &summary);
  g_assert_cmpuint (summary.n_damaged, ==, 1);
  assert_activity (box, "2:0 ");
  g_object_unref (item);
  item = box_find (box, "x");
  g_assert_true (run_delete (box->vault, item, NULL));
  assert_activity (box, "2:0 6:1 ");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/vault-group/life", test_life);
  g_test_add_func ("/vault-group/refused", test_refused);
  g_test_add_func ("/vault-group/dead-groups", test_dead_groups);
  g_test_add_func ("/vault-group/settings", test_settings);
  g_test_add_func ("/vault-group/activity", test_activity);
  g_test_add_func ("/vault-group/bounded", test_bounded);
  g_test_add_func ("/vault-group/damaged-log", test_damaged_log);
  return g_test_run ();
}
