/* entry.h - one item as its record describes it
 *
 * Immutable once shared; what changes makes a new entry.  The texts are wiped when
 * the last reference goes.
 *
 * Threads:  any.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <vault/vault-item.h>

#include "crypto/record-seal.h"
#include "store/stream-reader.h"

G_BEGIN_DECLS

typedef enum {
  VAULT_STREAM_MEDIA = 0,
  VAULT_STREAM_THUMBNAIL = 1,
  VAULT_STREAM_LATE = VAULT_LATE_STREAM, /* a thumbnail made after the import */
  VAULT_N_STREAMS = 3,
} VaultStreamNumber;

#define VAULT_NAME_MAX_BYTES 255
#define VAULT_ID_TEXT_BYTES (2 * VAULT_ITEM_ID_BYTES + 1)

typedef struct {
  gatomicrefcount n_refs;
  guint32 cell;
  guint8 item_id[VAULT_ITEM_ID_BYTES];
  char id[VAULT_ID_TEXT_BYTES]; /* the same in hexadecimal */
  char *name;
  char *content_type;
  VaultMediaKind kind;
  gint64 added;
  gint64 captured;
  gint64 expires;
  guint width;
  guint height;
  guint64 duration_ms;
  guint rotation; /* quarter turns clockwise, 0 to 3 */
  guint64 position_ms;
  VaultStreamLayout streams[VAULT_N_STREAMS];
} VaultEntry;

VaultEntry *vault_entry_new (void);
VaultEntry *vault_entry_ref (VaultEntry *self);
void vault_entry_unref (VaultEntry *self);

/* A copy, to be changed before it is shared. */
VaultEntry *vault_entry_copy (const VaultEntry *self);

/* The stream to take the thumbnail from; VAULT_N_STREAMS if there is none. */
VaultStreamNumber vault_entry_find_thumbnail (const VaultEntry *self);

/* Take the public id from the item root. */
void vault_entry_set_root (VaultEntry *self, const guint8 item_root[VAULT_KEY_BYTES]);

/* Describe a stream as one run of pieces. */
void vault_entry_set_stream (VaultEntry *self,
                             VaultStreamNumber stream,
                             guint64 n_bytes,
                             guint64 first_piece);

/* Whether a name can be kept and shown: UTF-8, 1 to VAULT_NAME_MAX_BYTES bytes, one line,
 * no control or direction-changing characters, no '/', and neither "." nor "..". */
gboolean vault_entry_name_is_good (const char *name);

/* Write the record; FALSE if it does not fit. */
gboolean
vault_entry_encode (const VaultEntry *self,
                    guint8 out[VAULT_RECORD_PLAIN_BYTES]) G_GNUC_WARN_UNUSED_RESULT;

/* Read a record that has been authenticated.  Strict all the same: a later version, or a
 * program with a bug, may have written it.
 * Returns: (transfer full): without cell and id, or NULL. */
VaultEntry *vault_entry_decode (const guint8 plain[VAULT_RECORD_PLAIN_BYTES]);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (VaultEntry, vault_entry_unref)

G_END_DECLS
