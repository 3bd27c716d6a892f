/* test-decoder-play.c - films and recordings played by the decoder program
 *
 * The films are four seconds, a colour for each second; the recordings are a tone of two
 * seconds.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "support/film-maker.h"
#include "support/film-screen.h"
#include "support/media-maker.h"

#include <gst/gst.h>
#include <math.h>
#include <string.h>

#define FRAME_NS (GST_SECOND / FILM_FPS)

#define FILM(encoder, muxer) FILM_SCENES encoder " ! queue ! " muxer " name=m" FILM_FILE
#define TONE(n)                                                                        \
  "audiotestsrc num-buffers=" n " samplesperbuffer=480 volume=0.5 ! "                  \
  "audio/x-raw,rate=48000,channels=2 ! audioconvert ! "
#define WITH_TONE(encoder) TONE ("400") encoder " ! queue ! m. "

typedef struct {
  const char *name;
  const char *pipeline;
  guint n_frames; /* 0: no picture */
  gboolean has_sound;
} Case;

#define ALL (FILM_SECONDS * FILM_FPS)

#define X264 "x264enc key-int-max=50 bframes=2"
static const Case cases[] = {
  { "mp4-index-last", FILM (X264, "mp4mux") WITH_TONE ("avenc_aac"), ALL, TRUE },
  { "mp4-index-first", FILM (X264, "mp4mux faststart=true") WITH_TONE ("avenc_aac"),
    ALL, TRUE },
  { "mp4-fragments",
    FILM ("x264enc key-int-max=50 bframes=0", "mp4mux fragment-duration=500"), ALL,
    FALSE },
  { "mov", FILM ("jpegenc", "qtmux"), ALL, FALSE },
  { "webm-vp8",
    FILM ("vp8enc deadline=1 keyframe-max-dist=50", "webmmux") WITH_TONE ("vorbisenc"),
    ALL, TRUE },
  { "webm-vp9",
    FILM ("vp9enc deadline=1 cpu-used=8 keyframe-max-dist=50", "webmmux")
        WITH_TONE ("opusenc"),
    ALL, TRUE },
  { "mkv", FILM (X264, "matroskamux") WITH_TONE ("flacenc"), ALL, TRUE },
  { "3gp", FILM ("x264enc bframes=0", "3gppmux"), ALL, FALSE },
  { "ogg-theora", FILM ("theoraenc", "oggmux") WITH_TONE ("vorbisenc"), ALL, TRUE },
  { "mp3", TONE ("200") "lamemp3enc ! xingmux" FILM_FILE, 0, TRUE },
  { "m4a", TONE ("200") "avenc_aac ! mp4mux" FILM_FILE, 0, TRUE },
  { "m4a-lossless", TONE ("200") "avenc_alac ! mp4mux" FILM_FILE, 0, TRUE },
  { "ogg-vorbis", TONE ("200") "vorbisenc ! oggmux" FILM_FILE, 0, TRUE },
  { "ogg-opus", TONE ("200") "opusenc ! oggmux" FILM_FILE, 0, TRUE },
  { "wav", TONE ("200") "wavenc" FILM_FILE, 0, TRUE },
  { "flac", TONE ("200") "flacenc" FILM_FILE, 0, TRUE },
};

/* From the first frame to the last, every one of its second's colour. */
static void
assert_whole (Screen *screen, const Case *c)
{
  g_assert_true (screen_wait_for (screen, screen_has_ended));
  g_assert_false (screen->has_failed);
  g_assert_cmpint (screen->facts.has_picture, ==, (c->n_frames > 0));
  g_assert_cmpint (screen->facts.has_sound, ==, c->has_sound);
  g_assert_true (screen->facts.is_seekable);
  if (c->n_frames > 0) {
    g_assert_cmpuint (screen->facts.width, ==, FILM_WIDTH);
    g_assert_cmpuint (screen->facts.height, ==, FILM_HEIGHT);
    g_assert_cmpuint (screen->width, ==, FILM_WIDTH);
    g_assert_cmpuint (screen->height, ==, FILM_HEIGHT);
    g_assert_cmpuint (screen->n_pieces[VAULT_PLAYER_PICTURE], ==, c->n_frames);
    g_assert_false (screen->has_wrong_colour);
  }
  if (c->has_sound) {
    double seconds = c->n_frames > 0 ? 4 : 2;
    double heard = (double) screen->n_sound_bytes
                   / (VAULT_PLAYER_SOUND_RATE * VAULT_PLAYER_SOUND_CHANNELS * 2);

    g_assert_cmpfloat (fabs (heard - seconds), <, 0.15);
    g_assert_cmpfloat (screen->loudness, >, 0.3);
    g_assert_cmpfloat (screen->loudness, <, 0.8);
  }
}

/* To the exact frame, backwards too, and from behind the end. */
static void
assert_seeks (Screen *screen, const Case *c)
{
  static const guint places_ms[] = { 1520, 520, 1000 };

  for (guint i = 0; i < G_N_ELEMENTS (places_ms); i++) {
    gint64 place = (gint64) (places_ms[i] * GST_MSECOND);

    screen_seek (screen, place);
    g_assert_true (screen_wait_for (screen, screen_has_begun));
    if (c->n_frames > 0) {
      g_assert_cmpint (ABS (screen->first_ns[VAULT_PLAYER_PICTURE] - place), <=,
                       FRAME_NS);
      g_assert_true (
          screen_is_like (screen->first_colour, film_colours[places_ms[i] / 1000]));
    }
    /* A codec's packet is not cut: what is before the place is the listener's to skip. */
    if (c->has_sound) {
      g_assert_cmpint (screen->first_ns[VAULT_PLAYER_SOUND] - place, <=,
                       (gint64) (5 * GST_MSECOND));
      g_assert_cmpint (place - screen->first_ns[VAULT_PLAYER_SOUND], <=,
                       (gint64) (120 * GST_MSECOND));
    }
  }
  g_assert_true (screen_wait_for (screen, screen_has_ended));
  g_assert_false (screen->has_wrong_colour);
}

static void
test_case (gconstpointer data)
{
  const Case *c = data;
  g_autoptr (GBytes) bytes = film_make (c->pipeline);
  VaultDecoderSource source;
  Screen screen = { 0 };

  source = media_source (bytes);
  screen_start (&screen, &source, 0, 0);
  assert_whole (&screen, c);
  assert_seeks (&screen, c);
  screen_stop (&screen);
}

/* ---- sizes ---- */

static gboolean
is_small (Screen *self)
{
  return self->n_pieces[VAULT_PLAYER_PICTURE] > 0 && self->width == 100;
}

static void
test_size (void)
{
  g_autoptr (GBytes) bytes = film_make (FILM (X264, "mp4mux"));
  VaultDecoderSource source;
  Screen screen = { 0 };

  source = media_source (bytes);
  screen_start (&screen, &source, 160, 1000);
  g_assert_true (screen_wait_for (&screen, screen_has_begun));
  g_assert_cmpuint (screen.facts.width, ==, FILM_WIDTH);
  g_assert_cmpuint (screen.width, ==, 160);
  g_assert_cmpuint (screen.height, ==, 96);
  vault_playback_limit_size (screen.playback, 1000, 60);
  screen_seek (&screen, 0);
  g_assert_true (screen_wait_for (&screen, is_small));
  g_assert_cmpuint (screen.height, ==, 60);
  screen_stop (&screen);
}

/* A film with a turning matrix, as phones held upright write it. */
static void
test_turned (void)
{
  static const guint32 matrix[] = { 0, 0x10000, 0, ~0xffffu, 0, 0 };
  const gsize matrix_offset = 40;
  GBytes *bytes = film_make (FILM (X264, "mp4mux"));
  VaultDecoderSource source;
  Screen screen = { 0 };

  for (gsize i = 0; i < G_N_ELEMENTS (matrix); i++) {
    GBytes *patched =
        media_patch (bytes, "tkhd", matrix_offset + i * 4, matrix[i], TRUE);

    g_bytes_unref (bytes);
    bytes = patched;
  }
  source = media_source (bytes);
  screen_start (&screen, &source, 0, 0);
  g_assert_true (screen_wait_for (&screen, screen_has_ended));
  g_assert_cmpuint (screen.facts.width, ==, FILM_HEIGHT);
  g_assert_cmpuint (screen.facts.height, ==, FILM_WIDTH);
  g_assert_cmpuint (screen.width, ==, FILM_HEIGHT);
  g_assert_cmpuint (screen.height, ==, FILM_WIDTH);
  g_assert_false (screen.has_wrong_colour);
  screen_stop (&screen);
  g_bytes_unref (bytes);
}

/* ---- stopping, hindering ---- */

static gboolean
has_all_slots (Screen *self)
{
  return self->kept->len == 6;
}

/* Nobody takes the frames: the decoder waits, also while it is sent elsewhere, and goes on
 * when they are let go. */
static void
test_blocked (void)
{
  g_autoptr (GBytes) bytes = film_make (FILM (X264, "mp4mux"));
  VaultDecoderSource source;
  Screen screen = { .is_blocked = TRUE };

  source = media_source (bytes);
  screen_start (&screen, &source, 0, 0);
  for (guint i = 0; i < 20; i++) {
    g_assert_true (screen_wait_for (&screen, has_all_slots));
    screen_seek (&screen, (gint64) (i % 4 * GST_SECOND));
  }
  g_assert_true (screen_wait_for (&screen, has_all_slots));
  g_assert_cmpint (screen.first_ns[VAULT_PLAYER_PICTURE], ==, 3 * (gint64) GST_SECOND);
  g_assert_false (screen.has_failed);
  g_mutex_lock (&screen.mutex);
  screen.is_blocked = FALSE;
  g_ptr_array_set_size (screen.kept, 0);
  g_mutex_unlock (&screen.mutex);
  g_assert_true (screen_wait_for (&screen, screen_has_ended));
  g_assert_false (screen.has_wrong_colour);
  screen_stop (&screen);
}

/* Only the last of many counts. */
static void
test_many_seeks (void)
{
  g_autoptr (GBytes) bytes = film_make (FILM (X264, "mp4mux") WITH_TONE ("avenc_aac"));
  VaultDecoderSource source;
  Screen screen = { 0 };

  source = media_source (bytes);
  screen_start (&screen, &source, 0, 0);
  g_assert_true (screen_wait_for (&screen, screen_has_begun));
  for (guint i = 0; i < 60; i++)
    screen_seek (&screen, (gint64) (i * 37 % 40 * GST_SECOND / 10));
  screen_seek (&screen, (gint64) (2 * GST_SECOND));
  g_assert_true (screen_wait_for (&screen, screen_has_begun));
  g_assert_cmpint (screen.first_ns[VAULT_PLAYER_PICTURE], ==, 2 * (gint64) GST_SECOND);
  g_assert_true (screen_is_like (screen.first_colour, film_colours[2]));
  screen_stop (&screen);
}

/* Bytes that are still held stay what they were. */
static void
test_held_bytes (void)
{
  g_autoptr (GBytes) bytes = film_make (FILM (X264, "mp4mux"));
  g_autoptr (GBytes) frame = NULL;
  VaultDecoderSource source;
  Screen screen = { .is_blocked = TRUE };
  const guint8 *pixels;

  source = media_source (bytes);
  screen_start (&screen, &source, 0, 0);
  g_assert_true (screen_wait_for (&screen, has_all_slots));
  frame = g_bytes_ref (screen.kept->pdata[0]);
  screen_stop (&screen);
  pixels = g_bytes_get_data (frame, NULL);
  g_assert_cmpint (pixels[2], >, 160);
}

static void
test_ended_early (void)
{
  g_autoptr (GBytes) bytes = film_make (FILM (X264, "mp4mux"));
  VaultDecoderSource source;
  Screen screen = { .is_blocked = TRUE };

  source = media_source (bytes);
  screen_start (&screen, &source, 0, 0);
  g_assert_true (screen_wait_for (&screen, has_all_slots));
  vault_playback_end (screen.playback, VAULT_ERROR_EXPIRED);
  g_assert_true (screen_wait_for (&screen, screen_has_failed));
  g_assert_cmpint (screen.code, ==, VAULT_ERROR_EXPIRED);
  screen_stop (&screen);
}

/* ---- what cannot be played ---- */

static VaultError
fail_with (GBytes *bytes)
{
  VaultDecoderSource source = media_source (bytes);
  Screen screen = { 0 };
  VaultError code;

  screen_start (&screen, &source, 0, 0);
  screen_wait_for (&screen, screen_has_failed);
  g_assert_true (screen.has_failed);
  code = screen.code;
  screen_stop (&screen);
  return code;
}

static void
test_no_media (void)
{
  g_autoptr (GBytes) text = g_bytes_new_static ("Dear diary, nothing today.", 26);
  g_autofree guint8 *noise = g_malloc (100000);
  g_autoptr (GRand) rand = g_rand_new_with_seed (5);
  g_autoptr (GBytes) bytes = NULL;
  VaultError code = fail_with (text);

  g_assert_true (code == VAULT_ERROR_UNSUPPORTED_MEDIA
                 || code == VAULT_ERROR_DAMAGED_MEDIA);
  for (guint i = 0; i < 100000; i++)
    noise[i] = (guint8) g_rand_int (rand);
  bytes = g_bytes_new (noise, 100000);
  code = fail_with (bytes);
  g_assert_true (code == VAULT_ERROR_UNSUPPORTED_MEDIA
                 || code == VAULT_ERROR_DAMAGED_MEDIA);
}

static gboolean
refuse (gpointer data, guint64 offset, guint8 *out, gsize n_bytes, GError **error)
{
  g_set_error (error, VAULT_ERROR, VAULT_ERROR_DAMAGED_ITEM, "as planned");
  return FALSE;
}

static void
test_source_error (void)
{
  const VaultDecoderSource source = { refuse, NULL, 100000 };
  Screen screen = { 0 };

  screen_start (&screen, &source, 0, 0);
  g_assert_true (screen_wait_for (&screen, screen_has_failed));
  g_assert_cmpint (screen.code, ==, VAULT_ERROR_DAMAGED_ITEM);
  screen_stop (&screen);
}

/* It plays, or fails by a name of the right class; nothing hangs. */
static void
try_mutation (const guint8 *bytes, gsize n_bytes)
{
  g_autoptr (GBytes) mutation = g_bytes_new (bytes, n_bytes);
  VaultDecoderSource source = media_source (mutation);
  Screen screen = { 0 };

  screen_start (&screen, &source, 0, 0);
  if (!screen_wait_for (&screen, screen_has_ended))
    g_assert_true (screen.has_failed && screen.code >= VAULT_ERROR_UNSUPPORTED_MEDIA
                   && screen.code <= VAULT_ERROR_DECODER_FAILED);
  screen_stop (&screen);
}

static void
test_mutations (gconstpointer data)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (4);
  g_autoptr (GBytes) bytes = film_make (data);
  gsize n_bytes;
  const guint8 *original;

  original = g_bytes_get_data (bytes, &n_bytes);
  for (guint n = 0; n < 10; n++) {
    g_autofree guint8 *copy = g_memdup2 (original, n_bytes);

    for (guint flip = 0; flip < 20 && n >= 4; flip++)
      copy[g_rand_int_range (rand, 0, (gint32) n_bytes)] ^=
          (guint8) (1 << g_rand_int_range (rand, 0, 8));
    try_mutation (copy, n < 4 ? n_bytes * (n + 1) / 5 : n_bytes);
  }
}

static void
test_spare (void)
{
  g_autoptr (GBytes) bytes = film_make (FILM (X264, "mp4mux"));
  VaultDecoderSource source;
  Screen screen = { 0 };

  source = media_source (bytes);
  screen_start (&screen, &source, 0, 0);
  vault_spare_start (screen.spare);
  g_assert_true (screen_wait_for (&screen, screen_has_begun));
  vault_spare_stop (screen.spare);
  g_assert_true (screen_wait_for (&screen, screen_has_ended));
  screen_stop (&screen);
}

static void
add_tests (void)
{
  g_test_add_func ("/media/play/size", test_size);
  g_test_add_func ("/media/play/turned", test_turned);
  g_test_add_func ("/media/play/blocked", test_blocked);
  g_test_add_func ("/media/play/many-seeks", test_many_seeks);
  g_test_add_func ("/media/play/held-bytes", test_held_bytes);
  g_test_add_func ("/media/play/ended-early", test_ended_early);
  g_test_add_func ("/media/play/no-media", test_no_media);
  g_test_add_func ("/media/play/source-error", test_source_error);
  g_test_add_func ("/media/play/spare", test_spare);
  g_test_add_data_func ("/media/play/mutations-mp4",
                        FILM (X264, "mp4mux") WITH_TONE ("avenc_aac"), test_mutations);
  g_test_add_data_func ("/media/play/mutations-webm",
                        FILM ("vp8enc deadline=1", "webmmux"), test_mutations);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  gst_init (NULL, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *path = g_strdup_printf ("/media/play/%s", cases[i].name);

    g_test_add_data_func (path, &cases[i], test_case);
  }
  add_tests ();
  return g_test_run ();
}
