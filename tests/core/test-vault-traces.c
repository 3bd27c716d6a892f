/* test-vault-traces.c - originals beside what the vault holds of them
 *
 * What is found in lists and caches is in test-traces.c; here it is about what may be removed,
 * and about a vault that does not stay open.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <glib/gstdio.h>
#include <string.h>
#include <vault/vault-traces.h>

#include "support/vault-box.h"

static void
done_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static void
wait_for (GAsyncResult **result)
{
  while (*result == NULL)
    g_main_context_iteration (NULL, TRUE);
}

static GPtrArray *
find (VaultBox *box, const char *path, GError **error)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GAsyncResult) result = NULL;

  vault_traces_find_async (box->vault, &file, 1, NULL, NULL, NULL, done_cb, &result);
  wait_for (&result);
  return vault_traces_find_finish (box->vault, result, error);
}

/* The one original that there is. */
static GPtrArray *
find_original (VaultBox *box, const char *path, VaultTraceState state)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *traces = find (box, path, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (traces->len, ==, 1);
  g_assert_cmpint (vault_trace_get_kind (traces->pdata[0]), ==, VAULT_TRACE_ORIGINAL);
  g_assert_cmpstr (
      vault_trace_state_get_nick (vault_trace_get_state (traces->pdata[0])), ==,
      vault_trace_state_get_nick (state));
  return traces;
}

static gboolean
remove_all (VaultBox *box, GPtrArray *traces, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  vault_traces_remove_async (box->vault, traces, NULL, NULL, NULL, done_cb, &result);
  wait_for (&result);
  return vault_traces_remove_finish (box->vault, result, error);
}

static void
assert_outcome (VaultBox *box, GPtrArray *traces, VaultTraceOutcome outcome)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (remove_all (box, traces, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (
      vault_trace_outcome_get_nick (vault_trace_get_outcome (traces->pdata[0])), ==,
      vault_trace_outcome_get_nick (outcome));
}

static char *
put (VaultBox *box, const char *name, GBytes *bytes)
{
  char *path = folder_path (box->home, name);

  file_put (path, bytes);
  return path;
}

static void
test_removed (void)
{
  g_autoptr (VaultBox) box = vault_box_new_open ();
  g_autoptr (GBytes) bytes = bytes_noise (1, (3 << 20) + 17);
  g_autofree char *path = put (box, "film.mp4", bytes);
  g_autoptr (VaultItem) item = box_import (box, "renamed", bytes, VAULT_EXPIRES_NEVER);
  g_autoptr (GPtrArray) traces = find_original (box, path, VAULT_TRACE_REMOVABLE);

  assert_outcome (box, traces, VAULT_TRACE_REMOVED);
  g_assert_false (file_exists (path));
  box_assert_holds (box, "renamed", bytes);
}

/* One bit is enough, in the last byte as well. */
static void
test_only_copy (void)
{
  g_autoptr (VaultBox) box = vault_box_new_open ();
  g_autoptr (GBytes) bytes = bytes_noise (1, (1 << 20) + 3);
  g_autofree char *path = put (box, "a.jpg", bytes);
  g_autoptr (VaultItem) item = box_import (box, "a.jpg", bytes, VAULT_EXPIRES_NEVER);
  g_autoptr (GPtrArray) traces = NULL;

  file_flip (path, (1 << 20) + 2, 1);
  traces = find_original (box, path, VAULT_TRACE_ONLY_COPY);
  assert_outcome (box, traces, VAULT_TRACE_NOT_TRIED);
  g_assert_true (file_exists (path));
}

/* What does not verify is no copy, however it looks. */
static void
test_damaged_item (void)
{
  g_autoptr (VaultBox) box = vault_box_new_open ();
  g_autoptr (GBytes) bytes = bytes_noise (1, 2 << 20);
  g_autofree char *path = put (box, "a.jpg", bytes);
  g_autoptr (VaultItem) item = box_import (box, "a.jpg", bytes, VAULT_EXPIRES_NEVER);
  g_autoptr (GPtrArray) traces = NULL;

  run_lock (box->vault);
  box->damaged = TRUE;
  /* In the middle of the pieces. */
  file_flip (box->database, file_size (box->database) / 2, 1);
  g_assert_true (run_unlock (box->vault, BOX_PASSPHRASE, NULL));
  traces = find_original (box, path, VAULT_TRACE_ONLY_COPY);
  g_assert_true (file_exists (path));
}

/* Between the list and the click. */
static void
test_item_gone_meanwhile (void)
{
  g_autoptr (VaultBox) box = vault_box_new_open ();
  g_autoptr (GBytes) bytes = bytes_noise (1, 5000);
  g_autofree char *path = put (box, "a.jpg", bytes);
  g_autoptr (VaultItem) item = box_import (box, "a.jpg", bytes, VAULT_EXPIRES_NEVER);
  g_autoptr (GPtrArray) traces = find_original (box, path, VAULT_TRACE_REMOVABLE);

  g_assert_true (run_delete (box->vault, item, NULL));
  assert_outcome (box, traces, VAULT_TRACE_CHANGED);
  g_assert_true (file_exists (path));
}

static void
test_locked (void)
{
  g_autoptr (VaultBox) box = vault_box_new_open ();
  g_autoptr (GBytes) bytes = bytes_noise (1, 5000);
  g_autofree char *path = put (box, "a.jpg", bytes);
  g_autoptr (VaultItem) item = box_import (box, "a.jpg", bytes, VAULT_EXPIRES_NEVER);
  g_autoptr (GPtrArray) traces = find_original (box, path, VAULT_TRACE_REMOVABLE);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GPtrArray) none = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) while_running = NULL;

  /* A lock while it is under way, before its thread had a chance. */
  vault_traces_find_async (box->vault, &file, 1, NULL, NULL, NULL, done_cb, &result);
  run_lock (box->vault);
  wait_for (&result);
  none = vault_traces_find_finish (box->vault, result, &while_running);
  if (none == NULL)
    g_assert_error (while_running, VAULT_ERROR, VAULT_ERROR_LOCKED);

  g_assert_false (remove_all (box, traces, &error));
  g_assert_error (error, VAULT_ERROR, VAULT_ERROR_LOCKED);
  g_assert_cmpint (vault_trace_get_outcome (traces->pdata[0]), ==,
                   VAULT_TRACE_NOT_TRIED);
  g_assert_true (file_exists (path));
}

/* The vault's own files are no originals, whatever somebody asks. */
static void
test_own_files (void)
{
  g_autoptr (VaultBox) box = vault_box_new_open ();
  g_autoptr (GBytes) keyring = file_get (box->keyring);
  g_autoptr (VaultItem) item =
                 box_import (box, "keyring", keyring, VAULT_EXPIRES_NEVER);
  g_autoptr (GPtrArray) traces = find (box, box->keyring, NULL);

  g_assert_cmpuint (traces->len, ==, 0);
  g_assert_true (file_exists (box->keyring));
}

int
main (int argc, char **argv)
{
  g_autoptr (Folder) home = folder_new ();

  /* Before GLib looks: the person's own lists are no test's. */
  g_setenv ("HOME", home, TRUE);
  g_setenv ("XDG_DATA_HOME", home, TRUE);
  g_setenv ("XDG_CACHE_HOME", home, TRUE);
  g_setenv ("XDG_CONFIG_HOME", home, TRUE);
  g_setenv ("XDG_STATE_HOME", home, TRUE);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/vault-traces/removed", test_removed);
  g_test_add_func ("/vault-traces/only-copy", test_only_copy);
  g_test_add_func ("/vault-traces/damaged-item", test_damaged_item);
  g_test_add_func ("/vault-traces/item-gone-meanwhile", test_item_gone_meanwhile);
  g_test_add_func ("/vault-traces/locked", test_locked);
  g_test_add_func ("/vault-traces/own-files", test_own_files);
  return g_test_run ();
}
