/* test-traces.c - what a file leaves in a home that is made for it, and removing that
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "support/computer.h"
#include "traces/hunt.h"

static char *
at_home (Computer *box, const char *name)
{
  return g_build_filename (box->home, name, NULL);
}

static char *
put (Computer *box, const char *name, const char *text)
{
  char *path = at_home (box, name);

  computer_put_file (path, text);
  return path;
}

static char *
dup_md5 (const char *text)
{
  return g_compute_checksum_for_string (G_CHECKSUM_MD5, text, -1);
}

static VaultHunt *
hunt (Computer *box, const char *path)
{
  VaultHunt *self = vault_hunt_new (box->roots, NULL);

  vault_hunt_file (self, path, 0);
  vault_hunt_programs (self);
  return self;
}

/* "kind:state kind:state ", in order. */
static char *
describe (const VaultHunt *self)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < self->found->len; i++) {
    const VaultTrace *trace = self->found->pdata[i];

    g_string_append_printf (text, "%s:%s ", vault_trace_kind_get_nick (trace->kind),
                            vault_trace_state_get_nick (trace->state));
  }
  return g_string_free (text, FALSE);
}

static void
assert_found (const VaultHunt *self, const char *expected)
{
  g_autofree char *text = describe (self);

  g_assert_cmpstr (text, ==, expected);
}

static void
assert_removes (VaultTrace *trace, VaultTraceOutcome outcome)
{
  vault_trace_remove (trace, NULL, NULL);
  g_assert_cmpstr (vault_trace_outcome_get_nick (trace->outcome), ==,
                   vault_trace_outcome_get_nick (outcome));
}

static gboolean
agree (int fd, guint64 n_bytes, gpointer user_data, GError **error)
{
  return TRUE;
}

/* ---- lists and caches ---- */

static void
put_thumbnail (Computer *box, const char *folder, const char *named_by)
{
  g_autofree char *sum = dup_md5 (named_by);
  g_autofree char *name = g_strdup_printf ("%s/%s.png", folder, sum);

  g_free (put (box, name, "picture"));
}

static void
test_thumbnails (void)
{
  static const char *const folders[] = {
    ".cache/thumbnails/normal",       ".cache/thumbnails/large",
    ".cache/thumbnails/x-large",      ".cache/thumbnails/xx-large",
    ".cache/thumbnails/fail/gnome-3", ".thumbnails/normal",
  };
  g_auto (Computer) box = computer_new ();
  g_autofree char *path = put (&box, "Pictures/a [1] \xc3\xa9 #%.jpg", "photo");
  g_autofree char *uri = g_filename_to_uri (path, NULL, NULL);
  g_autofree char *other = g_strconcat (uri, "x", NULL);
  g_autoptr (VaultHunt) found = NULL;

  g_assert_nonnull (strstr (uri, "a%20%5B1%5D%20%C3%A9%20%23%25.jpg"));
  for (gsize i = 0; i < G_N_ELEMENTS (folders); i++) {
    put_thumbnail (&box, folders[i], uri);
    put_thumbnail (&box, folders[i], other);
  }
  put_thumbnail (&box, "Pictures/.sh_thumbnails/large", "a [1] \xc3\xa9 #%.jpg");
  found = hunt (&box, path);
  assert_found (found, "thumbnail:removable thumbnail:removable thumbnail:removable "
                       "thumbnail:removable thumbnail:removable thumbnail:removable "
                       "shared-thumbnail:removable ");

  for (guint i = 0; i < found->found->len; i++) {
    assert_removes (found->found->pdata[i], VAULT_TRACE_REMOVED);
    assert_removes (found->found->pdata[i], VAULT_TRACE_GONE);
  }
  for (gsize i = 0; i < G_N_ELEMENTS (folders); i++) {
    g_autofree char *folder = at_home (&box, folders[i]);

    g_assert_cmpuint (folder_count (folder), ==, 1);
  }
  g_assert_true (file_exists (path));
}

/* The same picture under the path by which it is reached, and under the real one. */
static void
test_thumbnail_behind_link (void)
{
  g_auto (Computer) box = computer_new ();
  g_autofree char *real = put (&box, "disk/a.jpg", "photo");
  g_autofree char *link = at_home (&box, "Pictures");
  g_autofree char *path = g_build_filename (link, "a.jpg", NULL);
  g_autofree char *uri = g_filename_to_uri (path, NULL, NULL);
  g_autofree char *real_uri = g_filename_to_uri (real, NULL, NULL);
  g_autoptr (VaultHunt) found = NULL;

  g_assert_cmpint (symlink ("disk", link), ==, 0);
  put_thumbnail (&box, ".cache/thumbnails/normal", uri);
  put_thumbnail (&box, ".cache/thumbnails/large", real_uri);
  found = hunt (&box, path);
  assert_found (found, "thumbnail:removable thumbnail:removable ");
}

static void
add_bookmark (GBookmarkFile *list, const char *uri)
{
  g_bookmark_file_set_mime_type (list, uri, "image/jpeg");
  g_bookmark_file_add_group (list, uri, "Graphics");
  g_bookmark_file_add_application (list, uri, "viewer", "viewer %u");
}

/* What is left is, byte for byte, the list that would be there had it never been on it. */
static void
test_recent (void)
{
  g_auto (Computer) box = computer_new ();
  g_autofree char *path = put (&box, "a.jpg", "photo");
  g_autofree char *uri = g_filename_to_uri (path, NULL, NULL);
  g_autofree char *list_path = put (&box, ".local/share/recently-used.xbel", "");
  g_autoptr (GBookmarkFile) list = g_bookmark_file_new ();
  g_autoptr (VaultHunt) found = NULL;
  g_autofree char *without = NULL;
  g_autofree char *left = NULL;

  add_bookmark (list, "file:///elsewhere/a.jpg");
  add_bookmark (list, uri);
  add_bookmark (list, "sftp://host/b%20c.jpg");
  g_assert_true (g_bookmark_file_to_file (list, list_path, NULL));
  g_assert_true (g_bookmark_file_remove_item (list, uri, NULL));
  without = g_bookmark_file_to_data (list, NULL, NULL);

  found = hunt (&box, path);
  assert_found (found, "recent-files:removable ");
  assert_removes (found->found->pdata[0], VAULT_TRACE_REMOVED);
  g_assert_true (g_file_get_contents (list_path, &left, NULL, NULL));
  g_assert_cmpstr (left, ==, without);
  assert_removes (found->found->pdata[0], VAULT_TRACE_GONE);
}

static void
test_recent_unreadable (void)
{
  g_auto (Computer) box = computer_new ();
  g_autofree char *path = put (&box, "a.jpg", "photo");
  g_autofree char *list = put (&box, ".local/share/recently-used.xbel", "<xbel");
  g_autofree char *elsewhere = put (&box, "elsewhere.xbel", "");
  g_autoptr (VaultHunt) broken = hunt (&box, path);
  g_autoptr (VaultHunt) linked = NULL;

  assert_found (broken, "recent-files:unknown ");
  g_assert_cmpint (g_unlink (list), ==, 0);
  g_assert_cmpint (symlink (elsewhere, list), ==, 0);
  linked = hunt (&box, path);
  assert_found (linked, "recent-files:unknown ");
}

static void
test_recent_kde (void)
{
  static const char entry[] = "[Desktop Entry]\nIcon=image\nName=a\nType=Link\n"
                              "URL[$e]=%s\nX-KDE-LastOpenedWith=gwenview\n";
  g_auto (Computer) box = computer_new ();
  g_autofree char *path = put (&box, "b \xc3\xa9.jpg", "photo");
  g_autofree char *uri = g_filename_to_uri (path, NULL, NULL);
  g_autofree char *by_uri = g_strdup_printf (entry, uri);
  g_autofree char *by_home = g_strdup_printf (entry, "file:$HOME/b%20%C3%A9.jpg");
  g_autofree char *other = g_strdup_printf (entry, "file:///b%20%C3%A9.jpg");
  g_autofree char *folder = at_home (&box, ".local/share/RecentDocuments");
  g_autoptr (VaultHunt) found = NULL;

  g_free (put (&box, ".local/share/RecentDocuments/1.desktop", by_uri));
  g_free (put (&box, ".local/share/RecentDocuments/2.desktop", by_home));
  g_free (put (&box, ".local/share/RecentDocuments/3.desktop", other));
  g_free (put (&box, ".local/share/RecentDocuments/4.desktop", "\xff not one"));
  found = hunt (&box, path);
  assert_found (found, "recent-documents:removable recent-documents:removable ");
  assert_removes (found->found->pdata[0], VAULT_TRACE_REMOVED);
  assert_removes (found->found->pdata[1], VAULT_TRACE_REMOVED);
  g_assert_cmpuint (folder_count (folder), ==, 2);
}

static void
test_programs (void)
{
  g_auto (Computer) box = computer_new ();
  g_autofree char *path = put (&box, "%s 100%.jpg", "photo");
  g_autofree char *mentions = g_strdup_printf ("xdg-open '%s'\n", path);
  g_autofree char *sum = dup_md5 (path);
  g_autofree char *upper = g_ascii_strup (sum, -1);
  g_autofree char *resume = g_strconcat (".config/mpv/watch_later/", upper, NULL);
  g_autoptr (VaultHunt) found = NULL;

  g_free (put (&box, "%s 100%.jpg.xmp", "<x/>"));
  g_free (put (&box, "%s 100%.xmp", "<x/>"));
  g_free (put (&box, "other.jpg.xmp", "<x/>"));
  g_free (put (&box, resume, "start=1"));
  g_free (put (&box, ".bash_history", mentions));
  g_free (put (&box, ".zsh_history", "ls\n"));
  g_free (put (&box, ".config/GIMP/2.10/documents", mentions));
  g_free (put (&box, ".cache/tracker3/files/meta.db", ""));
  found = hunt (&box, path);
  assert_found (found, "sidecar:removable sidecar:removable player:removable "
                       "mention:elsewhere mention:elsewhere index:unknown ");

  /* What others keep is told, and never touched. */
  for (guint i = 3; i < found->found->len; i++)
    assert_removes (found->found->pdata[i], VAULT_TRACE_NOT_TRIED);
  for (guint i = 0; i < 3; i++)
    assert_removes (found->found->pdata[i], VAULT_TRACE_REMOVED);
  g_assert_true (file_exists (path));
}

/* ---- the trash ---- */

/* GIO puts it there.  @top: of the file system, or the home's. */
static void
put_in_trash (Computer *box, const char *trash, const char *was, const char *text)
{
  g_autofree char *file = g_build_filename (trash, "files", "x.2.jpg", NULL);
  g_autofree char *card = g_build_filename (trash, "info", "x.2.jpg.trashinfo", NULL);
  g_autofree char *escaped = g_uri_escape_string (was, "/", FALSE);
  g_autofree char *info = g_strdup_printf (
      "[Trash Info]\nPath=%s\nDeletionDate=2026-01-01T10:00:00\n", escaped);

  computer_put_file (file, text);
  computer_put_file (card, info);
}

static void
test_trash (void)
{
  g_auto (Computer) box = computer_new ();
  g_autofree char *path = at_home (&box, "a \xc3\xa9%.jpg");
  g_autofree char *trash = at_home (&box, ".local/share/Trash");
  g_autofree char *files = g_build_filename (trash, "files", NULL);
  g_autofree char *cards = g_build_filename (trash, "info", NULL);
  g_autoptr (VaultHunt) found = NULL;
  VaultTrace *trace;

  put_in_trash (&box, trash, path, "photo");
  found = hunt (&box, path);
  assert_found (found, "trash:removable ");
  trace = found->found->pdata[0];
  vault_trace_remove (trace, agree, NULL);
  g_assert_cmpint (trace->outcome, ==, VAULT_TRACE_REMOVED);
  g_assert_cmpuint (folder_count (files), ==, 0);
  g_assert_cmpuint (folder_count (cards), ==, 0);
}

/* On another file system paths are relative to its top; a link for ".Trash" is a trap. */
static void
test_trash_on_mount (void)
{
  g_auto (Computer) box = computer_new ();
  g_autofree char *own = g_strdup_printf ("%s/.Trash-%u", box.top, (guint) getuid ());
  g_autofree char *path = g_build_filename (box.top, "photos", "a.jpg", NULL);
  g_autofree char *trap = g_build_filename (box.top, ".Trash", NULL);
  g_autofree char *elsewhere =
      g_strdup_printf ("%s/elsewhere/%u", box.home, (guint) getuid ());
  g_autofree char *linked = at_home (&box, "elsewhere");
  g_autoptr (VaultHunt) found = NULL;

  put_in_trash (&box, own, "photos/a.jpg", "photo");
  put_in_trash (&box, elsewhere, "photos/a.jpg", "photo");
  g_assert_cmpint (symlink (linked, trap), ==, 0);
  found = hunt (&box, path);
  assert_found (found, "trash:removable ");
}

static void
test_other_names (void)
{
  g_auto (Computer) box = computer_new ();
  g_autofree char *path = put (&box, "a.jpg", "photo");
  g_autofree char *second = at_home (&box, "b.jpg");
  g_autoptr (VaultHunt) found = vault_hunt_new (box.roots, NULL);
  VaultTrace *trace;

  g_assert_cmpint (link (path, second), ==, 0);
  trace = vault_hunt_add_file (found, VAULT_TRACE_ORIGINAL, path, NULL);
  g_assert_cmpuint (vault_trace_get_n_other_names (trace), ==, 1);
  vault_trace_remove (trace, agree, NULL);
  g_assert_cmpint (trace->outcome, ==, VAULT_TRACE_REMOVED);
  computer_assert_text (second, "photo");
}

static void
test_words (void)
{
  for (guint i = 0; i < VAULT_N_TRACE_KINDS; i++) {
    g_assert_nonnull (vault_trace_kind_get_nick (i));
    g_assert_nonnull (vault_trace_kind_get_title (i));
  }
  for (guint i = 0; i < VAULT_N_TRACE_STATES; i++)
    g_assert_nonnull (vault_trace_state_get_nick (i));
  for (guint i = 0; i < VAULT_N_TRACE_OUTCOMES; i++) {
    g_assert_nonnull (vault_trace_outcome_get_nick (i));
    g_assert_nonnull (vault_trace_outcome_get_title (i));
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/traces/thumbnails", test_thumbnails);
  g_test_add_func ("/traces/thumbnail-behind-link", test_thumbnail_behind_link);
  g_test_add_func ("/traces/recent", test_recent);
  g_test_add_func ("/traces/recent-unreadable", test_recent_unreadable);
  g_test_add_func ("/traces/recent-kde", test_recent_kde);
  g_test_add_func ("/traces/programs", test_programs);
  g_test_add_func ("/traces/trash", test_trash);
  g_test_add_func ("/traces/trash-on-mount", test_trash_on_mount);
  g_test_add_func ("/traces/other-names", test_other_names);
  g_test_add_func ("/traces/words", test_words);
  return g_test_run ();
}
