/* bench-library.c - how long a large library is busy with what a person asks of it
 *
 * The real window over a real vault, on a display without a screen, drawn by the processor
 * alone.  It is opened, searched key by key, and sorted.  Each time runs from the key to the
 * end of the frame that shows the result, and none of that time does the window hear anything
 * else.  Beside it, in the same run, what GTK brings for the same: a GtkStringFilter and a
 * GtkStringSorter before a grid of an icon and a word.
 *
 * NIGHTSTAND_BENCH_ITEMS: how many items; 100,000 if not set.
 * NIGHTSTAND_BENCH_RUNS: how often each word is typed and each order chosen; 5 if not set.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "bench.h"
#include "plain-grid.h"
#include "window.h"

#include <adwaita.h>
#include <stdio.h>

#include "library/night-find-bar.h"
#include "library/night-library-page.h"
#include "night-window.h"

#define N_RUNS (guint) bench_get_number ("NIGHTSTAND_BENCH_RUNS", 5)
#define WANTED_MS 50.0

static const char *const orders[] = { "name ascending",      "name descending",
                                      "size descending",     "taken descending",
                                      "time-left ascending", "added ascending",
                                      "added descending" };
static const char *const words[] = { "img_2024",   "099999",   "5.jpg",
                                     "march 2024", "photo 77", "no such thing",
                                     "holiday" };

typedef struct {
  GArray *ms;
  GArray *cpu_ms; /* of the one thread */
} Times;

typedef void (*Act) (gpointer target, const char *what);

static void
times_init (Times *self)
{
  self->ms = g_array_new (FALSE, FALSE, sizeof (double));
  self->cpu_ms = g_array_new (FALSE, FALSE, sizeof (double));
}

static void
times_clear (Times *self)
{
  g_array_unref (self->ms);
  g_array_unref (self->cpu_ms);
}

static void
set_true (gboolean *flag)
{
  *flag = TRUE;
}

/* Let @act do @what, and wait until that can be seen. */
static void
time_act (GtkWidget *grid, Act act, gpointer target, const char *what, Times *times)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (grid);
  gboolean is_painted = FALSE;
  double start_s, start_cpu_s, ms, cpu_ms;
  gulong id;

  /* What came of the last one is loaded. */
  bench_turn_for (0.15);
  id = g_signal_connect_swapped (clock, "after-paint", G_CALLBACK (set_true),
                                 &is_painted);
  start_s = bench_now_s ();
  start_cpu_s = bench_get_thread_cpu_s ();
  act (target, what);
  gtk_widget_queue_draw (GTK_WIDGET (gtk_widget_get_root (grid)));
  is_painted = FALSE;
  while (!is_painted)
    g_main_context_iteration (NULL, TRUE);
  ms = (bench_now_s () - start_s) * 1e3;
  cpu_ms = (bench_get_thread_cpu_s () - start_cpu_s) * 1e3;
  g_signal_handler_disconnect (clock, id);
  g_array_append_val (times->ms, ms);
  g_array_append_val (times->cpu_ms, cpu_ms);
}

/* Forwards and, as after a slip, back again. */
static void
type (GtkWidget *grid, Act act, gpointer target, const char *word, Times *times)
{
  glong n_letters = g_utf8_strlen (word, -1);

  for (glong i = 1; i < 2 * n_letters; i++) {
    g_autofree char *typed =
        g_utf8_substring (word, 0, i <= n_letters ? i : 2 * n_letters - i);

    time_act (grid, act, target, typed, times);
  }
  time_act (grid, act, target, "", times);
}

static void
print_line (const char *what, const char *unit, GArray *ms)
{
  printf ("  %-24s %-5s %5u %8.1f %8.1f %8.1f\n", what, unit, ms->len,
          bench_median (ms), bench_percentile (ms, 99), bench_percentile (ms, 100));
}

static void
print_times (const char *title, const Times *ours, const Times *gtk)
{
  printf ("%s\n", title);
  print_line ("the library", "ms", ours->ms);
  print_line ("", "cpu", ours->cpu_ms);
  print_line ("GTK's own", "ms", gtk->ms);
  print_line ("", "cpu", gtk->cpu_ms);
  printf ("  p99: %.2f times GTK's own; %s %.0f ms\n\n",
          bench_percentile (ours->ms, 99) / bench_percentile (gtk->ms, 99),
          bench_percentile (ours->ms, 99) <= WANTED_MS ? "within" : "NOT within",
          WANTED_MS);
  fflush (stdout);
}

/* ---- what is asked of the two ---- */

/* As a key does it: the one letter that is different, at the end. */
static void
search_library (gpointer entry, const char *text)
{
  int n_before = (int) g_utf8_strlen (gtk_editable_get_text (entry), -1);
  int n_letters = (int) g_utf8_strlen (text, -1);
  int at = n_before;

  if (n_letters < n_before)
    gtk_editable_delete_text (entry, n_letters, -1);
  else
    gtk_editable_insert_text (entry, g_utf8_offset_to_pointer (text, n_before), -1,
                              &at);
}

static void
search_plain (gpointer filter, const char *text)
{
  gtk_string_filter_set_search (filter, text);
}

static void
sort_library (gpointer page, const char *how)
{
  g_auto (GStrv) parts = g_strsplit (how, " ", 2);

  gtk_widget_activate_action (page, "library.order", "s", parts[0]);
  gtk_widget_activate_action (page, "library.direction", "s", parts[1]);
}

static void
sort_plain (gpointer model, const char *how)
{
  g_autoptr (GtkExpression) name =
                 gtk_property_expression_new (GTK_TYPE_STRING_OBJECT, NULL, "string");
  g_autoptr (GtkSorter) sorter =
                 GTK_SORTER (gtk_string_sorter_new (gtk_expression_ref (name)));

  gtk_sort_list_model_set_sorter (model, *how == '\0' ? NULL : sorter);
}

/* ---- the two ---- */

typedef struct {
  GtkWidget *grid;
  GtkStringFilter *filter;
  GtkSortListModel *sorted;
} Plain;

static Plain
show_plain (GtkApplication *application, guint n_items)
{
  GtkWidget *window = gtk_application_window_new (application);
  GtkWidget *scrolled = gtk_scrolled_window_new ();
  GtkExpression *name =
      gtk_property_expression_new (GTK_TYPE_STRING_OBJECT, NULL, "string");
  Plain plain = { .filter = gtk_string_filter_new (name) };
  GtkFilterListModel *filtered;

  plain.sorted = gtk_sort_list_model_new (plain_list_new (n_items), NULL);
  filtered = gtk_filter_list_model_new (G_LIST_MODEL (plain.sorted),
                                        GTK_FILTER (plain.filter));
  plain.grid = plain_grid_new (G_LIST_MODEL (filtered));
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), plain.grid);
  gtk_window_set_child (GTK_WINDOW (window), scrolled);
  gtk_window_set_default_size (GTK_WINDOW (window), BENCH_WIDTH, BENCH_HEIGHT);
  gtk_window_present (GTK_WINDOW (window));
  bench_turn_for (2);
  return plain;
}

/* From the passphrase to the frame with the first items, and the longest time meanwhile in which
 * the window would not have heard a key.  Returns: (transfer none): the grid. */
static GtkWidget *
time_opening (GtkApplication *application, const char *folder, guint n_items)
{
  GtkWidget *window =
      GTK_WIDGET (night_window_new (application, folder, NIGHT_FOLDER_GIVEN));
  double start_s, longest_s = 0;
  GtkWidget *row, *grid = NULL;

  gtk_window_set_default_size (GTK_WINDOW (window), BENCH_WIDTH, BENCH_HEIGHT);
  gtk_window_present (GTK_WINDOW (window));
  row = bench_wait_for (window, ADW_TYPE_PASSWORD_ENTRY_ROW);
  bench_turn_for (1);
  gtk_editable_set_text (GTK_EDITABLE (row), BENCH_PASSPHRASE);
  start_s = bench_now_s ();
  g_signal_emit_by_name (row, "entry-activated");
  while (grid == NULL) {
    double turn_s = bench_now_s ();

    g_main_context_iteration (NULL, TRUE);
    longest_s = MAX (longest_s, bench_now_s () - turn_s);
    grid = bench_find (window, GTK_TYPE_GRID_VIEW);
  }
  printf ("Opening\n  %.0f ms until the items are there, the UI thread busy for %.0f "
          "ms at most\n\n",
          (bench_now_s () - start_s) * 1e3, longest_s * 1e3);
  bench_turn_for (2);
  return grid;
}

static void
compare (GtkApplication *application, const char *folder, guint n_items)
{
  GtkWidget *grid = time_opening (application, folder, n_items);
  GtkWidget *window = GTK_WIDGET (gtk_widget_get_root (grid));
  GtkWidget *page = bench_find (window, NIGHT_TYPE_LIBRARY_PAGE);
  Plain plain = show_plain (application, n_items);
  Times ours, theirs;
  GtkWidget *entry;

  printf ("%-32s %5s %8s %8s %8s\n", "", "n", "median", "p99", "most");
  times_init (&ours);
  times_init (&theirs);
  gtk_widget_activate_action (page, "library.searching", NULL);
  entry = bench_wait_for (window, GTK_TYPE_SEARCH_ENTRY);
  for (guint run = 0; run < N_RUNS; run++)
    for (guint i = 0; i < G_N_ELEMENTS (words); i++) {
      type (grid, search_library, entry, words[i], &ours);
      type (plain.grid, search_plain, plain.filter, words[i], &theirs);
    }
  print_times ("Each key of a search", &ours, &theirs);
  times_clear (&ours);
  times_clear (&theirs);

  times_init (&ours);
  times_init (&theirs);
  for (guint run = 0; run < N_RUNS; run++)
    for (guint i = 0; i < G_N_ELEMENTS (orders); i++) {
      time_act (grid, sort_library, page, orders[i], &ours);
      time_act (plain.grid, sort_plain, plain.sorted, i % 2 == 0 ? "name" : "",
                &theirs);
    }
  print_times ("Another order; for GTK's own, by name and none by turns", &ours,
               &theirs);
  times_clear (&ours);
  times_clear (&theirs);
  gtk_window_close (GTK_WINDOW (window));
  bench_turn_for (2);
}

int
main (int argc, char **argv)
{
  guint n_items = (guint) bench_get_number ("NIGHTSTAND_BENCH_ITEMS", 100000);
  g_autoptr (AdwApplication) application = NULL;
  g_autofree char *folder = NULL;

  bench_start (argc, argv, "library");
  folder = bench_path ("vault");
  bench_make_library (folder, n_items);
  bench_settle ();

  application = bench_register_application ();
  printf ("A library of %u items in %d x %d, software rendering\n\n", n_items,
          BENCH_WIDTH, BENCH_HEIGHT);
  compare (GTK_APPLICATION (application), folder, n_items);
  return 0;
}
