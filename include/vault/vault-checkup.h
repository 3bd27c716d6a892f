/* vault-checkup.h - what around a vault may give it away, looked at without privileges
 *
 * Each topic comes to one finding.  The sentences for a finding are here, in English, because
 * window and command line say the same; the window has them translated.
 *
 * Threads:  the main context, except where said.
 * Blocks:   never, except where said.
 * Promise:  nothing is good unless it was looked at and found so; what could not be looked at
 *           is VAULT_CHECK_UNKNOWN.  Nothing is changed, and only systemctl is started, which
 *           alone knows whether a timer runs.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include <vault/vault.h>

G_BEGIN_DECLS

typedef enum {
  VAULT_CHECK_DISK,
  VAULT_CHECK_STORAGE,
  VAULT_CHECK_SWAP,
  VAULT_CHECK_HIBERNATION,
  VAULT_CHECK_SYNC,
  VAULT_CHECK_BACKUP,
  VAULT_CHECK_SNAPSHOTS,
  VAULT_CHECK_SCREEN,
  VAULT_CHECK_ACCESSIBILITY,
  VAULT_CHECK_REMOTE,
  VAULT_CHECK_CORES,
  VAULT_CHECK_CLOCK,
  VAULT_CHECK_TIMER,
  VAULT_CHECK_PASSPHRASE,
  VAULT_N_CHECKS
} VaultCheckTopic;

typedef enum {
  VAULT_CHECK_GOOD,
  VAULT_CHECK_ATTENTION,
  VAULT_CHECK_UNKNOWN,
  VAULT_N_CHECK_STATES
} VaultCheckState;

/* Append within a topic at will: their nicks, not their numbers, are what scripts see. */
typedef enum {
  VAULT_FINDING_DISK_ENCRYPTED,
  VAULT_FINDING_DISK_PLAIN,
  VAULT_FINDING_DISK_MEMORY,
  VAULT_FINDING_DISK_UNTOLD,
  VAULT_FINDING_STORAGE_GOOD,
  VAULT_FINDING_STORAGE_FAIR,
  VAULT_FINDING_STORAGE_POOR,
  VAULT_FINDING_STORAGE_UNTOLD,
  VAULT_FINDING_SWAP_NONE,
  VAULT_FINDING_SWAP_COVERED,
  VAULT_FINDING_SWAP_REFUSED,
  VAULT_FINDING_SWAP_PLAIN,
  VAULT_FINDING_SWAP_UNTOLD,
  VAULT_FINDING_HIBERNATION_OFF,
  VAULT_FINDING_HIBERNATION_COVERED,
  VAULT_FINDING_HIBERNATION_PLAIN,
  VAULT_FINDING_HIBERNATION_UNTOLD,
  VAULT_FINDING_SYNC_NONE,
  VAULT_FINDING_SYNC_FOUND,
  VAULT_FINDING_SYNC_UNTOLD,
  VAULT_FINDING_BACKUP_NONE,
  VAULT_FINDING_BACKUP_HEEDS,
  VAULT_FINDING_BACKUP_FOUND,
  VAULT_FINDING_BACKUP_UNMARKED,
  VAULT_FINDING_SNAPSHOTS_NONE,
  VAULT_FINDING_SNAPSHOTS_FOUND,
  VAULT_FINDING_SNAPSHOTS_HOST,
  VAULT_FINDING_SNAPSHOTS_UNTOLD,
  VAULT_FINDING_SCREEN_ASKS,
  VAULT_FINDING_SCREEN_X11,
  VAULT_FINDING_SCREEN_UNTOLD,
  VAULT_FINDING_ACCESSIBILITY_OFF,
  VAULT_FINDING_ACCESSIBILITY_IDLE,
  VAULT_FINDING_ACCESSIBILITY_ON,
  VAULT_FINDING_ACCESSIBILITY_UNTOLD,
  VAULT_FINDING_REMOTE_NONE,
  VAULT_FINDING_REMOTE_RUNS,
  VAULT_FINDING_REMOTE_UNTOLD,
  VAULT_FINDING_CORES_OFF,
  VAULT_FINDING_CORES_COLLECTED,
  VAULT_FINDING_CORES_FILES,
  VAULT_FINDING_CORES_UNTOLD,
  VAULT_FINDING_CLOCK_SET,
  VAULT_FINDING_CLOCK_UNSET,
  VAULT_FINDING_CLOCK_UNTOLD,
  VAULT_FINDING_TIMER_HOURLY,
  VAULT_FINDING_TIMER_LOGIN,
  VAULT_FINDING_TIMER_OFF,
  VAULT_FINDING_PASSPHRASE_SLOW,
  VAULT_FINDING_PASSPHRASE_QUICK,
  VAULT_FINDING_PASSPHRASE_UNTOLD,
  VAULT_N_FINDINGS
} VaultFinding;

#define VAULT_CHECK_WHAT_BYTES 64

typedef struct {
  VaultFinding finding;
  char what[VAULT_CHECK_WHAT_BYTES]; /* what stands for "%s" in sentences; or "" */
} VaultCheck;

/* These are pure, and for any thread.  Strings are static, English, and marked for
 * translation; "%s" in them is VaultCheck.what, see vault_check_fill(). */
VaultCheckTopic vault_finding_get_topic (VaultFinding finding);
VaultCheckState vault_finding_get_state (VaultFinding finding);
const char *vault_finding_get_nick (VaultFinding finding);
const char *vault_finding_get_found (VaultFinding finding);
const char *vault_finding_get_meaning (VaultFinding finding);
/* NULL if nothing need be done. */
const char *vault_finding_get_advice (VaultFinding finding);
const char *vault_check_topic_get_title (VaultCheckTopic topic);
const char *vault_check_topic_get_nick (VaultCheckTopic topic);
/* "good", "attention", "unknown"; for scripts. */
const char *vault_check_state_get_nick (VaultCheckState state);

/* @sentence, perhaps translated, with what was found in it.  Returns: (transfer full). */
char *vault_check_fill (const VaultCheck *self, const char *sentence);

/* Look at everything.  Works locked and open, without a passphrase, also where there is no
 * vault yet.
 *
 * Errors: none but G_IO_ERROR_CANCELLED.
 */
void vault_checkup_async (Vault *self,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data);

/* @out: one for each topic, in their order. */
gboolean vault_checkup_finish (Vault *self,
                               GAsyncResult *result,
                               VaultCheck out[VAULT_N_CHECKS],
                               GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
