/* bench-still.c - how soon a large photo, a page and a frame are there
 *
 * A photo is decoded to what is shown of it, beside the same photo decoded whole in the
 * same run.
 *
 * NIGHTSTAND_BENCH_MEGAPIXELS: of the photo; 50 if not set.
 * NIGHTSTAND_BENCH_ROUNDS: how often each is measured; 5 if not set.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "bench.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include <gdk-pixbuf/gdk-pixbuf.h>

#include "media/frames.h"
#include "support/moving-maker.h"

#define VIEW_PX 1600
#define N_FRAMES 100

static gboolean
read_bytes (gpointer data, guint64 offset, guint8 *out, gsize n_bytes, GError **error)
{
  memcpy (out, (const guint8 *) g_bytes_get_data (data, NULL) + offset, n_bytes);
  return TRUE;
}

static VaultDecoderSource
source_of (GBytes *bytes)
{
  return (VaultDecoderSource){ read_bytes, bytes, g_bytes_get_size (bytes) };
}

/* Four to three, with as much detail as a photo has: gradients and some noise. */
static GBytes *
make_photo (guint64 n_megapixels)
{
  int height = (int) sqrt ((double) n_megapixels * 1e6 * 3 / 4);
  int width = height * 4 / 3;
  g_autoptr (GdkPixbuf) pixbuf =
                 gdk_pixbuf_new (GDK_COLORSPACE_RGB, FALSE, 8, width, height);
  g_autoptr (GRand) rand = g_rand_new_with_seed (3);
  g_autoptr (GError) error = NULL;
  gsize stride = (gsize) gdk_pixbuf_get_rowstride (pixbuf);
  char *bytes;
  gsize n_bytes;

  for (int y = 0; y < height; y++) {
    guint8 *row = gdk_pixbuf_get_pixels (pixbuf) + (gsize) y * stride;

    for (int x = 0; x < width; x++, row += 3) {
      guint noise = g_rand_int (rand) & 15;

      row[0] = (guint8) (x * 200 / width + (int) noise);
      row[1] = (guint8) (y * 200 / height + (int) noise);
      row[2] = (guint8) ((x / 64 + y / 64) % 200 + (int) noise);
    }
  }
  gdk_pixbuf_save_to_buffer (pixbuf, &bytes, &n_bytes, "jpeg", &error, "quality", "90",
                             NULL);
  bench_check (error, "make the photo");
  return g_bytes_new_take (bytes, n_bytes);
}

static double
decode_s (VaultDecoder *decoder, GBytes *photo, guint max_side)
{
  VaultDecoderSource source = source_of (photo);
  g_autoptr (GError) error = NULL;
  double start_s = bench_now_s (), took_s;
  VaultPixels *pixels = vault_decoder_image (decoder, &source, max_side, NULL, &error);

  took_s = bench_now_s () - start_s;
  bench_check (error, "decode the photo");
  if (max_side != 0 && MAX (pixels->width, pixels->height) != max_side)
    bench_fail ("the photo has another size");
  vault_pixels_free (pixels);
  return took_s;
}

static void
measure_photo (VaultDecoder *decoder, guint64 n_megapixels, guint64 n_rounds)
{
  g_autoptr (GBytes) photo = make_photo (n_megapixels);
  g_autoptr (GArray) shown = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (GArray) whole = g_array_new (FALSE, FALSE, sizeof (double));

  /* The helper is started before anything is measured, as in the window. */
  (void) decode_s (decoder, photo, 64);
  for (guint64 i = 0; i < n_rounds; i++) {
    double shown_s = decode_s (decoder, photo, VIEW_PX);
    double whole_s = decode_s (decoder, photo, 0);

    g_array_append_val (shown, shown_s);
    g_array_append_val (whole, whole_s);
  }
  printf ("JPEG of %" G_GUINT64_FORMAT
          " megapixels, %.1f MiB: %.0f ms for a view of %u "
          "px, %.0f ms whole\n",
          n_megapixels, (double) g_bytes_get_size (photo) / (double) BENCH_MIB,
          bench_median (shown) * 1000, VIEW_PX, bench_median (whole) * 1000);
}

static void
measure_page (VaultDecoder *decoder, guint64 n_rounds)
{
  static const char *const contents[] = { "BT /F 12 Tf 10 40 Td (Dear you) Tj ET",
                                          NULL };
  g_autoptr (GBytes) document = document_make (
      contents, "/Font<</F<</Type/Font/Subtype/Type1/BaseFont/Times-Roman>>>>", "", "");
  g_autoptr (GArray) took = g_array_new (FALSE, FALSE, sizeof (double));
  double first_s = 0;

  for (guint64 i = 0; i <= n_rounds; i++) {
    VaultDecoderSource source = source_of (document);
    g_autoptr (GError) error = NULL;
    double start_s = bench_now_s (), took_s;
    guint n_pages;
    VaultPixels *pixels =
        vault_decoder_page (decoder, &source, 0, VIEW_PX, &n_pages, NULL, &error);

    took_s = bench_now_s () - start_s;
    bench_check (error, "paint a page");
    vault_pixels_free (pixels);
    if (i == 0)
      first_s = took_s;
    else
      g_array_append_val (took, took_s);
  }
  printf (
      "A page of a document at %u px: %.0f ms with the start of its helper, %.0f ms "
      "after\n",
      VIEW_PX, first_s * 1000, bench_median (took) * 1000);
}

static void
measure_frames (VaultDecoder *decoder)
{
  static const MovingFrame frames[] = {
    { 0, 0, 640, 480, 0xff0000, 0x0000ff, FALSE, FALSE, 0, 5 },
    { 0, 0, 640, 480, 0x00ff00, 0xffffff, FALSE, FALSE, 0, 5 },
  };
  g_autoptr (GBytes) gif = moving_make_gif (640, 480, frames, 2);
  VaultDecoderSource source = source_of (gif);
  g_autoptr (GError) error = NULL;
  double start_s = bench_now_s (), first_s = 0;
  g_autoptr (VaultFrames) moving =
                 vault_decoder_open_frames (decoder, &source, NULL, &error);

  bench_check (error, "open the animation");
  for (guint i = 0; i < N_FRAMES; i++) {
    guint delay_ms, n_frames;
    VaultPixels *pixels =
        vault_frames_next (moving, 0, &delay_ms, &n_frames, NULL, &error);

    bench_check (error, "decode a frame");
    vault_pixels_free (pixels);
    if (i == 0)
      first_s = bench_now_s () - start_s;
  }
  printf ("Frames of 640 x 480: %.0f ms to the first, %.1f ms for each after it\n",
          first_s * 1000, (bench_now_s () - start_s - first_s) * 1000 / (N_FRAMES - 1));
}

int
main (int argc, char **argv)
{
  guint64 n_rounds = bench_get_number ("NIGHTSTAND_BENCH_ROUNDS", 5);
  VaultDecoder *decoder;

  bench_start (argc, argv, "still");
  decoder = vault_decoder_new (1);
  measure_photo (decoder, bench_get_number ("NIGHTSTAND_BENCH_MEGAPIXELS", 50),
                 n_rounds);
  measure_page (decoder, n_rounds);
  measure_frames (decoder);
  vault_decoder_free (decoder);
  return 0;
}
