/* record-seal.h - one sealed row of the table "record"
 *
 *   nonce 24 | sealed 968 | tag 16 = 1008      FORMAT.md, "Records"
 *
 * All rows have the same size, whatever they say; sixteen fit a database page.  Rows are
 * rewritten under the same key, so the nonce is random.
 *
 * Threads:  any.  Pure but for the random nonce.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "crypto/subkey.h"

G_BEGIN_DECLS

#define VAULT_RECORD_BYTES 1008
#define VAULT_RECORD_PLAIN_BYTES 968

/* @row: the row's id, which the seal is bound to along with the vault. */
void vault_record_seal (const guint8 key[VAULT_KEY_BYTES],
                        const guint8 vault_id[VAULT_ID_BYTES],
                        guint64 row,
                        const guint8 plain[VAULT_RECORD_PLAIN_BYTES],
                        guint8 out[VAULT_RECORD_BYTES]);

/* @out is zero on failure. */
gboolean
vault_record_open (const guint8 key[VAULT_KEY_BYTES],
                   const guint8 vault_id[VAULT_ID_BYTES],
                   guint64 row,
                   const guint8 sealed[VAULT_RECORD_BYTES],
                   guint8 out[VAULT_RECORD_PLAIN_BYTES]) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
