/* test-decoder-play.c - films and recordings played by the decoder program
 *
 * The films are four seconds, a colour for each second; the recordings are a tone of two
 * seconds.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "media/playback.h"

#include "support/film-maker.h"
#include "support/media-maker.h"

#include <gst/gst.h>
#include <math.h>
#include <string.h>

#define TOLERANCE 48
#define PATIENCE_US (60 * G_TIME_SPAN_SECOND)
#define FRAME_NS (GST_SECOND / FILM_FPS)

#define FILM(encoder, muxer) FILM_SCENES encoder " ! queue ! " muxer " name=m" FILM_FILE
#define TONE(n)                                                                        \
  "audiotestsrc num-buffers=" n " samplesperbuffer=480 volume=0.5 ! "                  \
  "audio/x-raw,rate=48000,channels=2 ! audioconvert ! "
#define WITH_TONE(encoder) TONE ("400") encoder " ! queue ! m. "

/* What has come, as the thread of the playback leaves it for the test. */
typedef struct {
  GMutex mutex;
  GCond changed;
  VaultSpare *spare;
  VaultPlayback *playback;

  gboolean is_opened;
  VaultPlayerFacts facts;
  guint n_pieces[VAULT_PLAYER_N_STREAMS];
  gint64 first_ns[VAULT_PLAYER_N_STREAMS]; /* since the latest seek; -1: none */
  gint64 last_ns[VAULT_PLAYER_N_STREAMS];
  guint32 first_colour;
  guint width, height;
  guint64 n_sound_bytes;
  double loudness; /* the highest sample */
  gboolean has_wrong_colour;
  gboolean is_blocked; /* frames are kept, all of them */
  GPtrArray *kept;
  gboolean has_ended[VAULT_PLAYER_N_STREAMS];
  gboolean has_failed;
  VaultError code;
  gboolean is_destroyed;
} Screen;

static guint32
colour_of (const VaultPlayerPiece *piece)
{
  const guint8 *bytes = g_bytes_get_data (piece->bytes, NULL);
  const guint8 *pixel =
      bytes + ((gsize) piece->height / 2 * piece->width + piece->width / 2) * 4;

  g_assert_cmpint (pixel[3], ==, 255);
  return (guint32) pixel[2] << 16 | (guint32) pixel[1] << 8 | pixel[0];
}

static gboolean
is_like (guint32 a, guint32 b)
{
  for (guint shift = 0; shift < 24; shift += 8)
    if (ABS ((int) (a >> shift & 255) - (int) (b >> shift & 255)) > TOLERANCE)
      return FALSE;
  return TRUE;
}

static void
opened (const VaultPlayerFacts *facts, gpointer data)
{
  Screen *self = data;

  g_mutex_lock (&self->mutex);
  g_assert_false (self->is_opened);
  self->is_opened = TRUE;
  self->facts = *facts;
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->mutex);
}

static void
see (Screen *self, const VaultPlayerPiece *piece)
{
  guint32 colour = colour_of (piece);
  /* Half a frame in, so that rounded times do not matter. */
  guint second =
      (guint) ((guint64) piece->position_ns + FRAME_NS / 2) / GST_SECOND % FILM_SECONDS;

  g_assert_cmpuint (g_bytes_get_size (piece->bytes), ==,
                    (gsize) piece->width * piece->height * 4);
  self->width = piece->width;
  self->height = piece->height;
  if (self->first_ns[VAULT_PLAYER_PICTURE] < 0)
    self->first_colour = colour;
  if (!self->has_wrong_colour && !is_like (colour, film_colours[second])) {
    g_test_message ("at %" G_GINT64_FORMAT " ns: %06x", piece->position_ns, colour);
    self->has_wrong_colour = TRUE;
  }
}

static void
hear (Screen *self, const VaultPlayerPiece *piece)
{
  gsize n_bytes;
  const gint16 *samples = g_bytes_get_data (piece->bytes, &n_bytes);

  for (gsize i = 0; i < n_bytes / sizeof *samples; i++)
    self->loudness = MAX (self->loudness, abs (samples[i]) / 32768.0);
  self->n_sound_bytes += n_bytes;
}

static void
filled (const VaultPlayerPiece *piece, gpointer data)
{
  Screen *self = data;

  g_mutex_lock (&self->mutex);
  if (piece->stream == VAULT_PLAYER_PICTURE)
    see (self, piece);
  else
    hear (self, piece);
  if (self->first_ns[piece->stream] < 0)
    self->first_ns[piece->stream] = piece->position_ns;
  self->last_ns[piece->stream] = piece->position_ns;
  self->n_pieces[piece->stream]++;
  if (self->is_blocked)
    g_ptr_array_add (self->kept, g_bytes_ref (piece->bytes));
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->mutex);
}

static void
ended (VaultPlayerStream stream, gpointer data)
{
  Screen *self = data;

  g_mutex_lock (&self->mutex);
  self->has_ended[stream] = TRUE;
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->mutex);
}

static void
failed (VaultError code, gpointer data)
{
  Screen *self = data;

  g_mutex_lock (&self->mutex);
  g_assert_false (self->has_failed);
  self->has_failed = TRUE;
  self->code = code;
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->mutex);
}

static void
destroyed (gpointer data)
{
  Screen *self = data;

  g_mutex_lock (&self->mutex);
  self->is_destroyed = TRUE;
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->mutex);
}

static const VaultPlayerEvents events = { opened, filled, ended, failed };

static void
ignore (gpointer unused)
{
}

static void
screen_start (Screen *self, const VaultDecoderSource *source, guint width, guint height)
{
  const VaultPlaybackListener listener = { &events, self, destroyed };

  g_mutex_init (&self->mutex);
  g_cond_init (&self->changed);
  self->kept = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  self->first_ns[0] = self->first_ns[1] = -1;
  self->spare = vault_spare_new ();
  self->playback =
      vault_playback_new (self->spare, source, ignore, width, height, &listener);
}

typedef gboolean (*Condition) (Screen *self);

/* Returns: whether @condition came true, and nothing failed before. */
static gboolean
wait_for (Screen *self, Condition condition)
{
  gint64 end = g_get_monotonic_time () + PATIENCE_US;
  gboolean is_true;

  g_mutex_lock (&self->mutex);
  while (!(is_true = condition (self)) && !self->has_failed
         && g_cond_wait_until (&self->changed, &self->mutex, end))
    continue;
  if (!is_true)
    is_true = condition (self);
  g_mutex_unlock (&self->mutex);
  return is_true;
}

static gboolean
has_failed (Screen *self)
{
  return self->has_failed;
}

static gboolean
has_ended (Screen *self)
{
  return self->is_opened
         && self->has_ended[VAULT_PLAYER_PICTURE] >= self->facts.has_picture
         && self->has_ended[VAULT_PLAYER_SOUND] >= self->facts.has_sound;
}

static gboolean
has_begun (Screen *self)
{
  return self->is_opened
         && (!self->facts.has_picture || self->n_pieces[VAULT_PLAYER_PICTURE] > 0)
         && (!self->facts.has_sound || self->n_pieces[VAULT_PLAYER_SOUND] > 0);
}

static void
screen_stop (Screen *self)
{
  gint64 end = g_get_monotonic_time () + PATIENCE_US;

  vault_playback_close (self->playback);
  g_mutex_lock (&self->mutex);
  while (!self->is_destroyed && g_cond_wait_until (&self->changed, &self->mutex, end))
    continue;
  g_assert_true (self->is_destroyed);
  g_mutex_unlock (&self->mutex);
  vault_playback_unref (self->playback);
  vault_spare_unref (self->spare);
  g_ptr_array_unref (self->kept);
}

static void
seek (Screen *self, gint64 position_ns)
{
  vault_playback_hold (self->playback);
  g_mutex_lock (&self->mutex);
  g_ptr_array_set_size (self->kept, 0);
  self->first_ns[0] = self->first_ns[1] = -1;
  self->n_pieces[0] = self->n_pieces[1] = 0;
  self->has_ended[0] = self->has_ended[1] = FALSE;
  g_mutex_unlock (&self->mutex);
  vault_playback_seek (self->playback, position_ns);
}

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
  g_assert_true (wait_for (screen, has_ended));
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

    seek (screen, place);
    g_assert_true (wait_for (screen, has_begun));
    if (c->n_frames > 0) {
      g_assert_cmpint (ABS (screen->first_ns[VAULT_PLAYER_PICTURE] - place), <=,
                       FRAME_NS);
      g_assert_true (is_like (screen->first_colour, film_colours[places_ms[i] / 1000]));
    }
    /* A codec's packet is not cut: what is before the place is the listener's to skip. */
    if (c->has_sound) {
      g_assert_cmpint (screen->first_ns[VAULT_PLAYER_SOUND] - place, <=,
                       (gint64) (5 * GST_MSECOND));
      g_assert_cmpint (place - screen->first_ns[VAULT_PLAYER_SOUND], <=,
                       (gint64) (120 * GST_MSECOND));
    }
  }
  g_assert_true (wait_for (screen, has_ended));
  g_assert_false (screen->has_wrong_colour);
}

static void
test_case (gconstpointer data)
{
  const Case *c = data;
  g_autoptr (GBytes) bytes = film_make (c->pipeline);
  VaultDecoderSource source;
  Screen screen = { 0 };

  if (bytes == NULL)
    return;
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

  if (bytes == NULL)
    return;
  source = media_source (bytes);
  screen_start (&screen, &source, 160, 1000);
  g_assert_true (wait_for (&screen, has_begun));
  g_assert_cmpuint (screen.facts.width, ==, FILM_WIDTH);
  g_assert_cmpuint (screen.width, ==, 160);
  g_assert_cmpuint (screen.height, ==, 96);
  vault_playback_limit_size (screen.playback, 1000, 60);
  seek (&screen, 0);
  g_assert_true (wait_for (&screen, is_small));
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

  if (bytes == NULL)
    return;
  for (gsize i = 0; i < G_N_ELEMENTS (matrix); i++) {
    GBytes *patched =
        media_patch (bytes, "tkhd", matrix_offset + i * 4, matrix[i], TRUE);

    g_bytes_unref (bytes);
    bytes = patched;
  }
  source = media_source (bytes);
  screen_start (&screen, &source, 0, 0);
  g_assert_true (wait_for (&screen, has_ended));
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

  if (bytes == NULL)
    return;
  source = media_source (bytes);
  screen_start (&screen, &source, 0, 0);
  for (guint i = 0; i < 20; i++) {
    g_assert_true (wait_for (&screen, has_all_slots));
    seek (&screen, (gint64) (i % 4 * GST_SECOND));
  }
  g_assert_true (wait_for (&screen, has_all_slots));
  g_assert_cmpint (screen.first_ns[VAULT_PLAYER_PICTURE], ==, 3 * (gint64) GST_SECOND);
  g_assert_false (screen.has_failed);
  g_mutex_lock (&screen.mutex);
  screen.is_blocked = FALSE;
  g_ptr_array_set_size (screen.kept, 0);
  g_mutex_unlock (&screen.mutex);
  g_assert_true (wait_for (&screen, has_ended));
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

  if (bytes == NULL)
    return;
  source = media_source (bytes);
  screen_start (&screen, &source, 0, 0);
  g_assert_true (wait_for (&screen, has_begun));
  for (guint i = 0; i < 60; i++)
    seek (&screen, (gint64) (i * 37 % 40 * GST_SECOND / 10));
  seek (&screen, (gint64) (2 * GST_SECOND));
  g_assert_true (wait_for (&screen, has_begun));
  g_assert_cmpint (screen.first_ns[VAULT_PLAYER_PICTURE], ==, 2 * (gint64) GST_SECOND);
  g_assert_true (is_like (screen.first_colour, film_colours[2]));
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

  if (bytes == NULL)
    return;
  source = media_source (bytes);
  screen_start (&screen, &source, 0, 0);
  g_assert_true (wait_for (&screen, has_all_slots));
  frame = g_bytes_ref (screen.kept->pdata[0]);
  screen_stop (&screen);
  pixels = g_bytes_get_data (frame, NULL);
  g_assert_cmpint (pixels[2], >, 255 - 2 * TOLERANCE);
}

static void
test_ended_early (void)
{
  g_autoptr (GBytes) bytes = film_make (FILM (X264, "mp4mux"));
  VaultDecoderSource source;
  Screen screen = { .is_blocked = TRUE };

  if (bytes == NULL)
    return;
  source = media_source (bytes);
  screen_start (&screen, &source, 0, 0);
  g_assert_true (wait_for (&screen, has_all_slots));
  vault_playback_end (screen.playback, VAULT_ERROR_EXPIRED);
  g_assert_true (wait_for (&screen, has_failed));
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
  wait_for (&screen, has_failed);
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
  g_assert_true (wait_for (&screen, has_failed));
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
  if (!wait_for (&screen, has_ended))
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

  if (bytes == NULL)
    return;
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

  if (bytes == NULL)
    return;
  source = media_source (bytes);
  screen_start (&screen, &source, 0, 0);
  vault_spare_start (screen.spare);
  g_assert_true (wait_for (&screen, has_begun));
  vault_spare_stop (screen.spare);
  g_assert_true (wait_for (&screen, has_ended));
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
