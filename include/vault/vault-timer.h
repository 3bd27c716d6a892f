/* vault-timer.h - expiry while a vault is locked: what starts the reaper, and when it ran
 *
 * On request a timer of the systemd user manager runs `nightstandctl reap --all` every hour,
 * and an entry in the desktop's autostart folder once at each login.  Both have a neutral
 * name and name no vault: which ones are meant is on a list of this user's own, in which the
 * default folder is the word "default" and any other an URI.
 *
 * Threads:  the main context, except where said.
 * Blocks:   never, except where said; systemctl is waited for on a thread.
 * Promise:  nothing is installed that was not asked for, and the status says only what was
 *           looked up a moment ago.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <vault/vault.h>

G_BEGIN_DECLS

typedef struct {
  gboolean listed; /* this vault is one of those that are reaped */
  gboolean
      present; /* there is a list, an entry or a timer of the name, whatever it starts */
  guint n_listed; /* how many vaults are on the list */
  gboolean
      hourly; /* systemctl says that the timer is active, and it starts our program */
  gboolean at_login; /* the autostart entry is there, and starts our program */
  /* By when the keys that had passed were last overwritten, whoever did it; seconds since
   * 1970, 0 if the keyring cannot be read. */
  gint64 reaped_until;
} VaultTimerStatus;

/* Put this vault on the list, and the timer and the autostart entry in place.  Without
 * systemctl the entry alone is made, which is no error.
 *
 * Errors: VAULT_ERROR_TIMER_FAILED (systemctl failed; the entry stays), and those of
 * writing files.
 */
void vault_timer_install_async (Vault *self,
                                GAsyncReadyCallback callback,
                                gpointer user_data);

/* Take this vault off the list; with the last one timer and entry go, too.
 *
 * Errors: VAULT_ERROR_TIMER_FAILED (systemctl failed; the files are gone), and those of
 * writing files. */
void vault_timer_remove_async (Vault *self,
                               GAsyncReadyCallback callback,
                               gpointer user_data);

/* Of both.  @out_status is set in either case, to how things are now. */
gboolean vault_timer_change_finish (Vault *self,
                                    GAsyncResult *result,
                                    VaultTimerStatus *out_status,
                                    GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Look it all up.  Errors: none but G_IO_ERROR_CANCELLED. */
void vault_timer_status_async (Vault *self,
                               GAsyncReadyCallback callback,
                               gpointer user_data);
gboolean vault_timer_status_finish (Vault *self,
                                    GAsyncResult *result,
                                    VaultTimerStatus *out_status,
                                    GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* How many vaults want somebody to be reminded at @now, because their absence rule has come to
 * half of its days, which is told once, or to its last three days.  Any thread; reads and
 * writes one small file. */
guint vault_timer_take_reminders (gint64 now);

/* The folders on the list.  Any thread; reads one small file.
 * Returns: (transfer full): an array, perhaps empty. */
char **vault_timer_dup_folders (void);

G_END_DECLS
