/* subkey.h - the registry of key derivations
 *
 * Every key below the passphrase comes from one of two constructions, and every use of
 * either is a line in this file, so that no two purposes can ever share a key:
 *
 *  - derive: crypto_kdf_derive_from_key (BLAKE2b with the id as salt and eight context
 *    bytes as personalisation; libsodium), for the fixed tree;
 *  - bind: keyed BLAKE2b-256 over an eight-byte label and fields of fixed length, where a
 *    position, a nonce or a parameter must enter the key.
 *
 * FORMAT.md, "Key derivation", repeats the registry and is the authority.
 *
 * Threads:  any.  Pure.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define VAULT_KEY_BYTES 32
#define VAULT_ID_BYTES 16
#define VAULT_NONCE_BYTES 24
#define VAULT_TAG_BYTES 16
#define VAULT_ITEM_ID_BYTES 8

typedef enum {
  VAULT_SUBKEY_SLOT_WRAP,   /* slot root -> key that seals the slot */
  VAULT_SUBKEY_SLOT_COMMIT, /* slot root -> commitment stored in the slot */
  VAULT_SUBKEY_HEADER_MAC,  /* master key -> header MAC key */
  VAULT_SUBKEY_RING_ROOT,   /* master key -> ring root */
  VAULT_SUBKEY_STATE,       /* master key -> key of the state block */
  VAULT_SUBKEY_DIRECTORY,   /* master key -> key of the header's directory */
  VAULT_SUBKEY_STAMP,       /* identity seed -> key of the database stamp */
  VAULT_SUBKEY_CELL_WRAP,   /* cell root -> key that seals the cell */
  VAULT_SUBKEY_CELL_COMMIT, /* cell root -> commitment stored in the cell */
  VAULT_SUBKEY_MEDIA,       /* item root -> stream 0 */
  VAULT_SUBKEY_THUMBNAIL,   /* item root -> stream 1 */
  VAULT_SUBKEY_LATE,        /* item root -> stream 2 */
  VAULT_SUBKEY_RECORD,      /* item root -> stream 3, the record */
  VAULT_SUBKEY_NOTE,        /* item root -> stream 4 */
  VAULT_SUBKEY_ITEM_ID,     /* item root -> public item id, first 8 bytes */
  VAULT_N_SUBKEYS
} VaultSubkey;

typedef enum {
  VAULT_BIND_SLOT_SECRET, /* passphrase key -> secret key of a slot */
  VAULT_BIND_SLOT,        /* X25519 shared secret -> slot root */
  VAULT_BIND_RING,        /* ring root -> ring key */
  VAULT_BIND_CELL,        /* ring key -> cell root */
  VAULT_BIND_INNER,       /* epoch key, or zeros -> key of the inner wrap */
  VAULT_BIND_HEART,       /* epoch key -> key that wraps the heart key */
  VAULT_BIND_BEAT,        /* heart key -> what stands in for a cell's epoch key */
  VAULT_N_BINDS
} VaultBind;

/* The key of stream @stream of an item is VAULT_SUBKEY_MEDIA + stream. */
#define VAULT_SUBKEY_FOR_STREAM(stream) ((VaultSubkey) (VAULT_SUBKEY_MEDIA + (stream)))

/* @out must be guarded memory unless the purpose is a commitment or an id. */
void vault_subkey_derive (const guint8 key[VAULT_KEY_BYTES],
                          VaultSubkey purpose,
                          guint8 out[VAULT_KEY_BYTES]);

/* One field of a bound key.  Its length is fixed for each label, see FORMAT.md. */
typedef struct {
  const void *bytes;
  gsize n_bytes;
} VaultBindField;

void vault_subkey_bind (const guint8 key[VAULT_KEY_BYTES],
                        VaultBind label,
                        const VaultBindField *fields,
                        gsize n_fields,
                        guint8 out[VAULT_KEY_BYTES]);

/* For the test of uniqueness and for FORMAT.md: the eight bytes and the id. */
const char *vault_subkey_get_context (VaultSubkey purpose, guint64 *out_id);
const char *vault_bind_get_label (VaultBind label);

G_END_DECLS
