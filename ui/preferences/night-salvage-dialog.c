/* night-salvage-dialog.c - copying out what can still be read of a locked vault
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "preferences/night-salvage-dialog.h"

#include <glib/gi18n.h>
#include <string.h>

#include <vault/vault-verify.h>

#include "night-access.h"
#include "night-blank.h"
#include "night-chooser.h"
#include "night-problem.h"
#include "night-stack.h"
#include "preferences/night-damaged-list.h"
#include "preferences/night-verify-text.h"

struct _NightSalvageDialog {
  AdwWindow parent_instance;

  GtkButton *close;
  GtkWidget *accept;
  GtkStack *stack;
  AdwPasswordEntryRow *passphrase;
  AdwActionRow *folder_row;
  GtkLabel *problem;
  GtkProgressBar *progress;
  GtkLabel *amount;
  GtkLabel *heading;
  GtkLabel *text;
  NightDamagedList *damaged;

  Vault *vault; /* NULL when the dialog is gone */
  GFile *folder;
  GCancellable *cancellable;
};

G_DEFINE_FINAL_TYPE (NightSalvageDialog, night_salvage_dialog, ADW_TYPE_WINDOW)

static const char *
get_text (NightSalvageDialog *self)
{
  return gtk_editable_get_text (GTK_EDITABLE (self->passphrase));
}

static void
update (NightSalvageDialog *self)
{
  gboolean typed = *get_text (self) != '\0';

  gtk_widget_set_sensitive (self->accept, typed && self->folder != NULL);
  if (typed)
    gtk_widget_hide (GTK_WIDGET (self->problem));
}

static void
show_page (NightSalvageDialog *self, const char *name)
{
  gboolean form = g_str_equal (name, "form");

  gtk_widget_set_visible (self->accept, form);
  gtk_button_set_label (self->close,
                        g_str_equal (name, "result") ? _ ("Close") : _ ("Cancel"));
  night_stack_show_name (self->stack, name);
}

static void
show_progress (const VaultProgress *progress, gpointer user_data)
{
  NightSalvageDialog *self = user_data;
  g_autofree char *amount = NULL;

  if (self->vault == NULL)
    return;

  amount = night_verify_dup_progress (progress);
  gtk_progress_bar_set_fraction (self->progress, night_verify_get_fraction (progress));
  gtk_label_set_text (self->amount, amount);
}

static void
show_report (NightSalvageDialog *self,
             const VaultSalvageReport *report,
             GPtrArray *damaged)
{
  g_autofree char *text = night_salvage_dup_text (report);

  gtk_label_set_text (self->heading, night_salvage_get_title (report));
  gtk_label_set_text (self->text, text);
  night_damaged_list_show (self->damaged, damaged);
  show_page (self, "result");
}

/* A folder that became full after some files was worth something all the same. */
static void
show_problem (NightSalvageDialog *self,
              VaultError code,
              const VaultSalvageReport *report,
              GPtrArray *damaged)
{
  g_autofree char *written = NULL;
  g_autofree char *text = NULL;

  if (report->n_whole + report->n_partial == 0) {
    gtk_label_set_text (self->problem, night_problem_get_text (code));
    gtk_widget_show (GTK_WIDGET (self->problem));
    show_page (self, "form");
    gtk_widget_grab_focus (GTK_WIDGET (self->passphrase));
    return;
  }

  written = night_salvage_dup_text (report);
  text = g_strjoin ("\n", night_problem_get_text (code), written, NULL);
  gtk_label_set_text (self->heading, night_problem_get_title (code));
  gtk_label_set_text (self->text, text);
  night_damaged_list_show (self->damaged, damaged);
  show_page (self, "result");
}

static void
salvaged_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (NightSalvageDialog) self = user_data;
  g_autoptr (GPtrArray) damaged = NULL;
  g_autoptr (GError) error = NULL;
  VaultSalvageReport report;
  gboolean done =
      vault_salvage_finish (VAULT_VAULT (source), result, &report, &damaged, &error);

  if (self->vault == NULL)
    return;

  if (done)
    show_report (self, &report, damaged);
  else
    show_problem (self, night_problem_from_error (error), &report, damaged);
}

static void
accept (NightSalvageDialog *self)
{
  const char *text = get_text (self);
  g_autoptr (VaultSecret) passphrase = NULL;
  g_autoptr (GError) error = NULL;
  const VaultSalvageReport nothing = { 0 };

  if (!gtk_widget_get_sensitive (self->accept))
    return;

  passphrase = vault_secret_new_from (text, strlen (text), &error);
  night_blank_row (self->passphrase);
  if (passphrase == NULL) {
    show_problem (self, night_problem_from_error (error), &nothing, NULL);
    return;
  }

  gtk_progress_bar_set_fraction (self->progress, 0);
  gtk_label_set_text (self->amount, "");
  night_stack_leave (GTK_WIDGET (self->stack));
  show_page (self, "running");
  vault_salvage_async (self->vault, passphrase, self->folder, self->cancellable,
                       show_progress, self, salvaged_cb, g_object_ref (self));
}

static void
folder_chosen (GtkWidget *widget, GListModel *files)
{
  NightSalvageDialog *self = NIGHT_SALVAGE_DIALOG (widget);
  g_autofree char *shown = NULL;

  g_clear_object (&self->folder);
  self->folder = g_list_model_get_item (files, 0);
  shown = g_file_get_parse_name (self->folder);
  adw_action_row_set_subtitle (self->folder_row, shown);
  update (self);
}

static void
choose (NightSalvageDialog *self)
{
  night_chooser_open (GTK_WIDGET (self), _ ("Salvage To"), _ ("_Choose"),
                      GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER, folder_chosen);
}

void
night_salvage_dialog_present (GtkWindow *parent, Vault *vault)
{
  NightSalvageDialog *self =
      g_object_new (NIGHT_TYPE_SALVAGE_DIALOG, "transient-for", parent, "application",
                    gtk_window_get_application (parent), NULL);

  self->vault = g_object_ref (vault);
  gtk_widget_grab_focus (GTK_WIDGET (self->passphrase));
  gtk_window_present (GTK_WINDOW (self));
}

/* ---- the widget ---- */

static void
night_salvage_dialog_dispose (GObject *object)
{
  NightSalvageDialog *self = NIGHT_SALVAGE_DIALOG (object);

  if (self->vault != NULL) {
    night_blank_row (self->passphrase);
    night_chooser_dismiss (GTK_WINDOW (self));
  }
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->folder);
  g_clear_object (&self->vault);

  G_OBJECT_CLASS (night_salvage_dialog_parent_class)->dispose (object);
}

static void
night_salvage_dialog_class_init (NightSalvageDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = night_salvage_dialog_dispose;

  g_type_ensure (NIGHT_TYPE_DAMAGED_LIST);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/org/nightstand/Nightstand/preferences/night-salvage-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, NightSalvageDialog, close);
  gtk_widget_class_bind_template_child (widget_class, NightSalvageDialog, accept);
  gtk_widget_class_bind_template_child (widget_class, NightSalvageDialog, stack);
  gtk_widget_class_bind_template_child (widget_class, NightSalvageDialog, passphrase);
  gtk_widget_class_bind_template_child (widget_class, NightSalvageDialog, folder_row);
  gtk_widget_class_bind_template_child (widget_class, NightSalvageDialog, problem);
  gtk_widget_class_bind_template_child (widget_class, NightSalvageDialog, progress);
  gtk_widget_class_bind_template_child (widget_class, NightSalvageDialog, amount);
  gtk_widget_class_bind_template_child (widget_class, NightSalvageDialog, heading);
  gtk_widget_class_bind_template_child (widget_class, NightSalvageDialog, text);
  gtk_widget_class_bind_template_child (widget_class, NightSalvageDialog, damaged);
  gtk_widget_class_bind_template_callback (widget_class, update);
  gtk_widget_class_bind_template_callback (widget_class, accept);
  gtk_widget_class_bind_template_callback (widget_class, choose);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close",
                                       NULL);
}

static void
night_salvage_dialog_init (NightSalvageDialog *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  night_blank_row (self->passphrase);
  night_access_name_eye (self->passphrase);
  show_page (self, "form");
  update (self);
}
