/* cmd-settings.c - nightstandctl settings and activity
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <vault/vault-activity.h>
#include <vault/vault-settings.h>

#include "command.h"
#include "json.h"
#include "text.h"

static void
print_setting (CtlSession *session, const char *name)
{
  g_autoptr(GVariant) value = vault_settings_get (session->vault, name);
  g_autofree char *text = g_variant_print (value, FALSE);
  g_autofree char *safe = ctl_text_safe (text);

  g_print ("%s %s\n", name, safe);
}

/* A span or "never" for what is counted in seconds; else as GVariant has it. */
static GVariant *
parse_value (const char *name, const char *text)
{
  const GVariantType *type = vault_settings_get_value_type (name);
  gint64 seconds;

  if (type == NULL)
    return NULL;
  if (g_variant_type_equal (type, G_VARIANT_TYPE_INT64)
      && vault_when_parse (text, 0, &seconds, NULL))
    return g_variant_ref_sink (g_variant_new_int64 (seconds));

  return g_variant_parse (type, text, NULL, NULL, NULL);
}

static CtlExit
set (CtlSession *session, const char *name, const char *text)
{
  g_autoptr(GVariant) value = parse_value (name, text);
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  GVariantBuilder builder;

  if (value == NULL) {
    g_set_error (&error, VAULT_ERROR, VAULT_ERROR_BAD_SETTING, "text");
    return ctl_fail (error);
  }

  g_variant_builder_init (&builder, G_VARIANT_TYPE_VARDICT);
  g_variant_builder_add (&builder, "{sv}", name, value);
  vault_settings_set_async (session->vault, g_variant_builder_end (&builder),
                            session->cancellable, ctl_done_cb, &result);
  ctl_wait (&result);
  if (!vault_settings_set_finish (session->vault, result, &error))
    return ctl_fail (error);
  print_setting (session, name);
  return CTL_EXIT_OK;
}

gboolean
ctl_check_settings (const CtlRequest *request, GError **error)
{
  if (request->n_words != 1)
    return TRUE;

  g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED, "The form is: %s %s",
               request->command->name, request->command->usage);
  return FALSE;
}

CtlExit
ctl_run_settings (CtlSession *session,
                  const CtlRequest *request,
                  VaultSecret *passphrase)
{
  if (request->n_words == 2)
    return set (session, request->words[0], request->words[1]);

  for (const char *const *name = vault_settings_list (); *name != NULL; name++)
    print_setting (session, *name);
  return CTL_EXIT_OK;
}

/* As in vault-activity.h. */
static const char *const kinds[] = {
  [VAULT_ACTIVITY_CREATED] = "created",
  [VAULT_ACTIVITY_UNLOCKED] = "unlocked",
  [VAULT_ACTIVITY_FAILED] = "wrong-passphrases",
  [VAULT_ACTIVITY_IMPORTED] = "imported",
  [VAULT_ACTIVITY_EXPORTED] = "exported",
  [VAULT_ACTIVITY_DELETED] = "deleted",
  [VAULT_ACTIVITY_EXPIRED] = "expired",
  [VAULT_ACTIVITY_VIEWED_OUT] = "last-views",
  [VAULT_ACTIVITY_ADDED_WAY] = "passphrase-added",
  [VAULT_ACTIVITY_CHANGED_WAY] = "passphrase-changed",
  [VAULT_ACTIVITY_REMOVED_WAY] = "passphrase-removed",
  [VAULT_ACTIVITY_REPAIRED] = "repaired",
  [VAULT_ACTIVITY_CLEARED] = "activity-cleared",
  [VAULT_ACTIVITY_WIPE_CANCELLED] = "wipe-cancelled",
  [VAULT_ACTIVITY_SETTINGS] = "settings-changed",
  [VAULT_ACTIVITY_ORIGINALS] = "originals-removed",
};

G_STATIC_ASSERT (G_N_ELEMENTS (kinds) == VAULT_ACTIVITY_LAST_KIND + 1);

static const char *
name_of (guint kind)
{
  return kind > 0 && kind < G_N_ELEMENTS (kinds) ? kinds[kind] : "unknown";
}

static void
print_activity (const GArray *all)
{
  for (guint i = 0; i < all->len; i++) {
    const VaultActivity *activity = &g_array_index (all, VaultActivity, i);
    g_autofree char *time = ctl_text_local (activity->time_s);

    if (activity->count > 0)
      g_print ("%s  %-18s  %u\n", time, name_of (activity->kind), activity->count);
    else
      g_print ("%s  %s\n", time, name_of (activity->kind));
  }
}

static void
print_json (const GArray *all)
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "activity");
  json_builder_begin_array (builder);
  for (guint i = 0; i < all->len; i++) {
    const VaultActivity *activity = &g_array_index (all, VaultActivity, i);

    json_builder_begin_object (builder);
    ctl_json_add_time (builder, "time", activity->time_s);
    ctl_json_add_string (builder, "kind", name_of (activity->kind));
    ctl_json_add_uint (builder, "count", activity->count);
    json_builder_end_object (builder);
  }
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  ctl_json_print (builder);
}

gboolean
ctl_check_activity (const CtlRequest *request, GError **error)
{
  if (request->n_words == 0 || g_str_equal (request->words[0], "clear"))
    return TRUE;

  g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED, "The form is: %s %s",
               request->command->name, request->command->usage);
  return FALSE;
}

static CtlExit
clear (CtlSession *session)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  vault_clear_activity_async (session->vault, session->cancellable, ctl_done_cb,
                              &result);
  ctl_wait (&result);
  if (!vault_clear_activity_finish (session->vault, result, &error))
    return ctl_fail (error);
  g_print ("The list is destroyed.\n");
  return CTL_EXIT_OK;
}

CtlExit
ctl_run_activity (CtlSession *session,
                  const CtlRequest *request,
                  VaultSecret *passphrase)
{
  g_autoptr(GArray) all = NULL;

  if (request->n_words == 1)
    return clear (session);

  all = vault_dup_activity (session->vault);
  if (request->json)
    print_json (all);
  else
    print_activity (all);
  return CTL_EXIT_OK;
}
