/* test-vault-view.c - how an item was looked at: turned, and where it was left
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "support/vault-box.h"

#include "vault/session-private.h"
#include "vault/vault-private.h"

#define NEVER VAULT_EXPIRES_NEVER
#define N_FILES 40

static VaultItem *
add (VaultBox *box, const char *name)
{
  g_autoptr (GBytes) bytes = bytes_noise (1, 100000);

  return box_import (box, name, bytes, NEVER);
}

static void
count_cb (GObject *object, GParamSpec *pspec, gpointer user_data)
{
  *(guint *) user_data += 1;
}

static void
watch (VaultItem *item, const char *signal, guint *count)
{
  *count = 0;
  g_signal_connect (item, signal, G_CALLBACK (count_cb), count);
}

static void
assert_view (VaultBox *box, const char *name, guint rotation, guint64 position_ms)
{
  g_autoptr (VaultItem) item = box_find (box, name);

  g_assert_nonnull (item);
  g_assert_cmpuint (vault_item_get_rotation (item), ==, rotation);
  g_assert_cmpuint (vault_item_get_position_ms (item), ==, position_ms);
}

static void
test_kept (void)
{
  g_autoptr (VaultBox) box = vault_box_new_open ();
  g_autoptr (VaultItem) item = add (box, "x");
  g_autoptr (VaultItem) other = add (box, "other");
  guint n_turned;
  guint n_moved;
  guint n_dated;

  watch (item, "notify::rotation", &n_turned);
  watch (item, "notify::position-ms", &n_moved);
  watch (item, "notify::expires", &n_dated);
  g_assert_true (run_set_rotation (box->vault, item, 3, NULL));
  assert_view (box, "x", 3, 0);
  g_assert_true (run_set_position (box->vault, item, 5000, NULL));
  assert_view (box, "x", 3, 5000);
  g_assert_cmpuint (n_turned, ==, 1);
  g_assert_cmpuint (n_moved, ==, 1);
  g_assert_cmpuint (n_dated, ==, 0);
  assert_view (box, "other", 0, 0);

  g_clear_object (&item);
  vault_box_reopen (box);
  assert_view (box, "x", 3, 5000);
  assert_view (box, "other", 0, 0);
}

/* Whole turns are none, and nobody watches for longer than a year. */
static void
test_bounds (void)
{
  g_autoptr (VaultBox) box = vault_box_new_open ();
  g_autoptr (VaultItem) item = add (box, "x");

  g_assert_true (run_set_rotation (box->vault, item, 6, NULL));
  g_assert_true (run_set_position (box->vault, item, G_MAXUINT64, NULL));
  assert_view (box, "x", 2, VAULT_POSITION_MAX_MS);
  vault_box_reopen (box);
  assert_view (box, "x", 2, VAULT_POSITION_MAX_MS);

  g_object_unref (item);
  item = box_find (box, "x");
  g_assert_true (run_set_rotation (box->vault, item, 4, NULL));
  g_assert_true (run_set_position (box->vault, item, 0, NULL));
  vault_box_reopen (box);
  assert_view (box, "x", 0, 0);
}

static void
test_known_is_not_written (void)
{
  g_autoptr (VaultBox) box = vault_box_new_open ();
  g_autoptr (VaultItem) item = add (box, "x");
  guint64 n_commits = box->vault->session->n_commits;

  g_assert_true (run_set_rotation (box->vault, item, 0, NULL));
  g_assert_true (run_set_position (box->vault, item, 0, NULL));
  g_assert_cmpuint (box->vault->session->n_commits, ==, n_commits);
  g_assert_true (run_set_rotation (box->vault, item, 1, NULL));
  g_assert_true (run_set_rotation (box->vault, item, 5, NULL));
  g_assert_cmpuint (box->vault->session->n_commits, ==, n_commits + 1);
}

/* A change of one thing leaves the others alone. */
static void
test_beside_a_deadline (void)
{
  g_autoptr (VaultBox) box = vault_box_new_open ();
  g_autoptr (VaultItem) item = add (box, "x");
  gint64 deadline = FAKE_NOW + 2 * FAKE_DAY;

  g_assert_true (run_set_rotation (box->vault, item, 1, NULL));
  g_assert_true (run_set_expiry (box->vault, item, deadline, NULL));
  assert_view (box, "x", 1, 0);
  g_assert_true (run_set_position (box->vault, item, 7, NULL));
  g_assert_cmpint (vault_item_get_expires (item), ==, deadline);

  g_clear_object (&item);
  vault_box_reopen (box);
  assert_view (box, "x", 1, 7);
  item = box_find (box, "x");
  g_assert_cmpint (vault_item_get_expires (item), ==, deadline);
  g_clear_object (&item);
  fake_clock_pass (3 * FAKE_DAY);
  vault_box_reopen (box);
  g_assert_cmpuint (box_count (box), ==, 0);
}

static void
test_gone (void)
{
  g_autoptr (VaultBox) box = vault_box_new_open ();
  g_autoptr (VaultItem) item = add (box, "x");
  g_autoptr (VaultItem) other = add (box, "other");
  g_autoptr (GError) error = NULL;

  g_assert_true (run_delete (box->vault, item, NULL));
  g_assert_false (run_set_rotation (box->vault, item, 1, &error));
  g_assert_error (error, VAULT_ERROR, VAULT_ERROR_NO_ITEM);
  g_clear_error (&error);

  run_lock (box->vault);
  g_assert_false (run_set_rotation (box->vault, other, 1, &error));
  g_assert_error (error, VAULT_ERROR, VAULT_ERROR_LOCKED);
  g_clear_error (&error);
  g_assert_false (run_set_position (box->vault, other, 1, &error));
  g_assert_error (error, VAULT_ERROR, VAULT_ERROR_LOCKED);
}

typedef struct {
  guint n_done;
  GError *error;
  guint n_imported;
} Done;

static void
on_turned_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Done *done = user_data;

  (void) !vault_set_rotation_finish (VAULT_VAULT (source), result, &done->error);
  done->n_done++;
}

static void
on_imported_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Done *done = user_data;
  g_autoptr (GPtrArray) problems = NULL;
  g_autoptr (GError) error = NULL;

  (void) !vault_import_finish (VAULT_VAULT (source), result, &done->n_imported,
                               &problems, &error);
  g_assert_no_error (error);
  done->n_done++;
}

static void
wait_for_done (Done *done, guint n)
{
  while (done->n_done < n)
    g_main_context_iteration (NULL, TRUE);
}

static void
test_cancelled (void)
{
  g_autoptr (VaultBox) box = vault_box_new_open ();
  g_autoptr (VaultItem) item = add (box, "x");
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Done done = { 0 };

  g_cancellable_cancel (cancellable);
  vault_set_rotation_async (box->vault, item, 1, cancellable, on_turned_cb, &done);
  wait_for_done (&done, 1);
  g_assert_error (done.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&done.error);
  assert_view (box, "x", 0, 0);
}

/* Either it was in time, and is kept, or it is told that it was not. */
static void
test_lock_ends_it (void)
{
  g_autoptr (VaultBox) box = vault_box_new_open ();

  g_object_unref (add (box, "x"));
  for (guint i = 0; i < 10; i++) {
    g_autoptr (VaultItem) item = box_find (box, "x");
    guint before = vault_item_get_rotation (item);
    Done done = { 0 };

    vault_set_rotation_async (box->vault, item, before + 1, NULL, on_turned_cb, &done);
    run_lock (box->vault);
    wait_for_done (&done, 1);
    if (done.error != NULL)
      g_assert_error (done.error, VAULT_ERROR, VAULT_ERROR_LOCKED);
    vault_box_reopen (box);
    assert_view (box, "x", done.error == NULL ? (before + 1) % VAULT_FULL_TURN : before,
                 0);
    g_clear_error (&done.error);
  }
}

static void
test_beside_an_import (void)
{
  g_autoptr (VaultBox) box = vault_box_new_open ();
  g_autoptr (VaultItem) item = add (box, "x");
  g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GBytes) bytes = bytes_noise (2, 300000);
  Done done = { 0 };

  for (guint i = 0; i < N_FILES; i++) {
    g_autofree char *name = g_strdup_printf ("%u.bin", i);
    g_autofree char *path = folder_put (box->home, name, g_bytes_get_data (bytes, NULL),
                                        g_bytes_get_size (bytes));

    g_ptr_array_add (files, g_file_new_for_path (path));
  }

  vault_import_async (box->vault, (GFile **) files->pdata, files->len, NEVER,
                      VAULT_METADATA_KEPT, NULL, NULL, NULL, on_imported_cb, &done);
  for (guint i = 1; i <= 5; i++) {
    g_autoptr (GError) error = NULL;

    g_assert_true (run_set_rotation (box->vault, item, i, &error));
    g_assert_no_error (error);
    assert_view (box, "x", i % VAULT_FULL_TURN, 0);
  }
  wait_for_done (&done, 1);
  g_assert_cmpuint (done.n_imported, ==, N_FILES);
  g_clear_object (&item);
  vault_box_reopen (box);
  g_assert_cmpuint (box_count (box), ==, N_FILES + 1);
  assert_view (box, "x", 1, 0);
}

/* Of many changes under way at once each is whole: what the items say in the end is what
 * the records say, and no change of one thing has undone one of another. */
static void
test_at_once (void)
{
  g_autoptr (VaultBox) box = vault_box_new_open ();
  g_autoptr (VaultItem) item = add (box, "x");
  Done done = { 0 };
  guint rotation;

  for (guint i = 1; i <= 3; i++) {
    vault_set_rotation_async (box->vault, item, i, NULL, on_turned_cb, &done);
    g_assert_true (run_set_position (box->vault, item, 100 * i, NULL));
  }
  wait_for_done (&done, 3);
  g_assert_no_error (done.error);
  rotation = vault_item_get_rotation (item);
  g_assert_cmpuint (rotation, !=, 0);
  assert_view (box, "x", rotation, 300);
  g_clear_object (&item);
  vault_box_reopen (box);
  assert_view (box, "x", rotation, 300);
}

typedef struct {
  guint n_done;
  VaultItem *item;
} Order;

typedef struct {
  Order *order;
  guint number;
} Turn;

static void
on_turn_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree Turn *turn = user_data;
  Order *order = turn->order;

  g_assert_true (vault_set_rotation_finish (VAULT_VAULT (source), result, NULL));
  g_assert_cmpuint (turn->number, ==, order->n_done);
  g_assert_cmpuint (vault_item_get_rotation (order->item), ==,
                    turn->number % VAULT_FULL_TURN);
  order->n_done++;
}

/* The last to be asked for is the last to be made, however many are under way. */
static void
test_in_order (void)
{
  g_autoptr (VaultBox) box = vault_box_new_open ();
  g_autoptr (VaultItem) item = add (box, "x");
  Order order = { .item = item };

  for (guint i = 0; i < N_FILES; i++) {
    Turn *turn = g_new (Turn, 1);

    *turn = (Turn){ &order, i };
    vault_set_rotation_async (box->vault, item, i % VAULT_FULL_TURN, NULL, on_turn_cb,
                              turn);
  }
  while (order.n_done < N_FILES)
    g_main_context_iteration (NULL, TRUE);
  g_clear_object (&item);
  vault_box_reopen (box);
  assert_view (box, "x", (N_FILES - 1) % VAULT_FULL_TURN, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/vault/view/kept", test_kept);
  g_test_add_func ("/vault/view/bounds", test_bounds);
  g_test_add_func ("/vault/view/known-is-not-written", test_known_is_not_written);
  g_test_add_func ("/vault/view/beside-a-deadline", test_beside_a_deadline);
  g_test_add_func ("/vault/view/gone", test_gone);
  g_test_add_func ("/vault/view/cancelled", test_cancelled);
  g_test_add_func ("/vault/view/lock-ends-it", test_lock_ends_it);
  g_test_add_func ("/vault/view/beside-an-import", test_beside_an_import);
  g_test_add_func ("/vault/view/at-once", test_at_once);
  g_test_add_func ("/vault/view/in-order", test_in_order);
  return g_test_run ();
}
