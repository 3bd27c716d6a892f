/* frames.h - an animation under way, one frame after the other
 *
 * A helper of its own holds the file and decodes a frame each time one is asked for; none
 * is kept here.  Stopping the decoder kills that helper too.
 *
 * Owns:     a seat, and the helper in it.
 * Threads:  any, one at a time.
 * Blocks:   as vault_decoder_image().
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "media/decoder.h"
#include "media/pool.h"

G_BEGIN_DECLS

/* A frame stays for so long at the least and at the most, whatever the file says. */
#define VAULT_FRAME_MIN_DELAY_MS 20
#define VAULT_FRAME_MAX_DELAY_MS (60 * 60 * 1000)

/* Take a seat and copy @source for the helper.
 *
 * Errors: VAULT_ERROR_DECODER_FAILED, VAULT_ERROR_LOCKED, G_IO_ERROR_CANCELLED and whatever
 * @source sets. */
VaultFrames *vault_frames_new (VaultPool *pool,
                               DecoderFormat format,
                               const VaultDecoderSource *source,
                               GCancellable *cancellable,
                               GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Decode the next frame, after the last one the first again, reduced so that no side is
 * longer than @max_side (0: no reduction).  @out_n_frames: how many there are as far as is
 * known; a damaged file may turn out to have fewer.
 *
 * Errors: those of vault_decoder_image().  There is no next frame after one.
 * Returns: (transfer full): pixels, or NULL. */
VaultPixels *vault_frames_next (VaultFrames *self,
                                guint max_side,
                                guint *out_delay_ms,
                                guint *out_n_frames,
                                GCancellable *cancellable,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Ends the helper, and waits for its end.  @self may be NULL. */
void vault_frames_free (VaultFrames *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (VaultFrames, vault_frames_free)

G_END_DECLS
