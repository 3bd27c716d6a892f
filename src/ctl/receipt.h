/* receipt.h - the receipt of a wipe, and the light of a disk, in words and in JSON
 *
 * Threads:  any.
 * Blocks:   on stdout, where it prints.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <json-glib/json-glib.h>

#include <vault/vault-wipe.h>

#include "receipt-words.h"
#include "sentence.h"

G_BEGIN_DECLS

void ctl_print_receipt (const VaultReceipt *receipt);
void ctl_print_storage (const VaultStorage *storage);

/* Add the members of one object. */
void ctl_json_add_receipt (JsonBuilder *builder, const VaultReceipt *receipt);
void ctl_json_add_storage (JsonBuilder *builder, const VaultStorage *storage);

/* If the vault is not destroyed, the first failure gives the status.  If it is, a failure
 * to tidy up, or a disk that keeps old versions, is one of part. */
CtlExit ctl_exit_of_receipt (const VaultReceipt *receipt);

G_END_DECLS
