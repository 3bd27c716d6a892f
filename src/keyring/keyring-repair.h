/* keyring-repair.h - everything in the keyring that is kept twice: compared, and healed
 *
 * The header, the state and the clock block, the epoch keys and the live cells each have a
 * copy A and a copy B.  One of them bad is no loss yet.
 *
 * Threads:  any; takes the keyring's locks.
 * Blocks:   waits for the disk.
 * Promise:  a copy is only ever replaced by one that verifies; a cell without a record is
 *           never healed, for its other copy may be what a torn destruction left.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "keyring/keyring.h"

G_BEGIN_DECLS

/* Places of which one copy, or both, are not as they should be. */
typedef struct {
  guint n_blocks; /* header, state, clock: at most six */
  guint n_epochs;
  guint n_cells;
} VaultKeyringFaults;

/* Re-read both copies of everything.  Changes nothing.  Errors: VAULT_ERROR_IO,
 * VAULT_ERROR_DESTROYED (wiped meanwhile), VAULT_ERROR_NO_MEMORY. */
gboolean vault_keyring_find_faults (VaultKeyring *self,
                                    VaultKeyringFaults *out,
                                    GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Header, state and clock alone.  A crash between the two copies leaves the second one behind,
 * and an opening makes up for that: were the first to go bad later, the second would have
 * the keyring taken for an older copy. */
gboolean vault_keyring_heal_blocks (VaultKeyring *self,
                                    guint *out_n_healed,
                                    GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Heal what vault_keyring_find_faults() finds and has a good copy.  @has_record: for each of
 * @n_cells cells, whether it may be healed.  @out_healed counts what was written.
 * Errors: the same, and those of writing. */
gboolean vault_keyring_repair (VaultKeyring *self,
                               const guint8 *has_record,
                               guint32 n_cells,
                               VaultKeyringFaults *out_healed,
                               GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
