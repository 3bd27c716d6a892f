/* cmd-settings.c - nightstandctl settings
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <vault/vault-settings.h>

#include "command.h"
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
