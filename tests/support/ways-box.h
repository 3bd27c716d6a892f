/* ways-box.h - the ways into a keyring, and changing them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "support/keyring-box.h"

#define NEW_PASSPHRASE "a new one, of some length"
#define SECOND_PASSPHRASE "somebody else's passphrase"

/* All three steps of a change. */
gboolean
ways_run (VaultKeyring *keyring, const VaultSlotChange *change, GError **error);

void ways_change_ok (VaultKeyring *keyring,
                     VaultSlotVerb verb,
                     const char *current,
                     guint number,
                     const char *added);
void ways_assert_change_refused (VaultKeyring *keyring,
                                 VaultSlotVerb verb,
                                 const char *current,
                                 guint number,
                                 const char *added,
                                 VaultError code);
void ways_assert_opens (KeyringBox *box, const char *passphrase, guint number);
void ways_assert_refused (KeyringBox *box, const char *passphrase, VaultError code);

/* Cells of every kind: live, expiring, with a torn copy on either side, destroyed. */
typedef struct {
  KeyringBox *box;
  guint32 never, hourly, torn_a, torn_b, gone;
} Full;

Full full_new (void);
void full_assert_cells (const Full *full, VaultKeyring *keyring);
void full_assert_whole (const Full *full, const char *passphrase);
