/* format.c - which of the helper's decoders a file is for
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "media/format.h"

DecoderFormat
vault_format_for (const char *content_type)
{
  static const struct {
    const char *content_type;
    DecoderFormat format;
  } formats[] = {
    { "image/jpeg", DECODER_JPEG },     { "image/png", DECODER_PNG },
    { "image/gif", DECODER_GIF },       { "image/webp", DECODER_WEBP },
    { "image/tiff", DECODER_TIFF },     { "image/bmp", DECODER_BMP },
    { "image/heic", DECODER_HEIF },     { "image/heif", DECODER_HEIF },
    { "image/avif", DECODER_HEIF },     { "image/jxl", DECODER_JXL },
    { "application/pdf", DECODER_PDF },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (formats); i++)
    if (g_str_equal (content_type, formats[i].content_type))
      return formats[i].format;
  return DECODER_NO_FORMAT;
}
