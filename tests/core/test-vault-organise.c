/* test-vault-organise.c - names, favourites, tags, notes, albums and people of items
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "support/organise-box.h"

#include <string.h>

#include "support/store-box.h"
#include "vault/session-private.h"
#include "vault/vault-private.h"

#define NEVER VAULT_EXPIRES_NEVER

static VaultItem *
add (VaultBox *box, const char *name)
{
  g_autoptr (GBytes) bytes = bytes_noise (1, 1000);

  return box_import (box, name, bytes, NEVER);
}

static VaultBox *
box_of_three (void)
{
  static const char *const names[] = { "one", "two", "three" };
  VaultBox *box = vault_box_new_open ();

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    g_object_unref (add (box, names[i]));
  return box;
}

static void
assert_tags (VaultItem *item, const char *expected)
{
  g_auto (GStrv) tags = vault_item_dup_tags (item);
  g_autofree char *joined = g_strjoinv (",", tags);

  g_assert_cmpstr (joined, ==, expected);
}

static void
count_cb (GObject *object, GParamSpec *pspec, gpointer user_data)
{
  *(guint *) user_data += 1;
}

/* All of it, at once on many, is there after a new start and notified once each. */
static void
test_kept (void)
{
  g_autoptr (VaultBox) box = box_of_three ();
  g_autoptr (GPtrArray) items = everything (box->vault);
  g_autofree char *long_note = g_strnfill (5000, 'n');
  guint n_notified = 0;

  for (guint i = 0; i < items->len; i++)
    g_signal_connect (items->pdata[i], "notify", G_CALLBACK (count_cb), &n_notified);
  g_assert_true (run_favourite (box->vault, items, TRUE, NULL));
  g_assert_true (
      run_tags (box->vault, items, "sea,beach,\xc3\xa9t\xc3\xa9", NULL, NULL));
  g_assert_true (run_note (box->vault, items, "two\nlines", NULL));
  g_assert_cmpuint (n_notified, ==, 3 * items->len);
  g_assert_true (run_note (box->vault, items, long_note, NULL));
  g_assert_true (run_tags (box->vault, items, "new", "sea,no such", NULL));

  g_clear_pointer (&items, g_ptr_array_unref);
  vault_box_reopen (box);
  items = everything (box->vault);
  g_assert_cmpuint (items->len, ==, 3);
  for (guint i = 0; i < items->len; i++) {
    g_assert_true (vault_item_is_favourite (items->pdata[i]));
    assert_tags (items->pdata[i], "beach,new,\xc3\xa9t\xc3\xa9");
    g_assert_true (vault_item_has_tag (items->pdata[i], "beach"));
    g_assert_false (vault_item_has_tag (items->pdata[i], "bea"));
    g_assert_cmpstr (vault_item_get_note (items->pdata[i]), ==, long_note);
  }

  /* And taken away again, it leaves a record as it was. */
  g_assert_true (run_favourite (box->vault, items, FALSE, NULL));
  g_assert_true (
      run_tags (box->vault, items, NULL, "beach,new,\xc3\xa9t\xc3\xa9", NULL));
  g_assert_true (run_note (box->vault, items, "", NULL));
  wait_for_reclaimer (box->vault);
  g_clear_pointer (&items, g_ptr_array_unref);
  vault_box_reopen (box);
  items = everything (box->vault);
  for (guint i = 0; i < items->len; i++) {
    g_assert_false (vault_item_is_favourite (items->pdata[i]));
    assert_tags (items->pdata[i], "");
    g_assert_cmpstr (vault_item_get_note (items->pdata[i]), ==, "");
  }
  g_clear_pointer (&items, g_ptr_array_unref);
  run_lock (box->vault);
  g_assert_cmpint (sql_get_number (box->database, "SELECT count(*) FROM piece"), ==, 3);
}

/* However many items there are, it is one commit; and none, if there is nothing to change. */
static void
test_commits (void)
{
  g_autoptr (VaultBox) box = box_of_three ();
  g_autoptr (GPtrArray) items = everything (box->vault);
  guint64 n_commits = box->vault->session->n_commits;

  g_assert_true (run_tags (box->vault, items, "a", NULL, NULL));
  g_assert_cmpuint (box->vault->session->n_commits, ==, n_commits + 1);
  g_assert_true (run_tags (box->vault, items, "a", "b", NULL));
  g_assert_true (run_favourite (box->vault, items, FALSE, NULL));
  g_assert_cmpuint (box->vault->session->n_commits, ==, n_commits + 1);
}

/* The item keeps its place by name, and is found again to be removed. */
static void
test_rename (void)
{
  g_autoptr (VaultBox) box = box_of_three ();
  g_autoptr (VaultItem) item = box_find (box, "two");
  g_autofree char *longest = g_strnfill (255, 'n');
  g_autoptr (GBytes) bytes = bytes_noise (1, 1000);
  guint n_renamed = 0;

  g_signal_connect (item, "notify::name", G_CALLBACK (count_cb), &n_renamed);
  g_assert_true (run_rename (box->vault, item, "aaa first", NULL));
  g_assert_cmpstr (vault_item_get_name (item), ==, "aaa first");
  g_assert_true (run_rename (box->vault, item, longest, NULL));
  g_assert_true (run_rename (box->vault, item, "zzz last", NULL));
  g_assert_cmpuint (n_renamed, ==, 3);
  g_assert_cmpuint (box_count (box), ==, 3);
  g_clear_object (&item);

  vault_box_reopen (box);
  box_assert_holds (box, "zzz last", bytes);
  item = box_find (box, "zzz last");
  g_assert_true (run_delete (box->vault, item, NULL));
  g_assert_cmpuint (box_count (box), ==, 2);
  g_assert_null (box_find (box, "two"));
}

static void
test_bad_texts (void)
{
  g_autoptr (VaultBox) box = box_of_three ();
  g_autoptr (GPtrArray) items = everything (box->vault);
  g_autofree char *long_tag = g_strnfill (VAULT_TAG_MAX_BYTES + 1, 't');
  g_autofree char *long_note = g_strnfill (VAULT_NOTE_MAX_BYTES + 1, 'n');
  const char *const tags[] = {
    "", " a", "a ", "a\nb", "\xff", "a\xe2\x80\xae", long_tag
  };
  const char *const names[] = { "", "a/b", "..", "a\nb", "\xff" };
  const char *const notes[] = { "bell \a", "\xff", long_note, "\xe2\x80\xae" };
  guint64 n_commits = box->vault->session->n_commits;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (tags); i++) {
    g_assert_false (vault_tag_is_good (tags[i]));
    if (*tags[i] == '\0')
      continue;
    g_assert_false (run_tags (box->vault, items, tags[i], NULL, &error));
    g_assert_error (error, VAULT_ERROR, VAULT_ERROR_BAD_TEXT);
    g_clear_error (&error);
  }
  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    g_assert_false (run_rename (box->vault, items->pdata[0], names[i], &error));
    g_assert_error (error, VAULT_ERROR, VAULT_ERROR_BAD_TEXT);
    g_clear_error (&error);
  }
  for (guint i = 0; i < G_N_ELEMENTS (notes); i++) {
    g_assert_false (run_note (box->vault, items, notes[i], &error));
    g_assert_error (error, VAULT_ERROR, VAULT_ERROR_BAD_TEXT);
    g_clear_error (&error);
  }
  g_assert_cmpuint (box->vault->session->n_commits, ==, n_commits);
}

/* Full is full, and what is full can still be turned, noted and emptied. */
static void
test_no_room (void)
{
  g_autoptr (VaultBox) box = vault_box_new_open ();
  g_autofree char *name = g_strnfill (255, 'n');
  g_autofree char *note = g_strnfill (160, 'n');
  g_autoptr (VaultItem) item = add (box, name);
  g_autoptr (GPtrArray) items = just (item);
  g_autoptr (GError) error = NULL;
  guint n_tags = 0;

  while (error == NULL) {
    g_autofree char *tag = g_strdup_printf ("a tag of some length %u", n_tags);

    n_tags += run_tags (box->vault, items, tag, NULL, &error);
  }
  g_assert_error (error, VAULT_ERROR, VAULT_ERROR_NO_ROOM);
  g_assert_cmpuint (n_tags, >=, 7);
  g_assert_true (run_note (box->vault, items, note, NULL));
  g_assert_true (run_set_rotation (box->vault, item, 1, NULL));
  g_assert_true (run_favourite (box->vault, items, TRUE, NULL));
  g_assert_true (run_tags (box->vault, items, NULL, "a tag of some length 0", NULL));
  g_assert_true (run_rename (box->vault, item, "n", NULL));
}

/* One of many is gone: nothing is changed. */
static void
test_gone (void)
{
  g_autoptr (VaultBox) box = box_of_three ();
  g_autoptr (GPtrArray) items = everything (box->vault);
  g_autoptr (GError) error = NULL;

  g_assert_true (run_delete (box->vault, items->pdata[1], NULL));
  g_assert_false (run_tags (box->vault, items, "a", NULL, &error));
  g_assert_error (error, VAULT_ERROR, VAULT_ERROR_NO_ITEM);
  assert_tags (items->pdata[0], "");
  g_clear_error (&error);
  run_lock (box->vault);
  g_assert_false (run_tags (box->vault, items, "a", NULL, &error));
  g_assert_error (error, VAULT_ERROR, VAULT_ERROR_LOCKED);
}

/* A note's piece that does not verify costs the note, is found, and can be replaced. */
static void
test_damaged_note (void)
{
  g_autoptr (VaultBox) box = vault_box_new_open ();
  g_autofree char *note = g_strnfill (2000, 'n');
  g_autoptr (VaultItem) item = add (box, "x");
  g_autoptr (GPtrArray) items = just (item);
  VaultVerifyReport report;

  g_assert_true (run_note (box->vault, items, note, NULL));
  g_clear_object (&item);
  vault_box_restart (box);
  sql_run (box->database, "UPDATE piece SET sealed = zeroblob (67546) WHERE id = "
                          "(SELECT max (id) FROM piece)");
  vault_box_reopen (box);
  item = box_find (box, "x");
  g_assert_cmpstr (vault_item_get_note (item), ==, "");
  g_assert_true (run_verify (box->vault, &report, NULL));
  g_assert_cmpuint (report.n_damaged, ==, 1);

  items->pdata[0] = item;
  g_assert_true (run_set_rotation (box->vault, item, 1, NULL));
  g_assert_true (run_note (box->vault, items, "again", NULL));
  g_assert_true (run_verify (box->vault, &report, NULL));
  g_assert_cmpuint (report.n_damaged, ==, 0);
}

static void
test_all_tags (void)
{
  g_autoptr (VaultBox) box = box_of_three ();
  g_autoptr (GPtrArray) items = everything (box->vault);
  g_autoptr (GPtrArray) one = just (items->pdata[0]);
  g_auto (GStrv) tags = NULL;
  g_autofree char *joined = NULL;

  g_assert_true (run_tags (box->vault, items, "b,c", NULL, NULL));
  g_assert_true (run_tags (box->vault, one, "a", "c", NULL));
  tags = vault_dup_all_tags (box->vault);
  joined = g_strjoinv (",", tags);
  g_assert_cmpstr (joined, ==, "a,b,c");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/vault-organise/kept", test_kept);
  g_test_add_func ("/vault-organise/commits", test_commits);
  g_test_add_func ("/vault-organise/rename", test_rename);
  g_test_add_func ("/vault-organise/bad-texts", test_bad_texts);
  g_test_add_func ("/vault-organise/no-room", test_no_room);
  g_test_add_func ("/vault-organise/gone", test_gone);
  g_test_add_func ("/vault-organise/damaged-note", test_damaged_note);
  g_test_add_func ("/vault-organise/all-tags", test_all_tags);
  return g_test_run ();
}
