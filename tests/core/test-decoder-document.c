/* test-decoder-document.c - pages of documents: good, bad and hostile ones
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "media/decoder.h"
#include "media/patience.h"

#include "support/media-maker.h"
#include "support/moving-maker.h"

#include <gio/gio.h>
#include <string.h>

#define RED "1 0 0 rg 0 0 200 100 re f"
#define GREEN "0 1 0 rg 0 0 200 100 re f"
#define BLUE "0 0 1 rg 0 0 100 100 re f"
/* For what would be painted without end; long enough for a helper to start. */
#define SHORT_MS 5000

static const char *const three_pages[] = { RED, GREEN, BLUE, NULL };

static VaultDecoder *decoder;

static VaultPixels *
paint (GBytes *bytes, guint page, guint max_side, guint *out_n_pages, GError **error)
{
  VaultDecoderSource source = media_source (bytes);

  return vault_decoder_page (decoder, &source, page, max_side, out_n_pages, NULL,
                             error);
}

static guint32
pixel_at (const VaultPixels *pixels, guint x, guint y)
{
  const guint8 *pixel = (const guint8 *) g_bytes_get_data (pixels->bytes, NULL)
                        + y * pixels->stride_bytes + x * 4;

  g_assert_cmpuint (pixel[3], ==, 255);
  return (guint32) pixel[2] << 16 | (guint32) pixel[1] << 8 | pixel[0];
}

static void
assert_page (GBytes *bytes, guint page, guint n_pages, guint32 left, guint32 right)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (VaultPixels) pixels = NULL;
  guint n;

  pixels = paint (bytes, page, 400, &n, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (n, ==, n_pages);
  g_assert_cmpuint (pixels->width, ==, 400);
  g_assert_cmpuint (pixels->height, ==, 200);
  g_assert_cmphex (pixel_at (pixels, 100, 100), ==, left);
  g_assert_cmphex (pixel_at (pixels, 300, 100), ==, right);
}

static void
assert_fails (GBytes *bytes, guint page, VaultError code)
{
  g_autoptr (GError) error = NULL;
  guint n_pages;

  g_assert_null (paint (bytes, page, 400, &n_pages, &error));
  g_assert_error (error, VAULT_ERROR, (int) code);
  g_assert_cmpuint (n_pages, ==, 0);
}

static void
assert_alive (void)
{
  g_autoptr (GBytes) bytes = document_make (three_pages, "", "", "");

  assert_page (bytes, 1, 3, 0x00ff00, 0x00ff00);
}

static void
test_pages (void)
{
  g_autoptr (GBytes) bytes = document_make (three_pages, "", "", "");

  assert_page (bytes, 0, 3, 0xff0000, 0xff0000);
  assert_page (bytes, 1, 3, 0x00ff00, 0x00ff00);
  assert_page (bytes, 2, 3, 0x0000ff, 0xffffff); /* paper is white */
  assert_fails (bytes, 3, VAULT_ERROR_DAMAGED_MEDIA);
  assert_fails (bytes, G_MAXUINT, VAULT_ERROR_DAMAGED_MEDIA);
}

static void
test_sizes (void)
{
  /* 200 points are 267 of 96 to the inch. */
  static const guint sides[][2] = { { 0, 267 },
                                    { 1, 1 },
                                    { 999, 999 },
                                    { VAULT_PAGE_MAX_SIDE, VAULT_PAGE_MAX_SIDE },
                                    { G_MAXUINT, VAULT_PAGE_MAX_SIDE } };
  g_autoptr (GBytes) bytes = document_make (three_pages, "", "", "");

  for (gsize i = 0; i < G_N_ELEMENTS (sides); i++) {
    g_autoptr (GError) error = NULL;
    guint n_pages;
    g_autoptr (VaultPixels) pixels = paint (bytes, 0, sides[i][0], &n_pages, &error);

    g_assert_no_error (error);
    g_assert_cmpuint (pixels->width, ==, sides[i][1]);
  }
}

static void
test_thumbnail (void)
{
  g_autoptr (GBytes) bytes = document_make (three_pages, "", "", "");
  VaultDecoderSource source = media_source (bytes);
  g_autoptr (GBytes) thumbnail = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (VaultPixels) pixels = NULL;
  VaultMediaFacts facts;

  g_assert_true (vault_decoder_thumbnail (decoder, &source, VAULT_MEDIA_DOCUMENT,
                                          &thumbnail, &facts, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (facts.width, ==, 267);
  g_assert_cmpuint (facts.height, ==, 133);
  source = media_source (thumbnail);
  pixels = vault_decoder_image (decoder, &source, 0, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (pixels->width, ==, VAULT_THUMBNAIL_SIDE);
  g_assert_cmpuint (pixel_at (pixels, 50, 50) >> 16, >, 0xf0);
  g_assert_cmpuint (pixel_at (pixels, 50, 50) & 0xff, <, 0x10);
}

/* How much of the page is ink, in thousandths. */
static guint
ink_of (const char *typeface)
{
  const char *contents[] = { "BT /F 40 Tf 10 40 Td (mehr) Tj ET", NULL };
  g_autofree char *resources =
      g_strdup_printf ("/Font<</F<</Type/Font/Subtype/Type1/BaseFont/%s>>>>", typeface);
  g_autoptr (GBytes) bytes = document_make (contents, resources, "", "");
  g_autoptr (GError) error = NULL;
  guint n_pages, n_dark = 0;
  g_autoptr (VaultPixels) pixels = paint (bytes, 0, 400, &n_pages, &error);

  g_assert_no_error (error);
  for (guint y = 0; y < pixels->height; y++)
    for (guint x = 0; x < pixels->width; x++)
      n_dark += (pixel_at (pixels, x, y) & 0xff) < 0x80;
  return n_dark * 1000 / (pixels->width * pixels->height);
}

/* The fourteen that need not be in a document, and a name that nobody knows. */
static void
test_typefaces (void)
{
  static const char *const names[] = {
    "Helvetica",   "Helvetica-Oblique", "Helvetica-Bold", "Helvetica-BoldOblique",
    "Times-Roman", "Times-Italic",      "Times-Bold",     "Times-BoldItalic",
    "Courier",     "Courier-Oblique",   "Courier-Bold",   "Courier-BoldOblique",
    "Symbol",      "ZapfDingbats",      "Nobody-Knows",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++) {
    g_test_message ("%s: %u", names[i], ink_of (names[i]));
    g_assert_cmpuint (ink_of (names[i]), >, 10);
  }
  for (gsize i = 0; i < 12; i += 4)
    g_assert_cmpuint (ink_of (names[i + 2]), >, ink_of (names[i]));
}

/* A document that wants to do something is a document that shows its pages. */
static void
test_actions (void)
{
  static const char catalog[] =
      "/OpenAction<</S/JavaScript/JS(app.alert\\(1\\);while\\(true\\);)>>"
      "/AA<</WC<</S/Launch/F(/bin/true)>>>>/Names<</JavaScript<</Names[(a)<</S"
      "/JavaScript/JS(while\\(true\\);)>>]>>/EmbeddedFiles<</Names[(b)<</Type/Filespec"
      "/F(b)/EF<</F 90 0 R>>>>]>>>>";
  g_autoptr (GBytes) bytes = document_make (
      three_pages, "", catalog, "90 0 obj<</Length 1>>stream\nx\nendstream endobj\n");

  assert_page (bytes, 0, 3, 0xff0000, 0xff0000);
}

static void
test_encrypted (void)
{
  static const char key[] =
      "<0123456789abcdef0123456789abcdef0123456789abcdef0123456789"
      "abcdef>";
  g_autoptr (GBytes) plain = document_make (three_pages, "", "", "");
  gsize n_bytes;
  const char *data = g_bytes_get_data (plain, &n_bytes);
  g_autofree char *text = g_strndup (data, n_bytes);
  g_auto (GStrv) parts = g_strsplit (text, "trailer<<", 2);
  char *locked = g_strdup_printf (
      "%strailer<</Encrypt<</Filter/Standard/V 1/R 2/P -4/O %s/U %s>>%s", parts[0], key,
      key, parts[1]);
  g_autoptr (GBytes) bytes = g_bytes_new_take (locked, strlen (locked));
  VaultDecoderSource source = media_source (bytes);
  g_autoptr (GBytes) thumbnail = NULL;
  g_autoptr (GError) error = NULL;
  VaultMediaFacts facts;

  assert_fails (bytes, 0, VAULT_ERROR_ENCRYPTED_MEDIA);
  g_assert_false (vault_decoder_thumbnail (decoder, &source, VAULT_MEDIA_DOCUMENT,
                                           &thumbnail, &facts, NULL, &error));
  g_assert_error (error, VAULT_ERROR, VAULT_ERROR_ENCRYPTED_MEDIA);
  assert_alive ();
}

static void
test_wrong_kind (void)
{
  g_autoptr (GBytes) jpeg = media_make (MEDIA_JPEG, 0);
  g_autoptr (GBytes) pdf = document_make (three_pages, "", "", "");
  g_autoptr (GBytes) stub = g_bytes_new_static ("%PDF-1.7", 8);
  g_autoptr (GBytes) script = g_bytes_new_static ("#!/bin/sh\n%PDF-1.7", 18);
  VaultDecoderSource source = media_source (pdf);
  g_autoptr (GError) error = NULL;

  assert_fails (jpeg, 0, VAULT_ERROR_UNSUPPORTED_MEDIA);
  assert_fails (script, 0, VAULT_ERROR_UNSUPPORTED_MEDIA);
  assert_fails (stub, 0, VAULT_ERROR_DAMAGED_MEDIA);
  g_assert_null (vault_decoder_image (decoder, &source, 0, NULL, &error));
  g_assert_error (error, VAULT_ERROR, VAULT_ERROR_UNSUPPORTED_MEDIA);
}

/* Whatever comes of it, it comes in time and under one of these names. */
static void
survive (GBytes *bytes)
{
  g_autoptr (GError) error = NULL;
  guint n_pages;
  gint64 begun = g_get_monotonic_time ();
  g_autoptr (VaultPixels) pixels = paint (bytes, 0, 300, &n_pages, &error);
  gint64 took_ms = (g_get_monotonic_time () - begun) / G_TIME_SPAN_MILLISECOND;

  g_assert_cmpint (took_ms, <, vault_patience_get_ms () + 5000);
  g_assert_true ((pixels == NULL) == (error != NULL));
  if (pixels != NULL)
    return;
  g_test_message ("%s after %" G_GINT64_FORMAT " ms", error->message, took_ms);
  g_assert_true (error->domain == VAULT_ERROR
                 && (error->code == VAULT_ERROR_DAMAGED_MEDIA
                     || error->code == VAULT_ERROR_UNSUPPORTED_MEDIA
                     || error->code == VAULT_ERROR_TOO_LARGE_MEDIA
                     || error->code == VAULT_ERROR_ENCRYPTED_MEDIA
                     || error->code == VAULT_ERROR_DECODER_FAILED));
}

static GBytes *
deflate (gsize n_zeros)
{
  g_autoptr (GZlibCompressor) zlib =
                 g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_ZLIB, 9);
  g_autoptr (GOutputStream) memory = g_memory_output_stream_new_resizable ();
  g_autoptr (GOutputStream) stream =
                 g_converter_output_stream_new (memory, G_CONVERTER (zlib));
  g_autofree guint8 *zeros = g_malloc0 (1 << 20);

  for (gsize at = 0; at < n_zeros; at += 1 << 20)
    g_assert_true (g_output_stream_write_all (
        stream, zeros, MIN (n_zeros - at, 1 << 20), NULL, NULL, NULL));
  g_assert_true (g_output_stream_close (stream, NULL, NULL));
  return g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (memory));
}

/* A picture of 50,000 x 50,000 in a few hundred thousand bytes. */
static void
test_picture_bomb (void)
{
  const char *contents[] = { "200 0 0 100 0 0 cm /I Do", NULL };
  g_autoptr (GBytes) zeros = deflate ((gsize) 50000 * 50000 / 8);
  g_autoptr (GBytes) before = document_make (contents, "/XObject<</I 5 0 R>>", "", "");
  gsize n_bytes, n_zeros;
  const guint8 *head = g_bytes_get_data (before, &n_bytes);
  const guint8 *data = g_bytes_get_data (zeros, &n_zeros);
  g_autofree char *object = g_strdup_printf (
      "5 0 obj<</Type/XObject/Subtype/Image/Width 50000/Height 50000/ColorSpace"
      "/DeviceGray/BitsPerComponent 1/Filter/FlateDecode/Length %zu>>stream\n",
      n_zeros);
  GByteArray *file = g_byte_array_new ();
  g_autoptr (GBytes) bytes = NULL;

  g_byte_array_append (file, head, (guint) n_bytes);
  g_byte_array_append (file, (const guint8 *) object, (guint) strlen (object));
  g_byte_array_append (file, data, (guint) n_zeros);
  g_byte_array_append (file, (const guint8 *) "\nendstream endobj\n", 18);
  g_byte_array_append (file, (const guint8 *) "trailer<</Root 1 0 R>>\n", 23);
  bytes = g_byte_array_free_to_bytes (file);
  survive (bytes);
  assert_alive ();
}

/* Each paints the next one ten times. */
static void
test_nested_bomb (void)
{
  const char *contents[] = { "/X5 Do", NULL };
  GString *objects = g_string_new (NULL);
  g_autofree char *text = NULL;
  g_autoptr (GBytes) bytes = NULL;

  for (guint n = 5; n < 25; n++) {
    GString *body = g_string_new (NULL);

    for (guint i = 0; i < 10; i++)
      g_string_append_printf (body, n == 24 ? "0 0 1 1 re f " : "/X%u Do ", n + 1);
    g_string_append_printf (objects,
                            "%u 0 obj<</Type/XObject/Subtype/Form/BBox[0 0 200 100]"
                            "/Resources<</XObject<</X%u %u 0 R>>>>/Length %zu>>stream\n"
                            "%s\nendstream endobj\n",
                            n, n + 1, n + 1, body->len, body->str);
    g_string_free (body, TRUE);
  }
  text = g_string_free (objects, FALSE);
  bytes = document_make (contents, "/XObject<</X5 5 0 R>>", "", text);
  vault_patience_set_ms (SHORT_MS);
  survive (bytes);
  vault_patience_set_ms (VAULT_PATIENCE_MS);
  assert_alive ();
}

static GBytes *
replace (GBytes *bytes, const char *what, const char *with)
{
  gsize n_bytes;
  const char *data = g_bytes_get_data (bytes, &n_bytes);
  g_autofree char *text = g_strndup (data, n_bytes);
  g_auto (GStrv) parts = g_strsplit (text, what, -1);
  char *joined = g_strjoinv (with, parts);

  g_assert_cmpuint (g_strv_length (parts), >, 1);
  return g_bytes_new_take (joined, strlen (joined));
}

/* Pages a thousand miles wide, a hair high, of no size and of no number at all. */
static void
test_odd_sizes (void)
{
  static const char *const boxes[] = {
    "[0 0 999999999 999999999]", "[0 0 999999999 1]", "[0 0 0 0]", "[9 9 1 1]", "[]",
    "[0 0 1e300 1e300]",         "[(a) (b) (c) (d)]", "2 0 R",
  };
  g_autoptr (GBytes) bytes = document_make (three_pages, "", "", "");

  for (gsize i = 0; i < G_N_ELEMENTS (boxes); i++) {
    g_autoptr (GBytes) odd = replace (bytes, "[0 0 200 100]", boxes[i]);

    survive (odd);
  }
  assert_alive ();
}

/* A tree of pages that contains itself, and a form that paints itself. */
static void
test_loops (void)
{
  const char *contents[] = { "/X Do", NULL };
  g_autoptr (GBytes) bytes = document_make (three_pages, "", "", "");
  g_autoptr (GBytes) tree = replace (bytes, "/Kids[3 0 R", "/Kids[2 0 R");
  g_autoptr (GBytes) form =
                 document_make (contents, "/XObject<</X 5 0 R>>", "",
                                "5 0 obj<</Type/XObject/Subtype/Form/BBox[0 0 9 "
                                "9]/Resources<</XObject<</X 5 0 R>>"
                                ">>/Length 5>>stream\n/X Do\nendstream endobj\n");

  survive (tree);
  survive (form);
  assert_alive ();
}

static void
test_mutations (void)
{
  const char *contents[] = { "BT /F 40 Tf 10 40 Td (mehr) Tj ET", RED, NULL };
  g_autoptr (GRand) rand = g_rand_new_with_seed (23);
  g_autoptr (GBytes) good = document_make (
      contents, "/Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>", "", "");
  gsize n_bytes;
  const guint8 *data = g_bytes_get_data (good, &n_bytes);

  for (guint n = 0; n < 100; n++) {
    guint8 *bytes = g_memdup2 (data, n_bytes);
    gint32 n_flips = g_rand_int_range (rand, 1, 10);
    g_autoptr (GBytes) mutation = NULL;

    for (gint32 flip = 0; flip < n_flips; flip++)
      bytes[g_rand_int_range (rand, 5, (gint32) n_bytes)] ^=
          (guint8) (1 << g_rand_int_range (rand, 0, 8));
    mutation = g_bytes_new_take (bytes, n % 5 == 0 ? n_bytes * n / 100 + 1 : n_bytes);
    survive (mutation);
  }
  assert_alive ();
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  decoder = vault_decoder_new (1);
  g_test_add_func ("/media/document/pages", test_pages);
  g_test_add_func ("/media/document/sizes", test_sizes);
  g_test_add_func ("/media/document/thumbnail", test_thumbnail);
  g_test_add_func ("/media/document/typefaces", test_typefaces);
  g_test_add_func ("/media/document/actions", test_actions);
  g_test_add_func ("/media/document/encrypted", test_encrypted);
  g_test_add_func ("/media/document/wrong-kind", test_wrong_kind);
  g_test_add_func ("/media/document/picture-bomb", test_picture_bomb);
  g_test_add_func ("/media/document/nested-bomb", test_nested_bomb);
  g_test_add_func ("/media/document/odd-sizes", test_odd_sizes);
  g_test_add_func ("/media/document/loops", test_loops);
  g_test_add_func ("/media/document/mutations", test_mutations);
  status = g_test_run ();
  vault_decoder_free (decoder);
  return status;
}
