/* night-absence-dialog.c - what is to happen when nobody opens the vault
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "preferences/night-absence-dialog.h"

#include <glib/gi18n.h>

#include <vault/vault-absence.h>

#include "night-access.h"
#include "night-problem.h"

struct _NightAbsenceDialog {
  AdwWindow parent_instance;

  GtkSpinButton *days;
  AdwEntryRow *word;
  GtkWidget *set;
  GtkWidget *off;
  GtkLabel *problem;

  Vault *vault;
  gboolean working;
};

G_DEFINE_FINAL_TYPE (NightAbsenceDialog, night_absence_dialog, ADW_TYPE_WINDOW)

static guint changed_signal;

/* What has to be typed: a word that nobody types by accident. */
static const char *
get_word (void)
{
  /* Translators: to be typed before a rule that destroys is turned on; one word. */
  return _ ("destroy");
}

static gboolean
is_confirmed (NightAbsenceDialog *self)
{
  g_autofree char *typed =
      g_utf8_casefold (gtk_editable_get_text (GTK_EDITABLE (self->word)), -1);
  g_autofree char *word = g_utf8_casefold (get_word (), -1);

  return g_str_equal (g_strstrip (typed), word);
}

static void
update (NightAbsenceDialog *self)
{
  gtk_widget_set_sensitive (self->set, !self->working && is_confirmed (self));
  gtk_widget_set_sensitive (self->off, !self->working);
}

static void
set_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (NightAbsenceDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean done = vault_set_absence_finish (VAULT_VAULT (source), result, &error);

  /* Closed meanwhile. */
  if (self->vault == NULL)
    return;

  self->working = FALSE;
  update (self);
  if (done) {
    g_signal_emit (self, changed_signal, 0);
    gtk_window_destroy (GTK_WINDOW (self));
    return;
  }

  gtk_label_set_text (self->problem,
                      night_problem_get_text (night_problem_from_error (error)));
  gtk_widget_show (GTK_WIDGET (self->problem));
}

static void
start (NightAbsenceDialog *self, guint n_days)
{
  self->working = TRUE;
  update (self);
  vault_set_absence_async (self->vault, n_days, TRUE, NULL, set_cb,
                           g_object_ref (self));
}

static void
set (NightAbsenceDialog *self)
{
  if (!self->working && is_confirmed (self))
    start (self, (guint) gtk_spin_button_get_value_as_int (self->days));
}

/* No word is asked for: nothing is destroyed by it. */
static void
turn_off (NightAbsenceDialog *self)
{
  start (self, 0);
}

GtkWindow *
night_absence_dialog_new (GtkWindow *parent, Vault *vault)
{
  NightAbsenceDialog *self =
      g_object_new (NIGHT_TYPE_ABSENCE_DIALOG, "transient-for", parent, "application",
                    gtk_window_get_application (parent), NULL);
  g_autofree char *title = NULL;
  VaultAbsence absence;

  self->vault = g_object_ref (vault);
  vault_get_absence (vault, &absence);
  if (absence.n_days > 0)
    gtk_spin_button_set_value (self->days, absence.n_days);
  gtk_widget_set_visible (self->off, absence.n_days > 0);
  gtk_button_set_label (GTK_BUTTON (self->set),
                        absence.n_days > 0 ? _ ("Change") : _ ("Turn On"));
  /* Translators: %s is the word to be typed. */
  title = g_strdup_printf (_ ("Type “%s” to confirm"), get_word ());
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->word), title);
  night_access_hide_unused (GTK_WIDGET (self));
  return GTK_WINDOW (self);
}

static void
night_absence_dialog_dispose (GObject *object)
{
  g_clear_object (&NIGHT_ABSENCE_DIALOG (object)->vault);

  G_OBJECT_CLASS (night_absence_dialog_parent_class)->dispose (object);
}

static void
night_absence_dialog_class_init (NightAbsenceDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = night_absence_dialog_dispose;

  changed_signal =
      g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                    NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (
      widget_class, "/org/nightstand/Nightstand/preferences/night-absence-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, NightAbsenceDialog, days);
  gtk_widget_class_bind_template_child (widget_class, NightAbsenceDialog, word);
  gtk_widget_class_bind_template_child (widget_class, NightAbsenceDialog, set);
  gtk_widget_class_bind_template_child (widget_class, NightAbsenceDialog, off);
  gtk_widget_class_bind_template_child (widget_class, NightAbsenceDialog, problem);
  gtk_widget_class_bind_template_callback (widget_class, update);
  gtk_widget_class_bind_template_callback (widget_class, set);
  gtk_widget_class_bind_template_callback (widget_class, turn_off);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close",
                                       NULL);
}

static void
night_absence_dialog_init (NightAbsenceDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
