/* import.h - what the two halves of an import share
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "store/stream-writer.h"
#include "vault/session-private.h"
#include "vault/walk.h"

G_BEGIN_DECLS

/* Items become part of the vault in batches, which cost four flushes each. */
#define VAULT_IMPORT_BATCH_ITEMS 64
#define VAULT_IMPORT_BATCH_BYTES ((guint64) 64 << 20)
/* A file as large as this starts a batch of its own: if the disk cannot hold it, what came
 * before is in the vault already. */
#define VAULT_IMPORT_LARGE_BYTES ((guint64) 16 << 20)

/* An item whose media is copied, on its way to a cell and a record. */
typedef struct {
  VaultEntry *entry;
  VaultSecret *root;
  GBytes *thumbnail;
  GError *thumbnail_error;
} VaultPending;

typedef struct {
  VaultSession *session;
  const VaultWork *work;
  VaultStreamWriter *writer;
  gint64 expires;
  gint64 added; /* the same for all: they arrived together */
  GPtrArray *problems;
  GPtrArray *batch; /* VaultPending */
  guint64 n_batch_bytes;
  guint64 n_rollbacks; /* of the store, when the batch began */
  VaultProgress progress;
  gint64 last_report_us;
  guint n_imported;
} VaultImport;

void vault_pending_free (VaultPending *self);

/* The key of one stream of a pending item. */
VaultSecret *vault_pending_dup_key (VaultPending *self,
                                    VaultStreamNumber stream,
                                    GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Piece numbers for a stream.  Errors: VAULT_ERROR_NO_SPACE. */
gboolean vault_import_take_pieces (VaultImport *self,
                                   guint64 n_bytes,
                                   guint64 *out_first,
                                   GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Thumbnails, cells, records: make everything in the batch part of the vault.  On failure
 * nothing of the batch is. */
gboolean vault_import_finish_batch (VaultImport *self,
                                    GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Forget the batch, leaving its pieces to the reclaimer. */
void vault_import_drop_batch (VaultImport *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (VaultPending, vault_pending_free)

G_END_DECLS
