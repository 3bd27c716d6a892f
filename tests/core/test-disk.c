/* test-disk.c - what lies below a file: maps of it, mounts, devices, and what is made of them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "support/vault-box.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <unistd.h>

#include "file/disk.h"
#include "file/extents.h"
#include "vault/storage.h"

static VaultExtents
one_run (guint64 logical, guint64 physical, guint64 n_bytes)
{
  VaultExtents extents = { .known = TRUE, .n_runs = 1 };

  extents.runs[0] = (VaultExtent){ logical, physical, n_bytes };
  return extents;
}

/* However the map is cut into pieces: what counts is where each byte lies. */
static void
test_stayed (void)
{
  VaultExtents whole = one_run (0, 40960, 16384);
  VaultExtents longer = one_run (0, 40960, 65536);
  VaultExtents moved = one_run (0, 81920, 16384);
  VaultExtents halves = one_run (0, 40960, 8192);
  VaultExtents tail_moved = halves;
  VaultExtents hole = halves;
  VaultExtents unknown = whole;

  halves.n_runs = tail_moved.n_runs = 2;
  halves.runs[1] = (VaultExtent){ 8192, 49152, 8192 };
  tail_moved.runs[1] = (VaultExtent){ 8192, 53248, 8192 };
  unknown.known = FALSE;

  g_assert_true (vault_extents_stayed (&whole, &whole));
  g_assert_true (vault_extents_stayed (&whole, &halves));
  g_assert_true (vault_extents_stayed (&halves, &whole));
  g_assert_true (vault_extents_stayed (&whole, &longer));
  g_assert_false (vault_extents_stayed (&longer, &whole));
  g_assert_false (vault_extents_stayed (&whole, &moved));
  g_assert_false (vault_extents_stayed (&whole, &tail_moved));
  g_assert_false (vault_extents_stayed (&whole, &hole));
  g_assert_false (vault_extents_stayed (&unknown, &whole));
  g_assert_false (vault_extents_stayed (&whole, &unknown));
}

static void
test_not_a_file (void)
{
  VaultExtents extents;

  vault_extents_read (-1, 0, 4096, &extents);
  g_assert_false (extents.known);
  vault_extents_read (0, 0, 0, &extents);
  g_assert_false (extents.known);
  g_assert_true (vault_disk_look_at_file (-1) & VAULT_STORAGE_UNTOLD);
  g_assert_true (vault_disk_try_overwrite (-1, 0, 128) & VAULT_STORAGE_UNTOLD);
  g_assert_true (vault_disk_try_folder (-1) & VAULT_STORAGE_UNTOLD);
}

static void
test_mounts (void)
{
  static const struct {
    const char *line;
    const char *type;
    guint facts;
  } cases[] = {
    { "36 35 98:0 / /mnt rw,noatime master:1 - ext4 /dev/sda1 rw,errors=continue",
      "ext4", 0 },
    { "36 35 98:0 / /mnt rw - ext4 /dev/sda1 rw,data=journal\n", "ext4",
      VAULT_STORAGE_JOURNALED },
    { "36 35 98:0 / /mnt rw - ext4 /dev/sda1 rw,discard,data=ordered", "ext4",
      VAULT_STORAGE_DISCARD },
    { "36 35 0:42 /@ / rw shared:1 - btrfs /dev/sda2 rw,discard=async,subvol=/@",
      "btrfs", VAULT_STORAGE_DISCARD },
    { "36 35 0:42 / /n rw - nfs4 host:/export rw", "nfs4", VAULT_STORAGE_REMOTE },
    { "36 35 0:42 / /n rw - fuse.rclone remote: rw", "fuse.rclone",
      VAULT_STORAGE_REMOTE },
    { "36 35 8:17 / /n rw - fuseblk /dev/sdb1 rw", "fuseblk", VAULT_STORAGE_REMOTE },
    { "36 35 0:42 / /n rw - zfs pool/home rw", "zfs", VAULT_STORAGE_COPY_ON_WRITE },
    { "36 35 0:42 / /n rw - tmpfs tmpfs rw", "tmpfs", VAULT_STORAGE_MEMORY },
    { "36 35 0:42 / /n rw - overlay overlay rw,lowerdir=/a", "overlay",
      VAULT_STORAGE_UNTOLD },
    /* A hyphen in a path is no separator, and an option is not another's beginning. */
    { "36 35 98:0 / /a-b rw - ext4 /dev/x rw,nodiscard,data=journaled", "ext4", 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    char type[24];
    char source[64];
    guint facts;

    g_assert_true (vault_disk_parse_mount (cases[i].line, &facts, type, source, 64));
    g_assert_cmpstr (type, ==, cases[i].type);
    g_assert_cmphex (facts, ==, cases[i].facts);
    g_assert_cmpint (*source, !=, '\0');
  }
}

static void
test_no_mounts (void)
{
  static const char *const lines[] = { "",    "\n",       "36 35 98:0 / /mnt rw",
                                       " - ", "1 - ext4", "1 - ext4 /dev/sda1" };

  for (guint i = 0; i < G_N_ELEMENTS (lines); i++) {
    char type[24];
    char source[8];
    guint facts;

    g_assert_false (vault_disk_parse_mount (lines[i], &facts, type, source, 8));
    g_assert_cmphex (facts, ==, 0);
  }
}

static void
put (const char *folder, const char *name, const char *text)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autofree char *parent = g_path_get_dirname (path);

  g_assert_cmpint (g_mkdir_with_parents (parent, 0700), ==, 0);
  g_assert_true (g_file_set_contents (path, text, -1, NULL));
}

static guint
look_at (const char *folder, const char *device)
{
  g_autofree char *path = g_build_filename (folder, device, NULL);

  return vault_disk_look_at_device (path);
}

/* A folder such as the kernel shows: a partition, dm-crypt on it, a volume on that; a mirror
 * of which one half alone is encrypted; a ring. */
static void
test_devices (void)
{
  g_autoptr (Folder) folder = folder_new ();
  g_autofree char *crypt = g_build_filename (folder, "crypt/slaves/sda1", NULL);
  g_autofree char *volume = g_build_filename (folder, "volume/slaves/crypt", NULL);
  g_autofree char *half = g_build_filename (folder, "mirror/slaves/crypt", NULL);
  g_autofree char *other = g_build_filename (folder, "mirror/slaves/sda1", NULL);
  g_autofree char *ring = g_build_filename (folder, "ring/slaves/ring", NULL);

  put (folder, "sda1/queue/rotational", "0\n");
  put (folder, "disk/queue/rotational", "1\n");
  put (folder, "crypt/dm/uuid", "CRYPT-LUKS2-0123-name\n");
  put (folder, "crypt/slaves/x", "");
  put (folder, "volume/dm/uuid", "LVM-abc\n");
  put (folder, "volume/slaves/x", "");
  put (folder, "mirror/slaves/x", "");
  put (folder, "ring/slaves/x", "");
  g_assert_cmpint (symlink ("../../sda1", crypt), ==, 0);
  g_assert_cmpint (symlink ("../../crypt", volume), ==, 0);
  g_assert_cmpint (symlink ("../../crypt", half), ==, 0);
  g_assert_cmpint (symlink ("../../sda1", other), ==, 0);
  g_assert_cmpint (symlink ("../../ring", ring), ==, 0);
  for (guint i = 0; i < 4; i++) {
    static const char *const names[] = { "crypt", "volume", "mirror", "ring" };
    g_autofree char *x = g_build_filename (folder, names[i], "slaves/x", NULL);

    g_assert_cmpint (g_unlink (x), ==, 0);
  }

  g_assert_cmphex (look_at (folder, "sda1"), ==, VAULT_STORAGE_FLASH);
  g_assert_cmphex (look_at (folder, "disk"), ==, 0);
  g_assert_cmphex (look_at (folder, "crypt"), ==,
                   VAULT_STORAGE_ENCRYPTED | VAULT_STORAGE_FLASH);
  g_assert_cmphex (look_at (folder, "volume"), ==,
                   VAULT_STORAGE_ENCRYPTED | VAULT_STORAGE_FLASH);
  g_assert_cmphex (look_at (folder, "mirror"), ==, VAULT_STORAGE_FLASH);
  g_assert_cmphex (look_at (folder, "ring"), ==, 0);
  g_assert_cmphex (look_at (folder, "nothing"), ==, 0);
}

/* Never better than the worst that was seen, and never good for want of a look. */
static void
test_judge (void)
{
  for (guint i = 0; i < VAULT_STORAGE_N_FACTS; i++) {
    guint fact = 1u << i;
    gboolean is_poor = (fact & VAULT_STORAGE_POOR_FACTS) != 0;
    guint best = VAULT_STORAGE_IN_PLACE | VAULT_STORAGE_ENCRYPTED;

    g_assert_cmpint (vault_storage_judge (best | fact), ==,
                     is_poor ? VAULT_LIGHT_POOR : VAULT_LIGHT_GOOD);
    g_assert_cmpstr (vault_storage_get_nick (fact), !=, "unknown");
  }

  g_assert_cmpint (vault_storage_judge (0), ==, VAULT_LIGHT_POOR);
  g_assert_cmpint (vault_storage_judge (VAULT_STORAGE_ENCRYPTED), ==, VAULT_LIGHT_POOR);
  g_assert_cmpint (vault_storage_judge (VAULT_STORAGE_IN_PLACE), ==, VAULT_LIGHT_FAIR);
  g_assert_cmpint (vault_storage_judge (VAULT_STORAGE_MEMORY), ==, VAULT_LIGHT_FAIR);
}

typedef struct {
  gboolean done;
  gboolean ok;
  VaultStorage storage;
} Probe;

static void
probed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Probe *probe = user_data;

  probe->ok =
      vault_storage_probe_finish (VAULT_VAULT (source), result, &probe->storage, NULL);
  probe->done = TRUE;
}

static VaultStorage
run_storage_probe (Vault *vault)
{
  Probe probe = { 0 };

  vault_storage_probe_async (vault, NULL, probed_cb, &probe);
  while (!probe.done)
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (probe.ok);
  return probe.storage;
}

/* A look changes not one byte, and comes to the same open and locked. */
static void
test_probe (void)
{
  g_autoptr (VaultBox) box = vault_box_new ();
  g_autoptr (GBytes) before = NULL;
  g_autoptr (GBytes) after = NULL;
  VaultStorage nowhere = run_storage_probe (box->vault);
  VaultStorage open;
  VaultStorage locked;

  g_assert_false (file_exists (box->folder));
  g_assert_true (run_create (box->vault, BOX_PASSPHRASE, NULL));
  before = file_get (box->keyring);
  open = run_storage_probe (box->vault);
  vault_box_restart (box);
  locked = run_storage_probe (box->vault);
  after = file_get (box->keyring);

  assert_same_bytes (before, after);
  g_assert_cmphex (open.facts, ==, locked.facts);
  g_assert_cmpint (open.light, ==, nowhere.light);
  g_assert_cmpint (open.light, ==, vault_storage_judge (open.facts));
  g_assert_cmpstr (open.file_system, ==, nowhere.file_system);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/disk/stayed", test_stayed);
  g_test_add_func ("/disk/not-a-file", test_not_a_file);
  g_test_add_func ("/disk/mounts", test_mounts);
  g_test_add_func ("/disk/no-mounts", test_no_mounts);
  g_test_add_func ("/disk/devices", test_devices);
  g_test_add_func ("/disk/judge", test_judge);
  g_test_add_func ("/disk/probe", test_probe);
  return g_test_run ();
}
