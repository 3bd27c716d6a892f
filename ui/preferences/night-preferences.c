/* night-preferences.c - the preferences window and its pages
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "preferences/night-preferences.h"

#include "night-access.h"
#include "preferences/night-expiry-preferences.h"
#include "preferences/night-general-preferences.h"
#include "preferences/night-lock-preferences.h"
#include "preferences/night-vault-preferences.h"
#include "preferences/night-viewing-preferences.h"
#include "preferences/night-wipe-preferences.h"

struct _NightPreferences {
  AdwPreferencesWindow parent_instance;

  NightLockPreferences *lock_page;
  NightExpiryPreferences *expiry_page;
  NightVaultPreferences *vault_page;
  NightWipePreferences *wipe_page;
};

G_DEFINE_FINAL_TYPE (NightPreferences, night_preferences, ADW_TYPE_PREFERENCES_WINDOW)

void
night_preferences_present (GtkWindow *parent, Vault *vault)
{
  NightPreferences *self =
      g_object_new (NIGHT_TYPE_PREFERENCES, "transient-for", parent, "application",
                    gtk_window_get_application (parent), NULL);

  night_lock_preferences_set_window (self->lock_page, parent);
  night_expiry_preferences_set_vault (self->expiry_page, vault);
  night_vault_preferences_set_vault (self->vault_page, vault);
  night_wipe_preferences_set_vault (self->wipe_page, vault);
  night_access_hide_unused (GTK_WIDGET (self));
  night_access_follow_pages (GTK_WIDGET (self));
  gtk_window_present (GTK_WINDOW (self));
}

static void
night_preferences_class_init (NightPreferencesClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (NIGHT_TYPE_GENERAL_PREFERENCES);
  g_type_ensure (NIGHT_TYPE_VIEWING_PREFERENCES);
  g_type_ensure (NIGHT_TYPE_EXPIRY_PREFERENCES);
  g_type_ensure (NIGHT_TYPE_WIPE_PREFERENCES);
  g_type_ensure (NIGHT_TYPE_LOCK_PREFERENCES);
  g_type_ensure (NIGHT_TYPE_VAULT_PREFERENCES);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/org/nightstand/Nightstand/preferences/night-preferences.ui");
  gtk_widget_class_bind_template_child (widget_class, NightPreferences, lock_page);
  gtk_widget_class_bind_template_child (widget_class, NightPreferences, expiry_page);
  gtk_widget_class_bind_template_child (widget_class, NightPreferences, vault_page);
  gtk_widget_class_bind_template_child (widget_class, NightPreferences, wipe_page);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close",
                                       NULL);
}

static void
night_preferences_init (NightPreferences *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
