/* test-decoder-strip.c - what a stripped file holds, and what becomes of hostile ones
 *
 * The formats in all their variants are tests/ctl/test-strip.py's; here is what can be made
 * without tools.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "media/decoder.h"

#include "decoder/samples.h"

#include "support/media-maker.h"
#include "support/strip-box.h"

#include <string.h>

#define WORDS "a place and a name"
#define N_MUTATIONS 60

static VaultDecoder *decoder;

static gboolean
holds (GBytes *bytes, const char *words)
{
  gsize n_bytes;
  const void *data = g_bytes_get_data (bytes, &n_bytes);

  return memmem (data, n_bytes, words, strlen (words)) != NULL;
}

static VaultPixels *
decode (GBytes *bytes)
{
  VaultDecoderSource source = media_source (bytes);
  g_autoptr (GError) error = NULL;
  VaultPixels *pixels = vault_decoder_image (decoder, &source, 0, NULL, &error);

  g_assert_no_error (error);
  return pixels;
}

static gint64
read_captured (GBytes *bytes)
{
  VaultDecoderSource source = media_source (bytes);
  g_autoptr (GBytes) thumbnail = NULL;
  g_autoptr (GError) error = NULL;
  VaultMediaFacts facts;

  (void) !vault_decoder_thumbnail (decoder, &source, VAULT_MEDIA_IMAGE, &thumbnail,
                                   &facts, NULL, &error);
  g_assert_no_error (error);
  return facts.captured;
}

/* The same picture, turned the same way, and nobody knows any more when it was taken. */
static void
test_still (gconstpointer data)
{
  MediaFormat format = (MediaFormat) GPOINTER_TO_INT (data);

  for (guint orientation = 1; orientation <= 8; orientation++) {
    g_autoptr (GBytes) before = media_make (format, orientation);
    g_autoptr (GError) error = NULL;
    gint64 captured = 0;
    g_autoptr (GBytes) after = strip_box_run (decoder, before, &captured, &error);
    g_autoptr (VaultPixels) a = decode (before);
    g_autoptr (VaultPixels) b = NULL;

    g_assert_no_error (error);
    b = decode (after);
    g_assert_cmpuint (a->width, ==, b->width);
    g_assert_cmpuint (a->height, ==, b->height);
    g_assert_true (g_bytes_equal (a->bytes, b->bytes));
    g_assert_cmpint (captured, ==, read_captured (before));
    g_assert_cmpint (captured, >, 0);
    g_assert_cmpint (read_captured (after), ==, 0);
    g_assert_true (holds (before, "2024:03:01"));
    g_assert_false (holds (after, "2024:03:01"));
  }
}

/* A bitmap has no place for any: it is handed over as it is. */
static void
test_bitmap (void)
{
  g_autoptr (GBytes) before = media_make (MEDIA_BMP, 0);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) after = strip_box_run (decoder, before, NULL, &error);

  g_assert_no_error (error);
  g_assert_true (g_bytes_equal (before, after));
}

static void
test_recording (void)
{
  g_autoptr (GBytes) before = strip_box_make_wav (WORDS);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) after = strip_box_run (decoder, before, NULL, &error);
  gsize n_before, n_after;
  const guint8 *a = g_bytes_get_data (before, &n_before), *b;

  g_assert_no_error (error);
  b = g_bytes_get_data (after, &n_after);
  g_assert_true (holds (before, WORDS));
  g_assert_false (holds (after, WORDS));
  /* The samples are at the end of both. */
  g_assert_cmpmem (a + n_before - 16000, 16000, b + n_after - 16000, 16000);
}

static void
test_twice (void)
{
  g_autoptr (GBytes) before = media_make (MEDIA_JPEG, 6);
  g_autoptr (GBytes) once = strip_box_run (decoder, before, NULL, NULL);
  g_autoptr (GBytes) twice = strip_box_run (decoder, once, NULL, NULL);

  g_assert_nonnull (twice);
  g_assert_true (g_bytes_equal (once, twice));
}

static void
test_other_types (void)
{
  static const char *const others[] = { "%PDF-1.4\n", "nothing anybody knows",
                                        "<svg/>" };

  for (gsize i = 0; i < G_N_ELEMENTS (others); i++) {
    g_autoptr (GBytes) bytes = g_bytes_new_static (others[i], strlen (others[i]));
    g_autoptr (GError) error = NULL;

    g_assert_null (strip_box_run (decoder, bytes, NULL, &error));
    g_assert_error (error, VAULT_ERROR, VAULT_ERROR_UNSUPPORTED_MEDIA);
  }
}

/* Half a picture does not come out as a whole one, filled up with grey. */
static void
test_cut_short (void)
{
  static const MediaFormat formats[] = { MEDIA_JPEG, MEDIA_PNG, MEDIA_WEBP,
                                         MEDIA_TIFF };

  for (gsize i = 0; i < G_N_ELEMENTS (formats); i++) {
    g_autoptr (GBytes) whole = media_make (formats[i], 6);
    g_autoptr (GBytes) half =
                   g_bytes_new_from_bytes (whole, 0, g_bytes_get_size (whole) * 2 / 3);
    g_autoptr (GError) error = NULL;

    g_assert_null (strip_box_run (decoder, half, NULL, &error));
    g_assert_error (error, VAULT_ERROR, VAULT_ERROR_DAMAGED_MEDIA);
  }
}

static GBytes *
mutate (GBytes *bytes, guint n)
{
  gsize n_bytes = g_bytes_get_size (bytes);
  GByteArray *changed = g_byte_array_new ();

  g_byte_array_append (changed, g_bytes_get_data (bytes, NULL), (guint) n_bytes);
  for (guint i = 0; i < 1 + n % 5; i++)
    changed->data[g_test_rand_int_range (8, (gint) n_bytes)] =
        (guint8) g_test_rand_int_range (0, 256);
  if (n % 3 == 0)
    g_byte_array_set_size (changed, (guint) g_test_rand_int_range (16, (gint) n_bytes));
  return g_byte_array_free_to_bytes (changed);
}

/* Whatever it is, it ends in a file or in a named refusal. */
static void
assert_survives (GBytes *bytes)
{
  for (guint n = 0; n < N_MUTATIONS; n++) {
    g_autoptr (GBytes) changed = mutate (bytes, n);
    g_autoptr (GError) error = NULL;
    g_autoptr (GBytes) after = strip_box_run (decoder, changed, NULL, &error);

    if (after != NULL)
      continue;
    g_assert_true (error->domain == VAULT_ERROR);
    g_assert_true (error->code == VAULT_ERROR_UNSUPPORTED_MEDIA
                   || error->code == VAULT_ERROR_DAMAGED_MEDIA
                   || error->code == VAULT_ERROR_TOO_LARGE_MEDIA
                   || error->code == VAULT_ERROR_DECODER_FAILED);
  }
}

static void
test_hostile_stills (void)
{
  for (gsize i = 0; i < N_SAMPLES; i++) {
    g_autoptr (GBytes) sample = media_get_sample (i);

    assert_survives (sample);
  }
  for (int format = MEDIA_JPEG; format <= MEDIA_TIFF; format++) {
    g_autoptr (GBytes) picture = media_make ((MediaFormat) format, 6);

    assert_survives (picture);
  }
}

static void
test_hostile_recordings (void)
{
  g_autoptr (GBytes) recording = strip_box_make_wav (WORDS);

  assert_survives (recording);
}

/* What takes films apart is locked down like what decodes them. */
static void
test_sandbox (void)
{
  const char *argv[] = { g_getenv ("NIGHTSTAND_REMUXER"), "--self-test", NULL };
  g_autofree char *output = NULL;
  g_auto (GStrv) lines = NULL;
  g_autoptr (GError) error = NULL;
  guint n_denied = 0;
  int status;

  g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_DEFAULT, NULL, NULL, &output, NULL,
                &status, &error);
  g_assert_no_error (error);
  lines = g_strsplit (output, "\n", -1);
  for (gsize i = 0; lines[i] != NULL && lines[i][0] != '\0'; i++) {
    g_assert_true (g_str_has_prefix (lines[i], "denied "));
    n_denied++;
  }
  g_assert_cmpint (status, ==, 0);
  g_assert_cmpuint (n_denied, >=, 70);
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  decoder = vault_decoder_new (2);
  g_test_add_data_func ("/media/strip/jpeg", GINT_TO_POINTER (MEDIA_JPEG), test_still);
  g_test_add_data_func ("/media/strip/png", GINT_TO_POINTER (MEDIA_PNG), test_still);
  g_test_add_data_func ("/media/strip/webp", GINT_TO_POINTER (MEDIA_WEBP), test_still);
  g_test_add_data_func ("/media/strip/tiff", GINT_TO_POINTER (MEDIA_TIFF), test_still);
  g_test_add_func ("/media/strip/bitmap", test_bitmap);
  g_test_add_func ("/media/strip/recording", test_recording);
  g_test_add_func ("/media/strip/twice", test_twice);
  g_test_add_func ("/media/strip/other-types", test_other_types);
  g_test_add_func ("/media/strip/cut-short", test_cut_short);
  g_test_add_func ("/media/strip/hostile-stills", test_hostile_stills);
  g_test_add_func ("/media/strip/hostile-recordings", test_hostile_recordings);
  g_test_add_func ("/media/strip/sandbox", test_sandbox);
  status = g_test_run ();
  vault_decoder_free (decoder);
  return status;
}
