/* night-expiry-preferences.c - preferences: how long things stay
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "preferences/night-expiry-preferences.h"

#include "night-settings.h"
#include "preferences/night-expiry-group.h"
#include "preferences/night-import-expiry-group.h"

struct _NightExpiryPreferences {
  AdwPreferencesPage parent_instance;

  GtkWidget *remind;
  NightImportExpiryGroup *imports;
  NightExpiryGroup *group;
};

G_DEFINE_FINAL_TYPE (NightExpiryPreferences,
                     night_expiry_preferences,
                     ADW_TYPE_PREFERENCES_PAGE)

void
night_expiry_preferences_set_vault (NightExpiryPreferences *self, Vault *vault)
{
  night_import_expiry_group_set_vault (self->imports, vault);
  night_expiry_group_set_vault (self->group, vault);
}

static void
night_expiry_preferences_class_init (NightExpiryPreferencesClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (NIGHT_TYPE_EXPIRY_GROUP);
  g_type_ensure (NIGHT_TYPE_IMPORT_EXPIRY_GROUP);
  gtk_widget_class_set_template_from_resource (
      widget_class,
      "/org/nightstand/Nightstand/preferences/night-expiry-preferences.ui");
  gtk_widget_class_bind_template_child (widget_class, NightExpiryPreferences, remind);
  gtk_widget_class_bind_template_child (widget_class, NightExpiryPreferences, imports);
  gtk_widget_class_bind_template_child (widget_class, NightExpiryPreferences, group);
}

static void
night_expiry_preferences_init (NightExpiryPreferences *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  night_settings_bind_row ("remind", self->remind, "active");
}
