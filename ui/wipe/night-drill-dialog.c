/* night-drill-dialog.c - a fire drill: seeing a wipe work before it counts
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "wipe/night-drill-dialog.h"

#include <glib/gi18n.h>

#include "night-problem.h"
#include "night-stack.h"
#include "wipe/night-receipt-rows.h"
#include "wipe/night-receipt-text.h"

struct _NightDrillDialog {
  AdwWindow parent_instance;

  GtkStack *stack;
  GtkSpinner *spinner;
  GtkLabel *heading;
  GtkLabel *text;
  GtkListBox *steps;

  GCancellable *cancellable;
  gboolean gone;
};

G_DEFINE_FINAL_TYPE (NightDrillDialog, night_drill_dialog, ADW_TYPE_WINDOW)

static char *
dup_text (const VaultDrill *drill)
{
  g_autofree char *keyring = g_format_size (drill->keyring_bytes);
  g_autofree char *database = g_format_size (drill->database_bytes);
  g_autofree char *made = g_strdup_printf (
      /* Translators: both are sizes, "1.2 MB". */
      _ ("A dummy vault was made, with a key file of %s and %s of sealed media. Its "
         "passphrase opened it. Then it was wiped as yours would be."),
      keyring, database);
  const char *smaller =
      drill->database_whole ? "" : _ (" There was no room for media of that size.");
  const char *after = drill->opens_after ? _ ("Its passphrase still opens it.")
                                         : _ ("Its passphrase opens it no longer.");

  return g_strdup_printf (_ ("%s%s %s Your own vault was not touched."), made, smaller,
                          after);
}

static void
show_drill (NightDrillDialog *self, const VaultDrill *drill)
{
  g_autofree char *text = dup_text (drill);
  gboolean good = !drill->opens_after && vault_receipt_is_destroyed (&drill->receipt);

  gtk_label_set_text (self->heading,
                      good ? _ ("The Wipe Works") : _ ("The Wipe Did Not Work"));
  gtk_label_set_text (self->text, text);
  night_receipt_rows_add_all (self->steps, &drill->receipt);
  gtk_widget_show (GTK_WIDGET (self->steps));
}

static void
drilled_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (NightDrillDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  VaultDrill drill;
  gboolean done = vault_drill_finish (VAULT_VAULT (source), result, &drill, &error);

  if (self->gone)
    return;

  gtk_spinner_stop (self->spinner);
  if (done) {
    show_drill (self, &drill);
  } else {
    VaultError code = night_problem_from_error (error);

    gtk_label_set_text (self->heading, night_problem_get_title (code));
    gtk_label_set_text (self->text, night_problem_get_text (code));
    gtk_widget_hide (GTK_WIDGET (self->steps));
  }
  night_stack_show_name (self->stack, "result");
}

void
night_drill_dialog_present (GtkWindow *parent, Vault *vault)
{
  NightDrillDialog *self =
      g_object_new (NIGHT_TYPE_DRILL_DIALOG, "transient-for", parent, "application",
                    gtk_window_get_application (parent), NULL);

  gtk_spinner_start (self->spinner);
  vault_drill_async (vault, self->cancellable, drilled_cb, g_object_ref (self));
  gtk_window_present (GTK_WINDOW (self));
}

static void
night_drill_dialog_dispose (GObject *object)
{
  NightDrillDialog *self = NIGHT_DRILL_DIALOG (object);

  self->gone = TRUE;
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);

  G_OBJECT_CLASS (night_drill_dialog_parent_class)->dispose (object);
}

static void
night_drill_dialog_class_init (NightDrillDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = night_drill_dialog_dispose;

  gtk_widget_class_set_template_from_resource (
      widget_class, "/org/nightstand/Nightstand/wipe/night-drill-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, NightDrillDialog, stack);
  gtk_widget_class_bind_template_child (widget_class, NightDrillDialog, spinner);
  gtk_widget_class_bind_template_child (widget_class, NightDrillDialog, heading);
  gtk_widget_class_bind_template_child (widget_class, NightDrillDialog, text);
  gtk_widget_class_bind_template_child (widget_class, NightDrillDialog, steps);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close",
                                       NULL);
}

static void
night_drill_dialog_init (NightDrillDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->cancellable = g_cancellable_new ();
}
