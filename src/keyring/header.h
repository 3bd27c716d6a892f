/* header.h - the first block of a head: what is public, the slots, the directory
 *
 * Threads:  any.  Pure parsing and building.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "crypto/kdf.h"
#include "keyring/directory.h"
#include "keyring/layout.h"

G_BEGIN_DECLS

#define VAULT_FORMAT_VERSION 1
#define VAULT_MARKER_BYTES 32
/* What an emergency wipe leaves at the start of a head. */
#define VAULT_DESTROYED_MARKER "nightstand: vault destroyed\n\0\0\0\0"

typedef enum {
  VAULT_HEADER_OK,
  VAULT_HEADER_DAMAGED,
  VAULT_HEADER_NEWER,     /* whole, but of a later format */
  VAULT_HEADER_DESTROYED, /* the marker of an emergency wipe */
} VaultHeaderStatus;

typedef struct {
  VaultKdfParams kdf;
  guint8 vault_id[VAULT_ID_BYTES];
  guint64 ring_generation;
  guint8 slots[VAULT_N_SLOTS][VAULT_SLOT_BYTES];
  guint8 directory[VAULT_DIRECTORY_BYTES]; /* sealed */
} VaultHeader;

/* Strict: every byte without a meaning must be zero, and the checksum, which tells damage
 * from a wrong passphrase, must fit. */
VaultHeaderStatus vault_header_decode (const guint8 block[VAULT_BLOCK_BYTES],
                                       VaultHeader *out);

/* @mac_key: VAULT_KEY_BYTES derived from the master key. */
void vault_header_encode (const VaultHeader *header,
                          const guint8 mac_key[VAULT_KEY_BYTES],
                          guint8 out[VAULT_BLOCK_BYTES]);

/* Whether the block was written by someone who knew the master key. */
gboolean
vault_header_verify (const guint8 block[VAULT_BLOCK_BYTES],
                     const guint8 mac_key[VAULT_KEY_BYTES]) G_GNUC_WARN_UNUSED_RESULT;

/* The cell ring's key for this header. */
void vault_header_derive_ring_key (const VaultHeader *header,
                                   const guint8 ring_root[VAULT_KEY_BYTES],
                                   guint8 out[VAULT_KEY_BYTES]);

G_END_DECLS
