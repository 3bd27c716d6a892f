/* cmd-groups.c - nightstandctl albums and people
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <vault/vault-organise.h>

#include <string.h>

#include "command.h"
#include "json.h"
#include "text.h"

#define DAY_S ((gint64) 24 * 60 * 60)

/* What can be done with a group, and with how many words. */
typedef struct {
  const char *verb;
  guint min_words; /* the verb counts */
  guint max_words;
  const char *form;
} Verb;

static const Verb verbs[] = {
  { "create", 2, 2, "create NAME" },
  { "rename", 3, 3, "rename NAME NEW-NAME" },
  { "remove", 2, 2, "remove NAME" },
  { "expiry", 3, 3, "expiry NAME SPAN|never|vault" },
  { "add", 3, G_MAXUINT, "add NAME ID..." },
  { "take-out", 3, G_MAXUINT, "take-out NAME ID..." },
};

static VaultGroupKind
get_kind (const CtlRequest *request)
{
  return g_str_equal (request->command->name, "people") ? VAULT_GROUP_PERSON
                                                        : VAULT_GROUP_ALBUM;
}

static const Verb *
find_verb (const char *word)
{
  for (gsize i = 0; i < G_N_ELEMENTS (verbs); i++) {
    if (g_str_equal (verbs[i].verb, word))
      return &verbs[i];
  }

  return NULL;
}

/* "vault", "never", or a span such as "30d". */
static gboolean
parse_expiry (const char *text, gint64 *out_seconds, GError **error)
{
  *out_seconds = VAULT_GROUP_EXPIRES_AS_VAULT;
  return g_str_equal (text, "vault") || vault_when_parse (text, 0, out_seconds, error);
}

gboolean
ctl_check_groups (const CtlRequest *request, GError **error)
{
  const Verb *verb;
  gint64 seconds;

  if (request->n_words == 0)
    return TRUE;

  verb = find_verb (request->words[0]);
  if (verb == NULL || request->n_words < verb->min_words
      || request->n_words > verb->max_words) {
    g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED, "The form is: %s %s",
                 request->command->name,
                 verb == NULL ? request->command->usage : verb->form);
    return FALSE;
  }
  return !g_str_equal (verb->verb, "expiry")
         || parse_expiry (request->words[2], &seconds, error);
}

static char *
describe_expiry (gint64 seconds)
{
  if (seconds == VAULT_GROUP_EXPIRES_AS_VAULT)
    return g_strdup ("as the vault");
  if (seconds == VAULT_GROUP_EXPIRES_NEVER)
    return g_strdup ("never");
  if (seconds % DAY_S == 0)
    return g_strdup_printf ("%" G_GINT64_FORMAT "d", seconds / DAY_S);

  return g_strdup_printf ("%" G_GINT64_FORMAT " s", seconds);
}

static void
add_json (JsonBuilder *builder, VaultGroup *group)
{
  gint64 expiry = vault_group_get_default_expiry (group);

  json_builder_begin_object (builder);
  ctl_json_add_string (builder, "id", vault_group_get_id (group));
  ctl_json_add_string (builder, "name", vault_group_get_name (group));
  ctl_json_add_uint (builder, "items", vault_group_get_n_items (group));
  ctl_json_add_time (builder, "created", vault_group_get_created (group));
  json_builder_set_member_name (builder, "default_expiry_s");
  if (expiry == VAULT_GROUP_EXPIRES_AS_VAULT)
    json_builder_add_null_value (builder);
  else
    json_builder_add_int_value (builder, expiry);
  ctl_json_add_boolean (builder, "absence", vault_group_is_under_absence (group));
  json_builder_end_object (builder);
}

static CtlExit
list (CtlSession *session, const CtlRequest *request)
{
  GListModel *groups = vault_get_groups (session->vault, get_kind (request));
  g_autoptr(JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, request->command->name);
  json_builder_begin_array (builder);
  for (guint i = 0; i < g_list_model_get_n_items (groups); i++) {
    g_autoptr(VaultGroup) group = g_list_model_get_item (groups, i);
    g_autofree char *name = ctl_text_safe (vault_group_get_name (group));
    g_autofree char *expiry = describe_expiry (vault_group_get_default_expiry (group));

    if (request->json)
      add_json (builder, group);
    else
      g_print ("%6u  %-12s  %s\n", vault_group_get_n_items (group), expiry, name);
  }
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  if (request->json)
    ctl_json_print (builder);
  return CTL_EXIT_OK;
}

static CtlExit
create (CtlSession *session, const CtlRequest *request)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(VaultGroup) group = NULL;

  vault_create_group_async (session->vault, get_kind (request), request->words[1],
                            session->cancellable, ctl_done_cb, &result);
  ctl_wait (&result);
  group = vault_create_group_finish (session->vault, result, &error);
  if (group == NULL)
    return ctl_fail (error);

  g_print ("Created: %s\n", vault_group_get_id (group));
  return CTL_EXIT_OK;
}

/* Rename, remove, expiry. */
static CtlExit
change (CtlSession *session, const CtlRequest *request, VaultGroup *group)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  gint64 seconds;

  if (g_str_equal (request->words[0], "rename"))
    vault_rename_group_async (session->vault, group, request->words[2],
                              session->cancellable, ctl_done_cb, &result);
  else if (g_str_equal (request->words[0], "remove"))
    vault_remove_group_async (session->vault, group, session->cancellable, ctl_done_cb,
                              &result);
  else if (!parse_expiry (request->words[2], &seconds, &error))
    return ctl_fail (error);
  else
    vault_set_group_expiry_async (session->vault, group, seconds, session->cancellable,
                                  ctl_done_cb, &result);

  ctl_wait (&result);
  if (!vault_change_group_finish (session->vault, result, &error))
    return ctl_fail (error);
  g_print ("Done.\n");
  return CTL_EXIT_OK;
}

static CtlExit
fill (CtlSession *session, const CtlRequest *request, VaultGroup *group)
{
  g_autoptr(GPtrArray) items = NULL;
  g_autoptr(GPtrArray) groups = g_ptr_array_new ();
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  gboolean is_added = g_str_equal (request->words[0], "add");

  items =
      ctl_session_dup_items (session, request->words + 2, request->n_words - 2, &error);
  if (items == NULL)
    return ctl_fail (error);

  g_ptr_array_add (groups, group);
  vault_change_groups_async (session->vault, items, is_added ? groups : NULL,
                             is_added ? NULL : groups, session->cancellable,
                             ctl_done_cb, &result);
  ctl_wait (&result);
  if (!vault_organise_finish (session->vault, result, &error))
    return ctl_fail (error);
  g_print ("Items: %u\n", items->len);
  return CTL_EXIT_OK;
}

VaultGroup *
ctl_session_dup_group (CtlSession *self,
                       VaultGroupKind kind,
                       const char *name,
                       GError **error)
{
  VaultGroup *group = vault_dup_group_by_name (self->vault, kind, name);

  if (group == NULL)
    g_set_error (error, VAULT_ERROR, VAULT_ERROR_NO_GROUP, "no such name");
  return group;
}

CtlExit
ctl_run_groups (CtlSession *session, const CtlRequest *request, VaultSecret *passphrase)
{
  g_autoptr(VaultGroup) group = NULL;
  g_autoptr(GError) error = NULL;

  if (request->n_words == 0)
    return list (session, request);
  if (g_str_equal (request->words[0], "create"))
    return create (session, request);

  group =
      ctl_session_dup_group (session, get_kind (request), request->words[1], &error);
  if (group == NULL)
    return ctl_fail (error);
  return g_str_equal (request->words[0], "add")
                 || g_str_equal (request->words[0], "take-out")
             ? fill (session, request, group)
             : change (session, request, group);
}
