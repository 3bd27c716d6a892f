/* moving-maker.c - animations and documents for tests, made when they are needed
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "moving-maker.h"

#include <gif_lib.h>
#include <string.h>
#include <webp/encode.h>
#include <webp/mux.h>

/* Colours that are in the palette of every GIF here; a palette of the frame's own has
 * them in another order. */
enum { CLEAR, BLACK, RED, GREEN, BLUE, WHITE, N_COLOURS = 8 };

static guint32
colour_of (guint index)
{
  static const guint32 colours[N_COLOURS] = { 0x123456, 0x000000, 0xff0000,
                                              0x00ff00, 0x0000ff, 0xffffff };

  return colours[index];
}

static guint8
index_of (guint32 colour)
{
  for (guint i = BLACK; i < N_COLOURS && colour != MOVING_CLEAR; i++)
    if (colour_of (i) == colour)
      return (guint8) i;
  return CLEAR;
}

static ColorMapObject *
make_palette (gboolean backwards)
{
  GifColorType colours[N_COLOURS];

  for (guint i = 0; i < N_COLOURS; i++) {
    guint32 colour = colour_of (backwards && i != CLEAR ? N_COLOURS - i : i);

    colours[i] = (GifColorType){ (guint8) (colour >> 16), (guint8) (colour >> 8),
                                 (guint8) colour };
  }
  return GifMakeMapObject (N_COLOURS, colours);
}

static int
write_bytes (GifFileType *gif, const GifByteType *bytes, int n_bytes)
{
  g_byte_array_append (gif->UserData, bytes, (guint) n_bytes);
  return n_bytes;
}

static void
put_line (GifFileType *gif, const MovingFrame *frame, guint y)
{
  g_autofree guint8 *line = g_malloc (frame->width);
  guint8 index =
      index_of (y < frame->height / 2 ? frame->top_colour : frame->bottom_colour);

  if (frame->has_own_palette && index != CLEAR)
    index = (guint8) (N_COLOURS - index);
  memset (line, index, frame->width);
  g_assert_cmpint (EGifPutLine (gif, line, (int) frame->width), ==, GIF_OK);
}

static void
put_frame (GifFileType *gif, const MovingFrame *frame)
{
  static const guint first[] = { 0, 4, 2, 1 }, step[] = { 8, 8, 4, 2 };
  const GraphicsControlBlock control = { .DisposalMode = frame->disposal,
                                         .DelayTime = frame->delay_hundredths,
                                         .TransparentColor = CLEAR };
  ColorMapObject *palette = frame->has_own_palette ? make_palette (TRUE) : NULL;
  GifByteType extension[4];

  EGifGCBToExtension (&control, extension);
  EGifPutExtension (gif, GRAPHICS_EXT_FUNC_CODE, sizeof extension, extension);
  EGifPutImageDesc (gif, (int) frame->left, (int) frame->top, (int) frame->width,
                    (int) frame->height, frame->is_interlaced, palette);
  if (!frame->is_interlaced)
    for (guint y = 0; y < frame->height; y++)
      put_line (gif, frame, y);
  else
    for (gsize pass = 0; pass < G_N_ELEMENTS (first); pass++)
      for (guint y = first[pass]; y < frame->height; y += step[pass])
        put_line (gif, frame, y);

  /* giflib forgets its copy when the next frame has none. */
  GifFreeMapObject (gif->Image.ColorMap);
  gif->Image.ColorMap = NULL;
  GifFreeMapObject (palette);
}

GBytes *
moving_make_gif (guint width, guint height, const MovingFrame *frames, gsize n_frames)
{
  GByteArray *file = g_byte_array_new ();
  GifFileType *gif = EGifOpen (file, write_bytes, NULL);
  ColorMapObject *palette = make_palette (FALSE);

  g_assert_nonnull (gif);
  EGifSetGifVersion (gif, TRUE);
  EGifPutScreenDesc (gif, (int) width, (int) height, 8, 0, palette);
  for (gsize i = 0; i < n_frames; i++)
    put_frame (gif, &frames[i]);
  EGifCloseFile (gif, NULL);
  GifFreeMapObject (palette);
  return g_byte_array_free_to_bytes (file);
}

GBytes *
moving_make_long_gif (guint n_frames)
{
  static const guint8 head[] = "GIF89a\1\0\1\0\x80\0\0\xff\0\0\0\0\xff";
  static const guint8 frames[2][23] = {
    "!\xf9\4\0\2\0\0\0,\0\0\0\0\1\0\1\0\0\2\2D\1",
    "!\xf9\4\0\2\0\0\0,\0\0\0\0\1\0\1\0\0\2\2L\1",
  };
  GByteArray *file = g_byte_array_new ();

  g_byte_array_append (file, head, sizeof head - 1);
  for (guint i = 0; i < n_frames; i++)
    g_byte_array_append (file, frames[i % 2], sizeof frames[0]);
  g_byte_array_append (file, (const guint8 *) ";", 1);
  return g_byte_array_free_to_bytes (file);
}

static void
add_picture (WebPAnimEncoder *encoder,
             guint width,
             guint height,
             const MovingFrame *frame,
             int at_ms)
{
  WebPConfig config;
  WebPPicture picture;

  g_assert_true (WebPConfigInit (&config) && WebPPictureInit (&picture));
  config.lossless = 1;
  picture.use_argb = 1;
  picture.width = (int) width;
  picture.height = (int) height;
  g_assert_true (WebPPictureAlloc (&picture));
  for (guint y = 0; y < height; y++)
    for (guint x = 0; x < width; x++)
      picture.argb[y * (guint) picture.argb_stride + x] =
          0xff000000u | (y < height / 2 ? frame->top_colour : frame->bottom_colour);
  g_assert_true (WebPAnimEncoderAdd (encoder, &picture, at_ms, &config));
  WebPPictureFree (&picture);
}

GBytes *
moving_make_webp (guint width, guint height, const MovingFrame *frames, gsize n_frames)
{
  WebPAnimEncoder *encoder = WebPAnimEncoderNew ((int) width, (int) height, NULL);
  WebPData file;
  GBytes *bytes;
  int at_ms = 0;

  g_assert_nonnull (encoder);
  WebPDataInit (&file);
  for (gsize i = 0; i < n_frames; i++) {
    add_picture (encoder, width, height, &frames[i], at_ms);
    at_ms += frames[i].delay_hundredths * 10;
  }
  g_assert_true (WebPAnimEncoderAdd (encoder, NULL, at_ms, NULL));
  g_assert_true (WebPAnimEncoderAssemble (encoder, &file));
  WebPAnimEncoderDelete (encoder);
  bytes = g_bytes_new (file.bytes, file.size);
  WebPDataClear (&file);
  return bytes;
}

/* Without a table of where the objects are: a reader looks for them. */
GBytes *
document_make (const char *const *contents,
               const char *resources,
               const char *catalog,
               const char *objects)
{
  guint n_pages = g_strv_length ((char **) contents);
  GString *file = g_string_new ("%PDF-1.7\n");

  g_string_append_printf (file, "1 0 obj<</Type/Catalog/Pages 2 0 R %s>>endobj\n",
                          catalog);
  g_string_append (file, "2 0 obj<</Type/Pages/Kids[");
  for (guint i = 0; i < n_pages; i++)
    g_string_append_printf (file, "%u 0 R ", DOCUMENT_FIRST_FREE + 2 * i);
  g_string_append_printf (file, "]/Count %u>>endobj\n", n_pages);
  for (guint i = 0; i < n_pages; i++)
    g_string_append_printf (
        file,
        "%u 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 100]/Contents %u 0 R"
        "/Resources<<%s>>>>endobj\n%u 0 obj<</Length %zu>>stream\n%s\nendstream "
        "endobj\n",
        DOCUMENT_FIRST_FREE + 2 * i, DOCUMENT_FIRST_FREE + 1 + 2 * i, resources,
        DOCUMENT_FIRST_FREE + 1 + 2 * i, strlen (contents[i]) + 1, contents[i]);
  g_string_append (file, objects);
  g_string_append (file, "trailer<</Root 1 0 R/ID[<61><61>]>>\n");
  return g_string_free_to_bytes (file);
}
