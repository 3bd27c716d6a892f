/* salvage.h - everything out of a vault that may not open any more
 *
 * There is no session here: no sweep, no catalog, no SQLite.  Each live cell is asked for its
 * key, each key for its record, each record for its chunks; what verifies is written out.
 *
 * Threads:  any.
 * Blocks:   all of it.
 * Promise:  the vault's files are opened for reading only.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "vault/session.h"

G_BEGIN_DECLS

/* See vault_salvage_async().  @damaged: (element-type VaultDamagedItem): the partial and the
 * lost ones are added. */
gboolean vault_salvage_run (const char *vault_folder,
                            VaultSecret *passphrase,
                            GFile *folder,
                            const VaultWork *work,
                            VaultSalvageReport *out_report,
                            GPtrArray *damaged,
                            GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
