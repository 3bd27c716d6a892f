/* document.c - one page of a document as a picture, through poppler
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "document.h"

#include <math.h>
#include <poppler.h>

/* A point is 1/72 of an inch; the size that a page is given on the screen counts 1/96. */
#define UNITS_PER_POINT (96.0 / 72.0)

typedef PopplerDocument Document;
typedef PopplerPage Page;
typedef cairo_t Painter;
typedef cairo_surface_t Surface;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Document, g_object_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Page, g_object_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Painter, cairo_destroy)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Surface, cairo_surface_destroy)

static DecoderStatus
status_of (const GError *error)
{
  if (g_error_matches (error, POPPLER_ERROR, POPPLER_ERROR_ENCRYPTED))
    return DECODER_ENCRYPTED;
  return DECODER_DAMAGED;
}

/* The size at which the page is painted, and its full size.  A page may claim to be a
 * mile wide and a hair high. */
static void
choose_size (Page *page, guint max_side, Still *out, guint *width, guint *height)
{
  double page_width, page_height, longest, side, full;

  poppler_page_get_size (page, &page_width, &page_height);
  page_width = isfinite (page_width) ? CLAMP (page_width, 0.01, 1e9) : 1;
  page_height = isfinite (page_height) ? CLAMP (page_height, 0.01, 1e9) : 1;
  longest = MAX (page_width, page_height);

  full = MIN (longest * UNITS_PER_POINT, DECODER_MAX_PAGE_SIDE);
  out->full_width = (guint) MAX (1, lround (page_width / longest * full));
  out->full_height = (guint) MAX (1, lround (page_height / longest * full));
  side = max_side == 0 ? full : MIN (max_side, DECODER_MAX_PAGE_SIDE);
  *width = (guint) MAX (1, lround (page_width / longest * side));
  *height = (guint) MAX (1, lround (page_height / longest * side));
}

static DecoderStatus
paint (Page *page, Canvas *canvas)
{
  g_autoptr (Surface) surface = cairo_image_surface_create_for_data (
      canvas->pixels, CAIRO_FORMAT_ARGB32, (int) canvas->width, (int) canvas->height,
      (int) canvas->stride_bytes);
  g_autoptr (Painter) cairo = cairo_create (surface);
  double width, height;

  poppler_page_get_size (page, &width, &height);
  cairo_set_source_rgb (cairo, 1, 1, 1);
  cairo_paint (cairo);
  if (width > 0 && height > 0) {
    cairo_scale (cairo, canvas->width / width, canvas->height / height);
    poppler_page_render (page, cairo);
  }
  cairo_surface_finish (surface);
  canvas->n_rows = canvas->source_height;

  /* What a page draws badly is left out; only without memory is there no page. */
  return cairo_status (cairo) == CAIRO_STATUS_NO_MEMORY ? DECODER_FAILED : DECODER_OK;
}

DecoderStatus
document_paint (const DocumentSource *source, Still *out, guint *out_n_pages)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static (source->bytes, source->n_bytes);
  g_autoptr (GError) error = NULL;
  g_autoptr (Document) document = NULL;
  g_autoptr (Page) page = NULL;
  guint width, height;
  DecoderStatus status;
  int n_pages;

  *out = (Still){ 0 };
  *out_n_pages = 0;
  document = poppler_document_new_from_bytes (bytes, NULL, &error);
  if (document == NULL)
    return status_of (error);
  n_pages = poppler_document_get_n_pages (document);
  if (n_pages < 1 || source->page >= (guint) n_pages)
    return DECODER_DAMAGED;
  page = poppler_document_get_page (document, (int) source->page);
  if (page == NULL)
    return DECODER_DAMAGED;

  choose_size (page, source->max_side, out, &width, &height);
  status = canvas_begin (&out->canvas, width, height, 0);
  if (status == DECODER_OK)
    status = paint (page, out->canvas);
  *out_n_pages = MIN ((guint) n_pages, DECODER_MAX_PAGES);
  return status;
}
