/* bench-play.c - a film of a vault through the decoder, beside the same film as a plain
 * file decoded in this process
 *
 * NIGHTSTAND_BENCH_PLAY_S: for how long it is played; 10 if not set.
 * NIGHTSTAND_BENCH_ROUNDS: how often it is opened, and how often sought in; 10 if not set.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "bench.h"

#include <gst/app/gstappsink.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "media/playback.h"
#include "vault/session-private.h"

#define FILM_S 20
#define SECOND_NS G_GINT64_CONSTANT (1000000000)

/* Moving, and too rich for the encoder to leave most of it out. */
static const char film[] =
    "videotestsrc num-buffers=600 pattern=zone-plate kx2=12 ky2=7 kt=9 ! "
    "video/x-raw,format=I420,width=1920,height=1080,framerate=30/1 ! "
    "x264enc bitrate=8000 speed-preset=veryfast key-int-max=60 ! mp4mux ! "
    "filesink name=sink";
static const char plain[] =
    "filesrc name=source ! decodebin ! videoconvert ! video/x-raw,format=BGRA ! "
    "appsink name=sink max-buffers=1 enable-last-sample=false";

/* Where in the film, in turns that lead back and forth. */
static gint64
place (guint round)
{
  return (gint64) (round * 7919 % (FILM_S * 1000 - 1000)) * 1000000;
}

static char *
make_film (void)
{
  char *path = bench_path ("film.mp4");
  g_autoptr (GstElement) pipeline = gst_parse_launch (film, NULL);
  g_autoptr (GstElement) sink = NULL;
  g_autoptr (GstBus) bus = NULL;
  g_autoptr (GstMessage) message = NULL;

  if (pipeline == NULL)
    bench_fail ("no encoder");
  sink = gst_bin_get_by_name (GST_BIN (pipeline), "sink");
  bus = gst_element_get_bus (pipeline);
  g_object_set (sink, "location", path, NULL);
  gst_element_set_state (pipeline, GST_STATE_PLAYING);
  message = gst_bus_timed_pop_filtered (bus, GST_CLOCK_TIME_NONE,
                                        GST_MESSAGE_EOS | GST_MESSAGE_ERROR);
  gst_element_set_state (pipeline, GST_STATE_NULL);
  if (GST_MESSAGE_TYPE (message) != GST_MESSAGE_EOS)
    bench_fail ("the film cannot be made");
  return path;
}

static double
get_cpu_s (int who)
{
  struct rusage usage;

  getrusage (who, &usage);
  return (double) (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec)
         + (double) (usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}

static void
print_times (const char *what, GArray *here, GArray *there)
{
  printf ("%s: %.0f ms (%.0f to %.0f) in this process, %.0f ms (%.0f to %.0f) "
          "out of the vault through the decoder\n",
          what, bench_median (here) * 1000, bench_percentile (here, 0) * 1000,
          bench_percentile (here, 100) * 1000, bench_median (there) * 1000,
          bench_percentile (there, 0) * 1000, bench_percentile (there, 100) * 1000);
}

/* ---- in this process, a plain file ---- */

static GstElement *
open_plain (const char *path)
{
  GstElement *pipeline = gst_parse_launch (plain, NULL);
  g_autoptr (GstElement) source = NULL;

  if (pipeline == NULL)
    bench_fail ("no GStreamer");
  source = gst_bin_get_by_name (GST_BIN (pipeline), "source");
  g_object_set (source, "location", path, NULL);
  gst_element_set_state (pipeline, GST_STATE_PAUSED);
  if (gst_element_get_state (pipeline, NULL, NULL, GST_CLOCK_TIME_NONE)
      != GST_STATE_CHANGE_SUCCESS)
    bench_fail ("the film does not open");
  return pipeline;
}

static void
close_plain (GstElement *pipeline)
{
  gst_element_set_state (pipeline, GST_STATE_NULL);
  gst_object_unref (pipeline);
}

static void
measure_plain (const char *path, guint n_rounds, GArray *openings, GArray *seeks)
{
  GstElement *pipeline;

  for (guint i = 0; i < n_rounds; i++) {
    double s = -bench_now_s ();

    pipeline = open_plain (path);
    s += bench_now_s ();
    g_array_append_val (openings, s);
    close_plain (pipeline);
  }
  pipeline = open_plain (path);
  for (guint i = 0; i < n_rounds; i++) {
    double s = -bench_now_s ();

    if (!gst_element_seek_simple (pipeline, GST_FORMAT_TIME,
                                  GST_SEEK_FLAG_FLUSH | GST_SEEK_FLAG_ACCURATE,
                                  place (i)))
      bench_fail ("no seeking");
    gst_element_get_state (pipeline, NULL, NULL, GST_CLOCK_TIME_NONE);
    s += bench_now_s ();
    g_array_append_val (seeks, s);
  }
  close_plain (pipeline);
}

/* Returns: processor seconds for @n_s seconds of film, at its own speed. */
static double
play_plain (const char *path, guint n_s)
{
  GstElement *pipeline = open_plain (path);
  g_autoptr (GstElement) sink = gst_bin_get_by_name (GST_BIN (pipeline), "sink");
  double cpu_s = -get_cpu_s (RUSAGE_SELF);

  gst_element_set_state (pipeline, GST_STATE_PLAYING);
  for (guint i = 0; i < n_s * 30; i++) {
    GstSample *sample = gst_app_sink_pull_sample (GST_APP_SINK (sink));

    if (sample == NULL)
      bench_fail ("the film is too short");
    gst_sample_unref (sample);
  }
  cpu_s += get_cpu_s (RUSAGE_SELF);
  close_plain (pipeline);
  return cpu_s;
}

/* ---- out of the vault, through the decoder ---- */

typedef struct {
  VaultSession *session;
  VaultSpare *spare;
  VaultPlayback *playback;
  GAsyncQueue *frames; /* VaultPlayerPiece */
} Show;

static void
opened (const VaultPlayerFacts *facts, gpointer data)
{
}

static void
filled (const VaultPlayerPiece *piece, gpointer data)
{
  VaultPlayerPiece *copy = g_memdup2 (piece, sizeof *piece);

  g_bytes_ref (copy->bytes);
  g_async_queue_push (((Show *) data)->frames, copy);
}

static void
ended (VaultPlayerStream stream, gpointer data)
{
}

static void
failed (VaultError code, gpointer data)
{
  if (code != VAULT_ERROR_LOCKED)
    bench_fail ("%s", vault_error_get_nick (code));
}

static gboolean
read_source (gpointer data, guint64 offset, guint8 *out, gsize n_bytes, GError **error)
{
  return vault_source_read (data, offset, out, n_bytes, error);
}

static void
free_source (gpointer data)
{
  vault_source_unref (data);
}

static void
piece_free (gpointer data)
{
  VaultPlayerPiece *piece = data;

  g_bytes_unref (piece->bytes);
  g_free (piece);
}

static void
open_show (Show *self)
{
  static const VaultPlayerEvents events = { opened, filled, ended, failed };
  const VaultPlaybackListener listener = { &events, self, NULL };
  VaultSource *source = bench_open_item (self->session);
  const VaultDecoderSource bytes = { read_source, source,
                                     vault_source_get_n_bytes (source) };

  self->playback =
      vault_playback_new (self->spare, &bytes, free_source, 0, 0, &listener);
}

static void
forget_frames (Show *self)
{
  gpointer piece;

  while ((piece = g_async_queue_try_pop (self->frames)) != NULL)
    piece_free (piece);
}

static void
close_show (Show *self)
{
  vault_playback_close (self->playback);
  forget_frames (self);
  g_clear_pointer (&self->playback, vault_playback_unref);
}

/* The processor time of a decoder is known when it has ended. */
static void
await_no_decoder (Show *self)
{
  siginfo_t info;

  vault_spare_stop (self->spare);
  while (waitid (P_ALL, 0, &info, WEXITED | WNOHANG | WNOWAIT) == 0)
    g_usleep (1000);
}

/* As in the window, where a person takes longer to find the next film. */
static void
let_spare_start (Show *self)
{
  vault_spare_refill (self->spare);
  g_usleep (1500 * 1000);
}

static void
measure_show (Show *self, guint n_rounds, GArray *openings, GArray *seeks)
{
  for (guint i = 0; i < n_rounds; i++) {
    double s;

    let_spare_start (self);
    s = -bench_now_s ();
    open_show (self);
    piece_free (g_async_queue_pop (self->frames));
    s += bench_now_s ();
    g_array_append_val (openings, s);
    close_show (self);
  }
  open_show (self);
  piece_free (g_async_queue_pop (self->frames));
  let_spare_start (self);
  for (guint i = 0; i < n_rounds; i++) {
    double s = -bench_now_s ();

    vault_playback_hold (self->playback);
    forget_frames (self);
    vault_playback_seek (self->playback, place (i));
    piece_free (g_async_queue_pop (self->frames));
    s += bench_now_s ();
    g_array_append_val (seeks, s);
  }
  close_show (self);
}

/* As play_plain(), of both processes. */
static void
play_show (Show *self, guint n_s, double *out_here_s, double *out_there_s)
{
  gint64 start_us;

  await_no_decoder (self);
  *out_there_s = -get_cpu_s (RUSAGE_CHILDREN);
  open_show (self);
  piece_free (g_async_queue_pop (self->frames));
  *out_here_s = -get_cpu_s (RUSAGE_SELF);
  start_us = g_get_monotonic_time ();
  for (guint i = 1; i < n_s * 30; i++) {
    VaultPlayerPiece *piece = g_async_queue_pop (self->frames);
    gint64 left_us = start_us + piece->position_ns / 1000 - g_get_monotonic_time ();

    if (left_us > 0)
      g_usleep ((gulong) left_us);
    piece_free (piece);
  }
  *out_here_s += get_cpu_s (RUSAGE_SELF);
  close_show (self);
  await_no_decoder (self);
  *out_there_s += get_cpu_s (RUSAGE_CHILDREN);
}

static double
get_start_cost_s (Show *self)
{
  double s;

  await_no_decoder (self);
  s = -get_cpu_s (RUSAGE_CHILDREN);
  vault_spare_start (self->spare);
  g_usleep (1500 * 1000);
  await_no_decoder (self);
  return s + get_cpu_s (RUSAGE_CHILDREN);
}

static void
compare (Show *show, const char *path, guint n_rounds, guint n_s)
{
  GArray *openings[2], *seeks[2];
  double plain_s, here_s, there_s, start_s;

  for (guint i = 0; i < 2; i++) {
    openings[i] = g_array_new (FALSE, FALSE, sizeof (double));
    seeks[i] = g_array_new (FALSE, FALSE, sizeof (double));
  }
  vault_spare_start (show->spare);
  measure_plain (path, n_rounds, openings[0], seeks[0]);
  measure_show (show, n_rounds, openings[1], seeks[1]);
  print_times ("First frame", openings[0], openings[1]);
  print_times ("Exact seek", seeks[0], seeks[1]);

  start_s = get_start_cost_s (show);
  plain_s = play_plain (path, n_s);
  play_show (show, n_s, &here_s, &there_s);
  there_s -= start_s;
  printf ("Playing 1080p30: %.1f %% of a processor in this process; %.1f %% in the "
          "decoder and %.1f %% here: %.2f times as much\n",
          plain_s * 100 / n_s, there_s * 100 / n_s, here_s * 100 / n_s,
          (there_s + here_s) / plain_s);
  printf ("Starting a decoder: %.0f ms of a processor\n", start_s * 1000);
  for (guint i = 0; i < 2; i++) {
    g_array_unref (openings[i]);
    g_array_unref (seeks[i]);
  }
}

int
main (int argc, char **argv)
{
  g_autoptr (VaultSecret) passphrase = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = NULL;
  g_autofree char *path = NULL;
  Show show = { 0 };

  bench_start (argc, argv, "play");
  gst_init (NULL, NULL);
  folder = bench_path ("vault");
  path = make_film ();
  passphrase = bench_passphrase ();
  show.session =
      vault_session_create (folder, passphrase, VAULT_KDF_QUICK, NULL, &error);
  bench_check (error, "create");
  bench_import (show.session, path);
  show.spare = vault_spare_new ();
  show.frames = g_async_queue_new_full (piece_free);
  compare (&show, path, (guint) bench_get_number ("NIGHTSTAND_BENCH_ROUNDS", 10),
           (guint) bench_get_number ("NIGHTSTAND_BENCH_PLAY_S", 10));
  vault_spare_stop (show.spare);
  vault_spare_unref (show.spare);
  vault_session_close (show.session);
  vault_session_unref (show.session);
  return 0;
}
