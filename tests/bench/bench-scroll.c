/* bench-scroll.c - how smoothly a large library scrolls
 *
 * The real window over a real vault, on a display without a screen, drawn by the processor
 * alone (GSK_RENDERER=cairo).  It is scrolled at several speeds from its beginning, so that
 * what is seen has to be loaded and decoded each time; at the last one the bar is dragged from
 * end to end.  Beside it, in the same window, the least that GTK can show as many of: a grid
 * of an icon and a word.
 *
 * A frame is what happens between the frame clock's signals "before-paint" and "after-paint":
 * scrolling, binding, layout and drawing.  Its processor time is that of the one thread.  A gap
 * is the time from one frame to the next, whatever else the main loop had to do meanwhile.
 *
 * NIGHTSTAND_BENCH_ITEMS: how many items; 100,000 if not set.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "bench.h"
#include "plain-grid.h"
#include "window.h"

#include <adwaita.h>
#include <stdio.h>

#define RUN_S 4.0
/* Until the cache is full, and until it would show if it grew. */
#define FILL_S 20.0
#define LONG_S 6.0
#define N_RUNS (guint) bench_get_number ("NIGHTSTAND_BENCH_RUNS", 5)
/* A display at 60 Hz shows a frame for so long. */
#define FRAME_MS 16.7

typedef struct {
  const char *name;
  double px_per_s; /* 0: from end to end */
} Speed;

static const Speed speeds[] = {
  { "reading, 600 px/s", 600 },
  { "wheel, 3,000 px/s", 3000 },
  { "fling, 20,000 px/s", 20000 },
  { "bar, end to end", 0 },
};

typedef struct {
  GArray *ms;     /* of each frame */
  GArray *cpu_ms; /* the same, in processor time */
  GArray *gap_ms;
} Frames;

typedef struct {
  GtkAdjustment *adjustment;
  GdkFrameClock *clock;
  Frames *frames;
  const Speed *speed;
  double length_s;
  double start_s;
  double begun_s;
  double begun_cpu_s;
  double last_s;
  gboolean is_over;
} Run;

static void
add (GArray *values, double value)
{
  g_array_append_val (values, value);
}

static void
frames_init (Frames *self)
{
  self->ms = g_array_new (FALSE, FALSE, sizeof (double));
  self->cpu_ms = g_array_new (FALSE, FALSE, sizeof (double));
  self->gap_ms = g_array_new (FALSE, FALSE, sizeof (double));
}

static void
frames_clear (Frames *self)
{
  g_array_unref (self->ms);
  g_array_unref (self->cpu_ms);
  g_array_unref (self->gap_ms);
}

static void
on_before_paint (GdkFrameClock *clock, Run *run)
{
  run->begun_s = bench_now_s ();
  run->begun_cpu_s = bench_get_thread_cpu_s ();
}

static void
on_after_paint (GdkFrameClock *clock, Run *run)
{
  double now_s = bench_now_s ();

  if (run->begun_s == 0)
    return;
  add (run->frames->ms, (now_s - run->begun_s) * 1e3);
  add (run->frames->cpu_ms, (bench_get_thread_cpu_s () - run->begun_cpu_s) * 1e3);
  if (run->last_s != 0)
    add (run->frames->gap_ms, (now_s - run->last_s) * 1e3);
  run->last_s = now_s;
}

static gboolean
scroll (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  Run *run = data;
  double s = bench_now_s () - run->start_s;
  double upper = gtk_adjustment_get_upper (run->adjustment)
                 - gtk_adjustment_get_page_size (run->adjustment);
  double at =
      run->speed->px_per_s > 0 ? run->speed->px_per_s * s : upper * s / run->length_s;

  gtk_adjustment_set_value (run->adjustment, MIN (at, upper));
  run->is_over = s >= run->length_s;
  return run->is_over ? G_SOURCE_REMOVE : G_SOURCE_CONTINUE;
}

static GtkAdjustment *
get_adjustment (GtkWidget *grid)
{
  return gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (grid));
}

/* @frames: NULL if nobody wants to know. */
static void
run_for (GtkWidget *grid, const Speed *speed, double length_s, Frames *frames)
{
  Run run = { .adjustment = get_adjustment (grid),
              .clock = gtk_widget_get_frame_clock (grid),
              .frames = frames,
              .speed = speed,
              .length_s = length_s };

  gtk_adjustment_set_value (run.adjustment, 0);
  bench_turn_for (1);
  if (frames != NULL) {
    g_signal_connect (run.clock, "before-paint", G_CALLBACK (on_before_paint), &run);
    g_signal_connect (run.clock, "after-paint", G_CALLBACK (on_after_paint), &run);
  }
  run.start_s = bench_now_s ();
  gtk_widget_add_tick_callback (grid, scroll, &run, NULL);
  while (!run.is_over)
    g_main_context_iteration (NULL, TRUE);
  g_signal_handlers_disconnect_by_data (run.clock, &run);
}

static void
print_line (const char *what, const char *unit, GArray *values)
{
  guint n_late = 0;

  for (guint i = 0; i < values->len; i++)
    n_late += g_array_index (values, double, i) > FRAME_MS;
  printf ("%-22s %-8s %6u %8.2f %8.2f %8.2f %8.2f %7.1f%%\n", what, unit, values->len,
          bench_median (values), bench_percentile (values, 95),
          bench_percentile (values, 99), bench_percentile (values, 100),
          100.0 * n_late / MAX (values->len, 1));
}

static void
print_frames (const char *what, const Frames *frames)
{
  print_line (what, "frame", frames->ms);
  print_line ("", "cpu", frames->cpu_ms);
  print_line ("", "gap", frames->gap_ms);
}

/* One after the other, again and again, so that whatever else the computer does hits both. */
static void
measure (GtkWidget *library, GtkWidget *plain, const Speed *speed)
{
  Frames ours, least;

  frames_init (&ours);
  frames_init (&least);
  for (guint i = 0; i < N_RUNS; i++) {
    run_for (library, speed, RUN_S, &ours);
    run_for (plain, speed, RUN_S, &least);
  }
  printf ("\n%s\n", speed->name);
  print_frames ("the library", &ours);
  print_frames ("an icon and a word", &least);
  printf ("  99th percentile in processor time: %.2f times the least\n",
          bench_percentile (ours.cpu_ms, 99) / bench_percentile (least.cpu_ms, 99));
  fflush (stdout);
  frames_clear (&ours);
  frames_clear (&least);
}

static GtkWidget *
show_plain (GtkApplication *application, guint n_items)
{
  GtkWidget *window = gtk_application_window_new (application);
  GtkWidget *scrolled = gtk_scrolled_window_new ();
  GtkWidget *grid = plain_grid_new (plain_list_new (n_items));

  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), grid);
  gtk_window_set_child (GTK_WINDOW (window), scrolled);
  gtk_window_set_default_size (GTK_WINDOW (window), BENCH_WIDTH, BENCH_HEIGHT);
  gtk_window_present (GTK_WINDOW (window));
  bench_turn_for (2);
  return grid;
}

/* More pictures than the cache holds go by, at a speed at which each is loaded.  Returns: what
 * is in memory then. */
static guint64
fill_cache (GtkWidget *grid)
{
  const Speed speed = { "", 1500 };
  guint64 resident_kib = bench_get_resident_kib ();

  printf ("Resident: %" G_GUINT64_FORMAT " MiB with an empty cache",
          resident_kib >> 10);
  run_for (grid, &speed, FILL_S, NULL);
  resident_kib = bench_get_resident_kib ();
  printf (", %" G_GUINT64_FORMAT " MiB with a full one\n\n", resident_kib >> 10);
  fflush (stdout);
  return resident_kib;
}

static void
compare (GtkApplication *application, const char *folder, guint n_items)
{
  GtkWidget *library = bench_show_library (application, folder, n_items);
  GtkWidget *plain = show_plain (application, n_items);
  guint64 before_kib;

  before_kib = fill_cache (library);

  printf ("%-22s %-8s %6s %8s %8s %8s %8s %8s\n", "", "ms", "frames", "median", "p95",
          "p99", "most", "> 16.7");
  for (guint i = 0; i < G_N_ELEMENTS (speeds); i++)
    measure (library, plain, &speeds[i]);
  printf ("\nResident: %" G_GUINT64_FORMAT " MiB before, %" G_GUINT64_FORMAT
          " MiB after %u scrollings",
          before_kib >> 10, bench_get_resident_kib () >> 10,
          (guint) G_N_ELEMENTS (speeds) * N_RUNS);
  for (guint i = 0; i < N_RUNS; i++)
    run_for (library, &speeds[1], LONG_S, NULL);
  printf (", %" G_GUINT64_FORMAT " MiB after %.0f s more\n",
          bench_get_resident_kib () >> 10, LONG_S * N_RUNS);
  gtk_window_close (GTK_WINDOW (gtk_widget_get_root (library)));
  bench_turn_for (2);
}

int
main (int argc, char **argv)
{
  guint n_items = (guint) bench_get_number ("NIGHTSTAND_BENCH_ITEMS", 100000);
  g_autoptr (AdwApplication) application = NULL;
  g_autofree char *folder = NULL;

  bench_start (argc, argv, "scroll");
  folder = bench_path ("vault");
  bench_make_library (folder, n_items);
  bench_settle ();

  application = bench_register_application ();
  printf ("Scrolling %u items in %d x %d, software rendering, %u times %.0f s at each "
          "speed\n",
          n_items, BENCH_WIDTH, BENCH_HEIGHT, N_RUNS, RUN_S);
  compare (GTK_APPLICATION (application), folder, n_items);
  return 0;
}
