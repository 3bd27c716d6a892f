/* schedule.h - what starts the reaper: a list of vaults, a timer, an autostart entry
 *
 * Everything is in this user's own configuration and data folders, and has a name that says
 * nothing.  The files are compared with what we would write: one that starts another program
 * is not ours, and does not count.
 *
 * Threads:  any; two at once may undo each other's changes, but break nothing.
 * Blocks:   waits for the disk, and for systemctl.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <vault/vault-timer.h>

G_BEGIN_DECLS

/* The parts of <vault/vault-timer.h>; @folder is the vault's. */
gboolean vault_schedule_install (const char *folder,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean vault_schedule_remove (const char *folder,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* All but reaped_until. */
void vault_schedule_look (const char *folder, VaultTimerStatus *out);

/* vault-list.c, the list alone.  A list that is not there is an empty one. */
GPtrArray *vault_list_dup (void);
/* How the list calls the vault in @folder.  Returns: (transfer full) (nullable). */
char *vault_list_dup_line (const char *folder);
gboolean vault_list_has (const char *folder);
gboolean vault_list_set (const char *folder,
                         gboolean listed,
                         gboolean *out_any,
                         GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Write a small file of ours; folders are made.  Errors: those of file.h. */
gboolean vault_small_file_write (const char *folder,
                                 const char *name,
                                 const char *text,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
