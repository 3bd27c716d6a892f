/* window.c - the real window over a real vault with many items, for what measures it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "window.h"

#include "bench.h"

#include <adwaita.h>
#include <gdk-pixbuf/gdk-pixbuf.h>
#include <string.h>
#include <time.h>

#include "night-window.h"
#include "support/catalog.h"

/* As the records of the catalogue say. */
#define PICTURE_WIDTH 1600
#define PICTURE_HEIGHT 1200
#define N_PICTURED 3000

double
bench_get_thread_cpu_s (void)
{
  struct timespec at;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &at);
  return (double) at.tv_sec + (double) at.tv_nsec / 1e9;
}

void
bench_turn_for (double s)
{
  double end_s = bench_now_s () + s;

  while (bench_now_s () < end_s)
    if (!g_main_context_iteration (NULL, FALSE))
      g_usleep (1000);
}

/* ---- the vault ---- */

static gboolean
read_bytes (gpointer data, guint64 offset, guint8 *out, gsize n_bytes, GError **error)
{
  memcpy (out, (const guint8 *) g_bytes_get_data (data, NULL) + offset, n_bytes);
  return TRUE;
}

/* Something with the detail of a photograph, through the decoder. */
static GBytes *
make_thumbnail (void)
{
  g_autoptr (GdkPixbuf) pixbuf = gdk_pixbuf_new (GDK_COLORSPACE_RGB, FALSE, 8,
                                                 PICTURE_WIDTH, PICTURE_HEIGHT);
  guint8 *pixels = gdk_pixbuf_get_pixels (pixbuf);
  int stride = gdk_pixbuf_get_rowstride (pixbuf);
  g_autoptr (VaultDecoder) decoder = vault_decoder_new (1);
  g_autoptr (GBytes) jpeg = NULL;
  g_autoptr (GError) error = NULL;
  GBytes *webp = NULL;
  VaultDecoderSource source;
  VaultMediaFacts facts;
  gsize n_bytes;
  char *bytes;

  for (int y = 0; y < PICTURE_HEIGHT; y++)
    for (int x = 0; x < 3 * PICTURE_WIDTH; x++)
      pixels[y * stride + x] =
          (guint8) (x / 24 + y / 9 + (x * y) / 5000 + (x * 7919 + y * 104729) % 23);
  if (!gdk_pixbuf_save_to_buffer (pixbuf, &bytes, &n_bytes, "jpeg", &error, NULL))
    bench_fail ("%s", error->message);
  jpeg = g_bytes_new_take (bytes, n_bytes);
  source = (VaultDecoderSource){ read_bytes, jpeg, n_bytes };
  if (!vault_decoder_thumbnail (decoder, &source, VAULT_MEDIA_IMAGE, &webp, &facts,
                                NULL, &error))
    bench_fail ("%s", error->message);
  return webp;
}

void
bench_make_library (const char *folder, guint n_items)
{
  g_autoptr (VaultSecret) passphrase = bench_passphrase ();
  g_autoptr (GError) error = NULL;
  g_autoptr (VaultSession) session = vault_session_create (
      folder, passphrase, VAULT_KDF_QUICK, NULL, &error);
  g_autoptr (GBytes) webp = make_thumbnail ();

  bench_check (error, "create");
  catalog_add (session, n_items);
  catalog_add_pictures (session, n_items, MIN (n_items, N_PICTURED), webp);
  vault_session_close (session);
}

/* ---- the window ---- */

GtkWidget *
bench_find (GtkWidget *widget, GType type)
{
  GtkWidget *found = NULL;

  if (!gtk_widget_get_child_visible (widget) || !gtk_widget_get_visible (widget))
    return NULL;
  if (g_type_is_a (G_OBJECT_TYPE (widget), type))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget);
       child != NULL && found == NULL; child = gtk_widget_get_next_sibling (child))
    found = bench_find (child, type);
  return found;
}

GtkWidget *
bench_wait_for (GtkWidget *window, GType type)
{
  GtkWidget *found = NULL;

  for (guint i = 0; i < 60000 && found == NULL; i++) {
    bench_turn_for (0.001);
    found = bench_find (window, type);
  }
  if (found == NULL)
    bench_fail ("no %s appears", g_type_name (type));
  return found;
}

GtkWidget *
bench_open_library (GtkWidget *window, guint n_items)
{
  GtkWidget *row = bench_wait_for (window, ADW_TYPE_PASSWORD_ENTRY_ROW);
  GtkWidget *grid;
  GListModel *model;

  gtk_editable_set_text (GTK_EDITABLE (row), BENCH_PASSPHRASE);
  g_signal_emit_by_name (row, "entry-activated");
  grid = bench_wait_for (window, GTK_TYPE_GRID_VIEW);
  bench_turn_for (2);
  model = G_LIST_MODEL (gtk_grid_view_get_model (GTK_GRID_VIEW (grid)));
  /* Beside them, the titles of months. */
  if (model == NULL || g_list_model_get_n_items (model) < n_items)
    bench_fail ("the library does not show %u items", n_items);
  return grid;
}

GtkWidget *
bench_show_library (GtkApplication *application, const char *folder, guint n_items)
{
  GtkWidget *window =
      GTK_WIDGET (night_window_new (application, folder, NIGHT_FOLDER_GIVEN));

  gtk_window_set_default_size (GTK_WINDOW (window), BENCH_WIDTH, BENCH_HEIGHT);
  gtk_window_present (GTK_WINDOW (window));
  return bench_open_library (window, n_items);
}

AdwApplication *
bench_register_application (void)
{
  AdwApplication *application = adw_application_new ("org.nightstand.Nightstand", 0);
  g_autoptr (GError) error = NULL;

  g_application_set_resource_base_path (G_APPLICATION (application),
                                        "/org/nightstand/Nightstand");
  g_application_register (G_APPLICATION (application), NULL, &error);
  bench_check (error, "register");
  return application;
}
