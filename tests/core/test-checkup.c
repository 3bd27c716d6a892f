/* test-checkup.c - a check-up of computers that are made for it
 *
 * Each finding is come to, by what the files of /proc, /sys, /etc and of a home say; and what
 * is good is not good any more when the files that say so are gone.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <glib/gstdio.h>
#include <string.h>

#include "checkup/checks.h"
#include "checkup/marks.h"
#include "support/computer.h"
#include "support/reader-bus.h"

static gboolean seen[VAULT_N_FINDINGS];

static void
expect (VaultCheck check, VaultFinding finding, const char *what)
{
  g_assert_cmpstr (vault_finding_get_nick (check.finding), ==,
                   vault_finding_get_nick (finding));
  g_assert_cmpstr (check.what, ==, what == NULL ? "" : what);
  seen[finding] = TRUE;
}

/* ---- the disk ---- */

static void
test_disk (void)
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
static void
test_disk_loop (void)
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

static void
test_swap (void)
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

static void
test_hibernation (void)
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

/* ---- copies ---- */

static void
test_sync (void)
{
  g_auto (Computer) box = computer_new ();

  expect (vault_check_sync (box.roots, box.vault), VAULT_FINDING_SYNC_NONE, NULL);
  computer_put_home (&box, ".config/Insync/live/x");
  expect (vault_check_sync (box.roots, box.vault), VAULT_FINDING_SYNC_UNTOLD, "Insync");
  computer_put_home (&box, "vault/.stfolder/x");
  expect (vault_check_sync (box.roots, box.vault), VAULT_FINDING_SYNC_FOUND,
          "Syncthing");
}

static void
test_backup (void)
{
  g_auto (Computer) box = computer_new ();

  expect (vault_check_backup (box.roots, box.vault), VAULT_FINDING_BACKUP_UNMARKED,
          NULL);
  computer_put_home (&box, ".cache/deja-dup/x");
  expect (vault_check_backup (box.roots, box.vault), VAULT_FINDING_BACKUP_FOUND,
          "Déjà Dup");
  vault_marks_leave (box.vault);
  expect (vault_check_backup (box.roots, box.vault), VAULT_FINDING_BACKUP_HEEDS,
          "Déjà Dup");
  computer_put (&box, "etc/rsnapshot.conf", "");
  expect (vault_check_backup (box.roots, box.vault), VAULT_FINDING_BACKUP_FOUND,
          "rsnapshot");
}

static void
test_no_backup (void)
{
  g_auto (Computer) box = computer_new ();

  vault_marks_leave (box.vault);
  expect (vault_check_backup (box.roots, box.vault), VAULT_FINDING_BACKUP_NONE, NULL);
}

static void
test_snapshots (void)
{
  g_auto (Computer) box = computer_new ();
  g_autofree char *zfs = g_build_filename (box.home, ".zfs/snapshot/monday/x", NULL);
  g_autofree char *table =
      g_strdup_printf ("21 1 0:30 / %s rw - zfs pool/home rw\n", box.home);

  expect (vault_check_snapshots (box.roots, box.vault), VAULT_FINDING_SNAPSHOTS_UNTOLD,
          NULL);
  computer_add_block (&box, "sda2", NULL, NULL);
  computer_add_block (&box, "dm-1", "LVM-0123\n", "sda2");
  computer_mount_root (&box, "ext4", "/dev/sda2");
  expect (vault_check_snapshots (box.roots, box.vault), VAULT_FINDING_SNAPSHOTS_NONE,
          NULL);
  computer_mount_root (&box, "ext4", "/dev/dm-1");
  expect (vault_check_snapshots (box.roots, box.vault), VAULT_FINDING_SNAPSHOTS_UNTOLD,
          NULL);
  computer_mount_root (&box, "btrfs", "/dev/sda2");
  expect (vault_check_snapshots (box.roots, box.vault), VAULT_FINDING_SNAPSHOTS_UNTOLD,
          NULL);

  computer_put (&box, "proc/self/mountinfo", table);
  computer_put_file (zfs, "");
  expect (vault_check_snapshots (box.roots, box.vault), VAULT_FINDING_SNAPSHOTS_FOUND,
          "ZFS");
  computer_put (&box, "etc/timeshift/timeshift.json", "{}");
  expect (vault_check_snapshots (box.roots, box.vault), VAULT_FINDING_SNAPSHOTS_FOUND,
          "Timeshift");
  computer_put_home (&box, ".snapshots/1/x");
  expect (vault_check_snapshots (box.roots, box.vault), VAULT_FINDING_SNAPSHOTS_FOUND,
          "Snapper");
}

/* ---- the desktop ---- */

static void
set_environment (Computer *self, const char *name, const char *value)
{
  self->roots->environment =
      g_environ_setenv (self->roots->environment, name, value, TRUE);
}

static void
test_screen (void)
{
  g_auto (Computer) box = computer_new ();

  expect (vault_check_screen (box.roots), VAULT_FINDING_SCREEN_UNTOLD, NULL);
  set_environment (&box, "DISPLAY", ":0");
  expect (vault_check_screen (box.roots), VAULT_FINDING_SCREEN_X11, NULL);
  set_environment (&box, "WAYLAND_DISPLAY", "wayland-0");
  expect (vault_check_screen (box.roots), VAULT_FINDING_SCREEN_UNTOLD, NULL);
  set_environment (&box, "XDG_CURRENT_DESKTOP", "sway");
  expect (vault_check_screen (box.roots), VAULT_FINDING_SCREEN_UNTOLD, NULL);
  set_environment (&box, "XDG_CURRENT_DESKTOP", "ubuntu:GNOME");
  expect (vault_check_screen (box.roots), VAULT_FINDING_SCREEN_ASKS, NULL);
}

static void
test_remote (void)
{
  g_auto (Computer) box = computer_new ();

  expect (vault_check_remote (box.roots), VAULT_FINDING_REMOTE_UNTOLD, NULL);
  computer_put (&box, "proc/1/comm", "systemd\n");
  computer_put (&box, "proc/sys/comm", "krfb\n");
  expect (vault_check_remote (box.roots), VAULT_FINDING_REMOTE_NONE, NULL);
  computer_put (&box, "proc/77/comm", "gnome-remote-de\n");
  expect (vault_check_remote (box.roots), VAULT_FINDING_REMOTE_RUNS,
          "GNOME Remote Desktop");
}

static void
test_cores (void)
{
  g_auto (Computer) box = computer_new ();

  expect (vault_check_cores (box.roots), VAULT_FINDING_CORES_UNTOLD, NULL);
  computer_put (&box, "proc/sys/kernel/core_pattern", "core\n");
  expect (vault_check_cores (box.roots), VAULT_FINDING_CORES_FILES, NULL);
  computer_put (&box, "proc/sys/kernel/core_pattern",
                "|/usr/lib/systemd/systemd-coredump %P %u %g\n");
  expect (vault_check_cores (box.roots), VAULT_FINDING_CORES_COLLECTED,
          "systemd-coredump");
  computer_put (&box, "proc/sys/kernel/core_pattern", "\n");
  expect (vault_check_cores (box.roots), VAULT_FINDING_CORES_OFF, NULL);
  computer_put (&box, "proc/sys/kernel/core_pattern", "|/bin/false\n");
  expect (vault_check_cores (box.roots), VAULT_FINDING_CORES_OFF, NULL);
}

static VaultClockTruth
clock_set (void)
{
  return VAULT_CLOCK_SET;
}

static VaultClockTruth
clock_unset (void)
{
  return VAULT_CLOCK_UNSET;
}

static void
test_clock (void)
{
  g_auto (Computer) box = computer_new ();

  expect (vault_check_clock (box.roots), VAULT_FINDING_CLOCK_UNTOLD, NULL);
  box.roots->ask_clock = clock_set;
  expect (vault_check_clock (box.roots), VAULT_FINDING_CLOCK_SET, NULL);
  box.roots->ask_clock = clock_unset;
  expect (vault_check_clock (box.roots), VAULT_FINDING_CLOCK_UNSET, NULL);
}

static void
test_cost (void)
{
  expect (vault_check_cost (0, 0), VAULT_FINDING_PASSPHRASE_UNTOLD, NULL);
  g_assert_cmpint (vault_check_cost ((guint64) 64 << 20, 3).finding, ==,
                   VAULT_FINDING_PASSPHRASE_QUICK);
  g_assert_cmpint (vault_check_cost ((guint64) 256 << 20, 3).finding, ==,
                   VAULT_FINDING_PASSPHRASE_SLOW);
  seen[VAULT_FINDING_PASSPHRASE_QUICK] = seen[VAULT_FINDING_PASSPHRASE_SLOW] = TRUE;
}

/* ---- the accessibility bus ---- */

static void
test_accessibility (void)
{
  g_auto (Computer) box = computer_new ();
  g_autoptr (GTestDBus) daemon = g_test_dbus_new (G_TEST_DBUS_NONE);
  ReaderStatus status = { 0 };
  ReaderService service;
  GThread *thread;

  expect (vault_check_accessibility (box.roots), VAULT_FINDING_ACCESSIBILITY_UNTOLD,
          NULL);
  g_test_dbus_up (daemon);
  service = (ReaderService){ g_test_dbus_get_bus_address (daemon), &status };
  box.roots->session_bus = g_dbus_connection_new_for_address_sync (
      service.address,
      G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT
          | G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION,
      NULL, NULL, NULL);
  g_assert_nonnull (box.roots->session_bus);
  expect (vault_check_accessibility (box.roots), VAULT_FINDING_ACCESSIBILITY_OFF, NULL);

  thread = g_thread_new ("status", reader_bus_serve, &service);
  while (!g_atomic_int_get (&status.ready))
    g_thread_yield ();
  expect (vault_check_accessibility (box.roots), VAULT_FINDING_ACCESSIBILITY_IDLE,
          NULL);
  status.reader = TRUE;
  expect (vault_check_accessibility (box.roots), VAULT_FINDING_ACCESSIBILITY_ON, NULL);
  status.reader = FALSE;
  status.enabled = TRUE;
  expect (vault_check_accessibility (box.roots), VAULT_FINDING_ACCESSIBILITY_ON, NULL);

  g_atomic_int_set (&status.quit, TRUE);
  g_thread_join (thread);
  g_clear_object (&box.roots->session_bus);
  g_test_dbus_down (daemon);
}

/* ---- the sentences ---- */

static void
test_sentences (void)
{
  VaultCheck check = vault_check_make (VAULT_FINDING_SYNC_FOUND, "50%s Cloud");
  g_autofree char *text =
      vault_check_fill (&check, vault_finding_get_found (check.finding));

  g_assert_cmpstr (text, ==, "The folder seems to be copied away by 50%s Cloud.");
  for (guint i = 0; i < VAULT_N_FINDINGS; i++) {
    VaultCheckState state = vault_finding_get_state (i);

    g_assert_cmpuint (strlen (vault_finding_get_found (i)), >, 10);
    g_assert_cmpuint (strlen (vault_finding_get_meaning (i)), >, 10);
    /* Somebody who is to pay attention is told what to do. */
    g_assert_true (state != VAULT_CHECK_ATTENTION
                   || vault_finding_get_advice (i) != NULL);
    for (guint j = 0; j < i; j++)
      g_assert_cmpstr (vault_finding_get_nick (i), !=, vault_finding_get_nick (j));
  }
}

/* Each topic can come out well and badly, and where something has to be read, unread. */
static void
test_states (void)
{
  for (VaultCheckTopic topic = 0; topic < VAULT_N_CHECKS; topic++) {
    guint states = 0;

    g_assert_cmpuint (strlen (vault_check_topic_get_title (topic)), >, 3);
    for (guint i = 0; i < VAULT_N_FINDINGS; i++)
      if (vault_finding_get_topic (i) == topic)
        states |= 1u << vault_finding_get_state (i);
    g_assert_cmpuint (states & 3, ==, 3);
  }
}

/* Of the storage and of the timer the facade asks others, which have tests of their own. */
static void
test_all_were_seen (void)
{
  for (guint i = 0; i < VAULT_N_FINDINGS; i++) {
    VaultCheckTopic topic = vault_finding_get_topic (i);

    if (topic == VAULT_CHECK_STORAGE || topic == VAULT_CHECK_TIMER)
      continue;
    g_test_message ("%s", vault_finding_get_nick (i));
    g_assert_true (seen[i]);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/checkup/disk", test_disk);
  g_test_add_func ("/checkup/disk-loop", test_disk_loop);
  g_test_add_func ("/checkup/swap", test_swap);
  g_test_add_func ("/checkup/hibernation", test_hibernation);
  g_test_add_func ("/checkup/sync", test_sync);
  g_test_add_func ("/checkup/backup", test_backup);
  g_test_add_func ("/checkup/no-backup", test_no_backup);
  g_test_add_func ("/checkup/snapshots", test_snapshots);
  g_test_add_func ("/checkup/screen", test_screen);
  g_test_add_func ("/checkup/accessibility", test_accessibility);
  g_test_add_func ("/checkup/remote", test_remote);
  g_test_add_func ("/checkup/cores", test_cores);
  g_test_add_func ("/checkup/clock", test_clock);
  g_test_add_func ("/checkup/cost", test_cost);
  g_test_add_func ("/checkup/sentences", test_sentences);
  g_test_add_func ("/checkup/states", test_states);
  g_test_add_func ("/checkup/all-were-seen", test_all_were_seen);
  return g_test_run ();
}
