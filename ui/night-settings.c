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
#define DEFAULT_LOCK_MINUTES 5
#define MAX_KNOWN_VAULTS 8

static void remember_changed (GSettings *settings);

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
  if (settings != NULL)
    g_signal_connect (settings, "changed::remember-vaults",
                      G_CALLBACK (remember_changed), NULL);

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

void
night_settings_bind_row (const char *key, GtkWidget *control, const char *property)
{
  GtkWidget *row = gtk_widget_get_ancestor (control, ADW_TYPE_PREFERENCES_ROW);

  if (!night_settings_bind (key, control, property) && row != NULL)
    gtk_widget_hide (row);
}

void
night_settings_follow (const char *key, GCallback changed, gpointer object)
{
  GSettings *settings = get_settings ();
  g_autofree char *signal = g_strconcat ("changed::", key, NULL);

  if (settings != NULL)
    g_signal_connect_object (settings, signal, changed, object, G_CONNECT_SWAPPED);
}

gboolean
night_settings_get_dark_content (void)
{
  GSettings *settings = get_settings ();

  return settings == NULL || g_settings_get_boolean (settings, "dark-content");
}

/* ---- locking ---- */

guint
night_settings_get_lock_minutes (void)
{
  GSettings *settings = get_settings ();

  if (settings == NULL)
    return DEFAULT_LOCK_MINUTES;

  return g_settings_get_uint (settings, "lock-after-minutes");
}

gboolean
night_settings_get_lock_when_away (void)
{
  GSettings *settings = get_settings ();

  return settings != NULL && g_settings_get_boolean (settings, "lock-when-away");
}

gboolean
night_settings_get_cover (void)
{
  GSettings *settings = get_settings ();

  return settings == NULL || g_settings_get_boolean (settings, "cover-when-away");
}

char *
night_settings_dup_lock_device (void)
{
  GSettings *settings = get_settings ();

  if (settings == NULL)
    return g_strdup ("");

  return g_settings_get_string (settings, "lock-device");
}

void
night_settings_set_lock_device (const char *id)
{
  GSettings *settings = get_settings ();

  if (settings != NULL)
    g_settings_set_string (settings, "lock-device", id);
}

/* ---- the vaults there are ---- */

/* A list that is not wanted is not kept. */
static void
remember_changed (GSettings *settings)
{
  if (!g_settings_get_boolean (settings, "remember-vaults"))
    g_settings_reset (settings, "known-vaults");
}

char **
night_settings_dup_vaults (void)
{
  GSettings *settings = get_settings ();

  if (settings == NULL)
    return g_new0 (char *, 1);

  return g_settings_get_strv (settings, "known-vaults");
}

void
night_settings_remember_vault (const char *folder)
{
  GSettings *settings = get_settings ();
  g_auto (GStrv) known = NULL;
  g_autoptr (GPtrArray) wanted = g_ptr_array_new ();

  if (settings == NULL || !g_settings_get_boolean (settings, "remember-vaults")
      || !g_utf8_validate (folder, -1, NULL))
    return;

  known = g_settings_get_strv (settings, "known-vaults");
  g_ptr_array_add (wanted, (char *) folder);
  for (guint i = 0; known[i] != NULL && wanted->len < MAX_KNOWN_VAULTS; i++)
    if (!g_str_equal (known[i], folder))
      g_ptr_array_add (wanted, known[i]);
  g_ptr_array_add (wanted, NULL);
  g_settings_set_strv (settings, "known-vaults", (const char *const *) wanted->pdata);
}
