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
#include "support/checkup-box.h"
#include "support/computer.h"
#include "support/bus-service.h"
#include "support/reader-bus.h"
#include "test-checkup-disk.h"

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
  computer_put (&box, "proc/cpuinfo", "flags\t\t: fpu hypervisors\nbugs\t: x\n");
  expect (vault_check_snapshots (box.roots, box.vault), VAULT_FINDING_SNAPSHOTS_NONE,
          NULL);
  computer_put (&box, "proc/cpuinfo", "flags\t\t: fpu hypervisor\nbugs\t: x\n");
  expect (vault_check_snapshots (box.roots, box.vault), VAULT_FINDING_SNAPSHOTS_HOST,
          NULL);
  computer_put (&box, "proc/cpuinfo", "flags\t\t: fpu\n");
  computer_put (&box, "sys/hypervisor/type", "xen\n");
  expect (vault_check_snapshots (box.roots, box.vault), VAULT_FINDING_SNAPSHOTS_HOST,
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
test_timer (void)
{
  VaultTimerStatus status = { .hourly = TRUE, .at_login = TRUE };

  expect (vault_check_timer (&status), VAULT_FINDING_TIMER_OFF, NULL);
  status.listed = TRUE;
  expect (vault_check_timer (&status), VAULT_FINDING_TIMER_HOURLY, NULL);
  status.hourly = FALSE;
  expect (vault_check_timer (&status), VAULT_FINDING_TIMER_LOGIN, NULL);
  status.at_login = FALSE;
  expect (vault_check_timer (&status), VAULT_FINDING_TIMER_OFF, NULL);
}

static void
test_cost (void)
{
  expect (vault_check_cost (0, 0), VAULT_FINDING_PASSPHRASE_UNTOLD, NULL);
  expect_finding (vault_check_cost ((guint64) 64 << 20, 3),
                  VAULT_FINDING_PASSPHRASE_QUICK);
  expect_finding (vault_check_cost ((guint64) 256 << 20, 3),
                  VAULT_FINDING_PASSPHRASE_SLOW);
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
  box.roots->session_bus = bus_connect (service.address);
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

static void
test_all_were_seen (void)
{
  for (guint i = 0; i < VAULT_N_FINDINGS; i++) {
    g_test_message ("%s", vault_finding_get_nick (i));
    g_assert_true (checkup_box_was_seen (i));
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/checkup/disk", test_checkup_disk);
  g_test_add_func ("/checkup/disk-loop", test_checkup_disk_loop);
  g_test_add_func ("/checkup/swap", test_checkup_swap);
  g_test_add_func ("/checkup/kept-from-swap", test_checkup_kept_from_swap);
  g_test_add_func ("/checkup/hibernation", test_checkup_hibernation);
  g_test_add_func ("/checkup/storage", test_checkup_storage);
  g_test_add_func ("/checkup/sync", test_sync);
  g_test_add_func ("/checkup/backup", test_backup);
  g_test_add_func ("/checkup/no-backup", test_no_backup);
  g_test_add_func ("/checkup/snapshots", test_snapshots);
  g_test_add_func ("/checkup/screen", test_screen);
  g_test_add_func ("/checkup/accessibility", test_accessibility);
  g_test_add_func ("/checkup/remote", test_remote);
  g_test_add_func ("/checkup/cores", test_cores);
  g_test_add_func ("/checkup/clock", test_clock);
  g_test_add_func ("/checkup/timer", test_timer);
  g_test_add_func ("/checkup/cost", test_cost);
  g_test_add_func ("/checkup/sentences", test_sentences);
  g_test_add_func ("/checkup/states", test_states);
  g_test_add_func ("/checkup/all-were-seen", test_all_were_seen);
  return g_test_run ();
}
