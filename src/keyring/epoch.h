/* epoch.h - the table of epoch keys: which key dies when
 *
 * Time since 1970 is cut into hours, days and weeks of UTC.  The next 72 hours, 400 days
 * and 260 weeks each have a key, whether or not anything expires then; epoch e of a class
 * with N keys uses key e mod N.  What expires is bound to the first epoch that ends at or
 * after its deadline, in the finest class that reaches so far.
 *
 * Threads:  any.  Pure.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "crypto/cell-seal.h"

G_BEGIN_DECLS

#define VAULT_N_HOURLY 72
#define VAULT_N_DAILY 400
#define VAULT_N_WEEKLY 260
#define VAULT_N_EPOCH_KEYS (VAULT_N_HOURLY + VAULT_N_DAILY + VAULT_N_WEEKLY)
#define VAULT_EPOCH_TABLE_BYTES (VAULT_N_EPOCH_KEYS * VAULT_KEY_BYTES)

/* The epoch an item with the deadline @expires_s is bound to at the time @now_s.
 * VAULT_EPOCH_NEVER for no deadline, and for one beyond the table (five years), which is
 * bound at a later unlock. */
VaultEpoch vault_epoch_for_deadline (gint64 expires_s, gint64 now_s);

/* The end of the epoch, in seconds since 1970; G_MAXINT64 for VAULT_EPOCH_NEVER. */
gint64 vault_epoch_get_end (VaultEpoch epoch);

/* Also in whether the heart key is needed. */
gboolean vault_epoch_is_same (VaultEpoch a, VaultEpoch b);

/* Where the epoch's key stands in the table, as a number of keys from its start. */
guint vault_epoch_get_index (VaultEpoch epoch);

/* Mark in @due every key whose epoch ended after @after_s and not after @now_s, and
 * return how many they are.  Pure. */
guint
vault_epochs_find_passed (gint64 after_s, gint64 now_s, guint8 due[VAULT_N_EPOCH_KEYS]);

G_END_DECLS
