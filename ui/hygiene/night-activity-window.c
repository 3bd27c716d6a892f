/* night-activity-window.c - what was done with the vault, day by day
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "hygiene/night-activity-window.h"

#include <glib/gi18n.h>

#include <vault/vault-activity.h>

#include "hygiene/night-activity-text.h"
#include "night-ask.h"
#include "night-problem.h"

/* Lines that are shown at first, and more each time: thousands take a while to lay out. */
#define MOST 30

struct _NightActivityWindow {
  AdwWindow parent_instance;

  AdwPreferencesPage *page;
  AdwPreferencesGroup *earlier;

  Vault *vault;
  GCancellable *cancellable;
  GPtrArray *days; /* AdwPreferencesGroup, in the page; not owned */
  guint n_shown;   /* at most */
};

G_DEFINE_FINAL_TYPE (NightActivityWindow, night_activity_window, ADW_TYPE_WINDOW)

static GtkWidget *
make_row (const VaultActivityRun *run)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *title = night_activity_dup_title (run);
  g_autofree char *time = night_activity_dup_time (run);
  GtkWidget *label = gtk_label_new (time);
  /* Translators: what was done, and when: "3 items imported, 14:02". */
  g_autofree char *said = g_strdup_printf (_ ("%s, %s"), title, time);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  /* Labelled by its title as well, it would be read as both. */
  gtk_accessible_reset_relation (GTK_ACCESSIBLE (row),
                                 GTK_ACCESSIBLE_RELATION_LABELLED_BY);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  said, -1);
  if (night_activity_is_warning (run)) {
    GtkWidget *icon = gtk_image_new_from_icon_name ("dialog-warning-symbolic");

    gtk_widget_add_css_class (icon, "warning");
    gtk_accessible_update_property (GTK_ACCESSIBLE (icon),
                                    GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Warning"), -1);
    adw_action_row_add_prefix (ADW_ACTION_ROW (row), icon);
  }
  gtk_widget_add_css_class (label, "dim-label");
  gtk_widget_add_css_class (label, "numeric");
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), label);
  return row;
}

static AdwPreferencesGroup *
begin_day (NightActivityWindow *self, const char *day)
{
  GtkWidget *group = adw_preferences_group_new ();

  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), day);
  adw_preferences_page_add (self->page, ADW_PREFERENCES_GROUP (group));
  g_ptr_array_add (self->days, group);
  return ADW_PREFERENCES_GROUP (group);
}

static void
clear_days (NightActivityWindow *self)
{
  for (guint i = 0; i < self->days->len; i++)
    adw_preferences_page_remove (self->page, self->days->pdata[i]);
  g_ptr_array_set_size (self->days, 0);
}

static void
show (NightActivityWindow *self)
{
  g_autoptr (GArray) all = vault_dup_activity (self->vault);
  g_autoptr (GArray) runs = vault_activity_merge (all);
  g_autofree char *last = NULL;
  AdwPreferencesGroup *group = NULL;
  gint64 now = vault_get_time (self->vault);

  clear_days (self);
  /* Last on the page. */
  adw_preferences_page_remove (self->page, self->earlier);
  for (guint i = 0; i < MIN (runs->len, self->n_shown); i++) {
    const VaultActivityRun *run =
        &g_array_index (runs, VaultActivityRun, runs->len - 1 - i);
    g_autofree char *day = night_activity_dup_day (run, now);

    if (g_strcmp0 (day, last) != 0)
      group = begin_day (self, day);
    g_free (last);
    last = g_steal_pointer (&day);
    adw_preferences_group_add (group, make_row (run));
  }
  adw_preferences_page_add (self->page, self->earlier);
  gtk_widget_set_visible (GTK_WIDGET (self->earlier), runs->len > self->n_shown);
}

static void
show_earlier (NightActivityWindow *self)
{
  self->n_shown += MOST;
  show (self);
}

static void
cleared_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (NightActivityWindow) self = user_data;
  g_autoptr (GError) error = NULL;

  /* What was cleared is shown by "activity-changed"; closed meanwhile, if there is no list. */
  if (!vault_clear_activity_finish (VAULT_VAULT (source), result, &error)
      && self->days != NULL)
    night_ask_tell_problem (GTK_WINDOW (self), night_problem_from_error (error));
}

static void
response_cb (NightActivityWindow *self, const char *response)
{
  if (g_strcmp0 (response, NIGHT_ASK_ACCEPT) == 0)
    vault_clear_activity_async (self->vault, self->cancellable, cleared_cb,
                                g_object_ref (self));
}

static void
ask_clear (NightActivityWindow *self)
{
  AdwMessageDialog *dialog = night_ask_new (
      GTK_WINDOW (self), _ ("Clear the Activity?"),
      _ ("Every line is destroyed, for everybody who can open this vault. One new line "
         "says that it was cleared."),
      _ ("Clear"), ADW_RESPONSE_DESTRUCTIVE);

  g_signal_connect_object (dialog, "response", G_CALLBACK (response_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

void
night_activity_window_present (GtkWindow *parent, Vault *vault)
{
  NightActivityWindow *self =
      g_object_new (NIGHT_TYPE_ACTIVITY_WINDOW, "transient-for", parent, "application",
                    gtk_window_get_application (parent), NULL);

  self->vault = g_object_ref (vault);
  g_signal_connect_object (vault, "activity-changed", G_CALLBACK (show), self,
                           G_CONNECT_SWAPPED);
  show (self);
  gtk_window_present (GTK_WINDOW (self));
}

static void
night_activity_window_dispose (GObject *object)
{
  NightActivityWindow *self = NIGHT_ACTIVITY_WINDOW (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (self->vault != NULL)
    g_signal_handlers_disconnect_by_data (self->vault, self);
  g_clear_object (&self->vault);
  g_clear_pointer (&self->days, g_ptr_array_unref);
  g_clear_object (&self->earlier);

  G_OBJECT_CLASS (night_activity_window_parent_class)->dispose (object);
}

static void
night_activity_window_class_init (NightActivityWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = night_activity_window_dispose;

  gtk_widget_class_set_template_from_resource (
      widget_class, "/org/nightstand/Nightstand/hygiene/night-activity-window.ui");
  gtk_widget_class_bind_template_child (widget_class, NightActivityWindow, page);
  gtk_widget_class_bind_template_child (widget_class, NightActivityWindow, earlier);
  gtk_widget_class_bind_template_callback (widget_class, ask_clear);
  gtk_widget_class_bind_template_callback (widget_class, show_earlier);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close",
                                       NULL);
}

static void
night_activity_window_init (NightActivityWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  /* Taken off the page and put back behind every day. */
  g_object_ref (self->earlier);
  self->cancellable = g_cancellable_new ();
  self->days = g_ptr_array_new ();
  self->n_shown = MOST;
}
