/* night-activity-text.h - the activity log in plain words
 *
 * Threads:  any.
 * Blocks:   never.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <vault/vault-activity.h>

G_BEGIN_DECLS

/* What was done: "3 items imported", "Unlocked, 2 times".
 * Returns: (transfer full): translated. */
char *night_activity_dup_title (const VaultActivityRun *run);

/* At what time of the day, in local time: "14:02", "14:02–15:10".
 * Returns: (transfer full): translated. */
char *night_activity_dup_time (const VaultActivityRun *run);

/* On which day, as seen at @now: "Today", "Yesterday", "Tuesday, 3 November 2026".
 * Returns: (transfer full): translated. */
char *night_activity_dup_day (const VaultActivityRun *run, gint64 now);

/* Whether somebody should look twice. */
gboolean night_activity_is_warning (const VaultActivityRun *run);

/* What the last lock has stopped, in sentences.
 * Returns: (transfer full) (nullable): translated; NULL: nothing. */
char *night_activity_dup_stopped (const VaultStopped *stopped);

G_END_DECLS
