/* night-expiry-preferences.c - preferences: how long things stay
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "preferences/night-expiry-preferences.h"

struct _NightExpiryPreferences {
  AdwPreferencesPage parent_instance;
};

G_DEFINE_FINAL_TYPE (NightExpiryPreferences,
                     night_expiry_preferences,
                     ADW_TYPE_PREFERENCES_PAGE)

static void
night_expiry_preferences_class_init (NightExpiryPreferencesClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_template_from_resource (
      widget_class,
      "/org/nightstand/Nightstand/preferences/night-expiry-preferences.ui");
}

static void
night_expiry_preferences_init (NightExpiryPreferences *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
