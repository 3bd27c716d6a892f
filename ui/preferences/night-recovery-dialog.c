/* night-recovery-dialog.c - a recovery key: shown once, typed back from paper, added
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "preferences/night-recovery-dialog.h"

#include <glib/gi18n.h>
#include <string.h>

#include "night-access.h"
#include "night-blank.h"
#include "night-problem.h"
#include "night-stack.h"
#include "preferences/night-recovery-check.h"

struct _NightRecoveryDialog {
  AdwWindow parent_instance;

  GtkButton *accept;
  GtkStack *stack;
  GtkFlowBox *groups;
  GtkWidget *form;
  GtkLabel *question;
  AdwPasswordEntryRow *typed;
  AdwPasswordEntryRow *current;
  GtkLabel *problem;
  GtkWidget *busy_bar;
  GtkSpinner *spinner;
  GtkLabel *busy_label;
  GtkLabel *labels[NIGHT_RECOVERY_GROUPS];

  Vault *vault;
  GtkWindow *main; /* outlives the dialog */
  VaultSecret *key;
  GCancellable *cancellable;
  gboolean checking;
  gboolean busy;
  gboolean gone;
};

G_DEFINE_FINAL_TYPE (NightRecoveryDialog, night_recovery_dialog, ADW_TYPE_WINDOW)

enum {
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static const char *
get_text (AdwPasswordEntryRow *row)
{
  return gtk_editable_get_text (GTK_EDITABLE (row));
}

static const char *
get_key (NightRecoveryDialog *self)
{
  return (const char *) vault_secret_get (self->key);
}

static void
update (NightRecoveryDialog *self)
{
  gboolean ready =
      !self->checking
      || (*get_text (self->typed) != '\0' && *get_text (self->current) != '\0');

  if (*get_text (self->typed) != '\0' && *get_text (self->current) != '\0')
    gtk_widget_hide (GTK_WIDGET (self->problem));
  gtk_widget_set_sensitive (GTK_WIDGET (self->accept),
                            ready && !self->busy && self->key != NULL);
}

static void
set_busy (NightRecoveryDialog *self, gboolean busy)
{
  self->busy = busy;
  if (busy)
    night_stack_leave (self->form);
  gtk_widget_set_sensitive (self->form, !busy);
  gtk_label_set_text (self->busy_label,
                      _ ("Making keys. This takes a few seconds on purpose."));
  gtk_widget_set_visible (self->busy_bar, busy);
  gtk_spinner_set_spinning (self->spinner, busy);
  update (self);
}

/* ---- showing ---- */

static void
blank_key (NightRecoveryDialog *self)
{
  for (guint i = 0; i < NIGHT_RECOVERY_GROUPS; i++)
    night_blank_label (self->labels[i]);
}

static void
show_key (NightRecoveryDialog *self)
{
  char group[NIGHT_RECOVERY_GROUP_CHARS + 1];

  self->checking = FALSE;
  for (guint i = 0; i < NIGHT_RECOVERY_GROUPS; i++) {
    night_recovery_get_group (get_key (self), i, group);
    gtk_label_set_text (self->labels[i], group);
  }
  explicit_bzero (group, sizeof group);
  night_blank_row (self->typed);
  gtk_button_set_label (self->accept, _ ("Next"));
  night_stack_show_name (self->stack, "show");
  update (self);
}

static void
show_again (NightRecoveryDialog *self)
{
  show_key (self);
}

static void
ask_back (NightRecoveryDialog *self)
{
  g_autofree char *question = NULL;
  g_autofree char *title = NULL;
  guint first, second;

  self->checking = TRUE;
  night_recovery_get_asked (get_key (self), &first, &second);
  /* Translators: numbers of two groups of symbols, "groups 2 and 6". */
  question =
      g_strdup_printf (_ ("Type groups %u and %u from your paper, or the whole key. "
                          "Nothing is added before they match."),
                       first + 1, second + 1);
  title = g_strdup_printf (_ ("Groups %u and %u"), first + 1, second + 1);
  gtk_label_set_text (self->question, question);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->typed), title);
  gtk_button_set_label (self->accept, _ ("Add"));

  blank_key (self);
  gtk_widget_hide (GTK_WIDGET (self->problem));
  night_stack_show_name (self->stack, "check");
  gtk_widget_grab_focus (GTK_WIDGET (self->typed));
  update (self);
}

static void
add_group (NightRecoveryDialog *self, guint i)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  g_autofree char *number = g_strdup_printf ("%u", i + 1);
  /* Translators: one of the groups of symbols of a recovery key. */
  g_autofree char *name = g_strdup_printf (_ ("Group %u"), i + 1);
  GtkWidget *caption = gtk_label_new (number);
  GtkWidget *label = gtk_label_new ("");

  gtk_widget_add_css_class (caption, "caption");
  gtk_widget_add_css_class (caption, "dim-label");
  gtk_widget_add_css_class (label, "night-key");
  gtk_box_append (GTK_BOX (box), caption);
  gtk_box_append (GTK_BOX (box), label);
  gtk_flow_box_append (self->groups, box);
  gtk_widget_set_focusable (gtk_widget_get_parent (box), FALSE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (gtk_widget_get_parent (box)),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  self->labels[i] = GTK_LABEL (label);
}

/* ---- adding ---- */

static void
tell (NightRecoveryDialog *self, const char *text, AdwPasswordEntryRow *row)
{
  night_blank_row (row);
  gtk_label_set_text (self->problem, text);
  gtk_widget_show (GTK_WIDGET (self->problem));
  gtk_widget_grab_focus (GTK_WIDGET (row));
}

static void
added_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (NightRecoveryDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean done = vault_add_passphrase_finish (VAULT_VAULT (source), result, &error);
  const char *text = _ ("Recovery key added");

  /* The window is hidden when it was closed, and then nobody is there to be told. */
  if (done && self->gone && gtk_widget_get_mapped (GTK_WIDGET (self->main)))
    gtk_widget_activate_action (GTK_WIDGET (self->main), "win.toast", "s", text);
  if (self->gone)
    return;

  set_busy (self, FALSE);
  if (done)
    g_signal_emit (self, signals[CHANGED], 0, text);
  if (done || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    gtk_window_destroy (GTK_WINDOW (self));
  else
    tell (self, night_problem_get_text (night_problem_from_error (error)),
          self->current);
}

static void
add (NightRecoveryDialog *self)
{
  const char *text = get_text (self->current);
  g_autoptr (VaultSecret) current = NULL;
  g_autoptr (GError) error = NULL;

  if (!night_recovery_is_typed (get_key (self), get_text (self->typed))) {
    tell (self, _ ("This is not what the key says. Compare it with your paper."),
          self->typed);
    return;
  }

  current = vault_secret_new_from (text, strlen (text), &error);
  if (current == NULL) {
    tell (self, night_problem_get_text (night_problem_from_error (error)),
          self->current);
    return;
  }

  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  set_busy (self, TRUE);
  vault_add_passphrase_async (self->vault, current, self->key,
                              VAULT_PASSPHRASE_RECOVERY, self->cancellable, added_cb,
                              g_object_ref (self));
}

static void
accept (NightRecoveryDialog *self)
{
  if (!gtk_widget_get_sensitive (GTK_WIDGET (self->accept)))
    return;

  if (self->checking)
    add (self);
  else
    ask_back (self);
}

static void
cancel (NightRecoveryDialog *self)
{
  if (!self->busy) {
    gtk_window_destroy (GTK_WINDOW (self));
    return;
  }

  gtk_label_set_text (self->busy_label, _ ("Cancelling…"));
  g_cancellable_cancel (self->cancellable);
}

static gboolean
night_recovery_dialog_close_request (GtkWindow *window)
{
  cancel (NIGHT_RECOVERY_DIALOG (window));
  return GDK_EVENT_STOP;
}

NightRecoveryDialog *
night_recovery_dialog_new (GtkWindow *parent, Vault *vault)
{
  NightRecoveryDialog *self =
      g_object_new (NIGHT_TYPE_RECOVERY_DIALOG, "transient-for", parent, "application",
                    gtk_window_get_application (parent), NULL);
  g_autoptr (GError) error = NULL;

  self->vault = g_object_ref (vault);
  g_set_object (&self->main, gtk_window_get_transient_for (parent));
  self->key = vault_recovery_key_new (&error);
  if (self->key != NULL) {
    show_key (self);
    return self;
  }

  night_stack_show_name (self->stack, "check");
  gtk_widget_set_sensitive (self->form, FALSE);
  gtk_label_set_text (self->question,
                      night_problem_get_text (night_problem_from_error (error)));
  update (self);
  return self;
}

/* ---- the widget ---- */

static void
night_recovery_dialog_dispose (GObject *object)
{
  NightRecoveryDialog *self = NIGHT_RECOVERY_DIALOG (object);

  if (!self->gone) {
    blank_key (self);
    night_blank_row (self->typed);
    night_blank_row (self->current);
  }
  self->gone = TRUE;
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->key, vault_secret_unref);

  G_OBJECT_CLASS (night_recovery_dialog_parent_class)->dispose (object);
}

static void
night_recovery_dialog_finalize (GObject *object)
{
  NightRecoveryDialog *self = NIGHT_RECOVERY_DIALOG (object);

  g_clear_object (&self->vault);
  g_clear_object (&self->main);

  G_OBJECT_CLASS (night_recovery_dialog_parent_class)->finalize (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, NightRecoveryDialog, accept);
  gtk_widget_class_bind_template_child (widget_class, NightRecoveryDialog, stack);
  gtk_widget_class_bind_template_child (widget_class, NightRecoveryDialog, groups);
  gtk_widget_class_bind_template_child (widget_class, NightRecoveryDialog, form);
  gtk_widget_class_bind_template_child (widget_class, NightRecoveryDialog, question);
  gtk_widget_class_bind_template_child (widget_class, NightRecoveryDialog, typed);
  gtk_widget_class_bind_template_child (widget_class, NightRecoveryDialog, current);
  gtk_widget_class_bind_template_child (widget_class, NightRecoveryDialog, problem);
  gtk_widget_class_bind_template_child (widget_class, NightRecoveryDialog, busy_bar);
  gtk_widget_class_bind_template_child (widget_class, NightRecoveryDialog, spinner);
  gtk_widget_class_bind_template_child (widget_class, NightRecoveryDialog, busy_label);
}

static void
night_recovery_dialog_class_init (NightRecoveryDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = night_recovery_dialog_dispose;
  object_class->finalize = night_recovery_dialog_finalize;
  GTK_WINDOW_CLASS (klass)->close_request = night_recovery_dialog_close_request;

  signals[CHANGED] =
      g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                    NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);

  gtk_widget_class_set_template_from_resource (
      widget_class, "/org/nightstand/Nightstand/preferences/night-recovery-dialog.ui");
  bind_children (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, update);
  gtk_widget_class_bind_template_callback (widget_class, accept);
  gtk_widget_class_bind_template_callback (widget_class, cancel);
  gtk_widget_class_bind_template_callback (widget_class, show_again);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close",
                                       NULL);
}

static void
night_recovery_dialog_init (NightRecoveryDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  night_blank_row (self->typed);
  night_access_name_eye (self->typed);
  night_blank_row (self->current);
  night_access_name_eye (self->current);
  for (guint i = 0; i < NIGHT_RECOVERY_GROUPS; i++)
    add_group (self, i);
}
