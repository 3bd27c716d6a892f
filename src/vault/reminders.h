/* reminders.h - when to remind somebody that a vault wants to be opened
 *
 * A vault under an absence rule that is on the list of those to be reaped has two moments in a
 * file of this user's own: half of its days, and three days before their end.  They lie in the
 * open, for whoever reminds has no passphrase; the keyring itself does not show the rule.
 *
 * Threads:  any; two at once may lose one of two changes.
 * Blocks:   waits for the disk.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <vault/vault-absence.h>

G_BEGIN_DECLS

/* Note the moments for the vault in @folder under @rule, or forget it: without a rule, and when
 * it is not on the list.  Failing at that is no error. */
void vault_reminders_update (const char *folder, const VaultAbsence *rule);

G_END_DECLS
