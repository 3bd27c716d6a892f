/* night-traces-list.c - what there is to choose from, and what became of it, row by row
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "hygiene/night-traces-window-private.h"

#include <glib/gi18n.h>

#include "hygiene/night-traces-text.h"
#include "night-stack.h"
#include "night-text.h"

/* All rows are made at once.  What is not on the list is not removed. */
#define MAX_ROWS 300

static AdwActionRow *
make_row (NightTracesWindow *self,
          AdwPreferencesGroup *group,
          const VaultTrace *trace,
          gboolean is_over)
{
  AdwActionRow *row = ADW_ACTION_ROW (adw_action_row_new ());
  g_autofree char *title = night_traces_dup_title (trace);
  g_autofree char *subtitle = night_traces_dup_text (trace, is_over);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_title_lines (row, 0);
  adw_action_row_set_subtitle (row, subtitle);
  adw_action_row_set_subtitle_lines (row, 0);
  adw_preferences_group_add (group, GTK_WIDGET (row));
  g_ptr_array_add (self->rows, row);
  return row;
}

static gboolean
can_be_removed (const VaultTrace *trace)
{
  return vault_trace_get_state (trace) == VAULT_TRACE_REMOVABLE
         || vault_trace_get_state (trace) == VAULT_TRACE_DOUBTFUL;
}

static void
ticked (NightTracesWindow *self)
{
  g_autoptr (GPtrArray) chosen = night_traces_list_dup_ticked (self);

  gtk_widget_set_sensitive (self->remove, chosen->len > 0);
}

static void
add_choice (NightTracesWindow *self, VaultTrace *trace)
{
  AdwActionRow *row = make_row (self, self->first, trace, FALSE);
  GtkWidget *tick = gtk_check_button_new ();
  g_autofree char *place = night_text_dup_one_line (vault_trace_get_place (trace));

  /* The title of the row follows by itself. */
  gtk_accessible_update_property (GTK_ACCESSIBLE (tick), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  place, -1);
  gtk_widget_set_valign (tick, GTK_ALIGN_CENTER);
  gtk_check_button_set_active (
      GTK_CHECK_BUTTON (tick),
      !self->is_copies && vault_trace_get_state (trace) == VAULT_TRACE_REMOVABLE);
  g_object_set_data_full (G_OBJECT (tick), "trace", vault_trace_ref (trace),
                          (GDestroyNotify) vault_trace_unref);
  g_signal_connect_object (tick, "toggled", G_CALLBACK (ticked), self,
                           G_CONNECT_SWAPPED);
  adw_action_row_add_prefix (row, tick);
  adw_action_row_set_activatable_widget (row, tick);
  g_ptr_array_add (self->ticks, tick);
}

static void
add_outcome (NightTracesWindow *self, const VaultTrace *trace)
{
  VaultTraceOutcome outcome = vault_trace_get_outcome (trace);
  gboolean is_gone = outcome == VAULT_TRACE_REMOVED || outcome == VAULT_TRACE_GONE;
  AdwActionRow *row =
      make_row (self, is_gone ? self->second : self->first, trace, TRUE);
  GtkWidget *label = gtk_label_new (_ (vault_trace_outcome_get_title (outcome)));

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 12);
  gtk_label_set_xalign (GTK_LABEL (label), 1);
  gtk_widget_add_css_class (label, "caption");
  gtk_widget_add_css_class (label, is_gone ? "success" : "dim-label");
  adw_action_row_add_suffix (row, label);
}

static void
clear_rows (NightTracesWindow *self)
{
  for (guint i = 0; i < self->rows->len; i++) {
    GtkWidget *row = self->rows->pdata[i];
    GtkWidget *group = gtk_widget_get_ancestor (row, ADW_TYPE_PREFERENCES_GROUP);

    adw_preferences_group_remove (ADW_PREFERENCES_GROUP (group), row);
  }
  g_ptr_array_set_size (self->rows, 0);
  g_ptr_array_set_size (self->ticks, 0);
}

static const char *
get_intro (NightTracesWindow *self)
{
  if (self->traces->len > MAX_ROWS)
    return _ ("These are the first; look again afterwards for the rest.");

  return self->is_copies
             ? _ ("Copies have the same content, byte for byte. One that was changed, "
                  "made smaller or sent away is not found.")
             : _ ("Files were compared with what the vault holds, byte for byte.");
}

void
night_traces_list_show_choices (NightTracesWindow *self)
{
  guint n_shown = MIN (self->traces->len, MAX_ROWS);
  guint n_choices;

  clear_rows (self);
  for (guint i = 0; i < n_shown; i++) {
    VaultTrace *trace = self->traces->pdata[i];

    if (can_be_removed (trace))
      add_choice (self, trace);
    else
      make_row (self, self->second, trace, FALSE);
  }

  n_choices = self->ticks->len;
  adw_preferences_group_set_description (self->intro, get_intro (self));
  adw_preferences_group_set_title (self->first, _ ("Can Be Removed"));
  adw_preferences_group_set_description (self->first, _ (vault_traces_get_warning ()));
  adw_preferences_group_set_title (self->second, _ ("Stays"));
  gtk_widget_set_visible (GTK_WIDGET (self->first), n_choices > 0);
  gtk_widget_set_visible (GTK_WIDGET (self->second), n_choices < n_shown);
  gtk_widget_set_visible (self->remove, n_choices > 0);
  ticked (self);
  night_stack_show_name (self->stack, "list");
}

GPtrArray *
night_traces_list_dup_ticked (NightTracesWindow *self)
{
  GPtrArray *chosen =
      g_ptr_array_new_with_free_func ((GDestroyNotify) vault_trace_unref);

  for (guint i = 0; i < self->ticks->len; i++)
    if (gtk_check_button_get_active (self->ticks->pdata[i]))
      g_ptr_array_add (
          chosen, vault_trace_ref (g_object_get_data (self->ticks->pdata[i], "trace")));
  return chosen;
}

void
night_traces_list_show_results (NightTracesWindow *self)
{
  guint n_gone = 0;

  clear_rows (self);
  for (guint i = 0; i < MIN (self->traces->len, MAX_ROWS); i++) {
    VaultTraceOutcome outcome = vault_trace_get_outcome (self->traces->pdata[i]);

    add_outcome (self, self->traces->pdata[i]);
    n_gone += outcome == VAULT_TRACE_REMOVED || outcome == VAULT_TRACE_GONE ? 1 : 0;
  }

  adw_preferences_group_set_description (self->intro, _ (vault_traces_get_warning ()));
  adw_preferences_group_set_title (self->first, _ ("Still There"));
  adw_preferences_group_set_description (self->first, NULL);
  adw_preferences_group_set_title (self->second, _ ("Removed"));
  gtk_widget_set_visible (GTK_WIDGET (self->first), n_gone < self->rows->len);
  gtk_widget_set_visible (GTK_WIDGET (self->second), n_gone > 0);
  gtk_widget_hide (self->remove);
  night_stack_show_name (self->stack, "list");
}
