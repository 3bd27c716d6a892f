/* disk.c - what lies below a file, as far as anybody may know
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "file/disk.h"

#include <fcntl.h>
#include <linux/fs.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include "file/extents.h"
#include "file/file.h"

#define TYPE_BYTES 24
#define TRIAL_BYTES 4096

/* dm devices lie on others, which lie on others. */
#define MAX_DEPTH 8

/* A line has to hold two paths. */
#define LINE_BYTES 16384

typedef struct {
  const char *name;
  guint facts;
} Kind;

/* What is known of file systems by their names.  Of one that is not here, and does not show
 * where it writes, nothing good can be said. */
static const Kind kinds[] = {
  { "zfs", VAULT_STORAGE_COPY_ON_WRITE },   { "bcachefs", VAULT_STORAGE_COPY_ON_WRITE },
  { "f2fs", VAULT_STORAGE_COPY_ON_WRITE },  { "nilfs2", VAULT_STORAGE_COPY_ON_WRITE },
  { "ubifs", VAULT_STORAGE_COPY_ON_WRITE }, { "jffs2", VAULT_STORAGE_COPY_ON_WRITE },
  { "apfs", VAULT_STORAGE_COPY_ON_WRITE },  { "nfs", VAULT_STORAGE_REMOTE },
  { "nfs4", VAULT_STORAGE_REMOTE },         { "cifs", VAULT_STORAGE_REMOTE },
  { "smb3", VAULT_STORAGE_REMOTE },         { "smbfs", VAULT_STORAGE_REMOTE },
  { "9p", VAULT_STORAGE_REMOTE },           { "virtiofs", VAULT_STORAGE_REMOTE },
  { "vboxsf", VAULT_STORAGE_REMOTE },       { "ceph", VAULT_STORAGE_REMOTE },
  { "afs", VAULT_STORAGE_REMOTE },          { "davfs", VAULT_STORAGE_REMOTE },
  { "overlay", VAULT_STORAGE_UNTOLD },      { "ecryptfs", VAULT_STORAGE_UNTOLD },
  { "tmpfs", VAULT_STORAGE_MEMORY },        { "ramfs", VAULT_STORAGE_MEMORY },
};

static guint
look_at_type (const char *type)
{
  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++) {
    if (strcmp (type, kinds[i].name) == 0)
      return kinds[i].facts;
  }

  /* fuse.sshfs, fuse.rclone, fuseblk (ntfs-3g, exfat): a program stands between. */
  return g_str_has_prefix (type, "fuse.") || strcmp (type, "fuse") == 0
                 || strcmp (type, "fuseblk") == 0
             ? VAULT_STORAGE_REMOTE
             : 0;
}

static gboolean
has_option (const char *options, const char *option)
{
  g_auto (GStrv) all = g_strsplit_set (options, ",\n", -1);

  return g_strv_contains ((const char *const *) all, option);
}

static guint
look_at_options (const char *options)
{
  guint facts = 0;

  if (has_option (options, "data=journal"))
    facts |= VAULT_STORAGE_JOURNALED;
  if (has_option (options, "discard") || has_option (options, "discard=sync")
      || has_option (options, "discard=async"))
    facts |= VAULT_STORAGE_DISCARD;
  return facts;
}

/* 36 35 98:0 / /mnt rw,noatime master:1 - ext4 /dev/root rw,errors=continue */
gboolean
vault_disk_parse_mount (const char *line,
                        guint *out_facts,
                        char out_type[TYPE_BYTES],
                        char *out_source,
                        gsize n_source)
{
  const char *rest = strstr (line, " - ");
  g_auto (GStrv) words = NULL;

  *out_facts = 0;
  *out_type = '\0';
  *out_source = '\0';
  if (rest == NULL)
    return FALSE;

  words = g_strsplit_set (rest + 3, " \n", 4);
  if (g_strv_length (words) < 3)
    return FALSE;

  g_strlcpy (out_type, words[0], TYPE_BYTES);
  g_strlcpy (out_source, words[1], n_source);
  *out_facts = look_at_type (words[0]) | look_at_options (words[2]);
  return TRUE;
}

static gboolean
is_mount (const char *line, guint64 mount_id)
{
  g_autofree char *number = g_strndup (line, strcspn (line, " "));
  guint64 found;

  return g_ascii_string_to_unsigned (number, 10, 0, G_MAXUINT64, &found, NULL)
         && found == mount_id;
}

/* By its number, not by the device: on btrfs a file's device is not the mount's. */
static gboolean
find_mount (guint64 mount_id, char *line, gsize n_line)
{
  FILE *mounts = fopen ("/proc/self/mountinfo", "re");
  gboolean found = FALSE;

  if (mounts == NULL)
    return FALSE;

  while (!found && fgets (line, (int) n_line, mounts) != NULL)
    found = is_mount (line, mount_id);
  fclose (mounts);
  return found;
}

/* Options that are the file system's own default are not in the list of mounts. */
static guint
look_at_ext4 (const char *source)
{
  g_autofree char *device = g_path_get_basename (source);
  g_autofree char *path = g_build_filename ("/proc/fs/ext4", device, "options", NULL);
  g_autofree char *options = NULL;

  return g_file_get_contents (path, &options, NULL, NULL) ? look_at_options (options)
                                                          : 0;
}

static gboolean
says (const char *sysfs, const char *name, const char *beginning)
{
  g_autofree char *path = g_build_filename (sysfs, name, NULL);
  g_autofree char *text = NULL;

  return g_file_get_contents (path, &text, NULL, NULL)
         && g_str_has_prefix (text, beginning);
}

static guint look_below (const char *sysfs, guint depth);

/* All that it lies on must be encrypted; one that is flash is enough. */
static guint
look_at_slaves (const char *sysfs, guint depth)
{
  g_autofree char *folder = g_build_filename (sysfs, "slaves", NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  guint n_encrypted = 0;
  guint n_found = 0;
  guint facts = 0;
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *slave = g_build_filename (folder, name, NULL);
    guint below = look_below (slave, depth + 1);

    n_found++;
    n_encrypted += (below & VAULT_STORAGE_ENCRYPTED) != 0;
    facts |= below & VAULT_STORAGE_FLASH;
  }

  return facts | (n_found > 0 && n_found == n_encrypted ? VAULT_STORAGE_ENCRYPTED : 0);
}

static guint
look_below (const char *sysfs, guint depth)
{
  guint facts = 0;

  if (depth > MAX_DEPTH)
    return 0;
  if (says (sysfs, "dm/uuid", "CRYPT-"))
    facts |= VAULT_STORAGE_ENCRYPTED;
  /* A partition has its disk above it. */
  if (says (sysfs, "queue/rotational", "0") || says (sysfs, "../queue/rotational", "0"))
    facts |= VAULT_STORAGE_FLASH;

  return facts | look_at_slaves (sysfs, depth);
}

guint
vault_disk_look_at_device (const char *sysfs)
{
  return look_below (sysfs, 0);
}

static guint
look_at_source (const char *source)
{
  g_autofree char *sysfs = NULL;
  struct stat info;

  if (*source != '/' || stat (source, &info) != 0 || !S_ISBLK (info.st_mode))
    return 0;

  sysfs = g_strdup_printf ("/sys/dev/block/%u:%u", major (info.st_rdev),
                           minor (info.st_rdev));
  return vault_disk_look_at_device (sysfs);
}

guint
vault_disk_look (int fd, char out_type[TYPE_BYTES])
{
  g_autofree char *line = g_malloc (LINE_BYTES);
  g_autofree char *source = g_malloc (LINE_BYTES);
  struct statx info;
  guint facts;

  *out_type = '\0';
  if (statx (fd, "", AT_EMPTY_PATH, STATX_MNT_ID, &info) != 0
      || (info.stx_mask & STATX_MNT_ID) == 0
      || !find_mount (info.stx_mnt_id, line, LINE_BYTES)
      || !vault_disk_parse_mount (line, &facts, out_type, source, LINE_BYTES))
    return VAULT_STORAGE_UNTOLD;

  if (strcmp (out_type, "ext4") == 0)
    facts |= look_at_ext4 (source);
  return facts | look_at_source (source);
}

static guint
look_at_flags (int fd)
{
  int flags = 0;

  if (ioctl (fd, FS_IOC_GETFLAGS, &flags) != 0)
    return 0;

  return (flags & FS_JOURNAL_DATA_FL) != 0 ? VAULT_STORAGE_JOURNALED : 0;
}

guint
vault_disk_look_at_file (int fd)
{
  g_autofree VaultExtents *extents = g_new0 (VaultExtents, 1);
  struct stat info;
  guint facts = look_at_flags (fd);

  if (fstat (fd, &info) != 0)
    return facts | VAULT_STORAGE_UNTOLD;

  vault_extents_read (fd, 0, (guint64) info.st_size, extents);
  if (extents->shared)
    facts |= VAULT_STORAGE_SHARED;
  return facts | (extents->known ? 0 : VAULT_STORAGE_UNTOLD);
}

/* The same bytes: they need not be told apart afterwards, only where they went. */
static gboolean
rewrite (int fd, guint64 at, gsize n_bytes)
{
  g_autofree guint8 *bytes = g_malloc (n_bytes);

  return vault_file_read_at (fd, bytes, n_bytes, at, NULL)
         && vault_file_write_at (fd, bytes, n_bytes, at, NULL)
         && vault_file_sync (fd, NULL);
}

guint
vault_disk_try_overwrite (int fd, guint64 at, gsize n_bytes)
{
  g_autofree VaultExtents *before = g_new0 (VaultExtents, 1);
  g_autofree VaultExtents *after = g_new0 (VaultExtents, 1);
  guint facts = vault_disk_look_at_file (fd) & ~(guint) VAULT_STORAGE_UNTOLD;

  vault_extents_read (fd, at, n_bytes, before);
  if (!rewrite (fd, at, n_bytes))
    return facts | VAULT_STORAGE_UNTOLD;
  vault_extents_read (fd, at, n_bytes, after);

  if (!before->known || !after->known)
    return facts | VAULT_STORAGE_UNTOLD;
  return facts
         | (vault_extents_stayed (before, after) ? VAULT_STORAGE_IN_PLACE
                                                 : VAULT_STORAGE_MOVED);
}

guint
vault_disk_try_folder (int dir_fd)
{
  static const guint8 zeros[TRIAL_BYTES] = { 0 };
  int fd = openat (dir_fd, ".", O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
  guint facts = VAULT_STORAGE_UNTOLD;

  if (fd < 0)
    return facts;

  vault_file_set_nocow (fd);
  if (vault_file_write_at (fd, zeros, sizeof zeros, 0, NULL)
      && vault_file_sync (fd, NULL))
    facts = vault_disk_try_overwrite (fd, 0, sizeof zeros);
  close (fd);
  return facts;
}
