/* heif.c - HEIC and AVIF through libheif, which also turns them the right way up
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "still.h"

#include <libheif/heif.h>
#include <stdlib.h>

/* A preview counts as large enough from this share of the wanted size on: phones write
 * 320 pixels where 384 are wanted, and decoding the picture costs sixty times as much. */
#define PREVIEW_NUMERATOR 3
#define PREVIEW_DENOMINATOR 4

typedef struct heif_context Context;
typedef struct heif_image_handle Handle;
typedef struct heif_image Image;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Context, heif_context_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Handle, heif_image_handle_release)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Image, heif_image_release)

static DecoderStatus
status_of (struct heif_error error)
{
  switch (error.code) {
  case heif_error_Ok:
    return DECODER_OK;
  case heif_error_Unsupported_filetype:
  case heif_error_Unsupported_feature:
  case heif_error_Color_profile_does_not_exist:
    return DECODER_UNSUPPORTED;
  case heif_error_Memory_allocation_error:
    return error.subcode == heif_suberror_Security_limit_exceeded ? DECODER_TOO_LARGE
                                                                  : DECODER_FAILED;
  default:
    return DECODER_DAMAGED;
  }
}

/* Whether @preview shows the same shape as the whole, and enough of it.  A preview of
 * another shape may be of another picture. */
static gboolean
preview_will_do (const Handle *preview, const Still *still, guint max_side)
{
  gint64 width = heif_image_handle_get_width (preview);
  gint64 height = heif_image_handle_get_height (preview);
  gint64 skew = width * still->full_height - height * (gint64) still->full_width;
  gint64 wanted = (gint64) max_side * PREVIEW_NUMERATOR / PREVIEW_DENOMINATOR;

  if (width < 1 || height < 1 || MAX (width, height) < wanted)
    return FALSE;
  return ABS (skew) <= width * still->full_height / 50;
}

/* Returns: (transfer full): NULL if the picture itself has to be decoded. */
static Handle *
find_preview (const Handle *whole, const StillSource *source, const Still *still)
{
  g_autoptr (Handle) preview = NULL;
  heif_item_id id;

  if (!source->preview
      || MAX (still->full_width, still->full_height) <= source->max_side
      || heif_image_handle_get_list_of_thumbnail_IDs (whole, &id, 1) < 1
      || heif_image_handle_get_thumbnail (whole, id, &preview).code != heif_error_Ok)
    return NULL;
  if (!preview_will_do (preview, still, source->max_side))
    return NULL;
  return g_steal_pointer (&preview);
}

static DecoderStatus
paint (const Handle *handle, const StillSource *source, Still *out)
{
  g_autoptr (Image) image = NULL;
  DecoderStatus status;
  const guint8 *pixels;
  guint8 *row;
  int stride, width, height;
  gboolean premultiplied = heif_image_handle_is_premultiplied_alpha (handle);

  status = status_of (heif_decode_image (handle, &image, heif_colorspace_RGB,
                                         heif_chroma_interleaved_RGBA, NULL));
  if (status != DECODER_OK)
    return status;
  width = heif_image_get_width (image, heif_channel_interleaved);
  height = heif_image_get_height (image, heif_channel_interleaved);
  pixels = heif_image_get_plane_readonly (image, heif_channel_interleaved, &stride);
  if (pixels == NULL || width < 1 || height < 1
      || stride < width * (gint64) DECODER_PIXEL_BYTES)
    return DECODER_DAMAGED;
  status = canvas_begin (&out->canvas, (guint) width, (guint) height, source->max_side);
  if (status != DECODER_OK)
    return status;

  for (gsize y = 0; (row = canvas_row (out->canvas)) != NULL; y++) {
    pixels_from_rgba (row, pixels + y * (gsize) stride, (gsize) width, premultiplied);
    canvas_push (out->canvas);
  }
  return DECODER_OK;
}

DecoderStatus
decode_heif (const StillSource *source, Still *out)
{
  g_autoptr (Context) context = heif_context_alloc ();
  g_autoptr (Handle) whole = NULL;
  g_autoptr (Handle) preview = NULL;
  DecoderStatus status;
  gint width, height;

  if (context == NULL)
    return DECODER_FAILED;
  heif_context_set_maximum_image_size_limit (context, DECODER_MAX_SIDE);
  status = status_of (heif_context_read_from_memory_without_copy (
      context, source->bytes, source->n_bytes, NULL));
  if (status == DECODER_OK)
    status = status_of (heif_context_get_primary_image_handle (context, &whole));
  if (status != DECODER_OK)
    return status;

  width = heif_image_handle_get_width (whole);
  height = heif_image_handle_get_height (whole);
  status = canvas_check_size ((guint64) MAX (width, 0), (guint64) MAX (height, 0));
  if (status != DECODER_OK)
    return status;
  out->full_width = (guint) width;
  out->full_height = (guint) height;

  preview = find_preview (whole, source, out);
  if (preview != NULL && paint (preview, source, out) == DECODER_OK)
    return DECODER_OK;
  g_clear_pointer (&out->canvas, canvas_free);
  return paint (whole, source, out);
}
