/* record-opener.h - all records of a vault, opened on several threads
 *
 * One thread reads rows and gathers them; others, and it as well when they fall behind,
 * open the cells and records.  What they find is handed out on the thread that asked, so
 * that whoever decides about it needs no lock.
 *
 * Threads:  while nothing else uses the keyring or the store.
 * Blocks:   waits for the disk.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "keyring/keyring.h"
#include "store/store.h"
#include "vault/card.h"

G_BEGIN_DECLS

typedef struct {
  guint32 cell; /* G_MAXUINT32 for every row behind the last there can be */
  VaultCellStatus status;
  VaultEpoch epoch;  /* of a cell that opens */
  VaultEntry *entry; /* with its cell and id; NULL if it is no item */
  VaultCard *card;   /* the same for what is none; both NULL if it does not verify */
} VaultOpenedRecord;

/* What is in @record stays the caller's. */
typedef void (*VaultOpenedRecordFunc) (const VaultOpenedRecord *record,
                                       gpointer user_data);

/* Call @func once for every record, in no particular order; it must use neither keyring nor
 * store.
 * Errors: VAULT_ERROR_NO_MEMORY and those of vault_store_foreach_record(). */
gboolean vault_records_foreach (VaultStore *store,
                                VaultKeyring *keyring,
                                VaultOpenedRecordFunc func,
                                gpointer user_data,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
