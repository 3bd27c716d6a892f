/* bmp.c - BMP through gdk-pixbuf's loader of that one name
 *
 * The loader is named, never found by looking: gdk-pixbuf would also open formats that
 * nobody allowed, some of them by way of temporary files.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "still.h"

#include <gdk-pixbuf/gdk-pixbuf.h>
#include <string.h>

#define PIECE_BYTES 65536

typedef struct {
  const StillSource *source;
  Still *still;
  DecoderStatus status;
} Job;

/* Called from the header, before the loader allocates.  A size of zero makes it stop. */
static void
on_size_prepared (GdkPixbufLoader *loader, int width, int height, gpointer data)
{
  Job *job = data;

  job->status = still_begin (job->source, job->still, (guint64) MAX (width, 0),
                             (guint64) MAX (height, 0));
  if (job->status != DECODER_OK)
    gdk_pixbuf_loader_set_size (loader, 0, 0);
}

static DecoderStatus
copy_rows (GdkPixbuf *pixbuf, Canvas *canvas)
{
  const guint8 *in = gdk_pixbuf_read_pixels (pixbuf);
  const gsize stride = (gsize) gdk_pixbuf_get_rowstride (pixbuf);
  const guint n_channels = (guint) gdk_pixbuf_get_n_channels (pixbuf);
  guint8 *row;

  if (gdk_pixbuf_get_width (pixbuf) != (int) canvas->source_width
      || gdk_pixbuf_get_height (pixbuf) != (int) canvas->source_height)
    return DECODER_FAILED;
  for (gsize y = 0; (row = canvas_row (canvas)) != NULL; y++) {
    const guint8 *pixel = in + y * stride;

    for (gsize x = 0; x < canvas->source_width; x++, pixel += n_channels) {
      guint8 rgba[4] = { pixel[0], pixel[1], pixel[2],
                         n_channels == 4 ? pixel[3] : 255 };

      pixels_from_rgba (row + x * DECODER_PIXEL_BYTES, rgba, 1, FALSE);
    }
    canvas_push (canvas);
  }
  return DECODER_OK;
}

static gboolean
feed (GdkPixbufLoader *loader, Job *job)
{
  gsize n_bytes = job->source->n_bytes;

  for (gsize at = 0; at < n_bytes && job->status != DECODER_TOO_LARGE;
       at += PIECE_BYTES)
    if (!gdk_pixbuf_loader_write (loader, job->source->bytes + at,
                                  MIN (PIECE_BYTES, n_bytes - at), NULL))
      return FALSE;
  return TRUE;
}

DecoderStatus
decode_bmp (const StillSource *source, Still *out)
{
  g_autoptr (GdkPixbufLoader) loader = gdk_pixbuf_loader_new_with_type ("bmp", NULL);
  Job job = { source, out, DECODER_DAMAGED };
  GdkPixbuf *pixbuf;
  gboolean is_read;

  if (loader == NULL)
    return DECODER_UNSUPPORTED;
  g_signal_connect (loader, "size-prepared", G_CALLBACK (on_size_prepared), &job);
  is_read = feed (loader, &job);
  is_read = gdk_pixbuf_loader_close (loader, NULL) && is_read;
  if (job.status != DECODER_OK)
    return job.status;
  pixbuf = gdk_pixbuf_loader_get_pixbuf (loader);
  if (!is_read || pixbuf == NULL)
    return DECODER_DAMAGED;
  return copy_rows (pixbuf, out->canvas);
}
