/* thumbnail.h - a small WebP of a canvas
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "canvas.h"

/* Encode @canvas, no side of which may exceed DECODER_THUMBNAIL_SIDE, in at most
 * DECODER_THUMBNAIL_MAX_BYTES.  @out_fd: a sealed memfd of @out_n_bytes, the caller's. */
DecoderStatus thumbnail_encode (const Canvas *canvas, int *out_fd, gsize *out_n_bytes);
