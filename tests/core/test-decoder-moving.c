/* test-decoder-moving.c - animations, frame by frame: good, bad and endless ones
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "media/frames.h"

#include "support/media-maker.h"
#include "support/moving-maker.h"

#include <stdlib.h>
#include <string.h>

#define RED 0xff0000
#define GREEN 0x00ff00
#define BLUE 0x0000ff
#define WHITE 0xffffff
#define CLEAR MOVING_CLEAR
#define SIDE 16
#define HALF (SIDE / 2)

/* What a helper may hold at the most, whatever the animation. */
#define MOST_RESIDENT_KIB (96 * 1024)

static VaultDecoder *decoder;

static VaultFrames *
open_frames (GBytes *bytes, GCancellable *cancellable, GError **error)
{
  VaultDecoderSource source = media_source (bytes);

  return vault_decoder_open_frames (decoder, &source, cancellable, error);
}

/* The colour of a pixel, CLEAR if it is not there. */
static guint32
pixel_at (const VaultPixels *pixels, guint x, guint y)
{
  const guint8 *pixel = (const guint8 *) g_bytes_get_data (pixels->bytes, NULL)
                        + y * pixels->stride_bytes + x * 4;

  if (pixel[3] == 0)
    return CLEAR;
  return (guint32) pixel[2] << 16 | (guint32) pixel[1] << 8 | pixel[0];
}

/* What the four quarters of a frame show, in reading order. */
typedef struct {
  guint32 quarters[4];
  guint delay_ms;
} Expected;

static void
assert_next (VaultFrames *frames, const Expected *expected, guint n_frames)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (VaultPixels) pixels = NULL;
  guint delay_ms, n;

  pixels = vault_frames_next (frames, 0, &delay_ms, &n, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (pixels->width, ==, SIDE);
  g_assert_cmpuint (pixels->height, ==, SIDE);
  g_assert_cmpuint (n, ==, n_frames);
  g_assert_cmpuint (delay_ms, ==, expected->delay_ms);
  for (guint i = 0; i < 4; i++)
    g_assert_cmphex (pixel_at (pixels, i % 2 * HALF + 1, i / 2 * HALF + 1), ==,
                     expected->quarters[i]);
}

static void
assert_goes_round (GBytes *bytes, const Expected *expected, guint n_frames)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (VaultFrames) frames = open_frames (bytes, NULL, &error);

  g_assert_no_error (error);
  for (guint i = 0; i < 3 * n_frames; i++)
    assert_next (frames, &expected[i % n_frames], n_frames);
}

static void
test_gif (void)
{
  static const MovingFrame frames[] = {
    { 0, 0, SIDE, SIDE, RED, RED, FALSE, FALSE, 1, 10 },
    { 0, 0, HALF, HALF, GREEN, GREEN, TRUE, FALSE, 2, 5 },      /* back to nothing */
    { HALF, HALF, HALF, HALF, BLUE, BLUE, FALSE, FALSE, 3, 0 }, /* back to before */
    { 0, 0, SIDE, SIDE, CLEAR, CLEAR, FALSE, FALSE, 0, 1 },
    { 0, 0, SIDE, SIDE, WHITE, CLEAR, TRUE, TRUE, 0, 2 },
  };
  static const Expected expected[] = {
    { { RED, RED, RED, RED }, 100 },    { { GREEN, RED, RED, RED }, 50 },
    { { CLEAR, RED, RED, BLUE }, 100 }, /* no delay: as browsers do */
    { { CLEAR, RED, RED, RED }, 100 },  { { WHITE, WHITE, RED, RED }, 20 },
  };
  g_autoptr (GBytes) bytes =
                 moving_make_gif (SIDE, SIDE, frames, G_N_ELEMENTS (frames));

  assert_goes_round (bytes, expected, G_N_ELEMENTS (expected));
}

static void
test_webp (void)
{
  static const MovingFrame frames[] = {
    { .top_colour = RED, .bottom_colour = RED, .delay_hundredths = 10 },
    { .top_colour = RED, .bottom_colour = BLUE, .delay_hundredths = 3 },
    { .top_colour = GREEN, .bottom_colour = WHITE, .delay_hundredths = 50 },
  };
  static const Expected expected[] = {
    { { RED, RED, RED, RED }, 100 },
    { { RED, RED, BLUE, BLUE }, 30 },
    { { GREEN, GREEN, WHITE, WHITE }, 500 },
  };
  g_autoptr (GBytes) bytes =
                 moving_make_webp (SIDE, SIDE, frames, G_N_ELEMENTS (frames));

  assert_goes_round (bytes, expected, G_N_ELEMENTS (expected));
}

/* Frames that reach out of the screen, or lie beside it. */
static void
test_sticking_out (void)
{
  static const MovingFrame frames[] = {
    { 0, 0, SIDE, SIDE, RED, RED, FALSE, FALSE, 1, 10 },
    { HALF, HALF, 4 * SIDE, 4 * SIDE, BLUE, BLUE, FALSE, FALSE, 3, 10 },
    { 60000, 0, 4, 4, GREEN, GREEN, FALSE, FALSE, 2, 10 },
    { 0, 60000, 4, 4, GREEN, GREEN, FALSE, TRUE, 3, 10 },
  };
  static const Expected expected[] = {
    { { RED, RED, RED, RED }, 100 },
    { { RED, RED, RED, BLUE }, 100 },
    { { RED, RED, RED, RED }, 100 },
    { { RED, RED, RED, RED }, 100 },
  };
  g_autoptr (GBytes) bytes =
                 moving_make_gif (SIDE, SIDE, frames, G_N_ELEMENTS (frames));

  assert_goes_round (bytes, expected, G_N_ELEMENTS (expected));
}

static void
test_single (void)
{
  static const MovingFrame frame = { 0, 0, SIDE, SIDE, RED, RED, FALSE, FALSE, 0, 7 };
  static const Expected expected = { { RED, RED, RED, RED }, 70 };
  g_autoptr (GBytes) bytes = moving_make_gif (SIDE, SIDE, &frame, 1);

  assert_goes_round (bytes, &expected, 1);
}

/* Frames come in the size that is wanted at the time. */
static void
test_sizes (void)
{
  static const MovingFrame frames[] = {
    { 0, 0, 200, 100, RED, RED, FALSE, FALSE, 0, 10 },
    { 0, 0, 200, 100, BLUE, BLUE, FALSE, FALSE, 0, 10 },
  };
  static const guint sides[][3] = { { 50, 50, 25 },
                                    { 0, 200, 100 },
                                    { 999, 200, 100 } };
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = moving_make_gif (200, 100, frames, 2);
  g_autoptr (VaultFrames) moving = open_frames (bytes, NULL, &error);

  for (gsize i = 0; i < G_N_ELEMENTS (sides); i++) {
    guint delay_ms, n_frames;
    g_autoptr (VaultPixels) pixels = vault_frames_next (moving, sides[i][0], &delay_ms,
                                                        &n_frames, NULL, &error);

    g_assert_no_error (error);
    g_assert_cmpuint (pixels->width, ==, sides[i][1]);
    g_assert_cmpuint (pixels->height, ==, sides[i][2]);
    g_assert_cmphex (pixel_at (pixels, 10, 10), ==, i % 2 == 0 ? RED : BLUE);
  }
}

/* The most memory that a child of this process has had. */
static guint64
get_peak_of_child_kib (void)
{
  g_autoptr (GDir) dir = g_dir_open ("/proc", 0, NULL);
  g_autofree char *wanted = g_strdup_printf ("\nPPid:\t%d\n", getpid ());
  const char *name;
  guint64 most = 0;

  while ((name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *path = g_build_filename ("/proc", name, "status", NULL);
    g_autofree char *text = NULL;

    if (g_ascii_isdigit (name[0]) && g_file_get_contents (path, &text, NULL, NULL)
        && strstr (text, wanted) != NULL) {
      const char *peak = strstr (text, "VmHWM:");

      g_assert_nonnull (peak);
      most = MAX (most, g_ascii_strtoull (peak + strlen ("VmHWM:"), NULL, 10));
    }
  }
  return most;
}

static void
test_endless (void)
{
  g_autoptr (GBytes) bytes = moving_make_long_gif (DECODER_MAX_FRAMES + 5000);
  g_autoptr (GError) error = NULL;
  g_autoptr (VaultFrames) frames = open_frames (bytes, NULL, &error);

  g_assert_no_error (error);
  for (guint i = 0; i < 2000; i++) {
    guint delay_ms, n_frames;
    g_autoptr (VaultPixels) pixels =
                   vault_frames_next (frames, 0, &delay_ms, &n_frames, NULL, &error);

    g_assert_no_error (error);
    g_assert_cmpuint (n_frames, ==, DECODER_MAX_FRAMES);
    g_assert_cmphex (pixel_at (pixels, 0, 0), ==, i % 2 == 0 ? RED : BLUE);
  }
  g_assert_cmpuint (get_peak_of_child_kib (), >, 1024);
  g_assert_cmpuint (get_peak_of_child_kib (), <, MOST_RESIDENT_KIB);
}

static void
assert_fails (GBytes *bytes, VaultError code)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (VaultFrames) frames = open_frames (bytes, NULL, &error);
  guint delay_ms, n_frames;

  if (frames != NULL) {
    g_assert_null (vault_frames_next (frames, 0, &delay_ms, &n_frames, NULL, &error));
    g_assert_error (error, VAULT_ERROR, (int) code);
    g_clear_error (&error);
    g_assert_null (vault_frames_next (frames, 0, &delay_ms, &n_frames, NULL, &error));
    g_assert_nonnull (error);
    return;
  }
  g_assert_error (error, VAULT_ERROR, (int) code);
}

/* Too large to move, though not to be looked at. */
static void
test_large (void)
{
  static const MovingFrame frames[] = {
    { 0, 0, 8, 8, RED, RED, FALSE, FALSE, 0, 10 },
    { 0, 0, 8, 8, BLUE, BLUE, FALSE, FALSE, 0, 10 },
  };
  g_autoptr (GBytes) large = moving_make_gif (5000, 5000, frames, 2);
  g_autoptr (GBytes) bomb = moving_make_gif (65535, 65535, frames, 2);
  VaultDecoderSource source = media_source (large);
  g_autoptr (GError) error = NULL;
  g_autoptr (VaultPixels) still =
                 vault_decoder_image (decoder, &source, 500, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (still->width, ==, 500);
  assert_fails (large, VAULT_ERROR_TOO_LARGE_MEDIA);
  assert_fails (bomb, VAULT_ERROR_TOO_LARGE_MEDIA);
}

static void
test_other_kinds (void)
{
  g_autoptr (GBytes) jpeg = media_make (MEDIA_JPEG, 0);
  g_autoptr (GBytes) png = media_make (MEDIA_PNG, 0);
  g_autoptr (GBytes) pdf = g_bytes_new_static ("%PDF-1.7", 8);
  g_autoptr (GBytes) text = g_bytes_new_static ("GIF88a is none", 14);
  g_autoptr (GBytes) stub = g_bytes_new_static ("GIF89a", 6);
  g_autoptr (GBytes) still_webp = media_make (MEDIA_WEBP, 0);
  g_autoptr (GError) error = NULL;
  g_autoptr (VaultFrames) frames = NULL;

  assert_fails (jpeg, VAULT_ERROR_UNSUPPORTED_MEDIA);
  assert_fails (png, VAULT_ERROR_UNSUPPORTED_MEDIA);
  assert_fails (pdf, VAULT_ERROR_UNSUPPORTED_MEDIA);
  assert_fails (text, VAULT_ERROR_UNSUPPORTED_MEDIA);
  assert_fails (stub, VAULT_ERROR_DAMAGED_MEDIA);
  frames = open_frames (still_webp, NULL, &error);
  g_assert_no_error (error);
}

/* Cut off in its last frame, it goes round those before. */
static void
test_cut_off (void)
{
  static const MovingFrame frames[] = {
    { 0, 0, SIDE, SIDE, RED, RED, FALSE, FALSE, 0, 10 },
    { 0, 0, SIDE, SIDE, GREEN, GREEN, FALSE, FALSE, 0, 10 },
    { 0, 0, SIDE, SIDE, BLUE, WHITE, FALSE, FALSE, 0, 10 },
  };
  static const Expected expected[] = { { { RED, RED, RED, RED }, 100 },
                                       { { GREEN, GREEN, GREEN, GREEN }, 100 } };
  g_autoptr (GBytes) whole = moving_make_gif (SIDE, SIDE, frames, 3);
  g_autoptr (GBytes) cut =
                 g_bytes_new_from_bytes (whole, 0, g_bytes_get_size (whole) - 6);
  g_autoptr (GError) error = NULL;
  g_autoptr (VaultFrames) moving = open_frames (cut, NULL, &error);

  assert_next (moving, &expected[0], 3);
  assert_next (moving, &expected[1], 3);
  for (guint i = 0; i < 4; i++)
    assert_next (moving, &expected[i % 2], 2);
}

static void
try_mutation (GBytes *mutation)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (VaultFrames) frames = open_frames (mutation, NULL, &error);

  for (guint i = 0; i < 6 && error == NULL; i++) {
    guint delay_ms, n_frames;
    g_autoptr (VaultPixels) pixels =
                   vault_frames_next (frames, 64, &delay_ms, &n_frames, NULL, &error);

    g_assert_true ((pixels == NULL) == (error != NULL));
  }
  if (error != NULL)
    g_assert_true (error->domain == VAULT_ERROR
                   && (error->code == VAULT_ERROR_DAMAGED_MEDIA
                       || error->code == VAULT_ERROR_UNSUPPORTED_MEDIA
                       || error->code == VAULT_ERROR_TOO_LARGE_MEDIA
                       || error->code == VAULT_ERROR_DECODER_FAILED));
}

static void
test_mutations (void)
{
  static const MovingFrame frames[] = {
    { 0, 0, SIDE, SIDE, RED, BLUE, FALSE, FALSE, 3, 10 },
    { 4, 4, HALF, HALF, GREEN, WHITE, TRUE, TRUE, 2, 10 },
    { 0, 0, SIDE, SIDE, WHITE, CLEAR, FALSE, FALSE, 1, 10 },
  };
  g_autoptr (GRand) rand = g_rand_new_with_seed (17);
  g_autoptr (GBytes) gif = moving_make_gif (SIDE, SIDE, frames, 3);
  g_autoptr (GBytes) webp = moving_make_webp (SIDE, SIDE, frames, 2);

  for (guint n = 0; n < 120; n++) {
    gsize n_bytes;
    const guint8 *data = g_bytes_get_data (n % 2 == 0 ? gif : webp, &n_bytes);
    guint8 *bytes = g_memdup2 (data, n_bytes);
    gint32 n_flips = g_rand_int_range (rand, 1, 6);
    g_autoptr (GBytes) mutation = NULL;

    for (gint32 flip = 0; flip < n_flips; flip++)
      bytes[g_rand_int_range (rand, 6, (gint32) n_bytes)] ^=
          (guint8) (1 << g_rand_int_range (rand, 0, 8));
    mutation = g_bytes_new_take (bytes, n % 5 == 0 ? n_bytes * n / 120 + 1 : n_bytes);
    try_mutation (mutation);
  }
}

/* ---- helpers of their own ---- */

static gpointer
wait_for_turn (gpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = moving_make_long_gif (4);
  g_autoptr (VaultFrames) frames = open_frames (bytes, data, &error);

  if (frames == NULL && g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return GINT_TO_POINTER (1);
  return GINT_TO_POINTER (frames != NULL ? 2 : 3);
}

/* Only so many at a time; who is given up while waiting is gone, and who ends makes room. */
static void
test_turns (void)
{
  g_autoptr (GBytes) bytes = moving_make_long_gif (4);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  VaultFrames *first = open_frames (bytes, NULL, NULL);
  VaultFrames *second = open_frames (bytes, NULL, NULL);
  GThread *given_up = g_thread_new ("given-up", wait_for_turn, cancellable);
  GThread *patient = g_thread_new ("patient", wait_for_turn, NULL);

  g_cancellable_cancel (cancellable);
  g_assert_cmpint (GPOINTER_TO_INT (g_thread_join (given_up)), ==, 1);
  vault_frames_free (first);
  g_assert_cmpint (GPOINTER_TO_INT (g_thread_join (patient)), ==, 2);
  vault_frames_free (second);
}

static void
test_stop (void)
{
  g_autoptr (GBytes) bytes = moving_make_long_gif (4);
  g_autoptr (GError) error = NULL;
  g_autoptr (VaultFrames) frames = open_frames (bytes, NULL, &error);
  guint delay_ms, n_frames;
  g_autoptr (VaultPixels) pixels =
                 vault_frames_next (frames, 0, &delay_ms, &n_frames, NULL, &error);

  g_assert_nonnull (pixels);
  vault_decoder_stop (decoder);
  g_assert_null (vault_frames_next (frames, 0, &delay_ms, &n_frames, NULL, &error));
  g_assert_error (error, VAULT_ERROR, VAULT_ERROR_LOCKED);
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  decoder = vault_decoder_new (2);
  g_test_add_func ("/media/moving/gif", test_gif);
  g_test_add_func ("/media/moving/webp", test_webp);
  g_test_add_func ("/media/moving/sticking-out", test_sticking_out);
  g_test_add_func ("/media/moving/single", test_single);
  g_test_add_func ("/media/moving/sizes", test_sizes);
  g_test_add_func ("/media/moving/endless", test_endless);
  g_test_add_func ("/media/moving/large", test_large);
  g_test_add_func ("/media/moving/other-kinds", test_other_kinds);
  g_test_add_func ("/media/moving/cut-off", test_cut_off);
  g_test_add_func ("/media/moving/mutations", test_mutations);
  g_test_add_func ("/media/moving/turns", test_turns);
  g_test_add_func ("/media/moving/stop", test_stop);
  status = g_test_run ();
  vault_decoder_free (decoder);
  return status;
}
