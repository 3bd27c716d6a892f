/* test-vault-wipe-at-work.c - the emergency wipe while the vault is in the middle of something
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "support/vault-box.h"

#include <glib/gstdio.h>
#include <string.h>

#define NEVER VAULT_EXPIRES_NEVER
#define LONG_BYTES 20000000

/* What runs when the wipe comes. */
typedef struct {
  VaultBox *box;
  GFile *source;
  char *out;
  gboolean moving; /* it has done something */
  gboolean over;
} Work;

static void
moved (const VaultProgress *progress, gpointer user_data)
{
  Work *work = user_data;

  work->moving = work->moving || progress->n_bytes_done > 0;
}

static void
over_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Work *work = user_data;

  work->over = TRUE;
}

static Work *
work_new (void)
{
  Work *work = g_new0 (Work, 1);
  g_autoptr (GBytes) bytes = bytes_noise (1, LONG_BYTES);
  g_autofree char *path = NULL;

  work->box = vault_box_new_open ();
  path = g_build_filename (work->box->home, "source", NULL);
  file_put (path, bytes);
  work->source = g_file_new_for_path (path);
  work->out = g_build_filename (work->box->home, "out", NULL);
  g_assert_cmpint (g_mkdir (work->out, 0700), ==, 0);
  g_object_unref (box_import (work->box, "long", bytes, NEVER));
  return work;
}

static void
work_free (Work *work)
{
  vault_box_free (work->box);
  g_object_unref (work->source);
  g_free (work->out);
  g_free (work);
}

static void
start_import (Work *work)
{
  vault_import_async (work->box->vault, &work->source, 1, NEVER, VAULT_METADATA_KEPT,
                      NULL, moved, work, over_cb, work);
}

static void
start_export (Work *work)
{
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GFile) folder = g_file_new_for_path (work->out);

  g_ptr_array_add (items, box_find (work->box, "long"));
  vault_export_async (work->box->vault, items, folder, VAULT_METADATA_KEPT, NULL, moved,
                      work, over_cb, work);
}

static void
start_verify (Work *work)
{
  vault_verify_async (work->box->vault, NULL, moved, work, over_cb, work);
}

/* Reads on its own thread, as a film does. */
static gpointer
read_on (gpointer data)
{
  GInputStream *stream = data;
  g_autofree guint8 *buffer = g_malloc (1 << 16);

  while (g_input_stream_read (stream, buffer, 1 << 16, NULL, NULL) > 0)
    g_seekable_seek (G_SEEKABLE (stream), 0, G_SEEK_SET, NULL, NULL);
  return NULL;
}

/* The wipe says destroyed, and so it is: nothing that was under way has put a byte back. */
static void
wipe_and_judge (Work *work, VaultWipeOutcome others)
{
  VaultBox *box = work->box;
  g_autoptr (GBytes) before = file_get (box->keyring);
  g_autoptr (GBytes) after = NULL;
  g_autoptr (GError) error = NULL;
  VaultReceipt receipt;

  g_assert_true (run_wipe (box->vault, &receipt, &error));
  g_assert_no_error (error);
  for (VaultWipePart part = VAULT_WIPE_MEMORY; part <= VAULT_WIPE_CELLS; part++)
    g_assert_cmpint (receipt.steps[part].outcome, ==, VAULT_WIPE_DESTROYED);
  g_assert_cmpint (receipt.steps[VAULT_WIPE_DATABASE].outcome, ==, VAULT_WIPE_REMOVED);
  g_assert_cmpint (receipt.steps[VAULT_WIPE_OTHERS].outcome, ==, others);

  after = file_get (box->keyring);
  for (gsize at = 0; at + 64 <= g_bytes_get_size (after); at += 64)
    g_assert_cmpint (memcmp ((const guint8 *) g_bytes_get_data (before, NULL) + at,
                             (const guint8 *) g_bytes_get_data (after, NULL) + at, 64),
                     !=, 0);
  vault_box_restart (box);
  box_assert_unlock_fails (box, VAULT_ERROR_DESTROYED);
  g_assert_false (file_exists (box->database));
}

typedef void (*Start) (Work *work);

static void
test_while (gconstpointer data)
{
  Start start = (Start) data;
  Work *work = work_new ();

  start (work);
  while (!work->moving && !work->over)
    g_main_context_iteration (NULL, TRUE);
  wipe_and_judge (work, VAULT_WIPE_NOTHING);
  while (!work->over)
    g_main_context_iteration (NULL, TRUE);
  work_free (work);
}

static void
test_while_reading (void)
{
  Work *work = work_new ();
  g_autoptr (VaultItem) item = box_find (work->box, "long");
  g_autoptr (GInputStream) stream = vault_open_stream (work->box->vault, item, NULL);
  GThread *thread = g_thread_new ("reader", read_on, stream);

  wipe_and_judge (work, VAULT_WIPE_NOTHING);
  g_thread_join (thread);
  work_free (work);
}

/* Everything at once, more than there are threads for tasks. */
static void
test_while_crowded (void)
{
  Work *work = work_new ();
  Work many[12];

  for (guint i = 0; i < G_N_ELEMENTS (many); i++) {
    many[i] = *work;
    start_verify (&many[i]);
  }
  start_import (work);
  start_export (work);
  wipe_and_judge (work, VAULT_WIPE_NOTHING);
  for (guint i = 0; i < G_N_ELEMENTS (many); i++) {
    while (!many[i].over)
      g_main_context_iteration (NULL, TRUE);
  }
  while (!work->over)
    g_main_context_iteration (NULL, TRUE);
  work_free (work);
}

/* A second instance stands before the locked file and waits; it finds the vault destroyed. */
static void
test_second_instance (void)
{
  Work *work = work_new ();
  g_autoptr (Vault) second = vault_new (work->box->folder);
  g_autoptr (GError) error = NULL;

  g_assert_false (run_unlock (second, BOX_PASSPHRASE, &error));
  g_assert_error (error, VAULT_ERROR, VAULT_ERROR_BUSY);
  g_clear_error (&error);
  wipe_and_judge (work, VAULT_WIPE_NOTHING);
  g_assert_false (run_unlock (second, BOX_PASSPHRASE, &error));
  g_assert_error (error, VAULT_ERROR, VAULT_ERROR_DESTROYED);
  work_free (work);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/vault-wipe-at-work/importing", start_import, test_while);
  g_test_add_data_func ("/vault-wipe-at-work/exporting", start_export, test_while);
  g_test_add_data_func ("/vault-wipe-at-work/verifying", start_verify, test_while);
  g_test_add_func ("/vault-wipe-at-work/reading", test_while_reading);
  g_test_add_func ("/vault-wipe-at-work/crowded", test_while_crowded);
  g_test_add_func ("/vault-wipe-at-work/second-instance", test_second_instance);
  return g_test_run ();
}
