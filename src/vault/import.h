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
  GError *metadata_error; /* it was to be removed and could not be */
} VaultPending;

typedef struct {
  VaultSession *session;
  const VaultWork *work;
  VaultStreamWriter *writer;
  const GArray *groups; /* guint64, ascending; may be NULL */
  gint64 expires;
  VaultMetadata metadata;
  gint64 added; /* the same for all: they arrived together */
  GPtrArray *problems;
  GPtrArray *batch; /* VaultPending */
  guint64 n_batch_bytes;
  guint64 n_rollbacks; /* of the store, when the batch began */
  VaultProgress progress;
  gint64 last_report_us;
  guint n_imported;
} VaultImport;

/* What became of one source. */
typedef enum {
  VAULT_IMPORT_COPIED,
  VAULT_IMPORT_BAD_SOURCE, /* told by a problem; go on with the next one */
  VAULT_IMPORT_FATAL,      /* told by an error; the import ends */
  VAULT_IMPORT_REFUSED,    /* vault_import_strip() alone: nothing of it was kept */
} VaultImportResult;

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

/* A new item of @n_bytes under the name of @file; the writer is ready for its bytes.
 * Returns: (transfer full): to be given to one of the two that follow, or NULL. */
VaultPending *vault_import_begin_item (VaultImport *self,
                                       const VaultWalkFile *file,
                                       guint64 n_bytes,
                                       GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Its kind, by its first bytes. */
void vault_import_sniff (VaultPending *pending, const guint8 *head, gsize n_bytes);

/* All bytes were written: it belongs to the batch.  Takes @pending. */
void vault_import_end_item (VaultImport *self, VaultPending *pending);

/* Forget it.  Takes @pending.  @error may be NULL. */
gboolean vault_import_abort_item (VaultImport *self,
                                  VaultPending *pending,
                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Whether the deadline of all that is imported has come: there is no use in going on.  Sets
 * VAULT_ERROR_EXPIRED. */
gboolean vault_import_is_overdue (VaultImport *self, GError **error);

/* The same, or the vault is being locked, or somebody cancelled. */
gboolean vault_import_should_end (VaultImport *self, GError **error);

/* Import one file into the batch. */
VaultImportResult
vault_import_file (VaultImport *self, const VaultWalkFile *file, GError **error);

/* Tell the progress, if it is time. */
void vault_import_report (VaultImport *self, gboolean always);

/* Whether more follows in @stream than it was said to hold. */
gboolean vault_import_has_more (VaultImport *self, GInputStream *stream);

/* import-strip.c: import @file without its metadata from @stream.  @out_why: set with
 * VAULT_IMPORT_REFUSED, VAULT_ERROR_METADATA_STAYS. */
VaultImportResult vault_import_strip (VaultImport *self,
                                      const VaultWalkFile *file,
                                      GInputStream *stream,
                                      GError **out_why,
                                      GError **error);

/* Thumbnails, cells, records: make everything in the batch part of the vault.  On failure
 * nothing of the batch is. */
gboolean vault_import_finish_batch (VaultImport *self,
                                    GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Forget the batch, leaving its pieces to the reclaimer. */
void vault_import_drop_batch (VaultImport *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (VaultPending, vault_pending_free)

G_END_DECLS
