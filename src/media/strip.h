/* strip.h - taking a stripped file from a helper, piece by piece
 *
 * Threads:  any.
 * Blocks:   until the helper has been silent for VAULT_PATIENCE_MS.
 * Promise:  the target is told a length within bounds, once, and then gets exactly that many
 *           bytes, in order; and they begin like a file of the kind that was asked for.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "media/decoder.h"
#include "media/helper.h"

G_BEGIN_DECLS

/* One stripped file on its way. */
typedef struct {
  const VaultDecoderSource *source;
  const VaultDecoderTarget *target;
  const char *content_type; /* of the source, and of what is to come */
  VaultMediaKind kind;
  gint64 captured; /* out; 0 unknown */

  guint64 n_bytes; /* of what is to come; 0 before that was said */
  guint64 at;
} VaultDelivery;

/* How a file of this type is stripped.  @out_format: a DecoderFormat with DECODER_STRIP, a
 * DecoderContainer with DECODER_REMUX.
 * Returns: the operation; 0 if nothing here can do it. */
DecoderOp vault_strip_op (const char *content_type, guint32 *out_format);

/* Hand over the file that came with the RESULT of a STRIP.  Takes @fd in every case.
 *
 * Errors: those of the status, VAULT_ERROR_DECODER_FAILED for an impossible answer, and
 * whatever the target sets. */
gboolean vault_strip_take_still (VaultDelivery *self,
                                 const DecoderReply *reply,
                                 int fd,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Have @helper, a remuxer, strip a film.  Errors: as above, and G_IO_ERROR_CANCELLED. */
gboolean vault_strip_film (VaultDelivery *self,
                           VaultHelper *helper,
                           DecoderContainer container,
                           GCancellable *cancellable,
                           GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Hand the source over as it is: a format that has no place for metadata. */
gboolean vault_strip_copy (VaultDelivery *self,
                           GCancellable *cancellable,
                           GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
