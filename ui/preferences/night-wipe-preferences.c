/* night-wipe-preferences.c - preferences: the emergency wipe
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "preferences/night-wipe-preferences.h"

#include "night-settings.h"

struct _NightWipePreferences {
  AdwPreferencesPage parent_instance;

  GtkWidget *grace_s;
};

G_DEFINE_FINAL_TYPE (NightWipePreferences,
                     night_wipe_preferences,
                     ADW_TYPE_PREFERENCES_PAGE)

static void
night_wipe_preferences_class_init (NightWipePreferencesClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_template_from_resource (
      widget_class, "/org/nightstand/Nightstand/preferences/night-wipe-preferences.ui");
  gtk_widget_class_bind_template_child (widget_class, NightWipePreferences, grace_s);
}

static void
night_wipe_preferences_init (NightWipePreferences *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  night_settings_bind_row ("wipe-grace-seconds", self->grace_s, "value");
}
