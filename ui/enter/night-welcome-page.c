/* night-welcome-page.c - making a vault: where, and under which passphrase
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "enter/night-welcome-page.h"

#include <glib/gi18n.h>

#include <vault/vault-storage.h>

#include "enter/night-new-passphrase.h"
#include "night-ask.h"
#include "night-problem.h"
#include "night-stack.h"
#include "wipe/night-storage-text.h"

struct _NightWelcomePage {
  GtkBox parent_instance;

  AdwActionRow *location;
  AdwActionRow *disk;
  GtkImage *disk_icon;
  GtkWidget *disk_warning;
  GtkLabel *disk_label;
  NightNewPassphrase *passphrase;
  GtkWidget *form;
  GtkWidget *create;
  GtkStack *create_stack;
  GtkSpinner *spinner;

  Vault *vault;
  GCancellable *cancellable;      /* the creation */
  GCancellable *disk_cancellable; /* the look at the disk */
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

static void create (NightWelcomePage *self);

static void
synced_answered (NightWelcomePage *self, const char *response)
{
  if (strcmp (response, NIGHT_ASK_ACCEPT) != 0 || self->vault == NULL)
    return;

  vault_set_allow_synced (self->vault, TRUE);
  create (self);
}

/* What a vault promises does not hold there, so it takes a second word. */
static void
ask_about_synced (NightWelcomePage *self)
{
  AdwMessageDialog *dialog =
      night_ask_new (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))),
                     night_problem_get_title (VAULT_ERROR_SYNCED_FOLDER),
                     night_problem_get_text (VAULT_ERROR_SYNCED_FOLDER),
                     _ ("Create _Anyway"), ADW_RESPONSE_DESTRUCTIVE);

  g_signal_connect_object (dialog, "response", G_CALLBACK (synced_answered), self,
                           G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
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
  if (g_error_matches (error, VAULT_ERROR, VAULT_ERROR_SYNCED_FOLDER))
    ask_about_synced (self);
  else
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
show_storage (NightWelcomePage *self, const VaultStorage *storage)
{
  g_autofree char *advice = night_storage_dup_advice (storage);
  gboolean poor = storage->light == VAULT_LIGHT_POOR;

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->disk),
                                 night_storage_get_title (storage->light));
  adw_action_row_set_subtitle (self->disk, night_storage_get_meaning (storage->light));
  gtk_image_set_from_icon_name (self->disk_icon,
                                night_storage_get_icon (storage->light));
  gtk_widget_show (GTK_WIDGET (self->disk));
  gtk_label_set_text (self->disk_label, advice);
  gtk_widget_set_visible (self->disk_warning, poor && *advice != '\0');
}

static void
probed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (NightWelcomePage) self = user_data;
  g_autoptr (GError) error = NULL;
  VaultStorage storage;

  /* What cannot be looked at will be said when the vault cannot be made. */
  if (vault_storage_probe_finish (VAULT_VAULT (source), result, &storage, &error))
    show_storage (self, &storage);
}

static void
look_at_disk (NightWelcomePage *self)
{
  g_cancellable_cancel (self->disk_cancellable);
  g_clear_object (&self->disk_cancellable);
  self->disk_cancellable = g_cancellable_new ();
  vault_storage_probe_async (self->vault, self->disk_cancellable, probed_cb,
                             g_object_ref (self));
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
  gtk_widget_hide (GTK_WIDGET (self->disk));
  gtk_widget_hide (self->disk_warning);
  look_at_disk (self);
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
  g_cancellable_cancel (self->disk_cancellable);
  g_clear_object (&self->disk_cancellable);
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
  gtk_widget_class_bind_template_child (widget_class, NightWelcomePage, disk);
  gtk_widget_class_bind_template_child (widget_class, NightWelcomePage, disk_icon);
  gtk_widget_class_bind_template_child (widget_class, NightWelcomePage, disk_warning);
  gtk_widget_class_bind_template_child (widget_class, NightWelcomePage, disk_label);
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
