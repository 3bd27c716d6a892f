/* pair.h - a small vault to be edited: a keyring and a database, the same in every process
 *
 * Made once, by the same code that makes everybody's, but with numbers that are not random
 * and a key derivation that costs nothing: whoever is linked with this has its
 * crypto_pwhash() replaced, and its vault_cell_open() for cells far from any item's.  Three items: one for ever, one with a thumbnail for an hour
 * and more, one of two chunks for two years.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "keyring/keyring.h"
#include "vault/session.h"

#define PAIR_N_ITEMS 3
#define PAIR_N_STAMPS 2

/* Where the seal of a row lies in the database, and what opens it. */
typedef struct {
  guint64 row;
  gsize at;
  guint8 key[VAULT_KEY_BYTES];
} PairRow;

typedef struct {
  char *folder;
  guint8 *keyring;
  gsize n_keyring_bytes;
  guint8 *database;
  gsize n_database_bytes;
  guint8 vault_id[VAULT_ID_BYTES];
  guint8 ring_key[VAULT_KEY_BYTES];
  guint8 state_key[VAULT_KEY_BYTES];
  guint8 roots[PAIR_N_ITEMS][VAULT_KEY_BYTES];
  PairRow records[PAIR_N_ITEMS];
  PairRow stamps[PAIR_N_STAMPS];
} Pair;

/* Made at the first call; the folder goes when the program ends. */
const Pair *pair_get (void);

/* Put files into the folder.  The journal is put there empty too, as a commit leaves it. */
void pair_put_keyring (const guint8 *bytes, gsize n_bytes);
void pair_put_database (const guint8 *bytes, gsize n_bytes);
void pair_put_journal (const guint8 *bytes, gsize n_bytes);

/* With the clock where it was when the pair was made. */
VaultSession *pair_open (GError **error);
