/* night-import-expiry-group.c - preferences: how long stays what comes in, and whether that is asked
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "preferences/night-import-expiry-group.h"

#include <vault/vault-settings.h>

#include "library/night-term-row.h"
#include "night-ask.h"
#include "night-problem.h"

struct _NightImportExpiryGroup {
  AdwPreferencesGroup parent_instance;

  NightTermRow *term;
  GtkSwitch *asks;

  Vault *vault;
  gboolean showing; /* the rows follow, nobody touched them */
};

G_DEFINE_FINAL_TYPE (NightImportExpiryGroup,
                     night_import_expiry_group,
                     ADW_TYPE_PREFERENCES_GROUP)

static void
show (NightImportExpiryGroup *self)
{
  self->showing = TRUE;
  night_term_row_set_seconds (
      self->term, vault_settings_get_int64 (self->vault, VAULT_SETTING_DEFAULT_EXPIRY));
  gtk_switch_set_active (
      self->asks, vault_settings_get_boolean (self->vault, VAULT_SETTING_ASK_EXPIRY));
  self->showing = FALSE;
}

static void
set_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (NightImportExpiryGroup) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean done = vault_settings_set_finish (VAULT_VAULT (source), result, &error);
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  if (done || self->vault == NULL || root == NULL)
    return;

  show (self);
  night_ask_tell_problem (GTK_WINDOW (root), night_problem_from_error (error));
}

static void
set (NightImportExpiryGroup *self, const char *name, GVariant *value)
{
  GVariantBuilder values;

  g_variant_builder_init (&values, G_VARIANT_TYPE_VARDICT);
  g_variant_builder_add (&values, "{sv}", name, value);
  vault_settings_set_async (self->vault, g_variant_builder_end (&values), NULL, set_cb,
                            g_object_ref (self));
}

static void
term_changed (NightImportExpiryGroup *self)
{
  if (!self->showing && self->vault != NULL)
    set (self, VAULT_SETTING_DEFAULT_EXPIRY,
         g_variant_new_int64 (night_term_row_get_seconds (self->term)));
}

static void
asks_changed (NightImportExpiryGroup *self)
{
  if (!self->showing && self->vault != NULL)
    set (self, VAULT_SETTING_ASK_EXPIRY,
         g_variant_new_boolean (gtk_switch_get_active (self->asks)));
}

void
night_import_expiry_group_set_vault (NightImportExpiryGroup *self, Vault *vault)
{
  g_return_if_fail (NIGHT_IS_IMPORT_EXPIRY_GROUP (self));

  g_set_object (&self->vault, vault);
  show (self);
}

static void
night_import_expiry_group_dispose (GObject *object)
{
  g_clear_object (&NIGHT_IMPORT_EXPIRY_GROUP (object)->vault);

  G_OBJECT_CLASS (night_import_expiry_group_parent_class)->dispose (object);
}

static void
night_import_expiry_group_class_init (NightImportExpiryGroupClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = night_import_expiry_group_dispose;

  g_type_ensure (NIGHT_TYPE_TERM_ROW);
  gtk_widget_class_set_template_from_resource (
      widget_class,
      "/org/nightstand/Nightstand/preferences/night-import-expiry-group.ui");
  gtk_widget_class_bind_template_child (widget_class, NightImportExpiryGroup, term);
  gtk_widget_class_bind_template_child (widget_class, NightImportExpiryGroup, asks);
  gtk_widget_class_bind_template_callback (widget_class, term_changed);
  gtk_widget_class_bind_template_callback (widget_class, asks_changed);
}

static void
night_import_expiry_group_init (NightImportExpiryGroup *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
