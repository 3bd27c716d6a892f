/* findings.c - what a finding is called, and what it is about
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "checkup/checks.h"

/* Translated by the window. */
#define N_(text) (text)

/* Below the half of what is chosen on a computer with a gigabyte to spare. */
#define COST_MEMORY_BYTES ((guint64) 256 << 20)

typedef struct {
  const char *nick;
  const char *title;
} Topic;

static const Topic topics[VAULT_N_CHECKS] = {
  [VAULT_CHECK_DISK] = { "disk-encryption", N_ ("Disk Encryption") },
  [VAULT_CHECK_STORAGE] = { "storage", N_ ("Destroying on This Disk") },
  [VAULT_CHECK_SWAP] = { "swap", N_ ("Swap") },
  [VAULT_CHECK_HIBERNATION] = { "hibernation", N_ ("Hibernation") },
  [VAULT_CHECK_SYNC] = { "sync", N_ ("Synced Folders") },
  [VAULT_CHECK_BACKUP] = { "backup", N_ ("Backups") },
  [VAULT_CHECK_SNAPSHOTS] = { "snapshots", N_ ("Snapshots") },
  [VAULT_CHECK_SCREEN] = { "screen", N_ ("Screen Recording") },
  [VAULT_CHECK_ACCESSIBILITY] = { "accessibility", N_ ("Assistive Technology") },
  [VAULT_CHECK_REMOTE] = { "remote-desktop", N_ ("Remote Desktop") },
  [VAULT_CHECK_CORES] = { "core-dumps", N_ ("Crash Reports") },
  [VAULT_CHECK_CLOCK] = { "clock", N_ ("Clock") },
  [VAULT_CHECK_TIMER] = { "expiry-timer", N_ ("Expiry While Locked") },
  [VAULT_CHECK_PASSPHRASE] = { "passphrase-cost", N_ ("Guessing the Passphrase") },
};

static const VaultFindingWords *
lookup (VaultFinding finding)
{
  g_return_val_if_fail ((guint) finding < VAULT_N_FINDINGS, &vault_finding_words[0]);

  return &vault_finding_words[finding];
}

VaultCheckTopic
vault_finding_get_topic (VaultFinding finding)
{
  return lookup (finding)->topic;
}

VaultCheckState
vault_finding_get_state (VaultFinding finding)
{
  return lookup (finding)->state;
}

const char *
vault_finding_get_nick (VaultFinding finding)
{
  return lookup (finding)->nick;
}

const char *
vault_finding_get_found (VaultFinding finding)
{
  return lookup (finding)->found;
}

const char *
vault_finding_get_meaning (VaultFinding finding)
{
  return lookup (finding)->meaning;
}

const char *
vault_finding_get_advice (VaultFinding finding)
{
  return lookup (finding)->advice;
}

const char *
vault_check_topic_get_title (VaultCheckTopic topic)
{
  g_return_val_if_fail ((guint) topic < VAULT_N_CHECKS, "");

  return topics[topic].title;
}

const char *
vault_check_topic_get_nick (VaultCheckTopic topic)
{
  g_return_val_if_fail ((guint) topic < VAULT_N_CHECKS, "");

  return topics[topic].nick;
}

const char *
vault_check_state_get_nick (VaultCheckState state)
{
  static const char *const nicks[VAULT_N_CHECK_STATES] = {
    [VAULT_CHECK_GOOD] = "good",
    [VAULT_CHECK_ATTENTION] = "attention",
    [VAULT_CHECK_UNKNOWN] = "unknown",
  };

  g_return_val_if_fail ((guint) state < VAULT_N_CHECK_STATES, "");

  return nicks[state];
}

char *
vault_check_fill (const VaultCheck *self, const char *sentence)
{
  GString *text = g_string_new (sentence);

  g_string_replace (text, "%s", self->what, 1);
  return g_string_free (text, FALSE);
}

VaultCheck
vault_check_make (VaultFinding finding, const char *what)
{
  VaultCheck self = { finding, "" };

  if (what != NULL)
    g_strlcpy (self.what, what, sizeof self.what);
  return self;
}

VaultCheck
vault_check_storage (gboolean is_known, VaultLight light)
{
  static const VaultFinding found[VAULT_N_LIGHTS] = {
    [VAULT_LIGHT_GOOD] = VAULT_FINDING_STORAGE_GOOD,
    [VAULT_LIGHT_FAIR] = VAULT_FINDING_STORAGE_FAIR,
    [VAULT_LIGHT_POOR] = VAULT_FINDING_STORAGE_POOR,
  };

  return vault_check_make (is_known ? found[light] : VAULT_FINDING_STORAGE_UNTOLD,
                           NULL);
}

/* A timer that runs for other vaults does nothing for this one. */
VaultCheck
vault_check_timer (const VaultTimerStatus *status)
{
  if (status->listed && status->hourly)
    return vault_check_make (VAULT_FINDING_TIMER_HOURLY, NULL);
  if (status->listed && status->at_login)
    return vault_check_make (VAULT_FINDING_TIMER_LOGIN, NULL);

  return vault_check_make (VAULT_FINDING_TIMER_OFF, NULL);
}

VaultCheck
vault_check_cost (guint64 memory_bytes, guint64 passes)
{
  g_autofree char *size = g_format_size_full (memory_bytes, G_FORMAT_SIZE_IEC_UNITS);

  if (passes == 0)
    return vault_check_make (VAULT_FINDING_PASSPHRASE_UNTOLD, NULL);

  return vault_check_make (memory_bytes < COST_MEMORY_BYTES
                               ? VAULT_FINDING_PASSPHRASE_QUICK
                               : VAULT_FINDING_PASSPHRASE_SLOW,
                           size);
}
