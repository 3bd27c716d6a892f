/* check-copies.c - what keeps copies of the vault: sync, backups, snapshots
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "checkup/checks.h"

#include <string.h>

#include "checkup/marks.h"
#include "checkup/mounts.h"
#include "checkup/sync.h"
#include "file/file.h"

VaultCheck
vault_check_sync (const VaultRoots *roots, const char *folder)
{
  const char *service = vault_sync_find (roots, folder);

  if (service != NULL)
    return vault_check_make (VAULT_FINDING_SYNC_FOUND, service);

  service = vault_sync_find_untold (roots);
  if (service != NULL)
    return vault_check_make (VAULT_FINDING_SYNC_UNTOLD, service);

  return vault_check_make (VAULT_FINDING_SYNC_NONE, NULL);
}

/* What backup programs keep in this person's folders, or in the computer's. */
static const struct {
  VaultRootsFolder below;
  const char *path;
  const char *program;
  gboolean heeds; /* leaves out what is marked, without being asked to */
} programs[] = {
  { VAULT_ROOTS_CONFIG, "borgmatic", "borgmatic", FALSE },
  { VAULT_ROOTS_TOP, "etc/borgmatic", "borgmatic", FALSE },
  { VAULT_ROOTS_DATA, "Vorta", "Vorta", FALSE },
  { VAULT_ROOTS_CONFIG, "borg", "Borg", FALSE },
  { VAULT_ROOTS_CONFIG, "pika-backup", "Pika Backup", FALSE },
  { VAULT_ROOTS_CONFIG, "backintime", "Back In Time", FALSE },
  { VAULT_ROOTS_CACHE, "restic", "restic", FALSE },
  { VAULT_ROOTS_CACHE, "duplicity", "Duplicity", FALSE },
  { VAULT_ROOTS_CONFIG, "Duplicati", "Duplicati", FALSE },
  { VAULT_ROOTS_CONFIG, "kopia", "Kopia", FALSE },
  { VAULT_ROOTS_CONFIG, "kuprc", "Kup", FALSE },
  { VAULT_ROOTS_HOME, ".rsnapshot.conf", "rsnapshot", FALSE },
  { VAULT_ROOTS_TOP, "etc/rsnapshot.conf", "rsnapshot", FALSE },
  { VAULT_ROOTS_TOP, "etc/urbackup", "UrBackup", FALSE },
  { VAULT_ROOTS_TOP, "etc/bacula/bacula-fd.conf", "Bacula", FALSE },
  { VAULT_ROOTS_CACHE, "deja-dup", "Déjà Dup", TRUE },
};

VaultCheck
vault_check_backup (const VaultRoots *roots, const char *folder)
{
  gboolean marked = vault_marks_are_there (folder);
  const char *heeds = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (programs); i++) {
    if (!vault_roots_has_in (roots, programs[i].below, programs[i].path))
      continue;
    if (!marked || !programs[i].heeds)
      return vault_check_make (VAULT_FINDING_BACKUP_FOUND, programs[i].program);
    heeds = programs[i].program;
  }

  if (!marked)
    return vault_check_make (VAULT_FINDING_BACKUP_UNMARKED, NULL);

  return heeds != NULL ? vault_check_make (VAULT_FINDING_BACKUP_HEEDS, heeds)
                       : vault_check_make (VAULT_FINDING_BACKUP_NONE, NULL);
}

/* ---- snapshots ---- */

static gboolean
has_entries (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);

  return dir != NULL && g_dir_read_name (dir) != NULL;
}

gboolean
vault_check_is_below_snapper (const char *folder)
{
  g_autofree char *at = g_canonicalize_filename (folder, NULL);

  do {
    g_autofree char *snapshots = g_build_filename (at, ".snapshots", NULL);

    if (g_file_test (snapshots, G_FILE_TEST_IS_DIR))
      return TRUE;
  } while (vault_file_go_up (&at));

  return FALSE;
}

static const char *
find_snapshot_program (const VaultRoots *roots, const char *folder)
{
  g_autofree char *snapper = vault_roots_dup_path (roots, "/etc/snapper/configs");

  if (vault_check_is_below_snapper (folder) || has_entries (snapper))
    return "Snapper";
  if (vault_roots_has (roots, "/etc/timeshift/timeshift.json")
      || vault_roots_has (roots, "/run/timeshift")
      || vault_roots_has (roots, "/timeshift-btrfs"))
    return "Timeshift";

  return NULL;
}

static gboolean
has_zfs_snapshots (const VaultMount *mount)
{
  g_autofree char *path = g_build_filename (mount->point, ".zfs", "snapshot", NULL);

  return strcmp (mount->type, "zfs") == 0 && has_entries (path);
}

/* Processors say so to what runs on them; Xen says it in another place as well. */
static gboolean
has_host (const VaultRoots *roots)
{
  g_autofree char *processors = vault_roots_read (roots, "/proc/cpuinfo");
  g_auto (GStrv) words =
              g_strsplit_set (processors != NULL ? processors : "", " \n", -1);

  return g_strv_contains ((const char *const *) words, "hypervisor")
         || vault_roots_has (roots, "/sys/hypervisor/type");
}

VaultCheck
vault_check_snapshots (const VaultRoots *roots, const char *folder)
{
  /* They have none of their own. */
  static const char *const without[] = { "ext2", "ext3",  "ext4",  "xfs",   "f2fs",
                                         "vfat", "exfat", "tmpfs", "ramfs", NULL };
  g_autoptr (VaultMount) mount = vault_mount_find (roots, folder);
  const char *program = find_snapshot_program (roots, folder);

  if (program != NULL)
    return vault_check_make (VAULT_FINDING_SNAPSHOTS_FOUND, program);
  if (mount == NULL || mount->type == NULL)
    return vault_check_make (VAULT_FINDING_SNAPSHOTS_UNTOLD, NULL);
  if (has_zfs_snapshots (mount))
    return vault_check_make (VAULT_FINDING_SNAPSHOTS_FOUND, "ZFS");
  if (!g_strv_contains (without, mount->type) || vault_mount_has_lvm (roots, mount))
    return vault_check_make (VAULT_FINDING_SNAPSHOTS_UNTOLD, NULL);
  if (has_host (roots))
    return vault_check_make (VAULT_FINDING_SNAPSHOTS_HOST, NULL);

  return vault_check_make (VAULT_FINDING_SNAPSHOTS_NONE, NULL);
}
