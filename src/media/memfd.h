/* memfd.h - sealed memory that two processes look at
 *
 * Sealed means that neither side can change or shorten it any more: no bytes that alter
 * between the check and the use, no SIGBUS from a page that went away.
 *
 * Threads:  any.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "media/decoder.h"

G_BEGIN_DECLS

/* Copy the whole of @source into a sealed memfd.
 *
 * Errors: VAULT_ERROR_DECODER_FAILED, G_IO_ERROR_CANCELLED and whatever @source sets.
 * Returns: the descriptor, or -1. */
int vault_memfd_fill (const VaultDecoderSource *source,
                      GCancellable *cancellable,
                      GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Memory of @n_bytes that this process writes and the helper can only read.  @out: the
 * mapping, to be given to munmap().
 *
 * Errors: VAULT_ERROR_DECODER_FAILED.
 * Returns: the descriptor, or -1. */
int vault_memfd_share (gsize n_bytes,
                       guint8 **out,
                       GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Read from @source into @out of such memory, by way of some that this process has alone: a
 * chunk is decrypted while it is verified, and what does not verify would for a moment stand
 * where the helper reads. */
gboolean vault_memfd_show (guint8 *out,
                           const VaultDecoderSource *source,
                           guint64 offset,
                           gsize n_bytes,
                           GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Memory of @n_bytes that the helper writes and this process only reads: none of it can go
 * away under us, but all of it can change at any time.  @out: the mapping, as above.
 *
 * Errors: VAULT_ERROR_DECODER_FAILED.
 * Returns: the descriptor, or -1. */
int vault_memfd_lend (gsize n_bytes,
                      const guint8 **out,
                      GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Look at what a helper sent.  Takes @fd in every case.
 *
 * Errors: VAULT_ERROR_DECODER_FAILED, if it is not a sealed memfd of exactly @n_bytes.
 * Returns: (transfer full): the bytes, or NULL. */
GBytes *
vault_memfd_take (int fd, gsize n_bytes, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
