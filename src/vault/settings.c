/* settings.c - the names a setting can have, and how all of them are kept
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "vault/settings.h"

#include <string.h>

#include <vault/vault-group.h>

#include "crypto/chunk.h"

#define DICTIONARY "a{sv}"

typedef struct {
  const char *name;
  const char *type;
  const char *value; /* the default, as GVariant text */
  gboolean (*is_good) (GVariant *value);
} Setting;

static gboolean
is_span (GVariant *value)
{
  gint64 seconds = g_variant_get_int64 (value);

  return seconds >= 0 && seconds <= VAULT_GROUP_EXPIRES_MAX_S;
}

static gboolean
is_any (GVariant *value)
{
  return TRUE;
}

/* A new setting is a line here, one in vault-settings.h and one in FORMAT.md. */
static const Setting registry[] = {
  { VAULT_SETTING_DEFAULT_EXPIRY, "x", "0", is_span },
  { VAULT_SETTING_ASK_EXPIRY, "b", "true", is_any },
};

static const Setting *
find (const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (registry); i++) {
    if (g_str_equal (registry[i].name, name))
      return &registry[i];
  }

  return NULL;
}

const char *const *
vault_settings_list (void)
{
  static const char *names[G_N_ELEMENTS (registry) + 1];

  for (gsize i = 0; i < G_N_ELEMENTS (registry); i++)
    names[i] = registry[i].name;
  return names;
}

const GVariantType *
vault_settings_get_value_type (const char *name)
{
  const Setting *setting = find (name);

  return setting == NULL ? NULL : G_VARIANT_TYPE (setting->type);
}

gboolean
vault_setting_is_good (const char *name, GVariant *value)
{
  const Setting *setting = find (name);

  return setting != NULL && g_variant_is_of_type (value, G_VARIANT_TYPE (setting->type))
         && setting->is_good (value);
}

GVariant *
vault_setting_dup_default (const char *name)
{
  const Setting *setting = find (name);

  g_return_val_if_fail (setting != NULL, NULL);

  return g_variant_ref_sink (g_variant_parse (G_VARIANT_TYPE (setting->type),
                                              setting->value, NULL, NULL, NULL));
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* The names of both, each once, in order; they point into the two. */
static GPtrArray *
list_names (GVariant *a, GVariant *b)
{
  GPtrArray *names = g_ptr_array_new ();
  GVariant *both[] = { a, b };

  for (gsize i = 0; i < G_N_ELEMENTS (both); i++) {
    const char *name;
    GVariantIter iter;

    if (both[i] == NULL)
      continue;
    g_variant_iter_init (&iter, both[i]);
    while (g_variant_iter_next (&iter, "{&sv}", &name, NULL)) {
      if (!g_ptr_array_find_with_equal_func (names, name, g_str_equal, NULL))
        g_ptr_array_add (names, (char *) name);
    }
  }
  g_ptr_array_sort (names, compare_names);
  return names;
}

GVariant *
vault_settings_merge (GVariant *settings, GVariant *values)
{
  g_autoptr (GPtrArray) names = list_names (settings, values);
  GVariantBuilder builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE (DICTIONARY));
  for (guint i = 0; i < names->len; i++) {
    g_autoptr (GVariant) value = g_variant_lookup_value (values, names->pdata[i], NULL);

    if (value == NULL)
      value = g_variant_lookup_value (settings, names->pdata[i], NULL);
    g_variant_builder_add (&builder, "{sv}", names->pdata[i], value);
  }
  return g_variant_ref_sink (g_variant_builder_end (&builder));
}

static GVariant *
to_disk_order (GVariant *variant)
{
  if (G_BYTE_ORDER == G_LITTLE_ENDIAN)
    return g_variant_ref (variant);

  return g_variant_byteswap (variant);
}

GBytes *
vault_settings_encode (GVariant *settings)
{
  g_autoptr (GVariant) sorted = vault_settings_merge (NULL, settings);
  g_autoptr (GVariant) ordered = to_disk_order (sorted);

  return g_variant_get_data_as_bytes (ordered);
}

GVariant *
vault_settings_decode (const char *bytes, gsize n_bytes)
{
  g_autoptr (GBytes) copy = g_bytes_new (bytes, n_bytes);
  g_autoptr (GVariant) stored = g_variant_ref_sink (
      g_variant_new_from_bytes (G_VARIANT_TYPE (DICTIONARY), copy, FALSE));
  g_autoptr (GVariant) settings = NULL;
  g_autoptr (GBytes) again = NULL;

  if (!g_variant_is_normal_form (stored))
    return NULL;
  settings = to_disk_order (stored);
  again = vault_settings_encode (settings);
  return g_bytes_equal (copy, again) ? g_steal_pointer (&settings) : NULL;
}
