/* cmd-traces.c - nightstandctl traces and find-copies
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <vault/vault-traces.h>

#include "command.h"
#include "json.h"
#include "progress.h"
#include "text.h"

static void
add_trace (JsonBuilder *builder, const VaultTrace *trace)
{
  VaultTraceOutcome outcome = vault_trace_get_outcome (trace);

  json_builder_begin_object (builder);
  ctl_json_add_uint (builder, "file", vault_trace_get_file (trace));
  ctl_json_add_string (builder, "kind",
                       vault_trace_kind_get_nick (vault_trace_get_kind (trace)));
  ctl_json_add_string (builder, "state",
                       vault_trace_state_get_nick (vault_trace_get_state (trace)));
  ctl_json_add_string (builder, "place", vault_trace_get_place (trace));
  ctl_json_add_string (builder, "program", vault_trace_get_program (trace));
  ctl_json_add_string (builder, "sync", vault_trace_get_sync_service (trace));
  ctl_json_add_uint (builder, "other-names", vault_trace_get_n_other_names (trace));
  ctl_json_add_string (builder, "outcome", vault_trace_outcome_get_nick (outcome));
  ctl_json_add_string (builder, "error",
                       outcome == VAULT_TRACE_FAILED
                           ? vault_error_get_nick (vault_trace_get_error (trace))
                           : NULL);
  json_builder_end_object (builder);
}

static void
print_json (const GPtrArray *traces)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "traces");
  json_builder_begin_array (builder);
  for (guint i = 0; i < traces->len; i++)
    add_trace (builder, traces->pdata[i]);
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  ctl_json_print (builder);
}

static void
print_details (const VaultTrace *trace)
{
  const char *advice = vault_trace_get_advice (trace);
  const char *service = vault_trace_get_sync_service (trace);
  guint n_names = vault_trace_get_n_other_names (trace);

  if (advice != NULL)
    g_print ("    -> %s\n", advice);
  if (service != NULL)
    g_print ("    -> %s copies this folder away.\n", service);
  if (n_names > 0)
    g_print ("    -> The file has other names as well: %u. Its content stays there.\n",
             n_names);
}

static void
print_trace (const VaultTrace *trace, gboolean after)
{
  const char *program = vault_trace_get_program (trace);
  VaultTraceOutcome outcome = vault_trace_get_outcome (trace);
  g_autofree char *place = ctl_text_safe (vault_trace_get_place (trace));

  g_print ("%s%s%s%s", vault_trace_kind_get_title (vault_trace_get_kind (trace)),
           program == NULL ? "" : " (", program == NULL ? "" : program,
           program == NULL ? "" : ")");
  if (after)
    g_print (": %s", vault_trace_outcome_get_title (outcome));
  g_print ("\n    %s\n", place);
  if (outcome == VAULT_TRACE_FAILED)
    g_print ("    -> %s\n", ctl_sentence_of_code (vault_trace_get_error (trace)));
  if (outcome != VAULT_TRACE_REMOVED && outcome != VAULT_TRACE_GONE)
    print_details (trace);
}

static CtlExit
report (const CtlRequest *request, const GPtrArray *traces)
{
  CtlExit status = CTL_EXIT_OK;

  for (guint i = 0; i < traces->len; i++) {
    VaultTraceOutcome outcome = vault_trace_get_outcome (traces->pdata[i]);

    if (request->remove_found && outcome != VAULT_TRACE_REMOVED
        && outcome != VAULT_TRACE_GONE)
      status = CTL_EXIT_SOME_FAILED;
    if (!request->json)
      print_trace (traces->pdata[i], request->remove_found);
  }

  if (request->json)
    print_json (traces);
  else if (traces->len == 0)
    g_print ("No traces found.\n");
  else if (request->remove_found)
    g_print ("%s\n", vault_traces_get_warning ());
  if (status != CTL_EXIT_OK)
    g_printerr ("Not everything was removed.\n");
  return status;
}

/* Only what belongs to this very file is taken out, whatever else has its name. */
static gboolean
is_exact (const VaultTrace *trace)
{
  return vault_trace_get_state (trace) == VAULT_TRACE_DOUBTFUL
         && vault_trace_get_kind (trace) == VAULT_TRACE_METADATA;
}

/* What may belong to another file is left for a person to look at. */
static GPtrArray *
dup_chosen (const GPtrArray *traces)
{
  GPtrArray *chosen =
      g_ptr_array_new_with_free_func ((GDestroyNotify) vault_trace_unref);

  for (guint i = 0; i < traces->len; i++)
    if (vault_trace_get_state (traces->pdata[i]) == VAULT_TRACE_REMOVABLE
        || is_exact (traces->pdata[i]))
      g_ptr_array_add (chosen, vault_trace_ref (traces->pdata[i]));
  return chosen;
}

static gboolean
remove_traces (CtlSession *session, const GPtrArray *traces, GError **error)
{
  g_autoptr (GPtrArray) chosen = dup_chosen (traces);
  g_autoptr (GAsyncResult) result = NULL;
  CtlProgress progress = ctl_progress_begin ("Removing");

  vault_traces_remove_async (session->vault, chosen, session->cancellable,
                             ctl_progress_cb, &progress, ctl_done_cb, &result);
  ctl_wait (&result);
  ctl_progress_end (&progress);
  return vault_traces_remove_finish (session->vault, result, error);
}

/* Also after an error: what was removed by then is told. */
static CtlExit
finish (CtlSession *session, const CtlRequest *request, const GPtrArray *traces)
{
  g_autoptr (GError) error = NULL;
  CtlExit status;

  if (request->remove_found)
    (void) remove_traces (session, traces, &error);
  status = report (request, traces);
  return error != NULL ? ctl_fail (error) : status;
}

CtlExit
ctl_run_traces (CtlSession *session, const CtlRequest *request, VaultSecret *passphrase)
{
  g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) traces = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  CtlProgress progress = ctl_progress_begin ("Comparing");

  for (guint i = 0; i < request->n_words; i++)
    g_ptr_array_add (files, g_file_new_for_path (request->words[i]));
  vault_traces_find_async (session->vault, (GFile *const *) files->pdata, files->len,
                           session->cancellable, ctl_progress_cb, &progress,
                           ctl_done_cb, &result);
  ctl_wait (&result);
  ctl_progress_end (&progress);
  traces = vault_traces_find_finish (session->vault, result, &error);
  return traces == NULL ? ctl_fail (error) : finish (session, request, traces);
}

CtlExit
ctl_run_find_copies (CtlSession *session,
                     const CtlRequest *request,
                     VaultSecret *passphrase)
{
  g_autoptr (GPtrArray) items = NULL;
  g_autoptr (GPtrArray) traces = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  items = ctl_session_dup_items (session, request->words, 1, &error);
  if (items == NULL)
    return ctl_fail (error);

  vault_copies_find_async (session->vault, items->pdata[0], session->cancellable, NULL,
                           NULL, ctl_done_cb, &result);
  ctl_wait (&result);
  traces = vault_copies_find_finish (session->vault, result, &error);
  return traces == NULL ? ctl_fail (error) : finish (session, request, traces);
}
