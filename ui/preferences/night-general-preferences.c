/* night-general-preferences.c - preferences: what comes in, and which vaults are remembered
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "preferences/night-general-preferences.h"

#include "night-settings.h"

struct _NightGeneralPreferences {
  AdwPreferencesPage parent_instance;

  AdwComboRow *details; /* in the order of NightImportDetails */
  GtkWidget *remember_vaults;
};

G_DEFINE_FINAL_TYPE (NightGeneralPreferences,
                     night_general_preferences,
                     ADW_TYPE_PREFERENCES_PAGE)

static void
details_selected (NightGeneralPreferences *self)
{
  night_settings_set_import_details (
      (NightImportDetails) adw_combo_row_get_selected (self->details));
}

static void
night_general_preferences_class_init (NightGeneralPreferencesClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_template_from_resource (
      widget_class,
      "/org/nightstand/Nightstand/preferences/night-general-preferences.ui");
  gtk_widget_class_bind_template_child (widget_class, NightGeneralPreferences, details);
  gtk_widget_class_bind_template_child (widget_class, NightGeneralPreferences,
                                        remember_vaults);
}

static void
night_general_preferences_init (NightGeneralPreferences *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  adw_combo_row_set_selected (self->details, night_settings_get_import_details ());
  g_signal_connect_object (self->details, "notify::selected",
                           G_CALLBACK (details_selected), self, G_CONNECT_SWAPPED);
  night_settings_bind_row ("remember-vaults", self->remember_vaults, "active");
}
