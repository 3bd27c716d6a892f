/* known.c - where the window has seen vaults
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "known.h"

#include <gio/gio.h>

#include <vault/vault.h>

#define SCHEMA_ID "org.nightstand.Nightstand"
#define KNOWN_KEY "known-vaults"

/* Returns: (transfer full) (nullable): g_settings_new() would abort without a schema. */
static GSettings *
open_settings (void)
{
  GSettingsSchemaSource *source = g_settings_schema_source_get_default ();
  g_autoptr(GSettingsSchema) schema = NULL;

  if (source != NULL)
    schema = g_settings_schema_source_lookup (source, SCHEMA_ID, TRUE);
  return schema == NULL ? NULL : g_settings_new_full (schema, NULL, NULL);
}

char **
ctl_dup_known_folders (void)
{
  g_autoptr(GSettings) settings = open_settings ();
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  g_autofree char *usual = vault_dup_default_folder ();
  g_autofree char *last = NULL;
  g_auto(GStrv) known = NULL;

  g_strv_builder_add (builder, usual);
  if (settings == NULL)
    return g_strv_builder_end (builder);

  last = g_settings_get_string (settings, "vault-folder");
  if (g_path_is_absolute (last))
    g_strv_builder_add (builder, last);
  known = g_settings_get_strv (settings, KNOWN_KEY);
  g_strv_builder_addv (builder, (const char **) known);
  return g_strv_builder_end (builder);
}

void
ctl_forget_known (const char *folder)
{
  g_autoptr(GSettings) settings = open_settings ();
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  g_auto(GStrv) known = NULL;
  g_auto(GStrv) left = NULL;

  if (settings == NULL)
    return;

  known = g_settings_get_strv (settings, KNOWN_KEY);
  for (gsize i = 0; known[i] != NULL; i++) {
    if (!g_str_equal (known[i], folder))
      g_strv_builder_add (builder, known[i]);
  }
  left = g_strv_builder_end (builder);
  if (g_strv_length (left) == g_strv_length (known))
    return;

  g_settings_set_strv (settings, KNOWN_KEY, (const char *const *) left);
  g_settings_sync ();
}
