/* film.h - letting a helper read from a film without giving it the film
 *
 * The helper asks for the bytes it wants and finds them in a window it shares; a film of
 * ten gigabytes is neither copied nor even read, but for its index and one frame.
 *
 * Threads:  any.
 * Blocks:   until the deadline.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "media/decoder.h"
#include "media/helper.h"

G_BEGIN_DECLS

/* Have @helper do @op, DECODER_POSTER or DECODER_WAVEFORM.  @out_fd: the caller's, or -1.
 *
 * Errors: VAULT_ERROR_DECODER_FAILED, G_IO_ERROR_CANCELLED and whatever @source sets. */
gboolean vault_film_ask (VaultHelper *helper,
                         DecoderOp op,
                         const VaultDecoderSource *source,
                         gint64 deadline,
                         GCancellable *cancellable,
                         DecoderReply *out,
                         int *out_fd,
                         GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
