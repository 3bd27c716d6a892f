/* cmd-activity.c - nightstandctl activity
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <vault/vault-activity.h>

#include "command.h"
#include "json.h"
#include "text.h"

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
  [VAULT_ACTIVITY_VERIFIED] = "verified",
  [VAULT_ACTIVITY_DRILLED] = "wipe-drilled",
  [VAULT_ACTIVITY_STOPPED_IMPORT] = "import-stopped",
  [VAULT_ACTIVITY_STOPPED_EXPORT] = "export-stopped",
  [VAULT_ACTIVITY_STOPPED_CHECK] = "check-stopped",
  [VAULT_ACTIVITY_BROKEN_IMPORT] = "import-broken-off",
  [VAULT_ACTIVITY_IMPORTING] = "importing",
};

G_STATIC_ASSERT (G_N_ELEMENTS (kinds) == VAULT_ACTIVITY_LAST_KIND + 1);

static const char *
name_of (guint kind)
{
  return kind > 0 && kind < G_N_ELEMENTS (kinds) ? kinds[kind] : "unknown";
}

/* "2026-03-01 14:02  unlocked            3 times until 15:10", on one day. */
static void
print_run (const VaultActivityRun *run)
{
  g_autofree char *first = ctl_text_local (run->first_s);
  g_autofree char *last = ctl_text_local (run->last_s);

  g_print ("%s  %-18s", first, name_of (run->kind));
  if (run->count > 0)
    g_print ("  %u", run->count);
  if (run->n_entries > 1)
    g_print ("  %u times, until %s", run->n_entries, last);
  g_print ("\n");
}

static void
print_activity (const GArray *runs)
{
  for (guint i = 0; i < runs->len; i++)
    print_run (&g_array_index (runs, VaultActivityRun, i));
}

static void
print_json (const GArray *runs)
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "activity");
  json_builder_begin_array (builder);
  for (guint i = 0; i < runs->len; i++) {
    const VaultActivityRun *run = &g_array_index (runs, VaultActivityRun, i);

    json_builder_begin_object (builder);
    ctl_json_add_time (builder, "time", run->first_s);
    ctl_json_add_time (builder, "last", run->last_s);
    ctl_json_add_string (builder, "kind", name_of (run->kind));
    ctl_json_add_uint (builder, "count", run->count);
    ctl_json_add_uint (builder, "times", run->n_entries);
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
  g_autoptr(GArray) runs = NULL;

  if (request->n_words == 1)
    return clear (session);

  all = vault_dup_activity (session->vault);
  runs = vault_activity_merge (all);
  if (request->json)
    print_json (runs);
  else
    print_activity (runs);
  return CTL_EXIT_OK;
}
