/* night-unlock-page.c - asking for the passphrase of an existing vault
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "enter/night-unlock-page.h"

#include <glib/gi18n.h>
#include <string.h>

#include <vault/vault-passphrase.h>

#include "night-access.h"
#include "night-blank.h"
#include "night-problem.h"
#include "night-stack.h"

#define SHAKE_MS 400

struct _NightUnlockPage {
  GtkBox parent_instance;

  AdwPasswordEntryRow *passphrase;
  GtkWidget *form;
  GtkLabel *problem;
  GtkWidget *caps_lock;
  GtkWidget *unlock;
  GtkStack *unlock_stack;
  GtkSpinner *spinner;

  Vault *vault;
  VaultSecret *tried; /* NULL unless an attempt is running */
  GCancellable *cancellable;
  GdkDevice *keyboard;
  guint shake_id;
};

G_DEFINE_FINAL_TYPE (NightUnlockPage, night_unlock_page, GTK_TYPE_BOX)

static void
set_busy (NightUnlockPage *self, gboolean busy)
{
  if (busy)
    night_stack_leave (self->form);
  gtk_widget_set_sensitive (self->form, !busy);
  night_stack_show_name (self->unlock_stack, busy ? "busy" : "ready");
  gtk_spinner_set_spinning (self->spinner, busy);
}

static void
update (NightUnlockPage *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->passphrase));

  gtk_widget_set_sensitive (self->unlock, *text != '\0' && self->vault != NULL);
  if (*text != '\0')
    gtk_widget_hide (GTK_WIDGET (self->problem));
}

static gboolean
end_shake (gpointer user_data)
{
  NightUnlockPage *self = user_data;

  self->shake_id = 0;
  gtk_widget_remove_css_class (self->form, "night-shake");
  return G_SOURCE_REMOVE;
}

static void
shake (NightUnlockPage *self)
{
  GtkSettings *settings = gtk_widget_get_settings (GTK_WIDGET (self));
  gboolean animate = TRUE;

  g_object_get (settings, "gtk-enable-animations", &animate, NULL);
  if (!animate || self->shake_id != 0)
    return;

  gtk_widget_add_css_class (self->form, "night-shake");
  self->shake_id = g_timeout_add (SHAKE_MS, end_shake, self);
}

static const char *
get_problem (NightUnlockPage *self, VaultError code)
{
  if (self->tried != NULL
      && vault_recovery_key_look (self->tried) == VAULT_RECOVERY_KEY_MISTYPED)
    return _ (
        "This looks like a recovery key with a typing mistake. Compare it with your "
        "paper, symbol by symbol.");

  return night_problem_get_text (code);
}

static void
tell_problem (NightUnlockPage *self, VaultError code)
{
  night_blank_row (self->passphrase);
  gtk_label_set_text (self->problem, get_problem (self, code));
  g_clear_pointer (&self->tried, vault_secret_unref);
  gtk_widget_show (GTK_WIDGET (self->problem));
  gtk_widget_grab_focus (GTK_WIDGET (self->passphrase));
  /* Last, for the place that gets the focus is said as well. */
  night_access_say (GTK_WIDGET (self), gtk_label_get_text (self->problem));
  shake (self);
}

static void
unlock_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (NightUnlockPage) self = user_data;
  g_autoptr (GError) error = NULL;
  VaultError code;

  if (vault_unlock_finish (VAULT_VAULT (source), result, &error)) {
    night_unlock_page_reset (self);
    return;
  }

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  set_busy (self, FALSE);
  code = night_problem_from_error (error);
  if (code == VAULT_ERROR_WRONG_PASSPHRASE || code == VAULT_ERROR_BAD_PASSPHRASE) {
    tell_problem (self, code);
    return;
  }

  night_unlock_page_reset (self);
  gtk_widget_activate_action (GTK_WIDGET (self), "win.trouble", "i", (int) code);
}

static void
unlock (NightUnlockPage *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->passphrase));
  g_autoptr (VaultSecret) passphrase = NULL;
  g_autoptr (GError) error = NULL;

  if (!gtk_widget_get_sensitive (self->unlock))
    return;

  passphrase = vault_secret_new_from (text, strlen (text), &error);
  if (passphrase == NULL) {
    gtk_widget_activate_action (GTK_WIDGET (self), "win.trouble", "i",
                                (int) night_problem_from_error (error));
    return;
  }

  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  g_clear_pointer (&self->tried, vault_secret_unref);
  self->tried = vault_secret_ref (passphrase);
  set_busy (self, TRUE);
  vault_unlock_async (self->vault, passphrase, self->cancellable, unlock_cb,
                      g_object_ref (self));
}

static void
update_caps_lock (NightUnlockPage *self)
{
  gtk_widget_set_visible (self->caps_lock,
                          self->keyboard != NULL
                              && gdk_device_get_caps_lock_state (self->keyboard));
}

void
night_unlock_page_set_vault (NightUnlockPage *self, Vault *vault)
{
  g_return_if_fail (NIGHT_IS_UNLOCK_PAGE (self));

  night_unlock_page_reset (self);
  g_set_object (&self->vault, vault);
  update (self);
}

void
night_unlock_page_reset (NightUnlockPage *self)
{
  g_return_if_fail (NIGHT_IS_UNLOCK_PAGE (self));

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->tried, vault_secret_unref);
  night_blank_row (self->passphrase);
  gtk_widget_hide (GTK_WIDGET (self->problem));
  set_busy (self, FALSE);
}

static gboolean
night_unlock_page_grab_focus (GtkWidget *widget)
{
  NightUnlockPage *self = NIGHT_UNLOCK_PAGE (widget);

  return gtk_widget_grab_focus (GTK_WIDGET (self->passphrase));
}

static void
night_unlock_page_realize (GtkWidget *widget)
{
  NightUnlockPage *self = NIGHT_UNLOCK_PAGE (widget);
  GdkSeat *seat = gdk_display_get_default_seat (gtk_widget_get_display (widget));

  GTK_WIDGET_CLASS (night_unlock_page_parent_class)->realize (widget);

  if (self->keyboard != NULL || seat == NULL || gdk_seat_get_keyboard (seat) == NULL)
    return;

  self->keyboard = g_object_ref (gdk_seat_get_keyboard (seat));
  g_signal_connect_object (self->keyboard, "notify::caps-lock-state",
                           G_CALLBACK (update_caps_lock), self, G_CONNECT_SWAPPED);
  update_caps_lock (self);
}

static void
night_unlock_page_dispose (GObject *object)
{
  NightUnlockPage *self = NIGHT_UNLOCK_PAGE (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->tried, vault_secret_unref);
  g_clear_handle_id (&self->shake_id, g_source_remove);
  g_clear_object (&self->keyboard);
  g_clear_object (&self->vault);

  G_OBJECT_CLASS (night_unlock_page_parent_class)->dispose (object);
}

static void
night_unlock_page_class_init (NightUnlockPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = night_unlock_page_dispose;
  widget_class->grab_focus = night_unlock_page_grab_focus;
  widget_class->realize = night_unlock_page_realize;

  gtk_widget_class_set_template_from_resource (
      widget_class, "/org/nightstand/Nightstand/enter/night-unlock-page.ui");
  gtk_widget_class_bind_template_child (widget_class, NightUnlockPage, passphrase);
  gtk_widget_class_bind_template_child (widget_class, NightUnlockPage, form);
  gtk_widget_class_bind_template_child (widget_class, NightUnlockPage, problem);
  gtk_widget_class_bind_template_child (widget_class, NightUnlockPage, caps_lock);
  gtk_widget_class_bind_template_child (widget_class, NightUnlockPage, unlock);
  gtk_widget_class_bind_template_child (widget_class, NightUnlockPage, unlock_stack);
  gtk_widget_class_bind_template_child (widget_class, NightUnlockPage, spinner);
  gtk_widget_class_bind_template_callback (widget_class, update);
  gtk_widget_class_bind_template_callback (widget_class, unlock);
}

static void
night_unlock_page_init (NightUnlockPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  night_blank_row (self->passphrase);
  night_access_name_eye (self->passphrase);
  set_busy (self, FALSE);
  update (self);
}
