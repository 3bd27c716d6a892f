/* night-launcher-row.c - preferences: under which name and icon the desktop lists the program
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "preferences/night-launcher-row.h"

#include <glib/gi18n.h>

#include "hygiene/night-launcher.h"
#include "night-settings.h"

#define KEY "shown-as"

struct _NightLauncherRow {
  AdwComboRow parent_instance;

  GCancellable *cancellable;
};

G_DEFINE_FINAL_TYPE (NightLauncherRow, night_launcher_row, ADW_TYPE_COMBO_ROW)

static void
show_setting (NightLauncherRow *self)
{
  adw_combo_row_set_selected (ADW_COMBO_ROW (self), night_settings_get_choice (KEY));
}

static void
tell (NightLauncherRow *self, const GError *error)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  const char *text = _ ("The entry could not be written");

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
    text = _ ("No entry is installed that could be replaced");
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_EXISTS))
    text = _ ("An entry that isn’t Nightstand’s is in its place, and was left alone");
  if (ADW_IS_PREFERENCES_WINDOW (root))
    adw_preferences_window_add_toast (ADW_PREFERENCES_WINDOW (root),
                                      adw_toast_new (text));
}

static void
written_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (NightLauncherRow) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean ok = night_launcher_write_finish (result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  gtk_widget_set_sensitive (GTK_WIDGET (self), TRUE);
  if (ok) {
    night_settings_set_choice (KEY, adw_combo_row_get_selected (ADW_COMBO_ROW (self)));
    return;
  }

  show_setting (self);
  tell (self, error);
}

/* The setting follows once the entry says the same. */
static void
selected (NightLauncherRow *self)
{
  guint choice = adw_combo_row_get_selected (ADW_COMBO_ROW (self));

  if (choice == night_settings_get_choice (KEY) || choice >= NIGHT_N_SHOWN_AS)
    return;

  gtk_widget_set_sensitive (GTK_WIDGET (self), FALSE);
  night_launcher_write_async ((NightShownAs) choice, self->cancellable, written_cb,
                              g_object_ref (self));
}

static void
night_launcher_row_dispose (GObject *object)
{
  NightLauncherRow *self = NIGHT_LAUNCHER_ROW (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);

  G_OBJECT_CLASS (night_launcher_row_parent_class)->dispose (object);
}

static void
night_launcher_row_class_init (NightLauncherRowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = night_launcher_row_dispose;
}

static void
night_launcher_row_init (NightLauncherRow *self)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);

  for (guint i = 0; i < NIGHT_N_SHOWN_AS; i++)
    gtk_string_list_append (names, night_launcher_get_name ((NightShownAs) i));
  self->cancellable = g_cancellable_new ();
  adw_combo_row_set_model (ADW_COMBO_ROW (self), G_LIST_MODEL (names));
  show_setting (self);
  g_signal_connect (self, "notify::selected", G_CALLBACK (selected), NULL);
}
