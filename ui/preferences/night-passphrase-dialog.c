/* night-passphrase-dialog.c - changing, adding or removing one way into the vault
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "preferences/night-passphrase-dialog.h"

#include <glib/gi18n.h>
#include <string.h>

#include "enter/night-new-passphrase.h"
#include "night-access.h"
#include "night-blank.h"
#include "night-problem.h"
#include "night-stack.h"

struct _NightPassphraseDialog {
  AdwWindow parent_instance;

  GtkButton *accept;
  GtkWidget *form;
  GtkLabel *explanation;
  AdwPasswordEntryRow *current;
  GtkWidget *any;
  GtkLabel *problem;
  NightNewPassphrase *replacement;
  GtkWidget *busy_bar;
  GtkSpinner *spinner;
  GtkLabel *busy_label;

  Vault *vault;
  GtkWindow *main; /* outlives the dialog */
  NightPassphraseTask task;
  VaultPassphraseInfo info;
  GCancellable *cancellable;
  gboolean busy;
  gboolean gone;
};

G_DEFINE_FINAL_TYPE (NightPassphraseDialog, night_passphrase_dialog, ADW_TYPE_WINDOW)

enum {
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

typedef struct {
  const char *title;
  const char *accept_label;
  const char *style;
  const char *explanation;
  const char *done;
} Words;

/* Said before anything is typed; the passphrase must not come as a surprise to its owner. */
static Words
get_panic_words (void)
{
  return (Words){
    _ ("Panic Passphrase"),
    _ ("Create"),
    "destructive-action",
    _ ("Whoever unlocks the vault with it destroys everything in it at once, without "
       "being "
       "asked, and sees an empty vault.\n\n"
       "Someone who watches may notice: the vault is empty, and its files are new. "
       "With a "
       "person who is violent or controls you that can make things worse. Ask a "
       "helpline "
       "before you rely on it.\n\n"
       "Destroying what an officer or a court has ordered you to keep can be a crime. "
       "Typed "
       "by mistake it destroys all the same."),
    _ ("Panic passphrase created"),
  };
}

static Words
get_words_of_removal (NightPassphraseDialog *self)
{
  if (self->info.kind == VAULT_PASSPHRASE_PANIC)
    return (Words){
      _ ("Remove Panic Passphrase"),
      _ ("Remove"),
      "suggested-action",
      _ ("It is then a wrong passphrase like any other: it destroys nothing and opens "
         "nothing."),
      _ ("Panic passphrase removed"),
    };
  if (self->info.kind == VAULT_PASSPHRASE_RECOVERY)
    return (Words){
      _ ("Remove Recovery Key"),
      _ ("Remove"),
      "destructive-action",
      _ ("The recovery key will not open this vault any more: it gets new keys. "
         "Whoever "
         "has the recovery key and copied the vault’s files before still has that copy "
         "and can open it."),
      _ ("Recovery key removed"),
    };

  return (Words){
    _ ("Remove Passphrase"),
    _ ("Remove"),
    "destructive-action",
    _ ("The passphrase will not open this vault any more: it gets new keys. Whoever "
       "knows "
       "the passphrase and copied the vault’s files before still has that copy and can "
       "open it."),
    _ ("Passphrase removed"),
  };
}

static Words
get_words (NightPassphraseDialog *self)
{
  switch (self->task) {
  case NIGHT_PASSPHRASE_CHANGE:
    return (Words){
      _ ("Change Passphrase"),
      _ ("Change"),
      "suggested-action",
      _ ("The old passphrase will not open this vault any more: it gets new keys. A "
         "copy "
         "of its files made earlier, as in a backup, still opens with the old one."),
      _ ("Passphrase changed"),
    };
  case NIGHT_PASSPHRASE_ADD:
    return (Words){
      _ ("Add Passphrase"),
      _ ("Add"),
      "suggested-action",
      _ ("Whoever knows it can see everything in the vault, and change or remove the "
         "other passphrases."),
      _ ("Passphrase added"),
    };
  case NIGHT_PASSPHRASE_ADD_PANIC:
    return get_panic_words ();
  case NIGHT_PASSPHRASE_REMOVE:
  default:
    return get_words_of_removal (self);
  }
}

static gboolean
wants_replacement (NightPassphraseDialog *self)
{
  return self->task != NIGHT_PASSPHRASE_REMOVE;
}

static const char *
get_current (NightPassphraseDialog *self)
{
  return gtk_editable_get_text (GTK_EDITABLE (self->current));
}

static void
update (NightPassphraseDialog *self)
{
  gboolean ready =
      !wants_replacement (self) || night_new_passphrase_is_ready (self->replacement);

  gtk_widget_set_sensitive (GTK_WIDGET (self->accept),
                            ready && *get_current (self) != '\0' && !self->busy);
}

static void
typed (NightPassphraseDialog *self)
{
  if (*get_current (self) != '\0')
    gtk_widget_hide (GTK_WIDGET (self->problem));
  update (self);
}

static void
set_busy (NightPassphraseDialog *self, gboolean busy)
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

static void
tell_problem (NightPassphraseDialog *self, const GError *error)
{
  VaultError code = night_problem_from_error (error);

  if (code == VAULT_ERROR_WRONG_PASSPHRASE)
    night_blank_row (self->current);
  gtk_label_set_text (self->problem, night_problem_get_text (code));
  gtk_widget_show (GTK_WIDGET (self->problem));
  gtk_widget_grab_focus (code == VAULT_ERROR_BAD_PASSPHRASE
                                 || code == VAULT_ERROR_PASSPHRASE_IN_USE
                             ? GTK_WIDGET (self->replacement)
                             : GTK_WIDGET (self->current));
}

static void
end (NightPassphraseDialog *self, gboolean done, const GError *error)
{
  const char *text = get_words (self).done;

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
    tell_problem (self, error);
}

static void
changed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (NightPassphraseDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean done = vault_change_passphrase_finish (VAULT_VAULT (source), result, &error);

  end (self, done, error);
}

static void
added_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (NightPassphraseDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean done = vault_add_passphrase_finish (VAULT_VAULT (source), result, &error);

  end (self, done, error);
}

static void
removed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (NightPassphraseDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean done = vault_remove_passphrase_finish (VAULT_VAULT (source), result, &error);

  end (self, done, error);
}

static void
begin (NightPassphraseDialog *self, VaultSecret *current, VaultSecret *replacement)
{
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  set_busy (self, TRUE);

  switch (self->task) {
  case NIGHT_PASSPHRASE_CHANGE:
    vault_change_passphrase_async (self->vault, current, self->info.number, replacement,
                                   self->cancellable, changed_cb, g_object_ref (self));
    break;
  case NIGHT_PASSPHRASE_ADD:
  case NIGHT_PASSPHRASE_ADD_PANIC:
    vault_add_passphrase_async (self->vault, current, replacement,
                                self->task == NIGHT_PASSPHRASE_ADD
                                    ? VAULT_PASSPHRASE_CHOSEN
                                    : VAULT_PASSPHRASE_PANIC,
                                self->cancellable, added_cb, g_object_ref (self));
    break;
  case NIGHT_PASSPHRASE_REMOVE:
  default:
    vault_remove_passphrase_async (self->vault, current, self->info.number,
                                   self->cancellable, removed_cb, g_object_ref (self));
    break;
  }
}

static void
accept (NightPassphraseDialog *self)
{
  const char *text = get_current (self);
  g_autoptr (VaultSecret) current = NULL;
  g_autoptr (VaultSecret) replacement = NULL;
  g_autoptr (GError) error = NULL;

  if (!gtk_widget_get_sensitive (GTK_WIDGET (self->accept)))
    return;

  current = vault_secret_new_from (text, strlen (text), &error);
  if (current != NULL && wants_replacement (self))
    replacement = night_new_passphrase_dup (self->replacement, &error);
  if (error != NULL)
    tell_problem (self, error);
  else
    begin (self, current, replacement);
}

/* Keys are being made, or are on their way to the disk: the answer tells which. */
static void
cancel (NightPassphraseDialog *self)
{
  if (!self->busy) {
    gtk_window_destroy (GTK_WINDOW (self));
    return;
  }

  gtk_label_set_text (self->busy_label, _ ("Cancelling…"));
  g_cancellable_cancel (self->cancellable);
}

static gboolean
night_passphrase_dialog_close_request (GtkWindow *window)
{
  cancel (NIGHT_PASSPHRASE_DIALOG (window));
  return GDK_EVENT_STOP;
}

static void
show_task (NightPassphraseDialog *self)
{
  Words words = get_words (self);
  VaultPassphraseInfo infos[VAULT_MAX_PASSPHRASES];

  gtk_window_set_title (GTK_WINDOW (self), words.title);
  gtk_button_set_label (self->accept, words.accept_label);
  gtk_widget_add_css_class (GTK_WIDGET (self->accept), words.style);
  gtk_label_set_text (self->explanation, words.explanation);
  gtk_widget_set_visible (GTK_WIDGET (self->replacement), wants_replacement (self));
  gtk_widget_set_visible (self->any, vault_list_passphrases (self->vault, infos) > 1);
  if (!wants_replacement (self))
    gtk_window_set_default_size (GTK_WINDOW (self), 460, 320);
  update (self);
}

NightPassphraseDialog *
night_passphrase_dialog_new (GtkWindow *parent,
                             Vault *vault,
                             NightPassphraseTask task,
                             const VaultPassphraseInfo *info)
{
  NightPassphraseDialog *self =
      g_object_new (NIGHT_TYPE_PASSPHRASE_DIALOG, "transient-for", parent,
                    "application", gtk_window_get_application (parent), NULL);

  self->vault = g_object_ref (vault);
  g_set_object (&self->main, gtk_window_get_transient_for (parent));
  self->task = task;
  if (info != NULL)
    self->info = *info;
  show_task (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->current));
  return self;
}

/* ---- the widget ---- */

static void
night_passphrase_dialog_dispose (GObject *object)
{
  NightPassphraseDialog *self = NIGHT_PASSPHRASE_DIALOG (object);

  if (!self->gone) {
    night_blank_row (self->current);
    night_new_passphrase_clear (self->replacement);
  }
  self->gone = TRUE;
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);

  G_OBJECT_CLASS (night_passphrase_dialog_parent_class)->dispose (object);
}

static void
night_passphrase_dialog_finalize (GObject *object)
{
  NightPassphraseDialog *self = NIGHT_PASSPHRASE_DIALOG (object);

  g_clear_object (&self->vault);
  g_clear_object (&self->main);

  G_OBJECT_CLASS (night_passphrase_dialog_parent_class)->finalize (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, NightPassphraseDialog, accept);
  gtk_widget_class_bind_template_child (widget_class, NightPassphraseDialog, form);
  gtk_widget_class_bind_template_child (widget_class, NightPassphraseDialog,
                                        explanation);
  gtk_widget_class_bind_template_child (widget_class, NightPassphraseDialog, current);
  gtk_widget_class_bind_template_child (widget_class, NightPassphraseDialog, any);
  gtk_widget_class_bind_template_child (widget_class, NightPassphraseDialog, problem);
  gtk_widget_class_bind_template_child (widget_class, NightPassphraseDialog,
                                        replacement);
  gtk_widget_class_bind_template_child (widget_class, NightPassphraseDialog, busy_bar);
  gtk_widget_class_bind_template_child (widget_class, NightPassphraseDialog, spinner);
  gtk_widget_class_bind_template_child (widget_class, NightPassphraseDialog,
                                        busy_label);
}

static void
night_passphrase_dialog_class_init (NightPassphraseDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = night_passphrase_dialog_dispose;
  object_class->finalize = night_passphrase_dialog_finalize;
  GTK_WINDOW_CLASS (klass)->close_request = night_passphrase_dialog_close_request;

  signals[CHANGED] =
      g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                    NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);

  g_type_ensure (NIGHT_TYPE_NEW_PASSPHRASE);
  gtk_widget_class_set_template_from_resource (
      widget_class,
      "/org/nightstand/Nightstand/preferences/night-passphrase-dialog.ui");
  bind_children (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, update);
  gtk_widget_class_bind_template_callback (widget_class, typed);
  gtk_widget_class_bind_template_callback (widget_class, accept);
  gtk_widget_class_bind_template_callback (widget_class, cancel);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close",
                                       NULL);
}

static void
night_passphrase_dialog_init (NightPassphraseDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  night_blank_row (self->current);
  night_access_name_eye (self->current);
  night_new_passphrase_set_titles (self->replacement, _ ("New Passphrase"),
                                   _ ("Repeat New Passphrase"));
}
