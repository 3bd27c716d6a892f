/* test-checkup-disk.c - a check-up of computers with every kind of disk and swap
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "test-checkup-disk.h"

#include "support/checkup-box.h"
#include "support/computer.h"

/* ---- the disk ---- */

void
test_checkup_disk (void)
{
  static const struct {
    const char *type, *source;
    VaultFinding finding;
  } cases[] = {
    { "ext4", "/dev/sda2", VAULT_FINDING_DISK_PLAIN },
    { "ext4", "/dev/dm-0", VAULT_FINDING_DISK_ENCRYPTED },
    { "ext4", "/dev/mapper/map-dm-0", VAULT_FINDING_DISK_ENCRYPTED },
    { "ext4", "/dev/mapper/map-dm-1", VAULT_FINDING_DISK_ENCRYPTED }, /* LVM on LUKS */
    { "ext4", "/dev/mapper/map-dm-2", VAULT_FINDING_DISK_PLAIN }, /* LVM on a disk */
    { "ext4", "/dev/mapper/map-dm-3", VAULT_FINDING_DISK_PLAIN }, /* verity */
    { "ext4", "/dev/sdz9", VAULT_FINDING_DISK_UNTOLD },
    { "tmpfs", "tmpfs", VAULT_FINDING_DISK_MEMORY },
    { "overlay", "overlay", VAULT_FINDING_DISK_UNTOLD },
    { "zfs", "pool/home", VAULT_FINDING_DISK_UNTOLD },
    { "fuse.gocryptfs", "/home/.cipher", VAULT_FINDING_DISK_ENCRYPTED },
    { "btrfs", "/dev/dm-0", VAULT_FINDING_DISK_ENCRYPTED },
    { "btrfs", "/dev/sda2", VAULT_FINDING_DISK_PLAIN }, /* half of it is encrypted */
    { "btrfs", "/dev/sdb1", VAULT_FINDING_DISK_UNTOLD },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_auto (Computer) box = computer_new ();

    g_test_message ("%s on %s", cases[i].type, cases[i].source);
    computer_add_block (&box, "sda2", NULL, NULL);
    computer_add_block (&box, "sdb1", NULL, NULL);
    computer_add_block (&box, "dm-0", "CRYPT-LUKS2-0123-map\n", "sda2");
    computer_add_block (&box, "dm-1", "LVM-0123\n", "dm-0");
    computer_add_block (&box, "dm-2", "LVM-0124\n", "sda2");
    computer_add_block (&box, "dm-3", "CRYPT-VERITY-0125\n", "sda2");
    computer_put (&box, "sys/fs/btrfs/1111/devices/dm-0/size", "1");
    computer_put (&box, "sys/fs/btrfs/2222/devices/sda2/size", "1");
    computer_put (&box, "sys/fs/btrfs/2222/devices/dm-1/size", "1");
    computer_mount_root (&box, cases[i].type, cases[i].source);
    expect (vault_check_disk (box.roots, box.vault), cases[i].finding, NULL);
  }
}

/* A home in a file, as systemd-homed has it, on a plain disk and in itself. */
void
test_checkup_disk_loop (void)
{
  g_auto (Computer) box = computer_new ();
  g_autofree char *image = g_build_filename (box.home, "image", NULL);
  g_autofree char *table = g_strdup_printf (
      "21 1 8:2 / / rw - ext4 /dev/dm-0 rw\n30 21 7:0 / %s rw - ext4 /dev/loop0 rw\n",
      box.vault);

  expect (vault_check_disk (box.roots, box.vault), VAULT_FINDING_DISK_UNTOLD, NULL);
  computer_put_file (image, "");
  computer_put (&box, "proc/self/mountinfo", table);
  computer_add_block (&box, "dm-0", "CRYPT-LUKS2-0123-map\n", "sda2");
  computer_add_block (&box, "loop0", NULL, NULL);
  computer_put (&box, "sys/class/block/loop0/loop/backing_file", image);
  expect (vault_check_disk (box.roots, box.vault), VAULT_FINDING_DISK_ENCRYPTED, NULL);

  /* A file that lies in what it holds is followed down for a while, and no further. */
  computer_put (&box, "sys/class/block/loop0/loop/backing_file", box.vault);
  expect (vault_check_disk (box.roots, box.vault), VAULT_FINDING_DISK_UNTOLD, NULL);
}

/* ---- swap and hibernation ---- */

#define SWAPS_HEAD "Filename\t\t\t\tType\t\tSize\t\tUsed\t\tPriority\n"

void
test_checkup_swap (void)
{
  g_auto (Computer) box = computer_new ();

  expect (vault_check_swap (box.roots), VAULT_FINDING_SWAP_UNTOLD, NULL);
  computer_put (&box, "proc/swaps", SWAPS_HEAD);
  expect (vault_check_swap (box.roots), VAULT_FINDING_SWAP_NONE, NULL);

  computer_add_block (&box, "sda3", NULL, NULL);
  computer_add_block (&box, "dm-0", "CRYPT-PLAIN-swap", "sda3");
  computer_add_block (&box, "zram0", NULL, NULL);
  computer_put (&box, "sys/class/block/zram0/backing_dev", "none\n");
  computer_put (&box, "proc/swaps", SWAPS_HEAD "/dev/sda3 partition 1000 0 -2\n");
  expect (vault_check_swap (box.roots), VAULT_FINDING_SWAP_PLAIN, NULL);
  computer_put (&box, "proc/swaps", SWAPS_HEAD "/dev/dm-0 partition 1000 0 -2\n");
  expect (vault_check_swap (box.roots), VAULT_FINDING_SWAP_COVERED, NULL);
  computer_put (&box, "proc/swaps", SWAPS_HEAD "/dev/zram0 partition 1000 0 100\n");
  expect (vault_check_swap (box.roots), VAULT_FINDING_SWAP_COVERED, NULL);
  computer_put (&box, "proc/swaps",
                SWAPS_HEAD
                "/dev/zram0 partition 1000 0 100\n/dev/sda3 partition 1000 0 -2\n");
  expect (vault_check_swap (box.roots), VAULT_FINDING_SWAP_PLAIN, NULL);
  computer_put (&box, "proc/swaps", SWAPS_HEAD "/dev/sdq7 partition 1000 0 -2\n");
  expect (vault_check_swap (box.roots), VAULT_FINDING_SWAP_UNTOLD, NULL);

  computer_mount_root (&box, "ext4", "/dev/sda3");
  computer_put (&box, "proc/swaps", SWAPS_HEAD "/swapfile file 1000 0 -2\n");
  expect (vault_check_swap (box.roots), VAULT_FINDING_SWAP_PLAIN, NULL);

  /* What memory cannot hold goes to a disk after all. */
  computer_put (&box, "sys/class/block/zram0/backing_dev", "/swapfile\n");
  computer_put (&box, "proc/swaps", SWAPS_HEAD "/dev/zram0 partition 1000 0 100\n");
  expect (vault_check_swap (box.roots), VAULT_FINDING_SWAP_PLAIN, NULL);
}

void
test_checkup_kept_from_swap (void)
{
  g_auto (Computer) box = computer_new ();

  computer_add_block (&box, "sda3", NULL, NULL);
  computer_put (&box, "proc/swaps", SWAPS_HEAD "/dev/sda3 partition 1000 0 -2\n");
  computer_put (&box, "proc/self/cgroup", "1:cpu:/other\n0::/user/app.scope\n");
  expect (vault_check_swap (box.roots), VAULT_FINDING_SWAP_PLAIN, NULL);
  computer_put (&box, "sys/fs/cgroup/other/memory.swap.max", "0\n");
  computer_put (&box, "sys/fs/cgroup/user/app.scope/memory.swap.max", "max\n");
  expect (vault_check_swap (box.roots), VAULT_FINDING_SWAP_PLAIN, NULL);
  computer_put (&box, "sys/fs/cgroup/user/app.scope/memory.swap.max", "0\n");
  expect (vault_check_swap (box.roots), VAULT_FINDING_SWAP_REFUSED, NULL);
  computer_put (&box, "proc/self/cgroup", "1:cpu:/user/app.scope\n");
  expect (vault_check_swap (box.roots), VAULT_FINDING_SWAP_PLAIN, NULL);
}

void
test_checkup_hibernation (void)
{
  g_auto (Computer) box = computer_new ();

  expect (vault_check_hibernation (box.roots), VAULT_FINDING_HIBERNATION_UNTOLD, NULL);
  computer_put (&box, "sys/power/state", "freeze mem\n");
  expect (vault_check_hibernation (box.roots), VAULT_FINDING_HIBERNATION_OFF, NULL);
  computer_put (&box, "sys/power/state", "freeze mem disk\n");
  expect (vault_check_hibernation (box.roots), VAULT_FINDING_HIBERNATION_UNTOLD, NULL);
  computer_put (&box, "proc/swaps", SWAPS_HEAD);
  expect (vault_check_hibernation (box.roots), VAULT_FINDING_HIBERNATION_OFF, NULL);

  computer_add_block (&box, "sda3", NULL, NULL);
  computer_add_block (&box, "dm-0", "CRYPT-PLAIN-swap", "sda3");
  computer_put (&box, "proc/swaps", SWAPS_HEAD "/dev/sda3 partition 1000 0 -2\n");
  expect (vault_check_hibernation (box.roots), VAULT_FINDING_HIBERNATION_PLAIN, NULL);
  computer_put (&box, "sys/power/disk", "[disabled]\n");
  expect (vault_check_hibernation (box.roots), VAULT_FINDING_HIBERNATION_OFF, NULL);
  computer_put (&box, "sys/power/disk", "[platform] shutdown reboot\n");
  computer_put (&box, "proc/swaps", SWAPS_HEAD "/dev/dm-0 partition 1000 0 -2\n");
  expect (vault_check_hibernation (box.roots), VAULT_FINDING_HIBERNATION_COVERED, NULL);
}

/* ---- overwriting ---- */

void
test_checkup_storage (void)
{
  expect (vault_check_storage (TRUE, VAULT_LIGHT_GOOD), VAULT_FINDING_STORAGE_GOOD,
          NULL);
  expect (vault_check_storage (TRUE, VAULT_LIGHT_FAIR), VAULT_FINDING_STORAGE_FAIR,
          NULL);
  expect (vault_check_storage (TRUE, VAULT_LIGHT_POOR), VAULT_FINDING_STORAGE_POOR,
          NULL);
  /* Whatever the light was left at. */
  for (VaultLight light = 0; light < VAULT_N_LIGHTS; light++)
    expect (vault_check_storage (FALSE, light), VAULT_FINDING_STORAGE_UNTOLD, NULL);
}
