/* night-lock-preferences.c - preferences: what locks the vault, and what covers it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "preferences/night-lock-preferences.h"

#include <glib/gi18n.h>

#include "guard/night-guard.h"
#include "night-settings.h"
#include "preferences/night-launcher-row.h"

struct _NightLockPreferences {
  AdwPreferencesPage parent_instance;

  GtkWidget *minutes;
  GtkWidget *when_away;
  GtkWidget *cover;
  AdwComboRow *device;
  AdwActionRow *screen_lock;
  AdwActionRow *session;
  AdwActionRow *sleep;
  AdwActionRow *lid;

  NightSentry *sentry;
  GCancellable *cancellable;
  GPtrArray *ids; /* (element-type utf8): of the devices listed, "" for none */
};

G_DEFINE_FINAL_TYPE (NightLockPreferences,
                     night_lock_preferences,
                     ADW_TYPE_PREFERENCES_PAGE)

/* ---- what this desktop says ---- */

static void
tell (AdwActionRow *row, gboolean is_heard)
{
  adw_action_row_set_subtitle (
      row, is_heard ? _ ("Locks the vault")
                    : _ ("Not signalled on this desktop: it locks nothing"));
}

static void
update_posts (NightLockPreferences *self)
{
  NightPosts posts = night_sentry_get_posts (self->sentry);

  /* GNOME says it in two places, others in one. */
  tell (self->screen_lock,
        (posts & (NIGHT_POST_SCREEN_LOCK | NIGHT_POST_SESSION)) != 0);
  tell (self->session, (posts & NIGHT_POST_SESSION) != 0);
  tell (self->sleep, (posts & NIGHT_POST_SLEEP) != 0);
  tell (self->lid, (posts & NIGHT_POST_LID) != 0);
}

/* ---- the device ---- */

static void
device_chosen (NightLockPreferences *self)
{
  guint selected = adw_combo_row_get_selected (self->device);

  if (self->ids != NULL && selected < self->ids->len)
    night_settings_set_lock_device (g_ptr_array_index (self->ids, selected));
}

static guint
add_device (NightLockPreferences *self,
            GtkStringList *names,
            const char *name,
            const char *id)
{
  gtk_string_list_append (names, name);
  g_ptr_array_add (self->ids, g_strdup (id));
  return self->ids->len - 1;
}

static void
show_devices (NightLockPreferences *self, GPtrArray *devices)
{
  g_autofree char *chosen = night_settings_dup_lock_device ();
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  g_autoptr (GPtrArray) old = g_steal_pointer (&self->ids);
  guint selected;

  self->ids = g_ptr_array_new_with_free_func (g_free);
  selected = add_device (self, names, _ ("None"), "");
  for (guint i = 0; i < devices->len; i++) {
    const NightUsbDevice *device = g_ptr_array_index (devices, i);
    guint at = add_device (self, names, device->name, device->id);

    if (g_str_equal (device->id, chosen))
      selected = at;
  }

  if (*chosen != '\0' && selected == 0)
    selected = add_device (self, names, _ ("Not plugged in now"), chosen);

  g_signal_handlers_block_by_func (self->device, device_chosen, self);
  adw_combo_row_set_model (self->device, G_LIST_MODEL (names));
  adw_combo_row_set_selected (self->device, selected);
  g_signal_handlers_unblock_by_func (self->device, device_chosen, self);
}

static void
listed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (NightLockPreferences) self = user_data;
  g_autoptr (GPtrArray) devices =
                 night_usb_list_finish (NIGHT_USB (source), result, NULL);

  if (devices != NULL)
    show_devices (self, devices);
}

/* ---- the widget ---- */

void
night_lock_preferences_set_window (NightLockPreferences *self, GtkWindow *window)
{
  NightGuard *guard = night_guard_get_for (window);

  g_return_if_fail (NIGHT_IS_LOCK_PREFERENCES (self));
  g_return_if_fail (NIGHT_IS_GUARD (guard));

  g_set_object (&self->sentry, night_guard_get_sentry (guard));
  g_signal_connect_object (self->sentry, "posts-changed", G_CALLBACK (update_posts),
                           self, G_CONNECT_SWAPPED);
  update_posts (self);
  night_usb_list_async (night_guard_get_usb (guard), self->cancellable, listed_cb,
                        g_object_ref (self));
}

static void
night_lock_preferences_dispose (GObject *object)
{
  NightLockPreferences *self = NIGHT_LOCK_PREFERENCES (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->sentry);
  g_clear_pointer (&self->ids, g_ptr_array_unref);

  G_OBJECT_CLASS (night_lock_preferences_parent_class)->dispose (object);
}

static void
night_lock_preferences_class_init (NightLockPreferencesClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = night_lock_preferences_dispose;

  g_type_ensure (NIGHT_TYPE_LAUNCHER_ROW);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/org/nightstand/Nightstand/preferences/night-lock-preferences.ui");
  gtk_widget_class_bind_template_child (widget_class, NightLockPreferences, minutes);
  gtk_widget_class_bind_template_child (widget_class, NightLockPreferences, when_away);
  gtk_widget_class_bind_template_child (widget_class, NightLockPreferences, cover);
  gtk_widget_class_bind_template_child (widget_class, NightLockPreferences, device);
  gtk_widget_class_bind_template_child (widget_class, NightLockPreferences,
                                        screen_lock);
  gtk_widget_class_bind_template_child (widget_class, NightLockPreferences, session);
  gtk_widget_class_bind_template_child (widget_class, NightLockPreferences, sleep);
  gtk_widget_class_bind_template_child (widget_class, NightLockPreferences, lid);
  gtk_widget_class_bind_template_callback (widget_class, device_chosen);
}

static void
night_lock_preferences_init (NightLockPreferences *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->cancellable = g_cancellable_new ();
  night_settings_bind_row ("lock-after-minutes", self->minutes, "value");
  night_settings_bind_row ("lock-when-away", self->when_away, "active");
  night_settings_bind_row ("cover-when-away", self->cover, "active");
}
