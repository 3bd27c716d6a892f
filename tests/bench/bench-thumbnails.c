/* bench-thumbnails.c - how many photographs a second get their thumbnail
 *
 * JPEG files of twelve million pixels and about two MiB, through the decoder's processes as an import has
 * it done.  Beside it: vipsthumbnail, writing the same WebP, as many processes of it as there
 * are processors; and gdk-pixbuf in this process on as many threads, which parses the file where
 * the keys would be and writes a JPEG.  Each begins anew every time, the decoder with the start of its
 * processes.
 *
 * NIGHTSTAND_BENCH_PICTURES: how many; 200 if not set.  NIGHTSTAND_BENCH_RUNS: 5.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "bench.h"

#include <gdk-pixbuf/gdk-pixbuf.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#define WIDTH 4000
#define HEIGHT 3000
#define QUALITY "91"
/* Files that differ; the others are copies, which cost the same. */
#define N_ORIGINALS 4
#define SIDE G_STRINGIFY (VAULT_THUMBNAIL_SIDE)

typedef struct {
  GPtrArray *paths;
  char *out; /* a folder */
  VaultDecoder *decoder;
  gint n_done; /* atomic */
} Work;

typedef double (*Way) (Work *work);

/* ---- the photographs ---- */

/* Shapes, light, and the grain of a sensor. */
static guint8
shade (guint seed, int x, int y, int channel, guint32 *random)
{
  double wave = sin (x / (90.0 + 31 * seed) + channel) * cos (y / (140.0 - 17 * seed));
  double edge = ((x / 310 + y / 270 + (int) seed) % 3) * 22;
  int grain;

  *random = *random * 1664525 + 1013904223;
  grain = (int) (*random >> 28) - 8;
  return (guint8) CLAMP (110 + 70 * wave + edge + grain, 0, 255);
}

static void
write_photograph (const char *path, guint seed)
{
  g_autoptr (GdkPixbuf) pixbuf =
                 gdk_pixbuf_new (GDK_COLORSPACE_RGB, FALSE, 8, WIDTH, HEIGHT);
  guint8 *pixels = gdk_pixbuf_get_pixels (pixbuf);
  int stride = gdk_pixbuf_get_rowstride (pixbuf);
  g_autoptr (GError) error = NULL;
  guint32 random = seed;

  for (int y = 0; y < HEIGHT; y++)
    for (int x = 0; x < WIDTH; x++)
      for (int channel = 0; channel < 3; channel++)
        pixels[y * stride + 3 * x + channel] = shade (seed, x, y, channel, &random);
  gdk_pixbuf_save (pixbuf, path, "jpeg", &error, "quality", QUALITY, NULL);
  bench_check (error, "photograph");
}

static guint64
make_photographs (Work *work, guint n)
{
  g_autofree char *folder = bench_path ("photographs");
  guint64 n_bytes = 0;

  g_mkdir_with_parents (folder, 0700);
  for (guint i = 0; i < n; i++) {
    char *path = g_strdup_printf ("%s/IMG_%04u.jpg", folder, i);
    g_autofree char *bytes = NULL;
    gsize length;

    if (i < N_ORIGINALS)
      write_photograph (path, i);
    if (!g_file_get_contents (work->paths->len > 0 && i >= N_ORIGINALS
                                  ? work->paths->pdata[i % N_ORIGINALS]
                                  : path,
                              &bytes, &length, NULL)
        || (i >= N_ORIGINALS
            && !g_file_set_contents (path, bytes, (gssize) length, NULL)))
      bench_fail ("cannot copy a photograph");
    n_bytes += length;
    g_ptr_array_add (work->paths, path);
  }
  return n_bytes;
}

/* ---- the three ways ---- */

static double
run_pool (Work *work, GFunc func, guint n_threads)
{
  GThreadPool *pool = g_thread_pool_new (func, work, (int) n_threads, FALSE, NULL);
  double start_s = bench_now_s ();

  work->n_done = 0;
  for (guint i = 0; i < work->paths->len; i++)
    g_thread_pool_push (pool, work->paths->pdata[i], NULL);
  g_thread_pool_free (pool, FALSE, TRUE);
  if (work->n_done != (gint) work->paths->len)
    bench_fail ("%d of %u thumbnails were made", work->n_done, work->paths->len);
  return bench_now_s () - start_s;
}

static gboolean
read_mapped (gpointer data, guint64 offset, guint8 *out, gsize n_bytes, GError **error)
{
  memcpy (out, g_mapped_file_get_contents (data) + offset, n_bytes);
  return TRUE;
}

static void
decode_one (gpointer path, gpointer user_data)
{
  Work *work = user_data;
  g_autoptr (GMappedFile) file = g_mapped_file_new (path, FALSE, NULL);
  const VaultDecoderSource source = { read_mapped, file,
                                      g_mapped_file_get_length (file) };
  g_autoptr (GBytes) thumbnail = NULL;
  VaultMediaFacts facts;

  if (vault_decoder_thumbnail (work->decoder, &source, VAULT_MEDIA_IMAGE, &thumbnail,
                               &facts, NULL, NULL)
      && thumbnail != NULL && facts.width == WIDTH)
    g_atomic_int_inc (&work->n_done);
}

static double
with_decoder (Work *work)
{
  double s = run_pool (work, decode_one, g_get_num_processors () + 1);

  /* What its processes took is known once they have ended. */
  vault_decoder_stop (work->decoder);
  return s;
}

static void
scale_one (gpointer path, gpointer user_data)
{
  Work *work = user_data;
  g_autoptr (GdkPixbuf) pixbuf = gdk_pixbuf_new_from_file_at_scale (
      path, VAULT_THUMBNAIL_SIDE, VAULT_THUMBNAIL_SIDE, TRUE, NULL);
  g_autofree char *bytes = NULL;
  gsize n_bytes;

  if (pixbuf != NULL
      && gdk_pixbuf_save_to_buffer (pixbuf, &bytes, &n_bytes, "jpeg", NULL, NULL))
    g_atomic_int_inc (&work->n_done);
}

static double
with_pixbuf (Work *work)
{
  return run_pool (work, scale_one, g_get_num_processors ());
}

static double
with_vips (Work *work)
{
  const guint n_processes = g_get_num_processors ();
  g_autoptr (GPtrArray) running = g_ptr_array_new_with_free_func (g_object_unref);
  g_autofree char *target = g_strdup_printf ("%s/%%s.webp[Q=78]", work->out);
  double start_s;

  bench_remove (work->out);
  g_mkdir_with_parents (work->out, 0700);
  start_s = bench_now_s ();
  for (guint i = 0; i < n_processes; i++) {
    g_autoptr (GPtrArray) argv = g_ptr_array_new ();
    g_autoptr (GError) error = NULL;

    g_ptr_array_add (argv, (gpointer) "vipsthumbnail");
    g_ptr_array_add (argv, (gpointer) "--vips-concurrency=1");
    g_ptr_array_add (argv, (gpointer) "--size=" SIDE);
    g_ptr_array_add (argv, (gpointer) "-o");
    g_ptr_array_add (argv, target);
    for (guint k = i; k < work->paths->len; k += n_processes)
      g_ptr_array_add (argv, work->paths->pdata[k]);
    g_ptr_array_add (argv, NULL);
    g_ptr_array_add (running,
                     g_subprocess_newv ((const char *const *) argv->pdata, 0, &error));
    bench_check (error, "vipsthumbnail");
  }
  for (guint i = 0; i < running->len; i++)
    if (!g_subprocess_wait_check (running->pdata[i], NULL, NULL))
      bench_fail ("vipsthumbnail failed");
  return bench_now_s () - start_s;
}

int
main (int argc, char **argv)
{
  static const struct {
    const char *name;
    Way way;
  } ways[] = { { "the decoder", with_decoder },
               { "vipsthumbnail", with_vips },
               { "gdk-pixbuf, in process", with_pixbuf } };
  guint n = (guint) bench_get_number ("NIGHTSTAND_BENCH_PICTURES", 200);
  guint n_runs = (guint) bench_get_number ("NIGHTSTAND_BENCH_RUNS", 5);
  GArray *taken[G_N_ELEMENTS (ways)];
  GArray *cpu[G_N_ELEMENTS (ways)];
  g_autoptr (GPtrArray) paths = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *out = NULL;
  Work work = { .paths = paths };
  guint64 n_bytes;

  bench_start (argc, argv, "thumbnails");
  work.out = out = bench_path ("vips");
  work.decoder = vault_decoder_new (g_get_num_processors ());
  n_bytes = make_photographs (&work, n);
  printf (
      "Thumbnails of %u photographs, %d x %d, %.2f MiB each, %u at a time, medians of "
      "%u\n\n",
      n, WIDTH, HEIGHT, (double) n_bytes / n / BENCH_MIB, g_get_num_processors (),
      n_runs);

  for (guint i = 0; i < G_N_ELEMENTS (ways); i++)
    taken[i] = g_array_new (FALSE, FALSE, sizeof (double)),
    cpu[i] = g_array_new (FALSE, FALSE, sizeof (double));
  for (guint run = 0; run < n_runs; run++)
    for (guint i = 0; i < G_N_ELEMENTS (ways); i++) {
      double cpu_s = bench_cpu_s ();
      double s = ways[i].way (&work);

      cpu_s = bench_cpu_s () - cpu_s;
      g_array_append_val (taken[i], s);
      g_array_append_val (cpu[i], cpu_s);
    }
  for (guint i = 0; i < G_N_ELEMENTS (ways); i++) {
    printf ("%-24s %7.1f a second, the decoder makes %.2f times as many\n"
            "%-24s %7.1f ms of a processor each, the decoder takes %.2f times that\n",
            ways[i].name, n / bench_median (taken[i]),
            bench_median (taken[i]) / bench_median (taken[0]), "",
            bench_median (cpu[i]) * 1e3 / n,
            bench_median (cpu[0]) / bench_median (cpu[i]));
  }
  for (guint i = 0; i < G_N_ELEMENTS (ways); i++)
    g_array_unref (taken[i]), g_array_unref (cpu[i]);
  vault_decoder_free (work.decoder);
  return 0;
}
