/* bench-expire.c - how long the window hears nothing while thousands of items expire at once
 *
 * The real window over a real vault, on a display without a screen, drawn by the processor
 * alone.  Half of the items, every other one, come to their deadline in the same second.  A
 * stall is one turn of the main loop: while it lasts, no key is heard and nothing is drawn.
 * Beside it, in the same run, what GTK brings for the same: a grid of an icon and a word over a
 * GtkFilterListModel that is told to hide every other item.
 *
 * NIGHTSTAND_BENCH_ITEMS: how many items; 20,000 if not set.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "bench.h"
#include "plain-grid.h"
#include "window.h"

#include <adwaita.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "file/clock.h"
#include "library/night-library-private.h"
#include "vault/vault-private.h"

/* A deadline so far ahead is announced in the window before it comes. */
#define LIFE_S 7200
/* The files are written beside it, longer than the window has anything to do. */
#define WATCH_S 20.0

static gint64 ahead_s;

static void
read_clock (VaultClockReading *out, gpointer user_data)
{
  struct timespec boot = { 0 };

  clock_gettime (CLOCK_BOOTTIME, &boot);
  *out = (VaultClockReading){ .wall_s = (gint64) time (NULL) + ahead_s,
                              .boot_s = (gint64) boot.tv_sec + ahead_s,
                              .boot_id = { 1 },
                              .synchronised = TRUE };
}

typedef struct {
  double longest_s;
  double
      longest_cpu_s; /* processor time of the one thread: steadier on a busy computer */
  double s;
  double cpu_s;
  guint n_turns;
} Stalls;

/* Turn the main loop for @s and look how long each turn takes. */
static void
watch (double s, Stalls *stalls)
{
  double end_s = bench_now_s () + s;

  while (bench_now_s () < end_s) {
    double start_s = bench_now_s ();
    double cpu_s = bench_get_thread_cpu_s ();

    if (!g_main_context_iteration (NULL, FALSE)) {
      g_usleep (500);
      continue;
    }
    start_s = bench_now_s () - start_s;
    cpu_s = bench_get_thread_cpu_s () - cpu_s;
    stalls->n_turns++;
    stalls->s += start_s;
    stalls->cpu_s += cpu_s;
    stalls->longest_s = MAX (stalls->longest_s, start_s);
    stalls->longest_cpu_s = MAX (stalls->longest_cpu_s, cpu_s);
  }
}

static void
print_stalls (const char *what, const Stalls *stalls)
{
  printf (
      "  %-32s %8.1f ms %8.1f cpu the longest stall, %8.1f ms %8.1f cpu in %u turns\n",
      what, stalls->longest_s * 1e3, stalls->longest_cpu_s * 1e3, stalls->s * 1e3,
      stalls->cpu_s * 1e3, stalls->n_turns);
  fflush (stdout);
}

/* Every other one gets the same deadline.  Returns: how many. */
static guint
limit_half (const char *folder)
{
  g_autoptr (VaultSecret) passphrase = bench_passphrase ();
  g_autoptr (GError) error = NULL;
  g_autoptr (VaultSession) session =
                 vault_session_open (folder, passphrase, NULL, &error);
  g_autoptr (GPtrArray) entries = NULL;
  g_autoptr (GPtrArray) ids = g_ptr_array_new ();

  bench_check (error, "open");
  entries = vault_session_dup_entries (session);
  for (guint i = 0; i < entries->len; i += 2)
    g_ptr_array_add (ids, ((VaultEntry *) entries->pdata[i])->id);
  if (!vault_session_set_expiry (session, (const char *const *) ids->pdata, ids->len,
                                 vault_session_get_time (session, NULL) + LIFE_S,
                                 &error))
    bench_check (error, "set expiry");
  vault_session_close (session);
  return ids->len;
}

static void
expire (GtkApplication *application, const char *folder, guint n_items, guint n_due)
{
  GtkWidget *grid = bench_show_library (application, folder, n_items);
  GtkWidget *window = GTK_WIDGET (gtk_widget_get_root (grid));
  NightLibraryPage *page =
      NIGHT_LIBRARY_PAGE (bench_find (window, NIGHT_TYPE_LIBRARY_PAGE));
  Vault *vault = g_object_ref (page->vault);
  Stalls announced = { 0 };
  Stalls expired = { 0 };

  /* As when an hour begins: the line above the library looks which are due soon. */
  g_signal_emit_by_name (vault, "deadlines-changed");
  watch (2, &announced);
  print_stalls ("looking which are due soon", &announced);

  ahead_s = LIFE_S + 60;
  /* As the timer does. */
  g_idle_add_once ((GSourceOnceFunc) vault_expiry_update, vault);
  watch (WATCH_S, &expired);
  if (g_list_model_get_n_items (vault_get_items (vault)) != n_items - n_due)
    bench_fail ("not all have expired");
  print_stalls ("their expiring", &expired);
  gtk_window_close (GTK_WINDOW (window));
  bench_turn_for (2);
  g_object_unref (vault);
}

static gboolean
is_wanted (gpointer item, gpointer hides)
{
  const char *name = gtk_string_object_get_string (item);

  /* "IMG_2024..._000123.jpg": the last digit. */
  return !*(gboolean *) hides || (name[strlen (name) - 5] - '0') % 2 != 0;
}

static void
hide_half (gpointer filter)
{
  gtk_filter_changed (filter, GTK_FILTER_CHANGE_MORE_STRICT);
}

static void
hide (GtkApplication *application, guint n_items)
{
  GtkWidget *window = gtk_application_window_new (application);
  GtkWidget *scrolled = gtk_scrolled_window_new ();
  gboolean hides = FALSE;
  GtkFilter *filter = GTK_FILTER (gtk_custom_filter_new (is_wanted, &hides, NULL));
  GtkFilterListModel *filtered =
      gtk_filter_list_model_new (plain_list_new (n_items), g_object_ref (filter));
  Stalls stalls = { 0 };

  gtk_scrolled_window_set_child (
      GTK_SCROLLED_WINDOW (scrolled),
      plain_grid_new (G_LIST_MODEL (g_object_ref (filtered))));
  gtk_window_set_child (GTK_WINDOW (window), scrolled);
  gtk_window_set_default_size (GTK_WINDOW (window), BENCH_WIDTH, BENCH_HEIGHT);
  gtk_window_present (GTK_WINDOW (window));
  bench_turn_for (2);
  hides = TRUE;
  g_idle_add_once (hide_half, filter);
  watch (2, &stalls);
  if (g_list_model_get_n_items (G_LIST_MODEL (filtered)) != n_items / 2)
    bench_fail ("not all are hidden");
  print_stalls ("GTK’s own grid, hiding as many", &stalls);
  gtk_window_destroy (GTK_WINDOW (window));
  g_object_unref (filtered);
  g_object_unref (filter);
}

int
main (int argc, char **argv)
{
  guint n_items = (guint) bench_get_number ("NIGHTSTAND_BENCH_ITEMS", 20000);
  g_autoptr (AdwApplication) application = NULL;
  g_autofree char *folder = NULL;
  guint n_due;

  bench_start (argc, argv, "expire");
  vault_clock_set_source (read_clock, NULL);
  folder = bench_path ("vault");
  bench_make_library (folder, n_items);
  n_due = limit_half (folder);
  bench_settle ();

  application = bench_register_application ();
  printf ("%u of %u items expire at once, %d x %d, software rendering\n", n_due,
          n_items, BENCH_WIDTH, BENCH_HEIGHT);
  expire (GTK_APPLICATION (application), folder, n_items, n_due);
  hide (GTK_APPLICATION (application), n_items);
  return 0;
}
