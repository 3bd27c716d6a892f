/* night-viewing-preferences.c - preferences: how what is in the vault is looked at
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "preferences/night-viewing-preferences.h"

#include "night-settings.h"

struct _NightViewingPreferences {
  AdwPreferencesPage parent_instance;

  GtkWidget *dark_content;
  GtkWidget *slideshow_s;
  GtkWidget *slideshow_repeats;
};

G_DEFINE_FINAL_TYPE (NightViewingPreferences,
                     night_viewing_preferences,
                     ADW_TYPE_PREFERENCES_PAGE)

static void
night_viewing_preferences_class_init (NightViewingPreferencesClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_template_from_resource (
      widget_class,
      "/org/nightstand/Nightstand/preferences/night-viewing-preferences.ui");
  gtk_widget_class_bind_template_child (widget_class, NightViewingPreferences,
                                        dark_content);
  gtk_widget_class_bind_template_child (widget_class, NightViewingPreferences,
                                        slideshow_s);
  gtk_widget_class_bind_template_child (widget_class, NightViewingPreferences,
                                        slideshow_repeats);
}

static void
night_viewing_preferences_init (NightViewingPreferences *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  night_settings_bind_row ("dark-content", self->dark_content, "active");
  night_settings_bind_row ("slideshow-seconds", self->slideshow_s, "value");
  night_settings_bind_row ("slideshow-repeats", self->slideshow_repeats, "active");
}
