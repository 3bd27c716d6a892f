/* test-decoder-film.c - posters of films, lengths of recordings
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "media/decoder.h"

#include "support/film-maker.h"
#include "support/media-maker.h"

#include <gst/gst.h>
#include <string.h>

/* Two seconds of red. */
#define PICTURE                                                                        \
  "videotestsrc num-buffers=50 pattern=red ! "                                         \
  "video/x-raw,format=I420,width=320,height=192,framerate=25/1 ! "
#define SOUND                                                                          \
  "audiotestsrc num-buffers=100 samplesperbuffer=441 ! audio/x-raw,rate=44100 ! "      \
  "audioconvert ! "
#define FILE FILM_FILE
#define WIDTH 320
#define HEIGHT 192
#define TOLERANCE 40

typedef struct {
  const char *name;
  const char *pipeline;
  VaultMediaKind kind;
  guint64 duration_ms;
} Case;

static const Case cases[] = {
  { "webm-vp8", PICTURE "vp8enc deadline=1 ! webmmux" FILE, VAULT_MEDIA_VIDEO, 2000 },
  { "webm-vp9", PICTURE "vp9enc deadline=1 cpu-used=8 ! webmmux" FILE,
    VAULT_MEDIA_VIDEO, 2000 },
  { "mp4", PICTURE "x264enc ! mp4mux" FILE, VAULT_MEDIA_VIDEO, 2000 },
  { "mp4-index-first", PICTURE "x264enc ! mp4mux faststart=true" FILE,
    VAULT_MEDIA_VIDEO, 2000 },
  { "mov", PICTURE "jpegenc ! qtmux" FILE, VAULT_MEDIA_VIDEO, 2000 },
  { "3gp", PICTURE "x264enc ! 3gppmux" FILE, VAULT_MEDIA_VIDEO, 2000 },
  { "mkv", PICTURE "x264enc ! matroskamux" FILE, VAULT_MEDIA_VIDEO, 2000 },
  { "ogg-theora", PICTURE "theoraenc ! oggmux" FILE, VAULT_MEDIA_VIDEO, 2000 },
  { "webm-with-sound",
    PICTURE "vp8enc deadline=1 ! queue ! webmmux name=m" FILE SOUND
            "vorbisenc ! queue ! m.",
    VAULT_MEDIA_VIDEO, 2000 },
  { "ogg", SOUND "vorbisenc ! oggmux" FILE, VAULT_MEDIA_AUDIO, 1000 },
  { "flac", SOUND "flacenc" FILE, VAULT_MEDIA_AUDIO, 1000 },
  { "wav", SOUND "wavenc" FILE, VAULT_MEDIA_AUDIO, 1000 },
  { "mp3", SOUND "lamemp3enc ! xingmux" FILE, VAULT_MEDIA_AUDIO, 1000 },
  { "m4a", SOUND "avenc_aac ! mp4mux" FILE, VAULT_MEDIA_AUDIO, 1000 },
};

static VaultDecoder *decoder;

static gboolean
look (GBytes *bytes,
      VaultMediaKind kind,
      GBytes **out_thumbnail,
      VaultMediaFacts *out_facts,
      GError **error)
{
  VaultDecoderSource source = media_source (bytes);

  return vault_decoder_thumbnail (decoder, &source, kind, out_thumbnail, out_facts,
                                  NULL, error);
}

/* @thumbnail shows @width x @height of plain red. */
static void
assert_red (GBytes *thumbnail, guint width, guint height)
{
  g_autoptr (GError) error = NULL;
  VaultDecoderSource source = media_source (thumbnail);
  g_autoptr (VaultPixels) pixels =
                 vault_decoder_image (decoder, &source, 0, NULL, &error);
  const guint8 *pixel;

  g_assert_no_error (error);
  g_assert_cmpuint (pixels->width, ==, width);
  g_assert_cmpuint (pixels->height, ==, height);
  pixel = (const guint8 *) g_bytes_get_data (pixels->bytes, NULL)
          + pixels->stride_bytes * (height / 2) + width / 2 * 4;
  g_assert_cmpint (pixel[2], >, 255 - TOLERANCE);
  g_assert_cmpint (pixel[1], <, TOLERANCE);
  g_assert_cmpint (pixel[0], <, TOLERANCE);
}

/* How many pixels of @thumbnail a bar covers. */
static guint
count_painted (GBytes *thumbnail)
{
  g_autoptr (GError) error = NULL;
  VaultDecoderSource source = media_source (thumbnail);
  g_autoptr (VaultPixels) pixels =
                 vault_decoder_image (decoder, &source, 0, NULL, &error);
  const guint8 *bytes;
  guint n = 0;

  g_assert_no_error (error);
  g_assert_cmpuint (pixels->width, ==, VAULT_THUMBNAIL_SIDE);
  g_assert_cmpuint (pixels->height, ==, VAULT_THUMBNAIL_SIDE);
  bytes = g_bytes_get_data (pixels->bytes, NULL);
  for (gsize i = 0; i < (gsize) pixels->width * pixels->height; i++)
    n += bytes[i * 4 + 3] > 127;
  return n;
}

static guint
paint (const char *pipeline)
{
  g_autoptr (GBytes) bytes = film_make (pipeline);
  g_autoptr (GBytes) thumbnail = NULL;
  g_autoptr (GError) error = NULL;
  VaultMediaFacts facts;

  g_assert_true (look (bytes, VAULT_MEDIA_AUDIO, &thumbnail, &facts, &error));
  g_assert_no_error (error);
  g_assert_nonnull (thumbnail);
  return count_painted (thumbnail);
}

/* A row of dots for silence; and what is louder at its end than at its beginning covers
 * less than what is loud throughout. */
static void
test_waveform (void)
{
  guint silence =
      paint ("audiotestsrc wave=silence num-buffers=100 samplesperbuffer=441 ! "
             "audio/x-raw,rate=44100 ! wavenc" FILE);
  guint noise = paint ("audiotestsrc wave=white-noise num-buffers=100 "
                       "samplesperbuffer=441 ! audio/x-raw,rate=44100 ! wavenc" FILE);
  guint half =
      paint ("concat name=c ! audioconvert ! wavenc" FILE
             "audiotestsrc wave=silence num-buffers=50 samplesperbuffer=441 ! "
             "audio/x-raw,rate=44100,format=S16LE ! c. "
             "audiotestsrc wave=white-noise num-buffers=50 "
             "samplesperbuffer=441 ! audio/x-raw,rate=44100,format=S16LE ! c.");

  g_assert_cmpuint (silence, >, 500);
  g_assert_cmpuint (silence, <, 2000);
  g_assert_cmpuint (noise, >, 20 * silence);
  g_assert_cmpuint (half, >, 8 * silence);
  g_assert_cmpuint (half, <, noise * 2 / 3);
}

typedef struct {
  GBytes *bytes;
  guint64 n_read;
} Counted;

static gboolean
read_counted (gpointer data, guint64 offset, guint8 *out, gsize n_bytes, GError **error)
{
  Counted *self = data;

  self->n_read += n_bytes;
  memcpy (out, (const guint8 *) g_bytes_get_data (self->bytes, NULL) + offset, n_bytes);
  return TRUE;
}

/* Twenty minutes are not read, only a few moments of them. */
static void
test_long_recording (void)
{
  g_autoptr (GBytes) bytes = film_make (
      "audiotestsrc wave=ticks num-buffers=1200 samplesperbuffer=44100 ! "
      "audio/x-raw,rate=44100,format=S16LE,channels=1 ! wavenc" FILE);
  Counted counted = { bytes, 0 };
  VaultDecoderSource source = { read_counted, &counted, g_bytes_get_size (bytes) };
  g_autoptr (GBytes) thumbnail = NULL;
  g_autoptr (GError) error = NULL;
  VaultMediaFacts facts;

  g_assert_true (vault_decoder_thumbnail (decoder, &source, VAULT_MEDIA_AUDIO,
                                          &thumbnail, &facts, NULL, &error));
  g_assert_no_error (error);
  g_assert_nonnull (thumbnail);
  g_assert_cmpuint (facts.duration_ms, ==, 1200000);
  g_assert_cmpuint (counted.n_read, <, g_bytes_get_size (bytes) / 4);
}

/* Bytes that say they are a recording and are none: no picture, and no harm. */
static void
test_broken_recording (void)
{
  g_autoptr (GBytes) whole = film_make (SOUND "vorbisenc ! oggmux" FILE);
  g_autoptr (GByteArray) broken = g_byte_array_new ();
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GBytes) thumbnail = NULL;
  g_autoptr (GError) error = NULL;
  VaultMediaFacts facts;

  g_byte_array_append (broken, g_bytes_get_data (whole, NULL), 200);
  for (guint i = 0; i < 20000; i++)
    g_byte_array_append (broken, &(guint8){ (guint8) (i * 167 >> 3) }, 1);
  bytes = g_bytes_new (broken->data, broken->len);
  (void) look (bytes, VAULT_MEDIA_AUDIO, &thumbnail, &facts, &error);
  g_assert_null (thumbnail);
  g_assert_false (g_error_matches (error, VAULT_ERROR, VAULT_ERROR_DECODER_FAILED));
}

static void
test_case (gconstpointer data)
{
  const Case *c = data;
  g_autoptr (GBytes) bytes = film_make (c->pipeline);
  g_autoptr (GBytes) thumbnail = NULL;
  g_autoptr (GError) error = NULL;
  VaultMediaFacts facts;

  g_assert_true (look (bytes, c->kind, &thumbnail, &facts, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (facts.duration_ms, >=, c->duration_ms * 9 / 10);
  g_assert_cmpuint (facts.duration_ms, <=, c->duration_ms * 11 / 10);
  if (c->kind == VAULT_MEDIA_AUDIO) {
    g_assert_cmpuint (facts.width, ==, 0);
    g_assert_nonnull (thumbnail);
    g_assert_cmpuint (count_painted (thumbnail), >, 10000);
    return;
  }
  g_assert_cmpuint (facts.width, ==, WIDTH);
  g_assert_cmpuint (facts.height, ==, HEIGHT);
  assert_red (thumbnail, WIDTH, HEIGHT);
}

/* A film with a turning matrix, as phones held upright write it. */
static void
test_turned (void)
{
  static const guint32 matrix[] = { 0, 0x10000, 0, ~0xffffu, 0, 0 };
  const gsize matrix_offset = 40;
  g_autoptr (GBytes) bytes = film_make (PICTURE "x264enc ! mp4mux" FILE);
  g_autoptr (GBytes) thumbnail = NULL;
  g_autoptr (GError) error = NULL;
  VaultMediaFacts facts;

  for (gsize i = 0; i < G_N_ELEMENTS (matrix); i++) {
    GBytes *patched =
        media_patch (bytes, "tkhd", matrix_offset + i * 4, matrix[i], TRUE);

    g_bytes_unref (bytes);
    bytes = patched;
  }
  g_assert_true (look (bytes, VAULT_MEDIA_VIDEO, &thumbnail, &facts, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (facts.width, ==, HEIGHT);
  g_assert_cmpuint (facts.height, ==, WIDTH);
  assert_red (thumbnail, HEIGHT, WIDTH);
}

/* A recording in a container that could hold a picture, and a file of neither. */
static void
test_no_picture (void)
{
  g_autoptr (GBytes) bytes = film_make (SOUND "vorbisenc ! webmmux" FILE);
  g_autoptr (GBytes) text = g_bytes_new_static ("Dear diary, nothing today.", 26);
  g_autoptr (GBytes) thumbnail = NULL;
  g_autoptr (GError) error = NULL;
  VaultMediaFacts facts;

  g_assert_true (look (bytes, VAULT_MEDIA_VIDEO, &thumbnail, &facts, &error));
  g_assert_no_error (error);
  g_assert_null (thumbnail);
  g_assert_cmpuint (facts.duration_ms, >, 0);

  g_assert_false (look (text, VAULT_MEDIA_VIDEO, &thumbnail, &facts, &error));
  g_assert_true (g_error_matches (error, VAULT_ERROR, VAULT_ERROR_UNSUPPORTED_MEDIA)
                 || g_error_matches (error, VAULT_ERROR, VAULT_ERROR_DAMAGED_MEDIA));
}

static void
try_mutation (const guint8 *bytes, gsize n_bytes)
{
  g_autoptr (GBytes) mutation = g_bytes_new (bytes, n_bytes);
  g_autoptr (GBytes) thumbnail = NULL;
  g_autoptr (GError) error = NULL;
  VaultMediaFacts facts;

  if (!look (mutation, VAULT_MEDIA_VIDEO, &thumbnail, &facts, &error))
    g_assert_true (error->domain == VAULT_ERROR
                   && error->code >= VAULT_ERROR_UNSUPPORTED_MEDIA
                   && error->code <= VAULT_ERROR_DECODER_FAILED);
}

static void
test_mutations (gconstpointer data)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (3);
  g_autoptr (GBytes) bytes = film_make (data);
  gsize n_bytes;
  const guint8 *original;

  original = g_bytes_get_data (bytes, &n_bytes);
  for (guint n = 0; n < 12; n++) {
    g_autofree guint8 *copy = g_memdup2 (original, n_bytes);

    for (guint flip = 0; flip < 20 && n >= 4; flip++)
      copy[g_rand_int_range (rand, 0, (gint32) n_bytes)] ^=
          (guint8) (1 << g_rand_int_range (rand, 0, 8));
    try_mutation (copy, n < 4 ? n_bytes * (n + 1) / 5 : n_bytes);
  }
}

typedef struct {
  GBytes *head; /* zeros follow */
  guint64 n_read;
  guint64 limit; /* fail when so many bytes were read; 0: never */
} Long;

static gboolean
read_long (gpointer data, guint64 offset, guint8 *out, gsize n_bytes, GError **error)
{
  Long *film = data;
  gsize n_head;
  const guint8 *head = g_bytes_get_data (film->head, &n_head);

  film->n_read += n_bytes;
  if (film->limit != 0 && film->n_read > film->limit) {
    g_set_error (error, VAULT_ERROR, VAULT_ERROR_DAMAGED_ITEM, "as planned");
    return FALSE;
  }
  memset (out, 0, n_bytes);
  if (offset < n_head)
    memcpy (out, head + offset, MIN (n_bytes, n_head - offset));
  return TRUE;
}

/* Ten gigabytes are not read for one frame. */
static void
test_long (void)
{
  g_autoptr (GBytes) bytes = film_make (PICTURE "x264enc ! mp4mux faststart=true" FILE);
  g_autoptr (GBytes) thumbnail = NULL;
  g_autoptr (GError) error = NULL;
  Long film = { .head = bytes };
  VaultDecoderSource source = { read_long, &film, G_GUINT64_CONSTANT (10) << 30 };
  VaultMediaFacts facts;

  g_assert_true (vault_decoder_thumbnail (decoder, &source, VAULT_MEDIA_VIDEO,
                                          &thumbnail, &facts, NULL, &error));
  g_assert_no_error (error);
  assert_red (thumbnail, WIDTH, HEIGHT);
  g_assert_cmpuint (film.n_read, <, 32 << 20);
}

static void
test_source_error (void)
{
  g_autoptr (GBytes) bytes = film_make (PICTURE "vp8enc deadline=1 ! webmmux" FILE);
  g_autoptr (GBytes) thumbnail = NULL;
  g_autoptr (GError) error = NULL;
  Long film = { .head = bytes, .limit = 1 };
  VaultDecoderSource source = { read_long, &film, 0 };
  VaultMediaFacts facts;

  source.n_bytes = g_bytes_get_size (bytes);
  g_assert_false (vault_decoder_thumbnail (decoder, &source, VAULT_MEDIA_VIDEO,
                                           &thumbnail, &facts, NULL, &error));
  g_assert_error (error, VAULT_ERROR, VAULT_ERROR_DAMAGED_ITEM);
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  gst_init (NULL, NULL);
  decoder = vault_decoder_new (1);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *path = g_strdup_printf ("/media/film/%s", cases[i].name);

    g_test_add_data_func (path, &cases[i], test_case);
  }
  g_test_add_func ("/media/film/waveform", test_waveform);
  g_test_add_func ("/media/film/long-recording", test_long_recording);
  g_test_add_func ("/media/film/broken-recording", test_broken_recording);
  g_test_add_func ("/media/film/turned", test_turned);
  g_test_add_func ("/media/film/no-picture", test_no_picture);
  g_test_add_func ("/media/film/long", test_long);
  g_test_add_func ("/media/film/source-error", test_source_error);
  g_test_add_data_func ("/media/film/mutations-webm",
                        PICTURE "vp8enc deadline=1 ! webmmux" FILE, test_mutations);
  g_test_add_data_func ("/media/film/mutations-mp4", PICTURE "x264enc ! mp4mux" FILE,
                        test_mutations);
  status = g_test_run ();
  vault_decoder_free (decoder);
  return status;
}
