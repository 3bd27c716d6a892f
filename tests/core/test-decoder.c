/* test-decoder.c - the decoder program with good, bad and hostile files
 *
 * What a helper that has been taken over may do to the app is in test-decoder-liars.c.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "media/decoder.h"

#include "decoder/samples.h"
#include "support/media-maker.h"

#include <string.h>
#include <unistd.h>

/* 1 March 2024, 12:00:00 +02:00. */
#define CAPTURED G_GINT64_CONSTANT (1709287200)
/* Lossy formats move colours a little, reduction mixes them at the edges. */
#define TOLERANCE 24
#define BOMB_US (2 * G_TIME_SPAN_SECOND)

typedef struct {
  const char *name;
  MediaFormat format;
} Format;

static const Format turning[] = { { "jpeg", MEDIA_JPEG },
                                  { "png", MEDIA_PNG },
                                  { "webp", MEDIA_WEBP },
                                  { "tiff", MEDIA_TIFF } };

static VaultDecoder *decoder;

static VaultPixels *
decode (GBytes *bytes, guint max_side, GError **error)
{
  VaultDecoderSource source = media_source (bytes);

  return vault_decoder_image (decoder, &source, max_side, NULL, error);
}

static void
assert_pixel (const VaultPixels *pixels, guint x, guint y, guint32 colour)
{
  const guint8 *bytes = g_bytes_get_data (pixels->bytes, NULL);
  const guint8 *pixel = bytes + y * pixels->stride_bytes + x * 4;

  g_assert_cmpint (ABS (pixel[2] - (int) (colour >> 16 & 0xff)), <=, TOLERANCE);
  g_assert_cmpint (ABS (pixel[1] - (int) (colour >> 8 & 0xff)), <=, TOLERANCE);
  g_assert_cmpint (ABS (pixel[0] - (int) (colour & 0xff)), <=, TOLERANCE);
  g_assert_cmpint (pixel[3], ==, 255);
}

/* The quarters in reading order, by the letters of their colours. */
static void
assert_quarters (const VaultPixels *pixels, const char *letters)
{
  for (guint i = 0; i < 4; i++) {
    guint x = pixels->width * (i % 2 == 0 ? 1 : 3) / 4;
    guint y = pixels->height * (i < 2 ? 1 : 3) / 4;
    guint32 colour = letters[i] == 'R'   ? 0xff0000
                     : letters[i] == 'G' ? 0x00ff00
                     : letters[i] == 'B' ? 0x0000ff
                                         : 0xffffff;

    assert_pixel (pixels, x, y, colour);
  }
}

/* The next call works, whatever happened before. */
static void
assert_alive (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = media_make (MEDIA_JPEG, 0);
  g_autoptr (VaultPixels) pixels = decode (bytes, 0, &error);

  g_assert_no_error (error);
  assert_quarters (pixels, "RGBW");
}

static void
test_orientation (gconstpointer data)
{
  static const char *const turned[] = { "RGBW", "RGBW", "GRWB", "WBGR", "BWRG",
                                        "RBGW", "BRWG", "WGBR", "GWRB" };
  const Format *format = data;

  for (guint o = 0; o <= 8; o++)
    for (guint side = 0; side <= 48; side += 24) {
      g_autoptr (GError) error = NULL;
      g_autoptr (GBytes) bytes = media_make (format->format, o);
      g_autoptr (VaultPixels) pixels = decode (bytes, side, &error);
      guint width = o >= 5 ? MEDIA_HEIGHT : MEDIA_WIDTH;
      guint height = o >= 5 ? MEDIA_WIDTH : MEDIA_HEIGHT;

      g_assert_no_error (error);
      if (side != 0) {
        width = width * side / MEDIA_WIDTH;
        height = height * side / MEDIA_WIDTH;
      }
      g_assert_cmpuint (pixels->width, ==, width);
      g_assert_cmpuint (pixels->height, ==, height);
      g_assert_cmpuint (g_bytes_get_size (pixels->bytes), >=,
                        pixels->stride_bytes * height);
      assert_quarters (pixels, turned[o]);
    }
}

static void
test_facts (gconstpointer data)
{
  const Format *format = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = media_make (format->format, 6);
  g_autoptr (GBytes) thumbnail = NULL;
  g_autoptr (VaultPixels) pixels = NULL;
  VaultDecoderSource source = media_source (bytes);
  VaultMediaFacts facts;

  g_assert_true (vault_decoder_thumbnail (decoder, &source, VAULT_MEDIA_IMAGE,
                                          &thumbnail, &facts, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (facts.width, ==, MEDIA_HEIGHT);
  g_assert_cmpuint (facts.height, ==, MEDIA_WIDTH);
  g_assert_cmpint (facts.captured, ==, CAPTURED);
  pixels = decode (thumbnail, 0, &error);
  g_assert_no_error (error);
  assert_quarters (pixels, "BRWG");
}

/* Every format, left half red and right half blue. */
static void
test_samples (void)
{
  for (gsize i = 0; i < N_SAMPLES; i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (GBytes) bytes = media_get_sample (i);
    g_autoptr (VaultPixels) pixels = decode (bytes, 0, &error);

    g_assert_no_error (error);
    g_assert_cmpuint (pixels->width, ==, pixels->height);
    assert_quarters (pixels, "BRBR");
  }
}

static void
test_bmp (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = media_make (MEDIA_BMP, 0);
  g_autoptr (VaultPixels) pixels = decode (bytes, 0, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (pixels->width, ==, MEDIA_WIDTH);
  assert_quarters (pixels, "RGBW");
}

static void
check_thumbnail (GBytes *bytes, guint width, guint height)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) thumbnail = NULL;
  g_autoptr (VaultPixels) pixels = NULL;
  VaultDecoderSource source = media_source (bytes);
  VaultMediaFacts facts;

  g_assert_true (vault_decoder_thumbnail (decoder, &source, VAULT_MEDIA_IMAGE,
                                          &thumbnail, &facts, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (facts.width, ==, width);
  g_assert_cmpuint (facts.height, ==, height);
  g_assert_cmpuint (g_bytes_get_size (thumbnail), <=, VAULT_THUMBNAIL_MAX_BYTES);
  pixels = decode (thumbnail, 0, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (MAX (pixels->width, pixels->height), ==,
                    MIN (MAX (width, height), VAULT_THUMBNAIL_SIDE));
}

static void
test_thumbnail_bounds (void)
{
  static const guint sizes[][2] = {
    { 1, 1 }, { 384, 384 }, { 385, 3 }, { 1, 9000 }, { 4000, 3000 }
  };
  g_autoptr (GBytes) noise = media_make_noise (384, 384, FALSE);
  g_autoptr (GBytes) clear_noise = media_make_noise (384, 384, TRUE);

  check_thumbnail (noise, 384, 384);
  check_thumbnail (clear_noise, 384, 384);
  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++) {
    g_autoptr (GBytes) plain = media_make_plain (sizes[i][0], sizes[i][1]);

    check_thumbnail (plain, sizes[i][0], sizes[i][1]);
  }
}

static void
test_reduction (void)
{
  g_autoptr (GBytes) plain = media_make_plain (1001, 499);

  for (guint side = 1; side <= 1100; side += 37) {
    g_autoptr (GError) error = NULL;
    g_autoptr (VaultPixels) pixels = decode (plain, side, &error);

    g_assert_no_error (error);
    g_assert_cmpuint (MAX (pixels->width, pixels->height), ==, MIN (side, 1001));
    assert_pixel (pixels, pixels->width - 1, pixels->height - 1, 0x4080c0);
    assert_pixel (pixels, 0, 0, 0x4080c0);
  }
}

static void
assert_fails (GBytes *bytes, VaultError code)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (VaultPixels) pixels = decode (bytes, 0, &error);

  g_assert_error (error, VAULT_ERROR, (gint) code);
  g_assert_null (pixels);
}

static void
assert_bomb (GBytes *bomb)
{
  gint64 start = g_get_monotonic_time ();

  assert_fails (bomb, VAULT_ERROR_TOO_LARGE_MEDIA);
  g_assert_cmpint (g_get_monotonic_time () - start, <, BOMB_US);
}

/* Small files that say they are enormous. */
static void
test_bombs (void)
{
  static const guint8 gif[43] =
      "GIF89a\xff\xff\xff\xff\x80\0\0\0\0\0\xff\xff\xff!\xf9\4\1\0\0"
      "\0\0,\0\0\0\0\1\0\1\0\0\2\2D\1";
  g_autoptr (GBytes) gif_bomb = g_bytes_new_static (gif, sizeof gif);
  g_autoptr (GBytes) png = media_make (MEDIA_PNG, 0);
  g_autoptr (GByteArray) png_bomb = g_byte_array_new ();
  g_autoptr (GBytes) bmp = media_make (MEDIA_BMP, 0);
  g_autoptr (GBytes) bmp_bomb = media_patch (bmp, "\x28", 3, 40000, FALSE);
  g_autoptr (GBytes) tiff = media_make (MEDIA_TIFF, 0);
  g_autoptr (GBytes) tiff_bomb = media_patch (tiff, "\x01\x01\x03", 5, 50000, FALSE);
  g_autoptr (GBytes) heic = media_get_sample (8);
  g_autoptr (GBytes) heic_bomb = media_patch (heic, "ispe", 4, 40000, TRUE);
  /* IHDR of 30000 x 30000, one bit deep, with its checksum. */
  static const guint8 header[] = "\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x75\x30\0\0\x75\x30"
                                 "\1\0\0\0\0\x4e\x5c\xc5\x17";
  g_autoptr (GBytes) png_bytes = NULL;

  assert_alive ();
  assert_bomb (gif_bomb);
  g_byte_array_append (png_bomb, header, sizeof header - 1);
  g_byte_array_append (png_bomb, (const guint8 *) g_bytes_get_data (png, NULL) + 33,
                       (guint) g_bytes_get_size (png) - 33);
  png_bytes = g_bytes_new (png_bomb->data, png_bomb->len);
  assert_bomb (png_bytes);
  assert_bomb (bmp_bomb);
  assert_bomb (tiff_bomb);
  assert_bomb (heic_bomb);
  assert_alive ();
}

static void
test_wrong_kind (void)
{
  g_autoptr (GBytes) nothing = g_bytes_new (NULL, 0);
  g_autoptr (GBytes) text = g_bytes_new_static ("Dear diary", 10);
  g_autoptr (GBytes) sound = g_bytes_new_static ("fLaC\0\0\0\x22xxxxxxxxxxxx", 20);
  g_autoptr (GBytes) stub = g_bytes_new_static ("\xff\xd8\xff\xe0\0\x10JFIF", 10);

  assert_fails (nothing, VAULT_ERROR_UNSUPPORTED_MEDIA);
  assert_fails (text, VAULT_ERROR_UNSUPPORTED_MEDIA);
  assert_fails (sound, VAULT_ERROR_UNSUPPORTED_MEDIA);
  assert_fails (stub, VAULT_ERROR_DAMAGED_MEDIA);
  assert_alive ();
}

/* Any outcome but a crash of this process is fine; the code has to be one of these. */
static void
try_mutation (guint8 *bytes, gsize n_bytes)
{
  g_autoptr (GBytes) mutation = g_bytes_new (bytes, n_bytes);
  g_autoptr (GError) error = NULL;
  g_autoptr (VaultPixels) pixels = decode (mutation, 64, &error);

  if (pixels != NULL) {
    g_assert_no_error (error);
    return;
  }
  g_assert_true (g_error_matches (error, VAULT_ERROR, VAULT_ERROR_DAMAGED_MEDIA)
                 || g_error_matches (error, VAULT_ERROR, VAULT_ERROR_UNSUPPORTED_MEDIA)
                 || g_error_matches (error, VAULT_ERROR, VAULT_ERROR_TOO_LARGE_MEDIA)
                 || g_error_matches (error, VAULT_ERROR, VAULT_ERROR_DECODER_FAILED));
}

static void
test_mutations (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (42);
  g_autoptr (GPtrArray) files =
                 g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);

  for (gsize i = 0; i < N_SAMPLES; i++)
    g_ptr_array_add (files, media_get_sample (i));
  for (gsize i = 0; i < G_N_ELEMENTS (turning); i++)
    g_ptr_array_add (files, media_make (turning[i].format, 6));

  for (guint i = 0; i < files->len; i++) {
    gsize n_bytes;
    const guint8 *data = g_bytes_get_data (files->pdata[i], &n_bytes);

    for (guint n = 0; n < 32; n++) {
      g_autofree guint8 *bytes = g_memdup2 (data, n_bytes);
      gint32 n_flips = n < 8 ? 0 : g_rand_int_range (rand, 1, 8);

      for (gint32 flip = 0; flip < n_flips; flip++)
        bytes[g_rand_int_range (rand, 0, (gint32) n_bytes)] ^=
            (guint8) (1 << g_rand_int_range (rand, 0, 8));
      try_mutation (bytes, n < 8 ? n_bytes * n / 8 : n_bytes);
    }
    assert_alive ();
  }
}

static gboolean
read_badly (gpointer data, guint64 offset, guint8 *out, gsize n_bytes, GError **error)
{
  const guint8 start[] = { 0xff, 0xd8, 0xff, 0xe0 };

  memset (out, 0, n_bytes);
  memcpy (out, start, MIN (n_bytes, sizeof start));
  if (n_bytes <= 4096)
    return TRUE;
  g_set_error (error, VAULT_ERROR, VAULT_ERROR_DAMAGED_ITEM, "as planned");
  return FALSE;
}

static void
test_source_error (void)
{
  const VaultDecoderSource source = { read_badly, NULL, 100000 };
  g_autoptr (GError) error = NULL;

  g_assert_null (vault_decoder_image (decoder, &source, 0, NULL, &error));
  g_assert_error (error, VAULT_ERROR, VAULT_ERROR_DAMAGED_ITEM);
  assert_alive ();
}

static void
test_other_kinds (void)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static ("whatever", 8);
  VaultDecoderSource source = media_source (bytes);
  g_autoptr (GError) error = NULL;
  GBytes *thumbnail;
  VaultMediaFacts facts;

  g_assert_true (vault_decoder_thumbnail (decoder, &source, VAULT_MEDIA_OTHER,
                                          &thumbnail, &facts, NULL, &error));
  g_assert_no_error (error);
  g_assert_null (thumbnail);
}

static gpointer
make_thumbnails (gpointer data)
{
  for (guint i = 0; i < 10; i++)
    check_thumbnail (data, 500, 300);
  return NULL;
}

/* More callers than helpers. */
static void
test_threads (void)
{
  g_autoptr (GBytes) bytes = media_make_plain (500, 300);
  GThread *threads[6];

  for (gsize i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("caller", make_thumbnails, bytes);
  for (gsize i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
}

static void
test_sandbox (void)
{
  static const char *const services[] = { NULL, "--film", "--play", "--document" };
  const char *program = g_getenv ("NIGHTSTAND_DECODER");
  g_autofree char *output = NULL;
  g_auto (GStrv) lines = NULL;
  g_autoptr (GError) error = NULL;
  int status;
  guint n_denied = 0;

  for (gsize s = 0; s < G_N_ELEMENTS (services); s++) {
    const char *argv[] = { program, "--self-test", services[s], NULL };

    g_clear_pointer (&output, g_free);
    g_clear_pointer (&lines, g_strfreev);
    g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_DEFAULT, NULL, NULL, &output,
                  NULL, &status, &error);
    g_assert_no_error (error);
    lines = g_strsplit (output, "\n", -1);
    n_denied = 0;
    for (gsize i = 0; lines[i] != NULL && lines[i][0] != '\0'; i++) {
      g_test_message ("%s", lines[i]);
      g_assert_true (g_str_has_prefix (lines[i], "denied "));
      n_denied++;
    }
    g_assert_cmpint (status, ==, 0);
    g_assert_cmpuint (n_denied, >=, 70);
  }
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  decoder = vault_decoder_new (2);
  for (gsize i = 0; i < G_N_ELEMENTS (turning); i++) {
    g_autofree char *turn =
        g_strdup_printf ("/media/decoder/orientation/%s", turning[i].name);
    g_autofree char *facts =
        g_strdup_printf ("/media/decoder/facts/%s", turning[i].name);

    g_test_add_data_func (turn, &turning[i], test_orientation);
    g_test_add_data_func (facts, &turning[i], test_facts);
  }
  g_test_add_func ("/media/decoder/samples", test_samples);
  g_test_add_func ("/media/decoder/bmp", test_bmp);
  g_test_add_func ("/media/decoder/thumbnail-bounds", test_thumbnail_bounds);
  g_test_add_func ("/media/decoder/reduction", test_reduction);
  g_test_add_func ("/media/decoder/bombs", test_bombs);
  g_test_add_func ("/media/decoder/wrong-kind", test_wrong_kind);
  g_test_add_func ("/media/decoder/mutations", test_mutations);
  g_test_add_func ("/media/decoder/source-error", test_source_error);
  g_test_add_func ("/media/decoder/other-kinds", test_other_kinds);
  g_test_add_func ("/media/decoder/threads", test_threads);
  g_test_add_func ("/media/decoder/sandbox", test_sandbox);
  status = g_test_run ();
  vault_decoder_free (decoder);
  return status;
}
