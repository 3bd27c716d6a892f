/* night-settings.c - the few things remembered between runs, none of them private
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "night-settings.h"

#include <gio/gio.h>

#include <vault/vault.h>

#define SCHEMA_ID "org.nightstand.Nightstand"
#define DEFAULT_WIPE_GRACE_S 3
#define DEFAULT_SLIDESHOW_S 5

/* Returns: (transfer none) (nullable): g_settings_new() would abort without a schema. */
static GSettings *
get_settings (void)
{
  static GSettings *settings;
  GSettingsSchemaSource *source = g_settings_schema_source_get_default ();
  g_autoptr (GSettingsSchema) schema = NULL;

  if (settings != NULL || source == NULL)
    return settings;

  schema = g_settings_schema_source_lookup (source, SCHEMA_ID, TRUE);
  if (schema != NULL)
    settings = g_settings_new_full (schema, NULL, NULL);

  return settings;
}

char *
night_settings_dup_folder (void)
{
  GSettings *settings = get_settings ();
  g_autofree char *folder = NULL;

  if (settings != NULL)
    folder = g_settings_get_string (settings, "vault-folder");
  if (folder == NULL || !g_path_is_absolute (folder))
    return vault_dup_default_folder ();

  return g_steal_pointer (&folder);
}

void
night_settings_set_folder (const char *folder)
{
  GSettings *settings = get_settings ();

  /* A path that is not text cannot be a setting; it is asked for again next time. */
  if (settings != NULL && g_utf8_validate (folder, -1, NULL))
    g_settings_set_string (settings, "vault-folder", folder);
}

guint
night_settings_get_wipe_grace_s (void)
{
  GSettings *settings = get_settings ();

  if (settings == NULL)
    return DEFAULT_WIPE_GRACE_S;

  return g_settings_get_uint (settings, "wipe-grace-seconds");
}

NightImportDetails
night_settings_get_import_details (void)
{
  GSettings *settings = get_settings ();

  if (settings == NULL)
    return NIGHT_DETAILS_ASK;

  return (NightImportDetails) g_settings_get_enum (settings, "import-details");
}

void
night_settings_set_import_details (NightImportDetails details)
{
  GSettings *settings = get_settings ();

  if (settings != NULL)
    g_settings_set_enum (settings, "import-details", (int) details);
}

guint
night_settings_get_slideshow_s (void)
{
  GSettings *settings = get_settings ();

  if (settings == NULL)
    return DEFAULT_SLIDESHOW_S;

  return g_settings_get_uint (settings, "slideshow-seconds");
}

gboolean
night_settings_get_slideshow_repeats (void)
{
  GSettings *settings = get_settings ();

  return settings != NULL && g_settings_get_boolean (settings, "slideshow-repeats");
}

gboolean
night_settings_bind (const char *key, gpointer object, const char *property)
{
  GSettings *settings = get_settings ();

  if (settings == NULL)
    return FALSE;

  g_settings_bind (settings, key, object, property, G_SETTINGS_BIND_DEFAULT);
  return TRUE;
}
