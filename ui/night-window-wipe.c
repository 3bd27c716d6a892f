/* night-window-wipe.c - the emergency wipe as the window goes through it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "night-window-private.h"

#include <vault/vault-wipe.h>

#include "night-problem.h"
#include "night-settings.h"

static void
wiped_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (NightWindow) self = user_data;
  g_autoptr (GError) error = NULL;
  VaultReceipt receipt;

  night_wiping_page_stop (self->wiping);
  if (!vault_wipe_finish (VAULT_VAULT (source), result, &receipt, &error)) {
    night_window_show_trouble (self, night_problem_from_error (error));
    gtk_window_present (GTK_WINDOW (self));
    return;
  }

  /* Whoever closed the window need not be shown that all went well. */
  if (self->closing && vault_receipt_is_destroyed (&receipt)) {
    gtk_window_destroy (GTK_WINDOW (self));
    return;
  }

  self->closing = FALSE;
  night_receipt_page_show (self->receipt, &receipt);
  night_window_show_page (self, self->receipt);
  gtk_window_present (GTK_WINDOW (self));
}

static void
wipe_action (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  NightWindow *self = NIGHT_WINDOW (widget);

  if (night_window_is_on (self, self->wiping)
      || night_window_is_on (self, self->welcome))
    return;

  night_window_drop_files (self);
  night_window_lock (self, self->wiping);
  night_wiping_page_start (self->wiping, night_settings_get_wipe_grace_s ());
}

static void
wipe_now_action (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  NightWindow *self = NIGHT_WINDOW (widget);

  vault_wipe_async (self->vault, wiped_cb, g_object_ref (self));
}

static void
wipe_cancel_action (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  night_window_probe (NIGHT_WINDOW (widget));
}

void
night_window_install_wipe_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "win.wipe", NULL, wipe_action);
  gtk_widget_class_install_action (widget_class, "win.wipe-now", NULL, wipe_now_action);
  gtk_widget_class_install_action (widget_class, "win.wipe-cancel", NULL,
                                   wipe_cancel_action);
}
