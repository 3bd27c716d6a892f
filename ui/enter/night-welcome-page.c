/* night-welcome-page.c - making a vault: where, and under which passphrase
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "enter/night-welcome-page.h"

#include <glib/gi18n.h>

#include "enter/night-new-passphrase.h"
#include "enter/night-sync-folder.h"
#include "night-problem.h"
#include "night-stack.h"

struct _NightWelcomePage {
  GtkBox parent_instance;

  AdwActionRow *location;
  GtkWidget *sync_warning;
  GtkLabel *sync_label;
  NightNewPassphrase *passphrase;
  GtkWidget *form;
  GtkWidget *create;
  GtkStack *create_stack;
  GtkSpinner *spinner;

  Vault *vault;
  GCancellable *cancellable;      /* the creation */
  GCancellable *sync_cancellable; /* the look for a sync program */
};

G_DEFINE_FINAL_TYPE (NightWelcomePage, night_welcome_page, GTK_TYPE_BOX)

static void
update (NightWelcomePage *self)
{
  gtk_widget_set_sensitive (self->create,
                            night_new_passphrase_is_ready (self->passphrase)
                                && self->vault != NULL);
}

static void
set_busy (NightWelcomePage *self, gboolean busy)
{
  if (busy)
    night_stack_leave (self->form);
  gtk_widget_set_sensitive (self->form, !busy);
  night_stack_show_name (self->create_stack, busy ? "busy" : "ready");
  gtk_spinner_set_spinning (self->spinner, busy);
}

static void
create_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (NightWelcomePage) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean created = vault_create_finish (VAULT_VAULT (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  set_busy (self, FALSE);
  if (created)
    return;

  gtk_widget_grab_focus (GTK_WIDGET (self->passphrase));
  gtk_widget_activate_action (GTK_WIDGET (self), "win.problem", "i",
                              (int) night_problem_from_error (error));
}

static void
create (NightWelcomePage *self)
{
  g_autoptr (VaultSecret) passphrase = NULL;
  g_autoptr (GError) error = NULL;

  if (!gtk_widget_get_sensitive (self->create))
    return;

  passphrase = night_new_passphrase_dup (self->passphrase, &error);
  if (passphrase == NULL) {
    gtk_widget_activate_action (GTK_WIDGET (self), "win.problem", "i",
                                (int) night_problem_from_error (error));
    return;
  }

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  set_busy (self, TRUE);
  vault_create_async (self->vault, passphrase, VAULT_KDF_CALIBRATED, self->cancellable,
                      create_cb, g_object_ref (self));
}

static void
sync_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (NightWelcomePage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  const char *service = night_sync_folder_find_finish (result, &error);

  if (error != NULL)
    return;

  gtk_widget_set_visible (self->sync_warning, service != NULL);
  if (service == NULL)
    return;

  /* Translators: %s is the name of a sync program, "Dropbox". */
  text = g_strdup_printf (_ ("This folder seems to be copied elsewhere by %s. What is "
                             "copied away neither expires nor is reached by an "
                             "emergency wipe. Choose a folder that stays on this "
                             "computer."),
                          service);
  gtk_label_set_text (self->sync_label, text);
}

static void
look_for_sync (NightWelcomePage *self)
{
  g_cancellable_cancel (self->sync_cancellable);
  g_clear_object (&self->sync_cancellable);
  self->sync_cancellable = g_cancellable_new ();
  night_sync_folder_find_async (vault_get_folder (self->vault), self->sync_cancellable,
                                sync_cb, g_object_ref (self));
}

void
night_welcome_page_set_vault (NightWelcomePage *self, Vault *vault)
{
  g_autofree char *shown = NULL;
  g_autofree char *escaped = NULL;

  g_return_if_fail (NIGHT_IS_WELCOME_PAGE (self));

  g_set_object (&self->vault, vault);
  if (vault == NULL)
    return;

  shown = g_filename_display_name (vault_get_folder (vault));
  escaped = g_markup_escape_text (shown, -1);
  adw_action_row_set_subtitle (self->location, escaped);
  gtk_widget_hide (self->sync_warning);
  look_for_sync (self);
  update (self);
}

void
night_welcome_page_reset (NightWelcomePage *self)
{
  g_return_if_fail (NIGHT_IS_WELCOME_PAGE (self));

  night_new_passphrase_clear (self->passphrase);
  set_busy (self, FALSE);
  update (self);
}

static gboolean
night_welcome_page_grab_focus (GtkWidget *widget)
{
  NightWelcomePage *self = NIGHT_WELCOME_PAGE (widget);

  return gtk_widget_grab_focus (GTK_WIDGET (self->passphrase));
}

static void
night_welcome_page_dispose (GObject *object)
{
  NightWelcomePage *self = NIGHT_WELCOME_PAGE (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_cancellable_cancel (self->sync_cancellable);
  g_clear_object (&self->sync_cancellable);
  g_clear_object (&self->vault);

  G_OBJECT_CLASS (night_welcome_page_parent_class)->dispose (object);
}

static void
night_welcome_page_class_init (NightWelcomePageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = night_welcome_page_dispose;
  widget_class->grab_focus = night_welcome_page_grab_focus;

  g_type_ensure (NIGHT_TYPE_NEW_PASSPHRASE);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/org/nightstand/Nightstand/enter/night-welcome-page.ui");
  gtk_widget_class_bind_template_child (widget_class, NightWelcomePage, location);
  gtk_widget_class_bind_template_child (widget_class, NightWelcomePage, sync_warning);
  gtk_widget_class_bind_template_child (widget_class, NightWelcomePage, sync_label);
  gtk_widget_class_bind_template_child (widget_class, NightWelcomePage, passphrase);
  gtk_widget_class_bind_template_child (widget_class, NightWelcomePage, form);
  gtk_widget_class_bind_template_child (widget_class, NightWelcomePage, create);
  gtk_widget_class_bind_template_child (widget_class, NightWelcomePage, create_stack);
  gtk_widget_class_bind_template_child (widget_class, NightWelcomePage, spinner);
  gtk_widget_class_bind_template_callback (widget_class, update);
  gtk_widget_class_bind_template_callback (widget_class, create);
}

static void
night_welcome_page_init (NightWelcomePage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  set_busy (self, FALSE);
  update (self);
}
