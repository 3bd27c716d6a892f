/* test-vault-limit.c - items that are destroyed after a number of views
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "support/organise-box.h"

#include <glib/gstdio.h>

#include "vault/session-private.h"
#include "vault/vault-private.h"

#define NEVER VAULT_EXPIRES_NEVER

static VaultItem *
add_limited (VaultBox *box, guint n_views)
{
  g_autoptr (GBytes) bytes = bytes_noise (1, 100000);
  VaultItem *item = box_import (box, "x", bytes, NEVER);
  g_autoptr (GPtrArray) items = just (item);

  g_assert_true (run_view_limit (box->vault, items, n_views, NULL));
  return item;
}

static void
assert_closed (VaultBox *box, VaultItem *item)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (vault_open_stream (box->vault, item, &error));
  g_assert_error (error, VAULT_ERROR, VAULT_ERROR_VIEW_LIMITED);
}

static void
assert_reads (GInputStream *stream, gboolean expected)
{
  char byte;
  g_autoptr (GError) error = NULL;
  gssize n = g_input_stream_read (stream, &byte, 1, NULL, &error);

  g_assert_cmpint (n, ==, expected ? 1 : -1);
  if (!expected)
    g_assert_error (error, VAULT_ERROR, VAULT_ERROR_VIEW_LIMITED);
}

/* Out of reach without a view, and after it; the count is on the disk before it begins. */
static void
test_views (void)
{
  g_autoptr (VaultBox) box = vault_box_new_open ();
  g_autoptr (VaultItem) item = add_limited (box, 2);
  g_autoptr (GInputStream) stream = NULL;
  VaultView *view;

  g_assert_true (vault_item_is_view_limited (item));
  g_assert_cmpuint (vault_item_get_views_left (item), ==, 2);
  g_assert_false (vault_item_has_thumbnail (item));
  assert_closed (box, item);

  view = run_begin_view (box->vault, item, NULL);
  g_assert_nonnull (view);
  g_assert_cmpuint (vault_item_get_views_left (item), ==, 1);
  stream = vault_open_stream (box->vault, item, NULL);
  assert_reads (stream, TRUE);
  vault_end_view (box->vault, view);
  assert_closed (box, item);
  while (box->vault->running->len > 0)
    g_main_context_iteration (NULL, TRUE);
  assert_reads (stream, FALSE);
  g_clear_object (&item);
  g_clear_object (&stream);

  vault_box_reopen (box);
  item = box_find (box, "x");
  g_assert_cmpuint (vault_item_get_views_left (item), ==, 1);
  view = run_begin_view (box->vault, item, NULL);
  g_assert_cmpuint (vault_item_get_views_left (item), ==, 0);
  g_assert_true (vault_item_is_view_limited (item));
  vault_end_view (box->vault, view);
  g_assert_true (vault_item_is_gone (item));
  vault_box_reopen (box);
  g_assert_cmpuint (box_count (box), ==, 0);
}

/* Two windows over one view are one view. */
static void
test_shared (void)
{
  g_autoptr (VaultBox) box = vault_box_new_open ();
  g_autoptr (VaultItem) item = add_limited (box, 1);
  g_autoptr (GInputStream) stream = NULL;
  VaultView *first = run_begin_view (box->vault, item, NULL);
  VaultView *second = run_begin_view (box->vault, item, NULL);

  g_assert_nonnull (first);
  g_assert_nonnull (second);
  vault_end_view (box->vault, first);
  g_assert_false (vault_item_is_gone (item));
  stream = vault_open_stream (box->vault, item, NULL);
  assert_reads (stream, TRUE);
  vault_end_view (box->vault, second);
  g_assert_true (vault_item_is_gone (item));
}

/* Locked in the last view: destroyed by the next opening, before anything is shown. */
static void
test_last_view_and_lock (void)
{
  g_autoptr (VaultBox) box = vault_box_new_open ();
  g_autoptr (VaultItem) item = add_limited (box, 1);
  guint32 cell = vault_item_peek_entry (item)->cell;
  VaultView *view = run_begin_view (box->vault, item, NULL);
  VaultUnlockSummary summary;
  g_autofree char *said = NULL;

  run_lock (box->vault);
  vault_end_view (box->vault, view);
  vault_box_reopen (box);
  vault_get_unlock_summary (box->vault, &summary);
  g_assert_cmpuint (summary.n_viewed_out, ==, 1);
  g_assert_cmpuint (summary.n_expired, ==, 0);
  g_assert_cmpuint (box_count (box), ==, 0);
  g_assert_false (vault_keyring_is_live (box->vault->session->keyring, cell));
  said = describe_activity (box->vault);
  g_assert_true (g_str_has_suffix (said, "8:1 2:0 "));
}

/* No copy, and no way back once the last view has begun. */
static void
test_refused (void)
{
  g_autoptr (VaultBox) box = vault_box_new_open ();
  g_autoptr (VaultItem) item = add_limited (box, 1);
  g_autoptr (GPtrArray) items = just (item);
  g_autoptr (Folder) folder = folder_new ();
  g_autofree char *out = folder_path (folder, "out");
  g_autoptr (GPtrArray) problems = NULL;
  g_autofree char *told = NULL;
  g_autoptr (GError) error = NULL;
  VaultView *view = run_begin_view (box->vault, item, NULL);
  guint n_exported;

  g_assert_cmpint (g_mkdir (out, 0700), ==, 0);
  g_assert_true (run_export (box->vault, items, out, &n_exported, &problems, NULL));
  g_assert_cmpuint (n_exported, ==, 0);
  told = describe_problems (problems);
  g_assert_cmpstr (told, ==, "x:view-limited ");
  g_assert_false (run_view_limit (box->vault, items, 5, &error));
  g_assert_error (error, VAULT_ERROR, VAULT_ERROR_EXPIRED);
  vault_end_view (box->vault, view);
}

/* A limit that is set while somebody looks closes the item; one that is taken away opens it. */
static void
test_set_while_open (void)
{
  g_autoptr (VaultBox) box = vault_box_new_open ();
  g_autoptr (GBytes) bytes = bytes_noise (1, 100000);
  g_autoptr (VaultItem) item = box_import (box, "x", bytes, NEVER);
  g_autoptr (GPtrArray) items = just (item);
  g_autoptr (GInputStream) stream = vault_open_stream (box->vault, item, NULL);
  VaultVerifyReport report;
  VaultView *view = run_begin_view (box->vault, item, NULL);

  g_assert_nonnull (view);
  assert_reads (stream, TRUE);
  g_assert_true (run_view_limit (box->vault, items, 3, NULL));
  assert_reads (stream, FALSE);
  vault_end_view (box->vault, view);
  g_assert_cmpuint (vault_item_get_views_left (item), ==, 3);
  g_assert_true (run_verify (box->vault, &report, NULL));
  g_assert_cmpuint (report.n_items, ==, 1);
  g_assert_true (run_view_limit (box->vault, items, VAULT_VIEWS_UNLIMITED, NULL));
  box_assert_holds (box, "x", bytes);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/vault-limit/views", test_views);
  g_test_add_func ("/vault-limit/shared", test_shared);
  g_test_add_func ("/vault-limit/last-view-and-lock", test_last_view_and_lock);
  g_test_add_func ("/vault-limit/refused", test_refused);
  g_test_add_func ("/vault-limit/set-while-open", test_set_while_open);
  return g_test_run ();
}
