/* test-vault-import.c - sources good, bad and changing, and imports that are broken off
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "support/odd-file.h"
#include "support/vault-box.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "support/store-box.h"

#define NEVER VAULT_EXPIRES_NEVER

typedef struct {
  VaultBox *box;
  GPtrArray *files;
  GCancellable *cancellable;
} Import;

static void
import_init (Import *import)
{
  import->box = vault_box_new_open ();
  import->files = g_ptr_array_new_with_free_func (g_object_unref);
  import->cancellable = g_cancellable_new ();
}

static void
import_clear (Import *import)
{
  g_ptr_array_unref (import->files);
  g_object_unref (import->cancellable);
  vault_box_free (import->box);
}

/* A path in the home folder of the box. */
static char *
add_path (Import *import, const char *name)
{
  char *path = folder_path (import->box->home, name);

  g_ptr_array_add (import->files, g_file_new_for_path (path));
  return path;
}

static void
add_file (Import *import, const char *name, const char *text)
{
  g_autofree char *path = add_path (import, name);
  g_autofree char *parent = g_path_get_dirname (path);

  g_assert_cmpint (g_mkdir_with_parents (parent, 0700), ==, 0);
  g_free (folder_put_text (import->box->home, name, text));
}

/* Import and expect this many items, problems and, if it failed, error. */
static void
assert_imports (Import *import, guint n_expected, const char *problems, int code)
{
  g_autoptr (GPtrArray) found = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  guint n_imported;
  gboolean ok = run_import (import->box->vault, import->files, NEVER,
                            import->cancellable, &n_imported, &found, &error);

  if (code < 0) {
    g_assert_no_error (error);
    g_assert_true (ok);
  } else if (code == G_IO_ERROR_CANCELLED && error->domain == G_IO_ERROR) {
    g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  } else {
    g_assert_error (error, VAULT_ERROR, code);
  }
  g_assert_cmpuint (n_imported, ==, n_expected);
  text = describe_problems (found);
  g_assert_cmpstr (text, ==, problems);
}

static void
test_bad_sources (void)
{
  Import import;
  g_autofree char *fifo = NULL;
  g_autofree char *link = NULL;
  g_autofree char *dangling = NULL;
  g_autofree char *socket_path = NULL;
  struct sockaddr_un address = { .sun_family = AF_UNIX };
  int fd;

  import_init (&import);
  add_file (&import, "good", "good");
  add_file (&import, "empty", "");
  g_free (add_path (&import, "vanished"));
  fifo = add_path (&import, "fifo");
  g_assert_cmpint (mkfifo (fifo, 0600), ==, 0);
  link = add_path (&import, "link");
  g_assert_cmpint (symlink ("good", link), ==, 0);
  dangling = add_path (&import, "dangling");
  g_assert_cmpint (symlink ("nothing", dangling), ==, 0);
  socket_path = add_path (&import, "socket");
  g_strlcpy (address.sun_path, socket_path, sizeof address.sun_path);
  fd = socket (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  g_assert_cmpint (bind (fd, (struct sockaddr *) &address, sizeof address), ==, 0);
  g_ptr_array_add (import.files, g_file_new_for_path ("/dev/null"));

  assert_imports (&import, 1,
                  "vanished:source-gone fifo:not-a-file link:not-a-file "
                  "dangling:not-a-file socket:not-a-file null:not-a-file "
                  "empty:empty-file good:unsupported-media+ ",
                  -1);
  g_assert_cmpuint (box_count (import.box), ==, 1);
  close (fd);
  import_clear (&import);
}

static void
test_bad_names (void)
{
  Import import;

  import_init (&import);
  add_file (&import, "line\nbreak", "x");
  add_file (&import, "escape\x1b[2J", "x");
  add_file (&import, "latin-1 \xe9", "x");
  add_file (&import,
            "bidi \xe2\x80\xae"
            "gpj.exe",
            "x");
  assert_imports (&import, 0,
                  "line\nbreak:bad-name escape\x1b[2J:bad-name "
                  "latin-1 \xef\xbf\xbd:bad-name "
                  "bidi \xe2\x80\xae"
                  "gpj.exe:bad-name ",
                  -1);
  import_clear (&import);
}

/* Folders with all that is in them, but for hidden things, links, and the vault itself. */
static void
test_folders (void)
{
  Import import;
  g_autofree char *up = NULL;
  g_autofree char *secret = NULL;

  import_init (&import);
  add_file (&import, "in/a", "a");
  add_file (&import, "in/deep/er/b", "b");
  add_file (&import, "in/.hidden", "h");
  add_file (&import, "in/.git/c", "c");
  up = folder_path (import.box->home, "in/deep/up");
  g_assert_cmpint (symlink ("..", up), ==, 0);
  secret = folder_path (import.box->home, "in/empty");
  g_assert_cmpint (g_mkdir (secret, 0700), ==, 0);
  g_ptr_array_set_size (import.files, 0);
  g_ptr_array_add (import.files, g_file_new_for_path (import.box->home));
  assert_imports (&import, 2,
                  "up:not-a-file a:unsupported-media+ b:unsupported-media+ ", -1);
  g_assert_cmpuint (box_count (import.box), ==, 2);
  import_clear (&import);
}

/* More than a batch, and a name twice. */
static void
test_many (void)
{
  Import import;
  g_autoptr (GPtrArray) problems = NULL;
  guint n_imported;

  import_init (&import);
  for (guint i = 0; i < 150; i++) {
    g_autofree char *name = g_strdup_printf ("%u/name %u", i, i % 100);

    add_file (&import, name, name);
  }
  g_assert_true (run_import (import.box->vault, import.files, NEVER, NULL, &n_imported,
                             &problems, NULL));
  g_assert_cmpuint (n_imported, ==, 150);
  g_assert_cmpuint (problems->len, ==, 150);
  g_assert_cmpuint (box_count (import.box), ==, 150);
  vault_box_reopen (import.box);
  g_assert_cmpuint (box_count (import.box), ==, 150);
  for (guint i = 0; i < 50; i++) {
    g_autofree char *name = g_strdup_printf ("name %u", 50 + i);
    g_autofree char *text = g_strdup_printf ("%u/name %u", 50 + i, 50 + i);
    g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));

    box_assert_holds (import.box, name, bytes);
  }
  import_clear (&import);
}

/* No piece of what was not imported stays behind. */
static void
assert_no_rubbish (VaultBox *box, gint64 n_pieces)
{
  vault_box_reopen (box);
  wait_for_reclaimer (box->vault);
  run_lock (box->vault);
  g_assert_cmpint (sql_get_number (box->database, "SELECT count(*) FROM piece"), ==,
                   n_pieces);
}

/* A source whose length is not what it was when the import began, or cannot be read. */
static void
test_changing (gconstpointer data)
{
  OddFileSpec spec = *(const OddFileSpec *) data;
  g_autoptr (GBytes) bytes = bytes_noise (1, 300000);
  g_autofree char *expected =
      g_strdup_printf ("%s:%s after:unsupported-media+ ", spec.name,
                       spec.fail_at > 0 ? "source-unreadable" : "source-changed");
  Import import;

  import_init (&import);
  spec.bytes = bytes;
  g_ptr_array_add (import.files, odd_file_new (&spec));
  add_file (&import, "after", "good");
  assert_imports (&import, 1, expected, -1);
  g_assert_cmpuint (box_count (import.box), ==, 1);
  assert_no_rubbish (import.box, 1);
  import_clear (&import);
}

static void
cancel_in_the_middle (gsize offset, gpointer data)
{
  if (offset > 500000)
    g_cancellable_cancel (data);
}

/* What was finished stays, and nothing of what was not. */
static void
test_cancel (void)
{
  Import import;
  g_autoptr (GBytes) bytes = bytes_noise (1, 2000000);
  OddFileSpec spec = { "film", 2000000, bytes, 0, cancel_in_the_middle, NULL };

  import_init (&import);
  spec.data = import.cancellable;
  add_file (&import, "one", "one");
  add_file (&import, "two", "two");
  g_ptr_array_add (import.files, odd_file_new (&spec));
  add_file (&import, "never reached", "x");
  assert_imports (&import, 2, "one:unsupported-media+ two:unsupported-media+ ",
                  G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (box_count (import.box), ==, 2);
  assert_no_rubbish (import.box, 2);
  import_clear (&import);
}

static void
test_cancelled_before (void)
{
  Import import;

  import_init (&import);
  add_file (&import, "one", "one");
  g_cancellable_cancel (import.cancellable);
  assert_imports (&import, 0, "", G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (box_count (import.box), ==, 0);
  import_clear (&import);
}

typedef struct {
  Vault *vault;
  GMutex mutex;
  GCond locked;
  gboolean is_locked;
} Locking;

static gboolean
lock_now (gpointer data)
{
  Locking *locking = data;

  vault_lock_async (locking->vault, NULL, NULL);
  g_mutex_lock (&locking->mutex);
  locking->is_locked = TRUE;
  g_cond_signal (&locking->locked);
  g_mutex_unlock (&locking->mutex);
  return G_SOURCE_REMOVE;
}

static void
lock_in_the_middle (gsize offset, gpointer data)
{
  Locking *locking = data;

  if (offset < 500000 || locking->is_locked)
    return;

  g_idle_add (lock_now, locking);
  g_mutex_lock (&locking->mutex);
  while (!locking->is_locked)
    g_cond_wait (&locking->locked, &locking->mutex);
  g_mutex_unlock (&locking->mutex);
}

/* A lock does not wait for the import, and the import leaves nothing half done. */
static void
test_lock (void)
{
  Import import;
  Locking locking = { 0 };
  g_autoptr (GBytes) bytes = bytes_noise (1, 2000000);
  OddFileSpec spec = { "film", 2000000, bytes, 0, lock_in_the_middle, &locking };
  VaultUnlockSummary summary;

  import_init (&import);
  locking.vault = import.box->vault;
  g_ptr_array_add (import.files, odd_file_new (&spec));
  add_file (&import, "never reached", "x");
  assert_imports (&import, 0, "", VAULT_ERROR_LOCKED);
  g_assert_cmpint (vault_get_state (import.box->vault), ==, VAULT_STATE_LOCKED);
  vault_box_reopen (import.box);
  vault_get_unlock_summary (import.box->vault, &summary);
  g_assert_cmpuint (summary.n_damaged, ==, 0);
  g_assert_cmpuint (box_count (import.box), ==, 0);
  assert_no_rubbish (import.box, 0);
  import_clear (&import);
}

typedef struct {
  VaultProgress last;
  guint n_calls;
} Progress;

static void
on_progress (const VaultProgress *progress, gpointer user_data)
{
  Progress *seen = user_data;

  g_assert_cmpuint (progress->n_done, <=, progress->n_total);
  g_assert_cmpuint (progress->n_done, >=, seen->last.n_done);
  g_assert_cmpuint (progress->n_bytes_done, <=, progress->n_bytes_total);
  g_assert_cmpuint (progress->n_bytes_done, >=, seen->last.n_bytes_done);
  seen->last = *progress;
  seen->n_calls++;
}

static void
on_imported_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GPtrArray) problems = NULL;
  guint n_imported;

  g_assert_true (
      vault_import_finish (VAULT_VAULT (source), result, &n_imported, &problems, NULL));
  *(guint *) user_data = n_imported;
}

static void
test_progress (void)
{
  Import import;
  Progress progress = { 0 };
  guint n_imported = 0;

  import_init (&import);
  for (guint i = 0; i < 100; i++) {
    g_autofree char *name = g_strdup_printf ("file %u", i);

    add_file (&import, name, name);
  }
  vault_import_async (import.box->vault, (GFile *const *) import.files->pdata, 100,
                      NEVER, VAULT_METADATA_KEPT, NULL, on_progress, &progress,
                      on_imported_cb, &n_imported);
  while (n_imported == 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (n_imported, ==, 100);
  g_assert_cmpuint (progress.n_calls, >, 0);
  g_assert_cmpuint (progress.last.n_total, ==, 100);
  import_clear (&import);
}

static void
test_bytes (void)
{
  g_autoptr (VaultBox) box = vault_box_new_open ();
  g_autoptr (GBytes) bytes = bytes_noise (1, 1000);
  g_autoptr (GBytes) none = g_bytes_new (NULL, 0);
  g_autoptr (GPtrArray) problems = NULL;
  g_autofree char *text = NULL;

  g_object_unref (box_import (box, "pasted", bytes, FAKE_NOW + 100));
  box_assert_holds (box, "pasted", bytes);
  g_assert_true (
      run_import_bytes (box->vault, "nothing", none, NEVER, &problems, NULL));
  text = describe_problems (problems);
  g_assert_cmpstr (text, ==, "nothing:empty-file ");
  g_clear_pointer (&problems, g_ptr_array_unref);
  g_clear_pointer (&text, g_free);
  g_assert_true (run_import_bytes (box->vault, "../up", bytes, NEVER, &problems, NULL));
  text = describe_problems (problems);
  g_assert_cmpstr (text, ==, "../up:bad-name ");
  g_assert_cmpuint (box_count (box), ==, 1);
}

int
main (int argc, char **argv)
{
  static const OddFileSpec shrunk = { .name = "shrunk", .n_claimed = 300001 };
  static const OddFileSpec grown = { .name = "grown", .n_claimed = 299999 };
  static const OddFileSpec liar = { .name = "liar", .n_claimed = 50000000 };
  static const OddFileSpec pulled = { "pulled", 300000, NULL, 200000, NULL, NULL };
  static const OddFileSpec unreadable = { "unreadable", 300000, NULL, 1, NULL, NULL };

  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/vault-import/bad-sources", test_bad_sources);
  g_test_add_func ("/vault-import/bad-names", test_bad_names);
  g_test_add_func ("/vault-import/folders", test_folders);
  g_test_add_func ("/vault-import/many", test_many);
  g_test_add_data_func ("/vault-import/changing/shrunk", &shrunk, test_changing);
  g_test_add_data_func ("/vault-import/changing/grown", &grown, test_changing);
  g_test_add_data_func ("/vault-import/changing/liar", &liar, test_changing);
  g_test_add_data_func ("/vault-import/changing/pulled-out", &pulled, test_changing);
  g_test_add_data_func ("/vault-import/changing/unreadable", &unreadable,
                        test_changing);
  g_test_add_func ("/vault-import/cancel", test_cancel);
  g_test_add_func ("/vault-import/cancelled-before", test_cancelled_before);
  g_test_add_func ("/vault-import/lock", test_lock);
  g_test_add_func ("/vault-import/progress", test_progress);
  g_test_add_func ("/vault-import/bytes", test_bytes);
  return g_test_run ();
}
