/* test-vault-copies.c - where else an item lives: what is found in a home, and what is not
 *
 * How a file is held beside the item is in test-match.c, what a file leaves in test-traces.c;
 * permissions, chats and snapshots are in ctl/test-traces.py.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <fcntl.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include <vault/vault-traces.h>

#include "support/vault-box.h"

#define NAME "photo.jpg"
#define N_BYTES ((gsize) (3 << 20) + 17)

/* GLib asks once where it is, so each test has one at the same place. */
static char *home;

typedef struct {
  VaultBox *box;
  GBytes *bytes;
  VaultItem *item;
  VaultProgress last;
  guint n_reports;
  GCancellable *cancellable;
  GError *error;
} Room;

static char *
at_home (const char *name)
{
  return g_build_filename (home, name, NULL);
}

static char *
put (const char *name, GBytes *bytes)
{
  char *path = at_home (name);
  g_autofree char *above = g_path_get_dirname (path);

  g_assert_cmpint (g_mkdir_with_parents (above, 0700), ==, 0);
  file_put (path, bytes);
  return path;
}

static GBytes *
dup_almost (GBytes *bytes)
{
  gsize n_bytes;
  const guint8 *data = g_bytes_get_data (bytes, &n_bytes);
  guint8 *other = g_memdup2 (data, n_bytes);

  other[n_bytes - 1] ^= 1;
  return g_bytes_new_take (other, n_bytes);
}

static void
set_up (Room *room, gconstpointer data)
{
  g_assert_cmpint (g_mkdir (home, 0700), ==, 0);
  room->box = vault_box_new_open ();
  room->bytes = bytes_noise (1, N_BYTES);
  room->item = box_import (room->box, NAME, room->bytes, VAULT_EXPIRES_NEVER);
  room->cancellable = g_cancellable_new ();
}

static void
tear_down (Room *room, gconstpointer data)
{
  g_clear_error (&room->error);
  g_object_unref (room->cancellable);
  g_object_unref (room->item);
  g_bytes_unref (room->bytes);
  vault_box_free (room->box);
  folder_free (g_strdup (home));
}

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

static void
progress_cb (const VaultProgress *progress, gpointer user_data)
{
  Room *room = user_data;

  room->last = *progress;
  room->n_reports++;
}

/* NULL with an error in the room. */
static GPtrArray *
find (Room *room)
{
  g_autoptr (GAsyncResult) result = NULL;

  vault_copies_find_async (room->box->vault, room->item, room->cancellable, progress_cb,
                           room, done_cb, &result);
  wait_for (&result);
  return vault_copies_find_finish (room->box->vault, result, &room->error);
}

static int
compare_text (gconstpointer a, gconstpointer b)
{
  return strcmp (*(char *const *) a, *(char *const *) b);
}

/* "kind:state:place kind:state:place ", below the home, by kind and place. */
static char *
describe (const GPtrArray *traces)
{
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < traces->len; i++) {
    const VaultTrace *trace = traces->pdata[i];
    const char *place = vault_trace_get_place (trace);

    g_assert_true (g_str_has_prefix (place, home));
    g_ptr_array_add (
        lines,
        g_strdup_printf ("%s:%s:%s ",
                         vault_trace_kind_get_nick (vault_trace_get_kind (trace)),
                         vault_trace_state_get_nick (vault_trace_get_state (trace)),
                         place + strlen (home) + 1));
  }
  g_ptr_array_sort (lines, compare_text);
  g_ptr_array_add (lines, NULL);
  return g_strjoinv ("", (char **) lines->pdata);
}

static GPtrArray *
assert_finds (Room *room, const char *expected)
{
  GPtrArray *traces = find (room);
  g_autofree char *said = NULL;

  g_assert_no_error (room->error);
  said = describe (traces);
  g_assert_cmpstr (said, ==, expected);
  return traces;
}

static void
remove_all (Room *room, GPtrArray *traces)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  vault_traces_remove_async (room->box->vault, traces, NULL, NULL, NULL, done_cb,
                             &result);
  wait_for (&result);
  g_assert_true (vault_traces_remove_finish (room->box->vault, result, &error));
  g_assert_no_error (error);
}

static void
assert_outcome (const GPtrArray *traces, guint i, VaultTraceOutcome outcome)
{
  g_assert_cmpstr (
      vault_trace_outcome_get_nick (vault_trace_get_outcome (traces->pdata[i])), ==,
      vault_trace_outcome_get_nick (outcome));
}

static void
test_none (Room *room, gconstpointer data)
{
  g_autoptr (GPtrArray) traces = assert_finds (room, "");
}

/* Under another name, in a hidden folder; what was found goes, and the item stays. */
static void
test_copies (Room *room, gconstpointer data)
{
  g_autofree char *first = put ("Downloads/renamed.bin", room->bytes);
  g_autofree char *second = put (".hidden/a/" NAME, room->bytes);
  g_autoptr (GPtrArray) traces =
                 assert_finds (room, "copy:removable:.hidden/a/" NAME " "
                                     "copy:removable:Downloads/renamed.bin ");

  remove_all (room, traces);
  g_assert_false (file_exists (first) || file_exists (second));
  box_assert_holds (room->box, NAME, room->bytes);
}

/* As long as the item, and one bit different in the last byte: read once, to its end, and
 * never by a helper, whatever it is called. */
static void
test_other_content (Room *room, gconstpointer data)
{
  g_autoptr (GBytes) other = dup_almost (room->bytes);
  g_autofree char *path = put ("Pictures/other.jpg", other);
  g_autoptr (GPtrArray) traces = assert_finds (room, "");

  g_assert_cmpuint (room->last.n_bytes_done, <=, N_BYTES);
  g_assert_true (file_exists (path));
}

/* Comparing is told, too: among files that look alike the walk stands still. */
static void
test_progress (Room *room, gconstpointer data)
{
  g_autofree char *path = put ("one.bin", room->bytes);
  g_autoptr (GPtrArray) traces = assert_finds (room, "copy:removable:one.bin ");

  g_assert_cmpuint (room->n_reports, >, 0);
  g_assert_cmpuint (room->last.n_bytes_done, >, 0);
}

static void
put_in_trash (const char *name, const char *was, GBytes *bytes)
{
  g_autofree char *file = g_strconcat ("share/Trash/files/", name, NULL);
  g_autofree char *card = g_strdup_printf ("share/Trash/info/%s.trashinfo", name);
  g_autofree char *text = g_strdup_printf (
      "[Trash Info]\nPath=%s\nDeletionDate=2026-01-01T10:00:00\n", was);
  g_autoptr (GBytes) info = g_bytes_new (text, strlen (text));

  g_free (put (file, bytes));
  g_free (put (card, info));
}

/* A copy there goes with its card; another file of the same name stays with its own. */
static void
test_trash (Room *room, gconstpointer data)
{
  g_autoptr (GBytes) other = dup_almost (room->bytes);
  g_autofree char *files = at_home ("share/Trash/files");
  g_autofree char *cards = at_home ("share/Trash/info");
  g_autofree char *left = at_home ("share/Trash/info/" NAME ".trashinfo");
  g_autoptr (GPtrArray) traces = NULL;

  put_in_trash (NAME, "/x/" NAME, other);
  put_in_trash ("photo.2.jpg", "/x/" NAME, room->bytes);
  traces = assert_finds (room, "trash:removable:share/Trash/files/photo.2.jpg ");
  remove_all (room, traces);
  g_assert_cmpuint (folder_count (files), ==, 1);
  g_assert_cmpuint (folder_count (cards), ==, 1);
  g_assert_true (file_exists (left));
}

/* Shown is where it lies, whatever link led there: that is what would be removed. */
static void
test_behind_link (Room *room, gconstpointer data)
{
  g_autofree char *bin = folder_path (room->box->home, "bin");
  g_autofree char *trash = at_home ("share/Trash");
  g_autofree char *expected = g_build_filename (bin, "files", NAME, NULL);
  g_autoptr (GPtrArray) traces = NULL;

  put_in_trash (NAME, "/x/" NAME, room->bytes);
  g_assert_cmpint (rename (trash, bin), ==, 0);
  g_assert_cmpint (symlink (bin, trash), ==, 0);
  traces = find (room);
  g_assert_no_error (room->error);
  g_assert_cmpuint (traces->len, ==, 1);
  g_assert_cmpint (vault_trace_get_kind (traces->pdata[0]), ==, VAULT_TRACE_TRASHED);
  g_assert_cmpstr (vault_trace_get_place (traces->pdata[0]), ==, expected);
  remove_all (room, traces);
  assert_outcome (traces, 0, VAULT_TRACE_REMOVED);
}

static char *
put_thumbnail (const char *path)
{
  g_autofree char *uri = g_filename_to_uri (path, NULL, NULL);
  g_autofree char *sum = g_compute_checksum_for_string (G_CHECKSUM_MD5, uri, -1);
  g_autofree char *name = g_strdup_printf ("cache/thumbnails/large/%s.png", sum);
  g_autoptr (GBytes) bytes = g_bytes_new_static ("picture", 7);

  return put (name, bytes);
}

/* What a desktop keeps under the address of a copy, and not what it keeps of another file. */
static void
test_thumbnail (Room *room, gconstpointer data)
{
  g_autofree char *path = put ("a [1] #.bin", room->bytes);
  g_autofree char *elsewhere = at_home ("b.bin");
  g_autofree char *of_copy = put_thumbnail (path);
  g_autofree char *of_other = put_thumbnail (elsewhere);
  g_autofree char *expected =
      g_strdup_printf ("copy:removable:a [1] #.bin thumbnail:removable:%s ",
                       of_copy + strlen (home) + 1);
  g_autoptr (GPtrArray) traces = assert_finds (room, expected);

  remove_all (room, traces);
  g_assert_false (file_exists (path) || file_exists (of_copy));
  g_assert_true (file_exists (of_other));
}

/* Each name is listed, with how many more there are; the content goes with the last. */
static void
test_hard_link (Room *room, gconstpointer data)
{
  g_autofree char *path = put ("a.bin", room->bytes);
  g_autofree char *second = at_home ("b.bin");
  g_autoptr (GPtrArray) traces = NULL;
  g_autoptr (GPtrArray) one = g_ptr_array_new ();

  g_assert_cmpint (link (path, second), ==, 0);
  traces = assert_finds (room, "copy:removable:a.bin copy:removable:b.bin ");
  g_assert_cmpuint (vault_trace_get_n_other_names (traces->pdata[0]), ==, 1);
  g_ptr_array_add (one, traces->pdata[0]);
  remove_all (room, one);
  g_assert_cmpint (file_exists (path) + file_exists (second), ==, 1);
}

/* What a link leads to is not the home's, or is found where it lies. */
static void
test_symlink (Room *room, gconstpointer data)
{
  g_autofree char *outside = folder_path (room->box->home, "outside");
  g_autofree char *file = at_home ("link.bin");
  g_autofree char *folder = at_home ("folder");
  g_autoptr (GPtrArray) traces = NULL;

  file_put (outside, room->bytes);
  g_assert_cmpint (symlink (outside, file), ==, 0);
  g_assert_cmpint (symlink (room->box->home, folder), ==, 0);
  traces = assert_finds (room, "");
}

/* Deeper than anybody goes: not looked into, and that is said. */
static void
test_not_entered (Room *room, gconstpointer data)
{
  g_autoptr (GString) name = g_string_new (NULL);
  g_autoptr (GPtrArray) traces = NULL;
  g_autofree char *path = NULL;

  for (guint i = 0; i < 65; i++)
    g_string_append (name, "d/");
  g_string_append (name, "copy.bin");
  path = put (name->str, room->bytes);
  traces = find (room);
  g_assert_no_error (room->error);
  g_assert_cmpuint (traces->len, ==, 1);
  g_assert_cmpint (vault_trace_get_state (traces->pdata[0]), ==, VAULT_TRACE_UNKNOWN);
}

/* Between the list and the click a program saved another file there. */
static void
test_replaced (Room *room, gconstpointer data)
{
  g_autofree char *path = put ("a.bin", room->bytes);
  g_autoptr (GPtrArray) traces = assert_finds (room, "copy:removable:a.bin ");
  g_autoptr (GBytes) other = dup_almost (room->bytes);
  g_autoptr (GBytes) left = NULL;

  g_assert_cmpint (g_unlink (path), ==, 0);
  file_put (path, other);
  remove_all (room, traces);
  assert_outcome (traces, 0, VAULT_TRACE_CHANGED);
  left = file_get (path);
  assert_same_bytes (left, other);
}

/* In the same file, with the size and the time that it had: the bytes are looked at again. */
static void
test_altered (Room *room, gconstpointer data)
{
  g_autofree char *path = put ("a.bin", room->bytes);
  g_autoptr (GPtrArray) traces = assert_finds (room, "copy:removable:a.bin ");
  struct stat info;
  struct timespec times[2];

  g_assert_cmpint (g_stat (path, &info), ==, 0);
  file_flip (path, 5, 1);
  times[0] = info.st_atim;
  times[1] = info.st_mtim;
  g_assert_cmpint (utimensat (AT_FDCWD, path, times, 0), ==, 0);
  remove_all (room, traces);
  assert_outcome (traces, 0, VAULT_TRACE_CHANGED);
  g_assert_true (file_exists (path));
}

/* Nothing is said to have been found then; test-match.c has the middle of a comparison, and a lock. */
static void
test_cancelled (Room *room, gconstpointer data)
{
  g_autofree char *path = put ("a.bin", room->bytes);
  g_autoptr (GPtrArray) traces = NULL;

  g_cancellable_cancel (room->cancellable);
  traces = find (room);
  g_assert_null (traces);
  g_assert_error (room->error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_true (file_exists (path));
}

#define ADD(path, test) g_test_add (path, Room, NULL, set_up, test, tear_down)

int
main (int argc, char **argv)
{
  g_autoptr (Folder) folder = folder_new ();
  g_autofree char *share = NULL;
  g_autofree char *cache = NULL;
  g_autofree char *config = NULL;
  g_autofree char *state = NULL;
  int status;

  home = folder_path (folder, "home");
  share = at_home ("share");
  cache = at_home ("cache");
  config = at_home ("config");
  state = at_home ("state");
  /* Before GLib looks: the person's own home is no test's. */
  g_setenv ("HOME", home, TRUE);
  g_setenv ("XDG_DATA_HOME", share, TRUE);
  g_setenv ("XDG_CACHE_HOME", cache, TRUE);
  g_setenv ("XDG_CONFIG_HOME", config, TRUE);
  g_setenv ("XDG_STATE_HOME", state, TRUE);
  g_unsetenv ("DBUS_SESSION_BUS_ADDRESS");
  g_test_init (&argc, &argv, NULL);
  ADD ("/vault-copies/none", test_none);
  ADD ("/vault-copies/copies", test_copies);
  ADD ("/vault-copies/other-content", test_other_content);
  ADD ("/vault-copies/progress", test_progress);
  ADD ("/vault-copies/trash", test_trash);
  ADD ("/vault-copies/behind-link", test_behind_link);
  ADD ("/vault-copies/thumbnail", test_thumbnail);
  ADD ("/vault-copies/hard-link", test_hard_link);
  ADD ("/vault-copies/symlink", test_symlink);
  ADD ("/vault-copies/not-entered", test_not_entered);
  ADD ("/vault-copies/replaced", test_replaced);
  ADD ("/vault-copies/altered", test_altered);
  ADD ("/vault-copies/cancelled", test_cancelled);
  status = g_test_run ();
  g_free (home);
  return status;
}
