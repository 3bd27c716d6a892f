/* night-verify-dialog.c - verifying a vault, and repairing what can be repaired
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "preferences/night-verify-dialog.h"

#include <glib/gi18n.h>

#include <vault/vault-verify.h>

#include "night-problem.h"
#include "night-stack.h"
#include "preferences/night-damaged-list.h"
#include "preferences/night-verify-text.h"

struct _NightVerifyDialog {
  AdwWindow parent_instance;

  GtkStack *stack;
  GtkLabel *running;
  GtkProgressBar *progress;
  GtkLabel *amount;
  GtkImage *icon;
  GtkLabel *heading;
  GtkLabel *text;
  GtkWidget *repair;
  GtkWidget *salvage;
  GtkListBox *findings;
  NightDamagedList *damaged;

  Vault *vault;
  GtkWindow *main; /* NULL when the dialog is gone */
  GCancellable *cancellable;
};

G_DEFINE_FINAL_TYPE (NightVerifyDialog, night_verify_dialog, ADW_TYPE_WINDOW)

static void
show_progress (const VaultProgress *progress, gpointer user_data)
{
  NightVerifyDialog *self = user_data;
  g_autofree char *amount = NULL;

  if (self->main == NULL)
    return;

  amount = night_verify_dup_progress (progress);
  gtk_progress_bar_set_fraction (self->progress, night_verify_get_fraction (progress));
  gtk_label_set_text (self->amount, amount);
}

/* ---- results ---- */

static void
add_finding (NightVerifyDialog *self, const NightFinding *finding)
{
  AdwActionRow *row = ADW_ACTION_ROW (adw_action_row_new ());
  g_autofree char *number = g_strdup_printf ("%u", finding->n);
  GtkWidget *label = gtk_label_new (number);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), finding->title);
  adw_action_row_set_subtitle (row, finding->text);
  gtk_widget_add_css_class (label, "numeric");
  adw_action_row_add_suffix (row, label);
  gtk_list_box_append (self->findings, GTK_WIDGET (row));
}

static void
show_findings (NightVerifyDialog *self, const VaultVerifyReport *report)
{
  NightFinding findings[NIGHT_N_FINDINGS];
  GtkWidget *row;

  while ((row = gtk_widget_get_first_child (GTK_WIDGET (self->findings))) != NULL)
    gtk_list_box_remove (self->findings, row);

  night_verify_get_findings (report, findings);
  for (guint i = 0; i < NIGHT_N_FINDINGS; i++)
    if (findings[i].n > 0)
      add_finding (self, &findings[i]);

  gtk_widget_set_visible (GTK_WIDGET (self->findings),
                          !vault_verify_report_is_whole (report));
}

static void
show_icon (NightVerifyDialog *self, gboolean good)
{
  GtkWidget *icon = GTK_WIDGET (self->icon);

  gtk_image_set_from_icon_name (self->icon, good ? "object-select-symbolic"
                                                 : "dialog-warning-symbolic");
  gtk_widget_remove_css_class (icon, good ? "warning" : "success");
  gtk_widget_add_css_class (icon, good ? "success" : "warning");
}

/* @healed: (nullable): what a repair did before. */
static void
show_report (NightVerifyDialog *self,
             const VaultVerifyReport *report,
             const VaultRepairReport *healed,
             GPtrArray *damaged)
{
  g_autofree char *found = night_verify_dup_text (report);
  g_autofree char *done = healed != NULL ? night_verify_dup_healed (healed) : NULL;
  g_autofree char *text =
      g_strjoin ("\n", done != NULL ? done : found, done != NULL ? found : NULL, NULL);

  show_icon (self, vault_verify_report_is_whole (report));
  gtk_label_set_text (self->heading, night_verify_get_title (report));
  gtk_label_set_text (self->text, text);
  gtk_widget_set_visible (self->repair, report->n_mirror_faults > 0 && healed == NULL);
  gtk_widget_set_visible (self->salvage, night_verify_is_damaged (report));
  show_findings (self, report);
  night_damaged_list_show (self->damaged, damaged);
  night_stack_show_name (self->stack, "result");
}

static void
show_problem (NightVerifyDialog *self, const GError *error)
{
  VaultError code = night_problem_from_error (error);

  show_icon (self, FALSE);
  gtk_label_set_text (self->heading, night_problem_get_title (code));
  gtk_label_set_text (self->text, night_problem_get_text (code));
  gtk_widget_hide (self->repair);
  gtk_widget_hide (self->salvage);
  gtk_widget_hide (GTK_WIDGET (self->findings));
  night_damaged_list_show (self->damaged, NULL);
  night_stack_show_name (self->stack, "result");
}

/* ---- running ---- */

static void
begin (NightVerifyDialog *self, const char *what)
{
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  gtk_label_set_text (self->running, what);
  gtk_label_set_text (self->amount, "");
  gtk_progress_bar_set_fraction (self->progress, 0);
  night_stack_show_name (self->stack, "running");
}

static void
verified_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (NightVerifyDialog) self = user_data;
  g_autoptr (GPtrArray) damaged = NULL;
  g_autoptr (GError) error = NULL;
  VaultVerifyReport report;
  gboolean done =
      vault_verify_finish (VAULT_VAULT (source), result, &report, &damaged, &error);

  if (self->main == NULL)
    return;

  if (done)
    show_report (self, &report, NULL, damaged);
  else
    show_problem (self, error);
}

static void
verify (NightVerifyDialog *self)
{
  begin (self, _ ("Reading Every Byte…"));
  vault_verify_async (self->vault, self->cancellable, show_progress, self, verified_cb,
                      g_object_ref (self));
}

static void
repaired_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (NightVerifyDialog) self = user_data;
  g_autoptr (GPtrArray) damaged = NULL;
  g_autoptr (GError) error = NULL;
  VaultVerifyReport left;
  VaultRepairReport healed;
  gboolean done = vault_repair_finish (VAULT_VAULT (source), result, &healed, &left,
                                       &damaged, &error);

  if (self->main == NULL)
    return;

  if (done)
    show_report (self, &left, &healed, damaged);
  else
    show_problem (self, error);
}

static void
repair (NightVerifyDialog *self)
{
  begin (self, _ ("Repairing, Then Reading Every Byte…"));
  vault_repair_async (self->vault, self->cancellable, show_progress, self, repaired_cb,
                      g_object_ref (self));
}

/* This locks the vault, and this dialog goes with it. */
static void
salvage (NightVerifyDialog *self)
{
  g_autoptr (GtkWindow) main_window = g_object_ref (self->main);

  gtk_widget_activate_action (GTK_WIDGET (main_window), "win.salvage", NULL);
}

void
night_verify_dialog_present (GtkWindow *parent, Vault *vault)
{
  NightVerifyDialog *self =
      g_object_new (NIGHT_TYPE_VERIFY_DIALOG, "transient-for", parent, "application",
                    gtk_window_get_application (parent), NULL);
  GtkWindow *above = gtk_window_get_transient_for (parent);

  self->vault = g_object_ref (vault);
  self->main = g_object_ref (above != NULL ? above : parent);
  verify (self);
  gtk_window_present (GTK_WINDOW (self));
}

/* ---- the widget ---- */

static void
night_verify_dialog_dispose (GObject *object)
{
  NightVerifyDialog *self = NIGHT_VERIFY_DIALOG (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->vault);
  g_clear_object (&self->main);

  G_OBJECT_CLASS (night_verify_dialog_parent_class)->dispose (object);
}

static void
night_verify_dialog_class_init (NightVerifyDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = night_verify_dialog_dispose;

  g_type_ensure (NIGHT_TYPE_DAMAGED_LIST);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/org/nightstand/Nightstand/preferences/night-verify-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, NightVerifyDialog, stack);
  gtk_widget_class_bind_template_child (widget_class, NightVerifyDialog, running);
  gtk_widget_class_bind_template_child (widget_class, NightVerifyDialog, progress);
  gtk_widget_class_bind_template_child (widget_class, NightVerifyDialog, amount);
  gtk_widget_class_bind_template_child (widget_class, NightVerifyDialog, icon);
  gtk_widget_class_bind_template_child (widget_class, NightVerifyDialog, heading);
  gtk_widget_class_bind_template_child (widget_class, NightVerifyDialog, text);
  gtk_widget_class_bind_template_child (widget_class, NightVerifyDialog, repair);
  gtk_widget_class_bind_template_child (widget_class, NightVerifyDialog, salvage);
  gtk_widget_class_bind_template_child (widget_class, NightVerifyDialog, findings);
  gtk_widget_class_bind_template_child (widget_class, NightVerifyDialog, damaged);
  gtk_widget_class_bind_template_callback (widget_class, verify);
  gtk_widget_class_bind_template_callback (widget_class, repair);
  gtk_widget_class_bind_template_callback (widget_class, salvage);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close",
                                       NULL);
}

static void
night_verify_dialog_init (NightVerifyDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
