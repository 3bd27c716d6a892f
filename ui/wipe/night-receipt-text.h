/* night-receipt-text.h - a wipe receipt in words that say no more than it does
 *
 * Threads:  any.
 * Blocks:   never.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <vault/vault-wipe.h>

G_BEGIN_DECLS

/* "The Vault Is Destroyed", or that it is not.  Returns: (transfer none). */
const char *night_receipt_get_title (const VaultReceipt *receipt);

/* What that means, and after how many milliseconds.  Returns: (transfer full). */
char *night_receipt_dup_summary (const VaultReceipt *receipt);

/* What the step is about, "Master keys".  Returns: (transfer none). */
const char *night_receipt_get_part (VaultWipePart part);

/* Word for word; "%s" in it where there is a reason.  Returns: (transfer none). */
const char *night_receipt_get_saying (VaultSaying saying);

/* What happened to it.  Returns: (transfer full). */
char *night_receipt_dup_outcome (const VaultReceipt *receipt, VaultWipePart part);

/* Returns: (transfer none): the name of a symbolic icon. */
const char *night_receipt_get_icon (VaultWipeOutcome outcome);

/* "4.2 ms"; "" for a part that takes no time.  Returns: (transfer full). */
char *night_receipt_dup_elapsed (const VaultWipeStep *step);

G_END_DECLS
