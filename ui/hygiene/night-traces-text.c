/* night-traces-text.c - a trace in words
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "hygiene/night-traces-text.h"

#include <glib/gi18n.h>

#include "night-problem.h"
#include "night-text.h"

char *
night_traces_dup_title (const VaultTrace *trace)
{
  const char *title = _ (vault_trace_kind_get_title (vault_trace_get_kind (trace)));
  const char *program = vault_trace_get_program (trace);

  if (program == NULL)
    return g_strdup (title);

  /* Translators: what it is, and the program it belongs to: "Thumbnail (GIMP)". */
  return g_strdup_printf (_ ("%s (%s)"), title, program);
}

static void
add_line (GString *text, const char *line)
{
  g_string_append_printf (text, "\n%s", line);
}

static void
add_other_names (GString *text, const VaultTrace *trace)
{
  guint n = vault_trace_get_n_other_names (trace);
  g_autofree char *names = g_strdup_printf (
      ngettext ("The file has %u other name; its content stays there.",
                "The file has %u other names; its content stays there.", n),
      n);

  if (n > 0)
    add_line (text, names);
}

static void
add_service (GString *text, const VaultTrace *trace)
{
  const char *service = vault_trace_get_sync_service (trace);
  g_autofree char *line = NULL;

  if (service == NULL)
    return;

  /* Translators: %s is a program such as Dropbox. */
  line = g_strdup_printf (_ ("%s copies this folder away."), service);
  add_line (text, line);
}

char *
night_traces_dup_text (const VaultTrace *trace, gboolean is_over)
{
  g_autofree char *place = night_text_dup_one_line (vault_trace_get_place (trace));
  GString *text = g_string_new (place);
  const char *advice = vault_trace_get_advice (trace);

  if (is_over && vault_trace_get_outcome (trace) == VAULT_TRACE_FAILED)
    add_line (text, night_problem_get_title (vault_trace_get_error (trace)));
  if (advice != NULL)
    add_line (text, _ (advice));
  add_service (text, trace);
  add_other_names (text, trace);
  return g_string_free (text, FALSE);
}
