/* media-maker.h - pictures for tests, made when they are needed
 *
 * The standard picture is MEDIA_WIDTH x MEDIA_HEIGHT, a quarter each of red (top left),
 * green (top right), blue (bottom left) and white, as the file stores it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "media/decoder.h"

#define MEDIA_WIDTH 96
#define MEDIA_HEIGHT 64

typedef enum { MEDIA_JPEG, MEDIA_PNG, MEDIA_WEBP, MEDIA_TIFF, MEDIA_BMP } MediaFormat;

/* The standard picture, saying in Exif that it was taken on 1 March 2024 at 12:00:00
 * +02:00 with the camera held as @orientation (0: no Exif; BMP has none). */
GBytes *media_make (MediaFormat format, guint orientation);

/* Noise, which nothing compresses; with noise in alpha too if asked. */
GBytes *media_make_noise (guint width, guint height, gboolean has_alpha);

/* A picture of one colour, as JPEG. */
GBytes *media_make_plain (guint width, guint height);

/* One of the decoder's own samples, by index below N_SAMPLES. */
GBytes *media_get_sample (gsize index);

/* A source over @bytes, which have to outlive it. */
VaultDecoderSource media_source (GBytes *bytes);

/* Overwrite four bytes with @value, behind the first occurrence of @tag plus @skip. */
GBytes *media_patch (GBytes *bytes,
                     const char *tag,
                     gsize skip,
                     guint32 value,
                     gboolean is_big_endian);
