/* night-verify-text.h - what verifying, repairing and salvaging found, in plain words
 *
 * Threads:  any.
 * Blocks:   never.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <vault/vault-verify.h>

G_BEGIN_DECLS

/* Whether nothing is wrong but places that are kept twice. */
gboolean night_verify_is_repairable (const VaultVerifyReport *report);

/* Whether something of the items themselves may be lost. */
gboolean night_verify_is_damaged (const VaultVerifyReport *report);

/* Returns: (transfer none): a translated heading. */
const char *night_verify_get_title (const VaultVerifyReport *report);

/* Returns: (transfer full): translated sentences. */
char *night_verify_dup_text (const VaultVerifyReport *report);

/* One finding: what it is, what it means, and how often it was found. */
typedef struct {
  const char *title; /* translated */
  const char *text;  /* translated */
  guint n;
} NightFinding;

#define NIGHT_N_FINDINGS 8

/* What was found, in the order to be shown; also what was not, with 0. */
void night_verify_get_findings (const VaultVerifyReport *report,
                                NightFinding out[NIGHT_N_FINDINGS]);

/* What a repair did.  Returns: (transfer full): translated sentences. */
char *night_verify_dup_healed (const VaultRepairReport *healed);

/* How much of one item is bad.  Returns: (transfer full): a translated sentence. */
char *night_verify_dup_item (const VaultDamagedItem *item);

/* Returns: (transfer none): a translated heading. */
const char *night_salvage_get_title (const VaultSalvageReport *report);

/* Returns: (transfer full): translated sentences. */
char *night_salvage_dup_text (const VaultSalvageReport *report);

/* "12.3 MB of 1.2 GB".  Returns: (transfer full): a translated string, empty if the total
 * is not known yet. */
char *night_verify_dup_progress (const VaultProgress *progress);

/* From 0 to 1; 0 if the total is not known yet. */
double night_verify_get_fraction (const VaultProgress *progress);

G_END_DECLS
