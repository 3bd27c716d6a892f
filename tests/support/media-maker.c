/* media-maker.c - pictures for tests, made when they are needed
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "media-maker.h"

#include "decoder/samples.h"

#include <gdk-pixbuf/gdk-pixbuf.h>
#include <string.h>
#include <webp/encode.h>

static void
put_u16 (GByteArray *to, guint16 value)
{
  const guint8 bytes[] = { (guint8) value, (guint8) (value >> 8) };

  g_byte_array_append (to, bytes, sizeof bytes);
}

static void
put_u32 (GByteArray *to, guint32 value)
{
  put_u16 (to, (guint16) value);
  put_u16 (to, (guint16) (value >> 16));
}

static void
put_u32_big (GByteArray *to, guint32 value)
{
  put_u32 (to, GUINT32_SWAP_LE_BE (value));
}

static void
put_text (GByteArray *to, const char *text)
{
  g_byte_array_append (to, (const guint8 *) text, (guint) strlen (text));
}

static void
put_entry (GByteArray *to, guint16 tag, guint16 type, guint32 count, guint32 value)
{
  put_u16 (to, tag);
  put_u16 (to, type);
  put_u32 (to, count);
  put_u32 (to, value);
}

/* Two directories and their texts; offsets count from the "II". */
static GByteArray *
make_exif (guint orientation)
{
  GByteArray *exif = g_byte_array_new ();
  const guint32 second = 8 + 2 + 2 * 12 + 4, texts = second + 2 + 2 * 12 + 4;

  put_text (exif, "II*");
  g_byte_array_append (exif, (const guint8 *) "", 1);
  put_u32 (exif, 8);
  put_u16 (exif, 2);
  put_entry (exif, 0x0112, 3, 1, orientation);
  put_entry (exif, 0x8769, 4, 1, second);
  put_u32 (exif, 0);
  put_u16 (exif, 2);
  put_entry (exif, 0x9003, 2, 20, texts);
  put_entry (exif, 0x9011, 2, 7, texts + 20);
  put_u32 (exif, 0);
  g_byte_array_append (exif, (const guint8 *) "2024:03:01 12:00:00", 20);
  g_byte_array_append (exif, (const guint8 *) "+02:00", 7);
  return exif;
}

static guint32
quarter_at (guint x, guint y)
{
  static const guint32 colours[] = { 0xff0000, 0x00ff00, 0x0000ff, 0xffffff };

  return colours[(y >= MEDIA_HEIGHT / 2 ? 2 : 0) + (x >= MEDIA_WIDTH / 2 ? 1 : 0)];
}

static GdkPixbuf *
make_pixbuf (void)
{
  GdkPixbuf *pixbuf =
      gdk_pixbuf_new (GDK_COLORSPACE_RGB, FALSE, 8, MEDIA_WIDTH, MEDIA_HEIGHT);

  for (guint y = 0; y < MEDIA_HEIGHT; y++)
    for (guint x = 0; x < MEDIA_WIDTH; x++) {
      guint8 *pixel = gdk_pixbuf_get_pixels (pixbuf)
                      + y * (gsize) gdk_pixbuf_get_rowstride (pixbuf) + x * 3;
      guint32 colour = quarter_at (x, y);

      pixel[0] = (guint8) (colour >> 16);
      pixel[1] = (guint8) (colour >> 8);
      pixel[2] = (guint8) colour;
    }
  return pixbuf;
}

static GByteArray *
save (GdkPixbuf *pixbuf, const char *type)
{
  g_autoptr (GError) error = NULL;
  GByteArray *file = g_byte_array_new ();
  char *bytes;
  gsize n_bytes;

  gdk_pixbuf_save_to_buffer (pixbuf, &bytes, &n_bytes, type, &error, NULL);
  g_assert_no_error (error);
  g_byte_array_append (file, (guint8 *) bytes, (guint) n_bytes);
  g_free (bytes);
  return file;
}

/* Put @extra into @file at @at. */
static void
insert (GByteArray *file, guint at, GByteArray *extra)
{
  guint old = file->len;

  g_byte_array_set_size (file, old + extra->len);
  memmove (file->data + at + extra->len, file->data + at, old - at);
  memcpy (file->data + at, extra->data, extra->len);
}

static void
add_jpeg_exif (GByteArray *file, GByteArray *exif)
{
  g_autoptr (GByteArray) segment = g_byte_array_new ();
  guint n_bytes = 2 + 6 + exif->len;
  const guint8 head[] = {
    0xff, 0xe1, (guint8) (n_bytes >> 8), (guint8) n_bytes, 'E', 'x', 'i', 'f', 0, 0
  };

  g_byte_array_append (segment, head, sizeof head);
  g_byte_array_append (segment, exif->data, exif->len);
  insert (file, 2, segment);
}

static guint32
crc_of (const guint8 *bytes, gsize n_bytes)
{
  guint32 crc = ~0u;

  for (gsize i = 0; i < n_bytes; i++) {
    crc ^= bytes[i];
    for (int bit = 0; bit < 8; bit++)
      crc = crc >> 1 ^ (0xedb88320u & -(crc & 1));
  }
  return ~crc;
}

static void
add_png_exif (GByteArray *file, GByteArray *exif)
{
  g_autoptr (GByteArray) chunk = g_byte_array_new ();
  const guint after_header = 8 + 25;

  put_u32_big (chunk, exif->len);
  put_text (chunk, "eXIf");
  g_byte_array_append (chunk, exif->data, exif->len);
  put_u32_big (chunk, crc_of (chunk->data + 4, chunk->len - 4));
  insert (file, after_header, chunk);
}

/* A plain WebP becomes an extended one: header, the old chunk, Exif. */
static void
add_webp_exif (GByteArray *file, GByteArray *exif)
{
  const guint8 has_exif = 0x08;
  g_autoptr (GByteArray) header = g_byte_array_new ();
  guint32 n_bytes;

  put_text (header, "VP8X");
  put_u32 (header, 10);
  put_u32 (header, has_exif);
  put_u16 (header, (MEDIA_WIDTH - 1));
  g_byte_array_append (header, (const guint8 *) "", 1);
  put_u16 (header, (MEDIA_HEIGHT - 1));
  g_byte_array_append (header, (const guint8 *) "", 1);
  insert (file, 12, header);
  put_text (file, "EXIF");
  put_u32 (file, exif->len);
  g_byte_array_append (file, exif->data, exif->len);
  if (exif->len % 2 != 0)
    g_byte_array_append (file, (const guint8 *) "", 1);
  n_bytes = GUINT32_TO_LE (file->len - 8);
  memcpy (file->data + 4, &n_bytes, sizeof n_bytes);
}

static GByteArray *
make_webp (GdkPixbuf *pixbuf)
{
  GByteArray *file = g_byte_array_new ();
  guint8 *bytes;
  gsize n_bytes =
      WebPEncodeLosslessRGB (gdk_pixbuf_read_pixels (pixbuf), MEDIA_WIDTH, MEDIA_HEIGHT,
                             gdk_pixbuf_get_rowstride (pixbuf), &bytes);

  g_byte_array_append (file, bytes, (guint) n_bytes);
  WebPFree (bytes);
  return file;
}

/* Uncompressed, one strip; the pixels follow the two directories and the texts. */
static GByteArray *
make_tiff (GdkPixbuf *pixbuf, guint orientation)
{
  const guint n_entries = 11, second = 8 + 2 + n_entries * 12 + 4;
  const guint texts = second + 2 + 2 * 12 + 4, bits = texts + 28, strip = bits + 6;
  GByteArray *file = g_byte_array_new ();

  put_text (file, "II*");
  g_byte_array_append (file, (const guint8 *) "", 1);
  put_u32 (file, 8);
  put_u16 (file, (guint16) n_entries);
  put_entry (file, 256, 3, 1, MEDIA_WIDTH);
  put_entry (file, 257, 3, 1, MEDIA_HEIGHT);
  put_entry (file, 258, 3, 3, bits);
  put_entry (file, 259, 3, 1, 1);
  put_entry (file, 262, 3, 1, 2);
  put_entry (file, 273, 4, 1, strip);
  put_entry (file, 0x0112, 3, 1, MAX (orientation, 1));
  put_entry (file, 277, 3, 1, 3);
  put_entry (file, 278, 3, 1, MEDIA_HEIGHT);
  put_entry (file, 279, 4, 1, MEDIA_WIDTH * MEDIA_HEIGHT * 3);
  put_entry (file, 0x8769, 4, 1, second);
  put_u32 (file, 0);
  put_u16 (file, 2);
  put_entry (file, 0x9003, 2, 20, texts);
  put_entry (file, 0x9011, 2, 7, texts + 20);
  put_u32 (file, 0);
  g_byte_array_append (file, (const guint8 *) "2024:03:01 12:00:00", 20);
  g_byte_array_append (file, (const guint8 *) "+02:00\0", 8);
  for (int i = 0; i < 3; i++)
    put_u16 (file, 8);
  for (gsize y = 0; y < MEDIA_HEIGHT; y++)
    g_byte_array_append (file,
                         gdk_pixbuf_read_pixels (pixbuf)
                             + y * (gsize) gdk_pixbuf_get_rowstride (pixbuf),
                         MEDIA_WIDTH * 3);
  return file;
}

GBytes *
media_make (MediaFormat format, guint orientation)
{
  static const char *const types[] = {
    [MEDIA_JPEG] = "jpeg", [MEDIA_PNG] = "png", [MEDIA_BMP] = "bmp"
  };
  static void (*const add_exif[]) (GByteArray *,
                                   GByteArray *) = { [MEDIA_JPEG] = add_jpeg_exif,
                                                     [MEDIA_PNG] = add_png_exif,
                                                     [MEDIA_WEBP] = add_webp_exif,
                                                     [MEDIA_BMP] = NULL };
  g_autoptr (GdkPixbuf) pixbuf = make_pixbuf ();
  g_autoptr (GByteArray) exif = make_exif (orientation);
  GByteArray *file;

  if (format == MEDIA_TIFF)
    return g_byte_array_free_to_bytes (make_tiff (pixbuf, orientation));
  file = format == MEDIA_WEBP ? make_webp (pixbuf) : save (pixbuf, types[format]);
  if (orientation != 0 && add_exif[format] != NULL)
    add_exif[format](file, exif);
  return g_byte_array_free_to_bytes (file);
}

GBytes *
media_make_noise (guint width, guint height, gboolean has_alpha)
{
  g_autoptr (GdkPixbuf) pixbuf = gdk_pixbuf_new (GDK_COLORSPACE_RGB, has_alpha, 8,
                                                 (int) width, (int) height);
  g_autoptr (GRand) rand = g_rand_new_with_seed (7);
  guint8 *pixels = gdk_pixbuf_get_pixels (pixbuf);

  for (gsize i = 0; i < gdk_pixbuf_get_byte_length (pixbuf); i++)
    pixels[i] = (guint8) g_rand_int (rand);
  return g_byte_array_free_to_bytes (save (pixbuf, "png"));
}

GBytes *
media_make_plain (guint width, guint height)
{
  g_autoptr (GdkPixbuf) pixbuf = gdk_pixbuf_new (GDK_COLORSPACE_RGB, FALSE, 8,
                                                 (int) width, (int) height);

  gdk_pixbuf_fill (pixbuf, 0x4080c0ff);
  return g_byte_array_free_to_bytes (save (pixbuf, "jpeg"));
}

GBytes *
media_get_sample (gsize index)
{
  g_assert_cmpuint (index, <, N_SAMPLES);
  return g_bytes_new_static (samples[index].bytes, samples[index].n_bytes);
}

static gboolean
read_source (gpointer data, guint64 offset, guint8 *out, gsize n_bytes, GError **error)
{
  gsize total;
  const guint8 *bytes = g_bytes_get_data (data, &total);

  g_assert_cmpuint (offset, <=, total);
  g_assert_cmpuint (n_bytes, <=, total - offset);
  memcpy (out, bytes + offset, n_bytes);
  return TRUE;
}

VaultDecoderSource
media_source (GBytes *bytes)
{
  return (VaultDecoderSource){ read_source, bytes, g_bytes_get_size (bytes) };
}

GBytes *
media_patch (GBytes *bytes,
             const char *tag,
             gsize skip,
             guint32 value,
             gboolean is_big_endian)
{
  gsize n_bytes;
  const guint8 *data = g_bytes_get_data (bytes, &n_bytes);
  guint8 *copy = g_memdup2 (data, n_bytes);
  guint8 *at = memmem (copy, n_bytes, tag, strlen (tag));
  guint32 stored = is_big_endian ? GUINT32_TO_BE (value) : GUINT32_TO_LE (value);

  g_assert_nonnull (at);
  at += strlen (tag) + skip;
  g_assert_cmpuint ((gsize) (at - copy) + sizeof stored, <=, n_bytes);
  memcpy (at, &stored, sizeof stored);
  return g_bytes_new_take (copy, n_bytes);
}
