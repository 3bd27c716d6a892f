/* test-sync.c - folders that something copies away, and marks for backup programs
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <string.h>
#include <sys/xattr.h>

#include "checkup/marks.h"
#include "checkup/sync.h"
#include "support/folder.h"

typedef struct {
  Folder *folder;
  char *home;
  VaultRoots *roots;
} Person;

static void
person_clear (Person *self)
{
  vault_roots_free (self->roots);
  g_free (self->home);
  folder_free (self->folder);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Person, person_clear)

static Person
person_new (void)
{
  Person self = { folder_new (), NULL, NULL };
  g_autofree char *top = folder_path (self.folder, "computer");

  self.home = folder_path (self.folder, "home");
  self.roots = vault_roots_new_at (top, self.home);
  return self;
}

static void
put (const char *top, const char *name, const char *text)
{
  g_autofree char *path = g_build_filename (top, name, NULL);
  g_autofree char *above = g_path_get_dirname (path);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (g_mkdir_with_parents (above, 0700), ==, 0);
  g_file_set_contents (path, text, -1, &error);
  g_assert_no_error (error);
}

static const char *
find (const Person *person, const char *below)
{
  g_autofree char *path = g_build_filename (person->home, below, NULL);

  return vault_sync_find (person->roots, path);
}

static void
test_names (void)
{
  g_auto (Person) anna = person_new ();

  g_assert_null (find (&anna, "a/b/vault"));
  g_assert_cmpstr (find (&anna, "Dropbox (Personal)/vault"), ==, "Dropbox");
  g_assert_cmpstr (find (&anna, "Nextcloud"), ==, "Nextcloud");
  g_assert_null (find (&anna, "dropboxes/vault"));
}

/* Each mark, in a folder above the vault; and nothing of it beside. */
static void
test_marks (void)
{
  static const struct {
    const char *mark;
    const char *service;
  } marks[] = {
    { ".stfolder/x", "Syncthing" },
    { ".stignore", "Syncthing" },
    { ".dropbox", "Dropbox" },
    { ".dropbox.cache/x", "Dropbox" },
    { ".nextcloudsync.log", "Nextcloud" },
    { ".owncloudsync.log", "ownCloud" },
    { ".seafile-data/x", "Seafile" },
    { ".sync/ID", "Resilio Sync" },
    { ".sync/core.log", "Yandex Disk" },
    { ".debris/x", "MEGA" },
    { ".megaignore", "MEGA" },
    { ".sync_1b2c.db", "Nextcloud" },
    { "._sync_1b2c.db", "Nextcloud" },
    { ".insync.db", "Insync" },
    { ".unison.tmp", "Unison" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (marks); i++) {
    g_auto (Person) anna = person_new ();
    g_autofree char *mark = g_build_filename ("mine", marks[i].mark, NULL);

    g_test_message ("%s", marks[i].mark);
    put (anna.home, mark, "");
    g_assert_cmpstr (find (&anna, "mine/b/vault"), ==, marks[i].service);
    g_assert_cmpstr (find (&anna, "mine"), ==, marks[i].service);
    g_assert_null (find (&anna, "other/vault"));
  }
}

/* What a sync program keeps in the home for itself says nothing of the home. */
static void
test_own_settings (void)
{
  g_auto (Person) anna = person_new ();

  put (anna.home, ".dropbox/instance1/x", "");
  put (anna.home, ".insync-headless", "");
  put (anna.home, ".sync/conf", "");
  g_assert_null (find (&anna, "vault"));
}

static void
test_settings (void)
{
  static const struct {
    const char *name;
    const char *text; /* %s is the home */
    const char *service;
  } all[] = {
    { ".dropbox/info.json", "{\"personal\": {\"path\": \"%s/mine\", \"host\": 7}}",
      "Dropbox" },
    { ".config/Nextcloud/nextcloud.cfg",
      "[General]\nversion=3\n[Accounts]\n0\\Folders\\1\\localPath=%s/mine/\n",
      "Nextcloud" },
    { ".config/ownCloud/owncloud.cfg", "[Accounts]\n0\\Folders\\1\\localPath=%s/mine\n",
      "ownCloud" },
    { ".config/syncthing/config.xml",
      "<configuration><folder id=\"a\" path=\"%s/mine\"></folder></configuration>",
      "Syncthing" },
    { ".local/state/syncthing/config.xml",
      "<configuration><folder path=\"~/mine\" label=\"%s\"/></configuration>",
      "Syncthing" },
    { ".config/onedrive/config", "# %s\nsync_dir = \"~/mine\"\n", "OneDrive" },
    { ".config/yandex-disk/config.cfg", "auth=\"x\"\ndir=\"%s/mine\"\n",
      "Yandex Disk" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (all); i++) {
    g_auto (Person) anna = person_new ();
    g_auto (GStrv) parts = g_strsplit (all[i].text, "%s", 2);
    g_autofree char *text = g_strjoinv (anna.home, parts);

    g_test_message ("%s", all[i].name);
    put (anna.home, all[i].name, text);
    g_assert_cmpstr (find (&anna, "mine/b/vault"), ==, all[i].service);
    g_assert_cmpstr (find (&anna, "mine"), ==, all[i].service);
    g_assert_null (find (&anna, "mined/vault"));
    g_assert_null (find (&anna, "vault"));

    /* Cut short it is nothing, and nothing breaks. */
    for (gsize n = 0; n < strlen (text); n += 7) {
      g_autofree char *less = g_strndup (text, n);

      put (anna.home, all[i].name, less);
      (void) find (&anna, "mine/b/vault");
    }
  }
}

/* Somebody with a link into a synced folder is told so, whichever way the path goes. */
static void
test_links (void)
{
  g_auto (Person) anna = person_new ();
  g_autofree char *link = g_build_filename (anna.home, "link", NULL);
  g_autofree char *round = g_build_filename (anna.home, "round", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (link);
  g_autoptr (GFile) loop = g_file_new_for_path (round);

  put (anna.home, "deep/mine/.stfolder/x", "");
  g_assert_true (g_file_make_symbolic_link (file, "deep/mine", NULL, NULL));
  g_assert_true (g_file_make_symbolic_link (loop, "round", NULL, NULL));
  g_assert_cmpstr (find (&anna, "link/vault"), ==, "Syncthing");
  g_assert_null (find (&anna, "round/vault"));
}

static void
test_mounts (void)
{
  static const char *const kinds[][2] = {
    { "fuse.rclone", "rclone" },
    { "cifs", "another computer" },
    { "davfs", "a WebDAV server" },
    { "fuse.onedriver", "OneDrive" },
    { "ext4", NULL },
    { "virtiofs", NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++) {
    g_auto (Person) anna = person_new ();
    g_autofree char *mine = g_build_filename (anna.home, "mine", NULL);
    g_autofree char *table =
        g_strdup_printf ("21 1 8:2 / / rw - ext4 /dev/sda2 rw\n"
                         "30 21 0:40 / %s rw,nosuid - %s remote: rw\n",
                         mine, kinds[i][0]);

    put (mine, "b/x", "");
    put (anna.roots->top, "proc/self/mountinfo", table);
    g_assert_cmpstr (find (&anna, "mine/b/vault"), ==, kinds[i][1]);
    g_assert_null (find (&anna, "vault"));
  }
}

static void
test_untold (void)
{
  g_auto (Person) anna = person_new ();

  g_assert_null (vault_sync_find_untold (anna.roots));
  put (anna.home, ".local/share/data/Mega Limited/MEGAsync/MEGAsync.cfg", "?");
  g_assert_cmpstr (vault_sync_find_untold (anna.roots), ==, "MEGA");
  g_assert_null (find (&anna, "vault"));
}

/* ---- marks for backup programs ---- */

static void
test_marked (void)
{
  g_autoptr (Folder) folder = folder_new ();
  g_autofree char *path = folder_path (folder, "vault");
  char value[16] = "";

  put (path, "keyring", "");
  put (path, "vault.db", "");
  g_assert_false (vault_marks_are_there (path));
  vault_marks_leave (path);
  g_assert_true (vault_marks_are_there (path));
  g_assert_cmpuint (folder_count (path), ==,
                    2 + g_strv_length ((char **) vault_mark_names));
  /* A file system without attributes has none to look at. */
  if (setxattr (path, "user.test", "1", 1, 0) == 0) {
    g_assert_cmpint (getxattr (path, VAULT_MARK_ATTRIBUTE, value, sizeof value), ==, 5);
    g_assert_cmpstr (value, ==, VAULT_MARK_VALUE);
  }
  vault_marks_leave (path);
  g_assert_true (vault_marks_are_there (path));
}

/* Somebody's documents are not left out of their backup because a vault is among them. */
static void
test_not_marked (void)
{
  g_autoptr (Folder) folder = folder_new ();
  g_autofree char *path = folder_path (folder, "documents");

  put (path, "keyring", "");
  put (path, "thesis.odt", "");
  vault_marks_leave (path);
  g_assert_false (vault_marks_are_there (path));
  g_assert_cmpuint (folder_count (path), ==, 2);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sync/names", test_names);
  g_test_add_func ("/sync/marks", test_marks);
  g_test_add_func ("/sync/own-settings", test_own_settings);
  g_test_add_func ("/sync/settings", test_settings);
  g_test_add_func ("/sync/links", test_links);
  g_test_add_func ("/sync/mounts", test_mounts);
  g_test_add_func ("/sync/untold", test_untold);
  g_test_add_func ("/sync/marked", test_marked);
  g_test_add_func ("/sync/not-marked", test_not_marked);
  return g_test_run ();
}
