/* mounts.c - what is mounted where, and what lies below it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "checkup/mounts.h"

#include <libmount.h>
#include <string.h>

#include "file/file.h"

/* Deeper than anybody stacks: a loop on a file on a loop is two. */
#define MAX_DEPTH 16

typedef struct libmnt_table MountTable;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MountTable, mnt_unref_table)

void
vault_mount_free (VaultMount *self)
{
  if (self == NULL)
    return;

  g_free (self->point);
  g_free (self->type);
  g_free (self->source);
  g_free (self);
}

/* Of a folder that will be made, the first one above it that is there. */
static char *
dup_real (const char *folder)
{
  g_autofree char *at = g_canonicalize_filename (folder, NULL);
  char *real;

  do
    real = vault_file_dup_real (at);
  while (real == NULL && vault_file_go_up (&at));

  return real != NULL ? real : g_steal_pointer (&at);
}

VaultMount *
vault_mount_find (const VaultRoots *roots, const char *folder)
{
  g_autofree char *path = vault_roots_dup_path (roots, "/proc/self/mountinfo");
  g_autoptr (MountTable) table = mnt_new_table_from_file (path);
  g_autofree char *at = dup_real (folder);
  struct libmnt_fs *fs;
  VaultMount *self;

  if (table == NULL)
    return NULL;

  do
    fs = mnt_table_find_target (table, at, MNT_ITER_BACKWARD);
  while (fs == NULL && vault_file_go_up (&at));
  if (fs == NULL)
    return NULL;

  self = g_new0 (VaultMount, 1);
  self->point = g_steal_pointer (&at);
  self->type = g_strdup (mnt_fs_get_fstype (fs));
  self->source = g_strdup (mnt_fs_get_source (fs));
  return self;
}

/* ---- block devices ---- */

static VaultCover
cover_of_name (const VaultRoots *roots, const char *name, guint depth);
static VaultCover cover_of (const VaultRoots *roots, const char *folder, guint depth);

static char *
dup_block_path (const char *name, const char *rest)
{
  return g_strconcat ("/sys/class/block/", name, rest, NULL);
}

/* One that cannot be told makes the whole untold, one that is plain makes it plain. */
static VaultCover
join (VaultCover a, VaultCover b)
{
  if (a == VAULT_COVER_PLAIN || b == VAULT_COVER_PLAIN)
    return VAULT_COVER_PLAIN;
  if (a == VAULT_COVER_UNTOLD || b == VAULT_COVER_UNTOLD)
    return VAULT_COVER_UNTOLD;
  return a == VAULT_COVER_MEMORY ? b : a;
}

/* All that @folder, in sysfs, lists.  FALSE if that is nothing. */
static gboolean
cover_of_list (const VaultRoots *roots,
               const char *folder,
               guint depth,
               VaultCover *out)
{
  g_autofree char *full = vault_roots_dup_path (roots, folder);
  g_autoptr (GDir) dir = g_dir_open (full, 0, NULL);
  const char *name;
  gboolean any = FALSE;

  *out = VAULT_COVER_ENCRYPTED;
  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
    *out = join (*out, cover_of_name (roots, name, depth + 1));
    any = TRUE;
  }

  return any;
}

/* "/dev/mapper/home" is dm-0 in sysfs, which knows it by its name. */
static char *
dup_name_of (const VaultRoots *roots, const char *device)
{
  g_autofree char *base = g_path_get_basename (device);
  g_autofree char *direct = dup_block_path (base, "");
  g_autofree char *blocks = vault_roots_dup_path (roots, "/sys/class/block");
  g_autoptr (GDir) dir = NULL;
  const char *name;

  if (vault_roots_has (roots, direct))
    return g_steal_pointer (&base);

  dir = g_dir_open (blocks, 0, NULL);
  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *path = dup_block_path (name, "/dm/name");
    g_autofree char *mapped = vault_roots_read (roots, path);

    if (g_strcmp0 (mapped, base) == 0)
      return g_strdup (name);
  }

  return NULL;
}

/* Verity and integrity have such names, too, and encrypt nothing. */
static gboolean
is_crypt (const VaultRoots *roots, const char *name)
{
  g_autofree char *path = dup_block_path (name, "/dm/uuid");
  g_autofree char *uuid = vault_roots_read (roots, path);

  return uuid != NULL && g_str_has_prefix (uuid, "CRYPT-")
         && !g_str_has_prefix (uuid, "CRYPT-VERITY")
         && !g_str_has_prefix (uuid, "CRYPT-INTEGRITY");
}

/* Compressed swap in memory may hand what is old to a disk. */
static VaultCover
cover_of_zram (const VaultRoots *roots, const char *name, guint depth)
{
  g_autofree char *path = dup_block_path (name, "/backing_dev");
  g_autofree char *backing = vault_roots_read (roots, path);

  if (backing == NULL || strcmp (backing, "none") == 0)
    return VAULT_COVER_MEMORY;

  return cover_of (roots, backing, depth + 1);
}

static VaultCover
cover_of_name (const VaultRoots *roots, const char *name, guint depth)
{
  g_autofree char *slaves = dup_block_path (name, "/slaves");
  g_autofree char *loop = dup_block_path (name, "/loop/backing_file");
  g_autofree char *file = NULL;
  g_autofree char *itself = dup_block_path (name, "");
  VaultCover below;

  if (depth > MAX_DEPTH || !vault_roots_has (roots, itself))
    return VAULT_COVER_UNTOLD;
  if (is_crypt (roots, name))
    return VAULT_COVER_ENCRYPTED;
  if (g_str_has_prefix (name, "zram"))
    return cover_of_zram (roots, name, depth);

  file = vault_roots_read (roots, loop);
  if (file != NULL)
    return cover_of (roots, file, depth + 1);
  if (cover_of_list (roots, slaves, depth, &below))
    return below;

  return VAULT_COVER_PLAIN;
}

static VaultCover
cover_of_source (const VaultRoots *roots, const char *device, guint depth)
{
  g_autofree char *name = dup_name_of (roots, device);

  return name == NULL ? VAULT_COVER_UNTOLD : cover_of_name (roots, name, depth);
}

VaultCover
vault_cover_of_device (const VaultRoots *roots, const char *device)
{
  return cover_of_source (roots, device, 0);
}

/* btrfs spreads a file system over devices, of which only one is the source. */
static VaultCover
cover_of_btrfs (const VaultRoots *roots, const char *source, guint depth)
{
  g_autofree char *name = dup_name_of (roots, source);
  g_autofree char *systems = vault_roots_dup_path (roots, "/sys/fs/btrfs");
  g_autoptr (GDir) dir = g_dir_open (systems, 0, NULL);
  const char *id;
  VaultCover all;

  while (name != NULL && dir != NULL && (id = g_dir_read_name (dir)) != NULL) {
    g_autofree char *devices = g_strconcat ("/sys/fs/btrfs/", id, "/devices", NULL);
    g_autofree char *ours = g_strconcat (devices, "/", name, NULL);

    if (vault_roots_has (roots, ours) && cover_of_list (roots, devices, depth, &all))
      return all;
  }

  return VAULT_COVER_UNTOLD;
}

static VaultCover
cover_of (const VaultRoots *roots, const char *folder, guint depth)
{
  static const char *const memory[] = { "tmpfs", "ramfs", NULL };
  /* They encrypt, each file for itself. */
  static const char *const sealed[] = { "ecryptfs",   "fuse.gocryptfs", "fuse.cryfs",
                                        "fuse.encfs", "fuse.securefs",  NULL };
  g_autoptr (VaultMount) mount = vault_mount_find (roots, folder);

  if (mount == NULL || mount->type == NULL || mount->source == NULL)
    return VAULT_COVER_UNTOLD;
  if (g_strv_contains (memory, mount->type))
    return VAULT_COVER_MEMORY;
  if (g_strv_contains (sealed, mount->type))
    return VAULT_COVER_ENCRYPTED;
  if (strcmp (mount->type, "btrfs") == 0)
    return cover_of_btrfs (roots, mount->source, depth);
  if (!g_str_has_prefix (mount->source, "/dev/"))
    return VAULT_COVER_UNTOLD;

  return cover_of_source (roots, mount->source, depth);
}

VaultCover
vault_cover_of_folder (const VaultRoots *roots, const char *folder)
{
  return cover_of (roots, folder, 0);
}

static gboolean
is_lvm (const VaultRoots *roots, const char *name, guint depth)
{
  g_autofree char *uuid_path = dup_block_path (name, "/dm/uuid");
  g_autofree char *uuid = vault_roots_read (roots, uuid_path);
  g_autofree char *slaves = dup_block_path (name, "/slaves");
  g_autofree char *full = vault_roots_dup_path (roots, slaves);
  g_autoptr (GDir) dir = NULL;
  const char *below;

  if (uuid != NULL && g_str_has_prefix (uuid, "LVM-"))
    return TRUE;

  dir = depth > MAX_DEPTH ? NULL : g_dir_open (full, 0, NULL);
  while (dir != NULL && (below = g_dir_read_name (dir)) != NULL)
    if (is_lvm (roots, below, depth + 1))
      return TRUE;
  return FALSE;
}

gboolean
vault_mount_has_lvm (const VaultRoots *roots, const VaultMount *mount)
{
  g_autofree char *name =
      mount->source == NULL ? NULL : dup_name_of (roots, mount->source);

  return name != NULL && is_lvm (roots, name, 0);
}

GPtrArray *
vault_swaps_list (const VaultRoots *roots)
{
  g_autofree char *path = vault_roots_dup_path (roots, "/proc/swaps");
  g_autoptr (MountTable) table = mnt_new_table ();
  struct libmnt_iter *iter;
  struct libmnt_fs *fs;
  GPtrArray *sources;

  if (table == NULL || mnt_table_parse_swaps (table, path) != 0)
    return NULL;

  sources = g_ptr_array_new_with_free_func (g_free);
  iter = mnt_new_iter (MNT_ITER_FORWARD);
  while (iter != NULL && mnt_table_next_fs (table, iter, &fs) == 0)
    g_ptr_array_add (sources, g_strdup (mnt_fs_get_source (fs)));
  mnt_free_iter (iter);
  return sources;
}
