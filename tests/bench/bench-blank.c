/* bench-blank.c - how long after a click on the emergency wipe the content is off the screen
 *
 * The real window over a real vault, on a display without a screen, drawn by the processor
 * alone (GSK_RENDERER=cairo); xdotool clicks, so the click comes from the display server like a
 * person's.  What is measured is the time from when the server says that the button was let go,
 * in whole milliseconds, to when it has drawn the frame without content; beside it, what of that
 * the window's own thread worked.  Each wipe is called off in its grace, and the vault opened
 * again.
 *
 * NIGHTSTAND_BENCH_ITEMS: how many items; 10,000 if not set.
 * NIGHTSTAND_BENCH_CLICKS: how many clicks; 50 if not set.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "bench.h"
#include "window.h"

#include <gdk/x11/gdkx.h>
#include <stdio.h>

#include "wipe/night-wipe-button.h"
#include "wipe/night-wiping-page.h"

#define GOAL_MS 50.0

typedef struct {
  GtkWidget *window;
  guint32 released_ms; /* the server's time; 0 before */
  double released_cpu_s;
  double blank_ms; /* after that; 0 before */
  double cpu_ms;
} Click;

static gboolean
on_event (GtkEventControllerLegacy *controller, GdkEvent *event, Click *click)
{
  if (gdk_event_get_event_type (event) == GDK_BUTTON_RELEASE) {
    click->released_ms = gdk_event_get_time (event);
    click->released_cpu_s = bench_get_thread_cpu_s ();
  }
  return GDK_EVENT_PROPAGATE;
}

/* The server's clock is the system's, from its start on, in 32 bits. */
static void
on_after_paint (GdkFrameClock *clock, Click *click)
{
  GtkWidget *window = click->window;

  if (click->released_ms == 0 || click->blank_ms > 0
      || bench_find (window, GTK_TYPE_GRID_VIEW) != NULL
      || bench_find (window, NIGHT_TYPE_WIPING_PAGE) == NULL)
    return;

  click->cpu_ms = (bench_get_thread_cpu_s () - click->released_cpu_s) * 1e3;
  gdk_display_sync (gtk_widget_get_display (window));
  click->blank_ms =
      (double) ((guint32) (g_get_monotonic_time () / 1000) - click->released_ms);
  /* Less than the clock tells apart. */
  click->blank_ms = MAX (click->blank_ms, 0.5);
}

static void
press (GtkWidget *window, GtkWidget *button)
{
  GdkSurface *surface = gtk_native_get_surface (GTK_NATIVE (window));
  g_autofree char *command = NULL;
  g_autoptr (GError) error = NULL;
  double x, y, left, top;

  if (!gtk_widget_translate_coordinates (button, window,
                                         gtk_widget_get_width (button) / 2.0,
                                         gtk_widget_get_height (button) / 2.0, &x, &y))
    bench_fail ("the button is nowhere");
  gtk_native_get_surface_transform (GTK_NATIVE (window), &left, &top);
  command = g_strdup_printf ("xdotool mousemove --window %lu %d %d click 1",
                             gdk_x11_surface_get_xid (surface), (int) (left + x),
                             (int) (top + y));
  (void) !g_spawn_command_line_async (command, &error);
  bench_check (error, "xdotool");
}

static Click
take_click (GtkWidget *window)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (window);
  Click click = { .window = window };
  GtkEventController *controller = gtk_event_controller_legacy_new ();

  gtk_event_controller_set_propagation_phase (controller, GTK_PHASE_CAPTURE);
  g_signal_connect (controller, "event", G_CALLBACK (on_event), &click);
  gtk_widget_add_controller (window, controller);
  g_signal_connect (clock, "after-paint", G_CALLBACK (on_after_paint), &click);

  press (window, bench_wait_for (window, NIGHT_TYPE_WIPE_BUTTON));
  for (guint i = 0; i < 10000 && click.blank_ms == 0; i++)
    bench_turn_for (0.001);
  if (click.blank_ms == 0)
    bench_fail ("nothing came of the click");

  g_signal_handlers_disconnect_by_data (clock, &click);
  gtk_widget_remove_controller (window, controller);
  gtk_widget_activate_action (bench_wait_for (window, NIGHT_TYPE_WIPING_PAGE),
                              "wiping.cancel", NULL);
  return click;
}

int
main (int argc, char **argv)
{
  const guint n_items = (guint) bench_get_number ("NIGHTSTAND_BENCH_ITEMS", 10000);
  const guint n_clicks = (guint) bench_get_number ("NIGHTSTAND_BENCH_CLICKS", 50);
  g_autoptr (GArray) ms = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (GArray) cpu_ms = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (AdwApplication) application = NULL;
  g_autofree char *folder = NULL;
  GtkWidget *window;

  bench_start (argc, argv, "blank");
  folder = bench_path ("vault");
  bench_make_library (folder, n_items);
  bench_settle ();

  application = bench_register_application ();
  window = GTK_WIDGET (gtk_widget_get_root (
      bench_show_library (GTK_APPLICATION (application), folder, n_items)));
  for (guint i = 0; i < n_clicks; i++) {
    Click click = take_click (window);

    g_array_append_val (ms, click.blank_ms);
    g_array_append_val (cpu_ms, click.cpu_ms);
    (void) bench_open_library (window, n_items);
  }

  printf ("From the click to a screen without content, %u items in %d x %d: p50 %.0f, "
          "p99 %.0f, max %.0f ms of %u clicks, of it worked p50 %.0f, p99 %.0f ms; the "
          "goal, p99 under %.0f ms: %s\n",
          n_items, BENCH_WIDTH, BENCH_HEIGHT, bench_percentile (ms, 50),
          bench_percentile (ms, 99), bench_percentile (ms, 100), n_clicks,
          bench_percentile (cpu_ms, 50), bench_percentile (cpu_ms, 99), GOAL_MS,
          bench_percentile (ms, 99) < GOAL_MS ? "met" : "MISSED");
  return 0;
}
