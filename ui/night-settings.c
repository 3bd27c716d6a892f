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

char *
night_settings_dup_wipe_shortcut (void)
{
  GSettings *settings = get_settings ();

  return settings == NULL ? g_strdup (NIGHT_DEFAULT_WIPE_SHORTCUT)
                          : g_settings_get_string (settings, "wipe-shortcut");
}

void
night_settings_set_wipe_shortcut (const char *accelerator)
{
  GSettings *settings = get_settings ();

  if (settings != NULL)
    g_settings_set_string (settings, "wipe-shortcut", accelerator);
}

guint
night_settings_get_choice (const char *key)
{
  GSettings *settings = get_settings ();

  return settings == NULL ? 0 : (guint) g_settings_get_enum (settings, key);
}

void
night_settings_set_choice (const char *key, guint choice)
{
  GSettings *settings = get_settings ();

  if (settings != NULL)
    g_settings_set_enum (settings, key, (int) choice);
}

gboolean
night_settings_get_wipe_all (void)
{
  return night_settings_get_choice ("wipe-scope") != 0;
}

gboolean
night_settings_get_wipe_settings (void)
{
  GSettings *settings = get_settings ();

  return settings != NULL && g_settings_get_boolean (settings, "wipe-settings");
}

NightThen
night_settings_get_wipe_then (void)
{
  return (NightThen) night_settings_get_choice ("wipe-then");
}

/* The default one, the last one, and those on the list. */
char **
night_settings_dup_known_folders (void)
{
  g_autoptr (GPtrArray) known = g_ptr_array_new ();
  g_auto (GStrv) listed = NULL;

  g_ptr_array_add (known, vault_dup_default_folder ());
  g_ptr_array_add (known, night_settings_dup_folder ());
  if (g_str_equal (known->pdata[0], known->pdata[1])) {
    g_free (known->pdata[1]);
    g_ptr_array_set_size (known, 1);
  }

  listed = night_settings_dup_vaults ();
  for (gsize i = 0; listed[i] != NULL; i++)
    if (!g_ptr_array_find_with_equal_func (known, listed[i], g_str_equal, NULL))
      g_ptr_array_add (known, g_strdup (listed[i]));

  g_ptr_array_add (known, NULL);
  return (char **) g_ptr_array_free (g_steal_pointer (&known), FALSE);
}

gboolean
night_settings_reset_all (void)
{
  GSettings *settings = get_settings ();
  g_autoptr (GSettingsSchema) schema = NULL;
  g_auto (GStrv) keys = NULL;

  if (settings == NULL)
    return FALSE;

  g_object_get (settings, "settings-schema", &schema, NULL);
  keys = g_settings_schema_list_keys (schema);
  for (gsize i = 0; keys[i] != NULL; i++)
    g_settings_reset (settings, keys[i]);
  g_settings_sync ();
  return TRUE;
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

gboolean
night_settings_get_remind (void)
{
  GSettings *settings = get_settings ();

  return settings != NULL && g_settings_get_boolean (settings, "remind");
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
night_settings_forget_vault (const char *folder)
{
  g_auto (GStrv) known = night_settings_dup_vaults ();
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) left = NULL;
  GSettings *settings = get_settings ();

  if (settings == NULL || !g_strv_contains ((const char *const *) known, folder))
    return;

  for (gsize i = 0; known[i] != NULL; i++)
    if (!g_str_equal (known[i], folder))
      g_strv_builder_add (builder, known[i]);
  left = g_strv_builder_end (builder);
  g_settings_set_strv (settings, "known-vaults", (const char *const *) left);
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
