/* marks.c - files that tell backup programs and indexers to leave a folder alone
 *
 * CACHEDIR.TAG, which most backup programs know, is not among them: it says that the folder can
 * be thrown away and made again, and programs that clean up believe it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "checkup/marks.h"

#include <fcntl.h>
#include <string.h>
#include <sys/xattr.h>
#include <unistd.h>

#include "file/file.h"

/* The first two are for backup programs, the others for indexers. */
#define N_BACKUP_MARKS 2
const char *const vault_mark_names[] = { ".deja-dup-ignore", ".nobackup", ".nomedia",
                                         ".trackerignore", NULL };

static const char *const own_names[] = { "keyring", "keyring.new", "vault.db",
                                         "vault.db-journal", NULL };

static gboolean
holds_nothing_else (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    if (!g_strv_contains (own_names, name) && !g_strv_contains (vault_mark_names, name))
      return FALSE;
  return dir != NULL;
}

void
vault_marks_leave (const char *folder)
{
  int dir_fd;

  if (!holds_nothing_else (folder))
    return;
  dir_fd = vault_file_open_folder (folder, 0, NULL);
  if (dir_fd < 0)
    return;

  for (const char *const *name = vault_mark_names; *name != NULL; name++) {
    int fd = openat (dir_fd, *name,
                     O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);

    if (fd >= 0)
      close (fd);
  }
  (void) fsetxattr (dir_fd, VAULT_MARK_ATTRIBUTE, VAULT_MARK_VALUE,
                    strlen (VAULT_MARK_VALUE), 0);
  close (dir_fd);
}

gboolean
vault_marks_are_there (const char *folder)
{
  for (guint i = 0; i < N_BACKUP_MARKS; i++) {
    g_autofree char *path = g_build_filename (folder, vault_mark_names[i], NULL);

    if (!g_file_test (path, G_FILE_TEST_EXISTS))
      return FALSE;
  }

  return TRUE;
}
