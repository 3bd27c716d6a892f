/* findings-words.c - what was found, what it means, what to do: the sentences
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "checkup/checks.h"

/* Translated by the window. */
#define N_(text) (text)

const VaultFindingWords vault_finding_words[VAULT_N_FINDINGS] = {
  [VAULT_FINDING_DISK_ENCRYPTED] = { "disk-encrypted", VAULT_CHECK_DISK,
                                     VAULT_CHECK_GOOD,
                                     N_ ("The disk below the vault is encrypted."),
                                     N_ ("What the disk keeps inside, or what a thief "
                                         "finds on it, can’t be read without "
                                         "the key of the disk."),
                                     NULL },
  [VAULT_FINDING_DISK_PLAIN] = { "disk-plain", VAULT_CHECK_DISK, VAULT_CHECK_ATTENTION,
                                 N_ ("The system doesn’t encrypt the disk below the "
                                     "vault."),
                                 N_ ("The vault itself is sealed. But originals, "
                                     "caches and overwritten keys can be "
                                     "looked for on the disk by whoever has the "
                                     "computer. A disk that encrypts by "
                                     "itself can’t be told from one that doesn’t."),
                                 N_ ("Encrypt the whole disk; most systems offer that "
                                     "when they are installed.") },
  [VAULT_FINDING_DISK_MEMORY] = { "disk-memory", VAULT_CHECK_DISK,
                                  VAULT_CHECK_ATTENTION,
                                  N_ ("The vault lies in memory."),
                                  N_ ("It is gone when the computer is switched off, "
                                      "and parts of it may be swapped "
                                      "out."),
                                  N_ ("Keep a vault that is to last on a disk.") },
  [VAULT_FINDING_DISK_UNTOLD] = { "disk-untold", VAULT_CHECK_DISK, VAULT_CHECK_UNKNOWN,
                                  N_ ("What is below the vault’s file system could not "
                                      "be followed down."),
                                  N_ ("The disk may be encrypted or not."),
                                  N_ ("Ask who set the computer up, or look with "
                                      "“lsblk”.") },

  [VAULT_FINDING_STORAGE_GOOD] = { "storage-good", VAULT_CHECK_STORAGE,
                                   VAULT_CHECK_GOOD,
                                   N_ ("Keys are overwritten where they lie, on an "
                                       "encrypted disk."),
                                   N_ ("A destroyed key can’t be read from this disk "
                                       "without breaking its encryption "
                                       "first."),
                                   NULL },
  [VAULT_FINDING_STORAGE_FAIR] = { "storage-fair", VAULT_CHECK_STORAGE,
                                   VAULT_CHECK_ATTENTION,
                                   N_ ("Keys are overwritten where they lie, on a disk "
                                       "that isn’t encrypted."),
                                   N_ ("A laboratory that reads the chips of the disk, "
                                       "and knows the passphrase, might "
                                       "bring back some of what was destroyed."),
                                   N_ ("Encrypting the whole disk is the best "
                                       "remedy.") },
  [VAULT_FINDING_STORAGE_POOR] = { "storage-poor", VAULT_CHECK_STORAGE,
                                   VAULT_CHECK_ATTENTION,
                                   N_ ("Old keys may be kept on this disk."),
                                   N_ ("Someone with the passphrase could bring back "
                                       "what was destroyed."),
                                   N_ ("The page “Wipe” of the preferences says why, "
                                       "and what helps.") },
  [VAULT_FINDING_STORAGE_UNTOLD] = { "storage-untold", VAULT_CHECK_STORAGE,
                                     VAULT_CHECK_UNKNOWN,
                                     N_ ("The folder of the vault could not be looked "
                                         "at."),
                                     N_ ("Whether destroyed keys stay on this disk "
                                         "isn’t known."),
                                     NULL },

  [VAULT_FINDING_SWAP_NONE] = { "swap-none", VAULT_CHECK_SWAP, VAULT_CHECK_GOOD,
                                N_ ("There is no swap."),
                                N_ ("Nothing of what is looked at is written to a disk "
                                    "when memory gets scarce."),
                                NULL },
  [VAULT_FINDING_SWAP_COVERED] = { "swap-covered", VAULT_CHECK_SWAP, VAULT_CHECK_GOOD,
                                   N_ ("Swap is encrypted, or is in memory."),
                                   N_ ("What is swapped out can’t be read from the "
                                       "disk."),
                                   NULL },
  [VAULT_FINDING_SWAP_REFUSED] = { "swap-refused", VAULT_CHECK_SWAP, VAULT_CHECK_GOOD,
                                   N_ ("Swap may not be encrypted, but nothing of this "
                                       "program is put there."),
                                   N_ ("The kernel has been told to keep all memory of "
                                       "this program out of swap, and says that it "
                                       "does. Other programs, such as one you paste "
                                       "into, aren’t."),
                                   NULL },
  [VAULT_FINDING_SWAP_PLAIN] = { "swap-plain", VAULT_CHECK_SWAP, VAULT_CHECK_ATTENTION,
                                 N_ ("Swap is on a disk that the system doesn’t "
                                     "encrypt."),
                                 N_ ("Keys are kept out of swap. Pictures you look at "
                                     "can be written there when memory "
                                     "gets scarce, and stay readable."),
                                 N_ ("Encrypt the swap, use zram instead, or turn it "
                                     "off.") },
  [VAULT_FINDING_SWAP_UNTOLD] = { "swap-untold", VAULT_CHECK_SWAP, VAULT_CHECK_UNKNOWN,
                                  N_ ("Where swap goes could not be followed down."),
                                  N_ ("Pictures you look at may be written to a disk "
                                      "unencrypted."),
                                  NULL },

  [VAULT_FINDING_HIBERNATION_OFF] = { "hibernation-off", VAULT_CHECK_HIBERNATION,
                                      VAULT_CHECK_GOOD,
                                      N_ ("The computer can’t hibernate."),
                                      N_ ("Memory is never written to the disk as a "
                                          "whole."),
                                      NULL },
  [VAULT_FINDING_HIBERNATION_COVERED] = { "hibernation-covered",
                                          VAULT_CHECK_HIBERNATION, VAULT_CHECK_GOOD,
                                          N_ ("The computer would hibernate to "
                                              "encrypted swap."),
                                          N_ ("What is in memory then can’t be read "
                                              "from the disk without its key."),
                                          NULL },
  [VAULT_FINDING_HIBERNATION_PLAIN] = { "hibernation-plain", VAULT_CHECK_HIBERNATION,
                                        VAULT_CHECK_ATTENTION,
                                        N_ ("The computer can hibernate to swap that "
                                            "isn’t encrypted."),
                                        N_ ("All memory is written to the disk then, "
                                            "with whatever is open. Nightstand locks "
                                            "before, where the desktop tells it in "
                                            "time."),
                                        N_ ("Lock the vault yourself before, or turn "
                                            "hibernation off.") },
  [VAULT_FINDING_HIBERNATION_UNTOLD] = { "hibernation-untold", VAULT_CHECK_HIBERNATION,
                                         VAULT_CHECK_UNKNOWN,
                                         N_ ("Whether the computer can hibernate, and "
                                             "where to, isn’t known."),
                                         N_ ("All memory may be written to the disk."),
                                         N_ ("Lock the vault before the computer goes "
                                             "to sleep.") },

  [VAULT_FINDING_SYNC_NONE] = { "sync-none", VAULT_CHECK_SYNC, VAULT_CHECK_GOOD,
                                N_ ("None of the sync programs that Nightstand knows "
                                    "looks after this folder."),
                                N_ ("No copies of it are made elsewhere that way."),
                                NULL },
  [VAULT_FINDING_SYNC_FOUND] = { "sync-found", VAULT_CHECK_SYNC, VAULT_CHECK_ATTENTION,
                                 N_ ("The folder seems to be copied away by %s."),
                                 N_ ("Copies of the vault are elsewhere. What is "
                                     "destroyed or expires here can be "
                                     "brought back from there with the passphrase."),
                                 N_ ("Move the vault to a folder that isn’t synced, "
                                     "remove the copies there, and "
                                     "change the passphrase.") },
  [VAULT_FINDING_SYNC_UNTOLD] = { "sync-untold", VAULT_CHECK_SYNC, VAULT_CHECK_UNKNOWN,
                                  N_ ("%s is set up, and which folders it copies could "
                                      "not be read."),
                                  N_ ("If this folder is one of them, copies of the "
                                      "vault are elsewhere."),
                                  N_ ("Look at its settings.") },

  [VAULT_FINDING_BACKUP_NONE] = { "backup-none", VAULT_CHECK_BACKUP, VAULT_CHECK_GOOD,
                                  N_ ("No backup program that Nightstand knows was "
                                      "found, and the folder is marked to be "
                                      "left out."),
                                  N_ ("An old copy of the vault would bring back what "
                                      "was destroyed. A vault that is "
                                      "left out is lost with the disk: export what "
                                      "must not be."),
                                  NULL },
  [VAULT_FINDING_BACKUP_HEEDS] = { "backup-heeds", VAULT_CHECK_BACKUP, VAULT_CHECK_GOOD,
                                   N_ ("%s was found, which leaves this folder out "
                                       "because it is marked."),
                                   N_ ("Backups from before it was marked may still "
                                       "hold the vault. A vault that is left "
                                       "out is lost with the disk: export what must "
                                       "not be."),
                                   NULL },
  [VAULT_FINDING_BACKUP_FOUND] = { "backup-found", VAULT_CHECK_BACKUP,
                                   VAULT_CHECK_ATTENTION,
                                   N_ ("%s was found, which may copy this folder."),
                                   N_ ("With an old copy of the vault and the "
                                       "passphrase, what was destroyed or has "
                                       "expired can be brought back."),
                                   N_ ("Leave the folder of the vault out in its "
                                       "settings, and export instead what must "
                                       "not be lost.") },
  [VAULT_FINDING_BACKUP_UNMARKED] = { "backup-unmarked", VAULT_CHECK_BACKUP,
                                      VAULT_CHECK_ATTENTION,
                                      N_ ("The folder isn’t marked to be left out of "
                                          "backups."),
                                      N_ ("No backup program that Nightstand knows was "
                                          "found. One that is set up later "
                                          "would copy the vault, and an old copy "
                                          "brings back what was destroyed."),
                                      N_ ("Create empty files named .nobackup and "
                                          ".deja-dup-ignore in the folder, if nothing "
                                          "else is kept there.") },

  [VAULT_FINDING_SNAPSHOTS_NONE] = { "snapshots-none", VAULT_CHECK_SNAPSHOTS,
                                     VAULT_CHECK_GOOD,
                                     N_ ("This file system has no snapshots, and no "
                                         "snapshot program was found."),
                                     N_ ("Overwritten keys aren’t kept that way. "
                                         "Snapshots below the file system, such as "
                                         "those of a disk array, can’t be seen."),
                                     NULL },
  [VAULT_FINDING_SNAPSHOTS_FOUND] = { "snapshots-found", VAULT_CHECK_SNAPSHOTS,
                                      VAULT_CHECK_ATTENTION,
                                      N_ ("%s was found, which keeps older states of "
                                          "files."),
                                      N_ ("A snapshot holds keys that were destroyed "
                                          "after it was taken."),
                                      N_ ("Leave the folder of the vault out of "
                                          "snapshots, and remove those that hold "
                                          "it.") },
  [VAULT_FINDING_SNAPSHOTS_HOST] = { "snapshots-host", VAULT_CHECK_SNAPSHOTS,
                                     VAULT_CHECK_UNKNOWN,
                                     N_ ("This is a virtual machine: its host may keep "
                                         "older states of the whole disk."),
                                     N_ ("A snapshot holds keys that were destroyed "
                                         "after it was taken."),
                                     N_ ("Look at the snapshots and backups where the "
                                         "virtual machine is run.") },
  [VAULT_FINDING_SNAPSHOTS_UNTOLD] = { "snapshots-untold", VAULT_CHECK_SNAPSHOTS,
                                       VAULT_CHECK_UNKNOWN,
                                       N_ ("There may be snapshots, which only an "
                                           "administrator can list."),
                                       N_ ("A snapshot holds keys that were destroyed "
                                           "after it was taken."),
                                       N_ ("Ask who set the computer up.") },

  [VAULT_FINDING_SCREEN_ASKS] = { "screen-asks", VAULT_CHECK_SCREEN, VAULT_CHECK_GOOD,
                                  N_ ("This is a Wayland desktop that asks before the "
                                      "screen is recorded."),
                                  N_ ("Programs can’t watch other windows unless you "
                                      "allowed it."),
                                  NULL },
  [VAULT_FINDING_SCREEN_X11] = { "screen-x11", VAULT_CHECK_SCREEN,
                                 VAULT_CHECK_ATTENTION, N_ ("This is an X11 desktop."),
                                 N_ ("Every program of yours can record the screen and "
                                     "the keyboard without asking."),
                                 N_ ("Choose a Wayland session at the login screen, if "
                                     "there is one.") },
  [VAULT_FINDING_SCREEN_UNTOLD] = { "screen-untold", VAULT_CHECK_SCREEN,
                                    VAULT_CHECK_UNKNOWN,
                                    N_ ("Whether programs must ask before they record "
                                        "the screen isn’t known."),
                                    N_ ("Some desktops let every program record it."),
                                    NULL },

  [VAULT_FINDING_ACCESSIBILITY_OFF] = { "accessibility-off", VAULT_CHECK_ACCESSIBILITY,
                                        VAULT_CHECK_GOOD,
                                        N_ ("The bus for assistive technology doesn’t "
                                            "run."),
                                        N_ ("Other programs can’t read the texts in "
                                            "windows that way."),
                                        NULL },
  [VAULT_FINDING_ACCESSIBILITY_IDLE] = { "accessibility-idle",
                                         VAULT_CHECK_ACCESSIBILITY,
                                         VAULT_CHECK_ATTENTION,
                                         N_ ("The bus for assistive technology runs, "
                                             "and no screen reader is on."),
                                         N_ ("Programs of yours can read the texts in "
                                             "windows over it, such as names of items; "
                                             "not the pictures."),
                                         N_ ("This is usual on most desktops. Install "
                                             "only programs you trust.") },
  [VAULT_FINDING_ACCESSIBILITY_ON] = { "accessibility-on", VAULT_CHECK_ACCESSIBILITY,
                                       VAULT_CHECK_ATTENTION,
                                       N_ ("Assistive technology is on."),
                                       N_ ("It reads the texts in windows, such as "
                                           "names of items; not the pictures. Other "
                                           "programs of yours can do the same."),
                                       N_ ("Nothing, if you turned it on. If you did "
                                           "not, find out who did.") },
  [VAULT_FINDING_ACCESSIBILITY_UNTOLD] = { "accessibility-untold",
                                           VAULT_CHECK_ACCESSIBILITY,
                                           VAULT_CHECK_UNKNOWN,
                                           N_ ("The session bus could not be asked."),
                                           N_ ("Programs may be able to read the texts "
                                               "in windows."),
                                           NULL },

  [VAULT_FINDING_REMOTE_NONE] = { "remote-none", VAULT_CHECK_REMOTE, VAULT_CHECK_GOOD,
                                  N_ ("None of the remote desktop programs that "
                                      "Nightstand knows is running."),
                                  N_ ("Nobody watches the screen from elsewhere that "
                                      "way."),
                                  NULL },
  [VAULT_FINDING_REMOTE_RUNS] = { "remote-runs", VAULT_CHECK_REMOTE,
                                  VAULT_CHECK_ATTENTION, N_ ("%s is running."),
                                  N_ ("Whoever is let in by it sees the screen, and "
                                      "may use the keyboard."),
                                  N_ ("Turn it off in the settings of the desktop if "
                                      "you don’t need it.") },
  [VAULT_FINDING_REMOTE_UNTOLD] = { "remote-untold", VAULT_CHECK_REMOTE,
                                    VAULT_CHECK_UNKNOWN,
                                    N_ ("This computer hides which programs run for "
                                        "others."),
                                    N_ ("A remote desktop program may be running."),
                                    NULL },

  [VAULT_FINDING_CORES_OFF] = { "cores-off", VAULT_CHECK_CORES, VAULT_CHECK_GOOD,
                                N_ ("The memory of programs that crash is not kept."),
                                N_ ("What a program had open is gone with it."), NULL },
  [VAULT_FINDING_CORES_COLLECTED] = { "cores-collected", VAULT_CHECK_CORES,
                                      VAULT_CHECK_ATTENTION,
                                      N_ ("The memory of programs that crash is handed "
                                          "to %s."),
                                      N_ ("Nightstand refuses that for itself. Another "
                                          "program that shows an exported file, "
                                          "or had the original, doesn’t."),
                                      N_ ("Export only what must be, and remove crash "
                                          "reports now and then.") },
  [VAULT_FINDING_CORES_FILES] = { "cores-files", VAULT_CHECK_CORES, VAULT_CHECK_UNKNOWN,
                                  N_ ("The memory of programs that crash is written to "
                                      "a file where their limits allow "
                                      "it."),
                                  N_ ("Nightstand refuses that for itself. The limits "
                                      "of other programs aren’t known."),
                                  NULL },
  [VAULT_FINDING_CORES_UNTOLD] = { "cores-untold", VAULT_CHECK_CORES,
                                   VAULT_CHECK_UNKNOWN,
                                   N_ ("The kernel doesn’t say what becomes of "
                                       "programs that crash."),
                                   N_ ("Their memory may be kept. Nightstand refuses "
                                       "that for itself."),
                                   NULL },

  [VAULT_FINDING_CLOCK_SET] = { "clock-set", VAULT_CHECK_CLOCK, VAULT_CHECK_GOOD,
                                N_ ("The clock is kept right by a time server."),
                                N_ ("Items expire when they should."), NULL },
  [VAULT_FINDING_CLOCK_UNSET] = { "clock-unset", VAULT_CHECK_CLOCK,
                                  VAULT_CHECK_ATTENTION,
                                  N_ ("Nothing keeps the clock right."),
                                  N_ ("If it is wrong, items expire early or late."),
                                  N_ ("Turn automatic date and time on in the settings "
                                      "of the desktop, or look at the "
                                      "clock yourself.") },
  [VAULT_FINDING_CLOCK_UNTOLD] = { "clock-untold", VAULT_CHECK_CLOCK,
                                   VAULT_CHECK_UNKNOWN,
                                   N_ ("The kernel doesn’t say whether the clock is "
                                       "kept right."),
                                   N_ ("If it is wrong, items expire early or late."),
                                   N_ ("Look at the clock yourself.") },

  [VAULT_FINDING_TIMER_HOURLY] = { "timer-hourly", VAULT_CHECK_TIMER, VAULT_CHECK_GOOD,
                                   N_ ("A timer destroys what has expired, every hour "
                                       "while you are logged in."),
                                   N_ ("Items expire even if the vault is never opened "
                                       "again on this computer."),
                                   NULL },
  [VAULT_FINDING_TIMER_LOGIN] = { "timer-login", VAULT_CHECK_TIMER,
                                  VAULT_CHECK_ATTENTION,
                                  N_ ("What has expired is destroyed at each login, "
                                      "and not in between."),
                                  N_ ("While you stay logged in, a locked vault keeps "
                                      "the keys of what has expired."),
                                  N_ ("Turn expiry while locked on in the preferences, "
                                      "where systemd runs.") },
  [VAULT_FINDING_TIMER_OFF] = { "timer-off", VAULT_CHECK_TIMER, VAULT_CHECK_ATTENTION,
                                N_ ("Nothing destroys what has expired while the vault "
                                    "is locked."),
                                N_ ("Keys of what has expired stay on the disk until "
                                    "the vault is opened next."),
                                N_ ("Turn expiry while locked on in the "
                                    "preferences.") },

  [VAULT_FINDING_PASSPHRASE_SLOW] = { "passphrase-slow", VAULT_CHECK_PASSPHRASE,
                                      VAULT_CHECK_GOOD,
                                      N_ ("Each guess at the passphrase costs %s of "
                                          "memory."),
                                      N_ ("Guessing is slow. How long it takes depends "
                                          "on the passphrase, which isn’t known "
                                          "here."),
                                      NULL },
  [VAULT_FINDING_PASSPHRASE_QUICK] = { "passphrase-quick", VAULT_CHECK_PASSPHRASE,
                                       VAULT_CHECK_ATTENTION,
                                       N_ ("Each guess at the passphrase costs only %s "
                                           "of memory."),
                                       N_ ("Guessing is cheaper than it could be. The "
                                           "vault was made for a test, or on a "
                                           "computer with little memory."),
                                       N_ ("Use a passphrase of six random words, or "
                                           "move everything to a new vault.") },
  [VAULT_FINDING_PASSPHRASE_UNTOLD] = { "passphrase-untold", VAULT_CHECK_PASSPHRASE,
                                        VAULT_CHECK_UNKNOWN,
                                        N_ ("There is no vault here whose file of keys "
                                            "can be read."),
                                        N_ ("What a guess at its passphrase costs "
                                            "isn’t known."),
                                        NULL },
};
