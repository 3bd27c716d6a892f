/* night-window-wipe.c - the emergency wipe as the window goes through it
 *
 * Two things run beside each other: the wipe of this window's vault, and that of all others
 * that are known, if that is wanted.  What comes of them is shown when both are over.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "night-window-private.h"

#include <glib/gi18n.h>

#include <vault/vault-passphrase.h>
#include <vault/vault-wipe.h>

#include "night-ask.h"
#include "night-problem.h"
#include "night-settings.h"
#include "wipe/night-scope.h"

static gboolean
are_all_destroyed (const VaultReceipt *receipt, GPtrArray *others)
{
  for (guint i = 0; others != NULL && i < others->len; i++) {
    const NightOther *other = g_ptr_array_index (others, i);

    if (!vault_receipt_is_destroyed (&other->receipt))
      return FALSE;
  }

  return vault_receipt_is_destroyed (receipt);
}

/* After a wipe that did all it should there may be something else to show than that. */
static gboolean
show_no_receipt (NightWindow *self, NightThen then)
{
  if (!are_all_destroyed (&self->wiped, self->others))
    return FALSE;

  /* Whoever closed the window need not be shown that all went well. */
  if (self->closing || then == NIGHT_THEN_CLOSE) {
    gtk_window_destroy (GTK_WINDOW (self));
    return TRUE;
  }
  if (then == NIGHT_THEN_FRESH) {
    gtk_widget_activate_action (GTK_WIDGET (self), "win.start-anew", NULL);
    gtk_window_present (GTK_WINDOW (self));
    return TRUE;
  }

  return FALSE;
}

static void
show_result (NightWindow *self)
{
  NightThen then = night_settings_get_wipe_then ();
  gboolean forget = night_settings_get_wipe_settings ();

  night_wiping_page_stop (self->wiping);
  /* What could not be destroyed must be found again. */
  forget = forget && are_all_destroyed (&self->wiped, self->others)
           && night_settings_reset_all ();

  if (self->wipe_problem != VAULT_N_ERRORS) {
    night_window_show_trouble (self, self->wipe_problem);
  } else if (show_no_receipt (self, then)) {
    return;
  } else {
    night_receipt_page_show (self->receipt, &self->wiped, self->others, forget);
    night_window_show_page (self, self->receipt);
  }

  self->closing = FALSE;
  gtk_window_present (GTK_WINDOW (self));
}

static void
end_one (NightWindow *self)
{
  if (--self->n_wiping == 0)
    show_result (self);
}

static void
wiped_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (NightWindow) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!vault_wipe_finish (VAULT_VAULT (source), result, &self->wiped, &error))
    self->wipe_problem = night_problem_from_error (error);
  end_one (self);
}

static void
others_wiped_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (NightWindow) self = user_data;

  g_clear_pointer (&self->others, g_ptr_array_unref);
  self->others = night_scope_wipe_finish (result);
  end_one (self);
}

static void
start (NightWindow *self, guint grace_s)
{
  if (night_window_is_on (self, self->wiping)
      || night_window_is_on (self, self->welcome))
    return;

  /* What an open vault has ready outlives its being locked. */
  vault_wipe_prepare (self->vault);
  night_window_drop_files (self);
  night_window_lock (self, self->wiping);
  night_wiping_page_start (self->wiping, grace_s);
}

static void
wipe_action (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  start (NIGHT_WINDOW (widget), night_settings_get_wipe_grace_s ());
}

static void
wipe_now_action (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  NightWindow *self = NIGHT_WINDOW (widget);

  self->n_wiping = 1;
  self->wipe_problem = VAULT_N_ERRORS;
  vault_wipe_async (self->vault, wiped_cb, g_object_ref (self));
  if (night_settings_get_wipe_all ()) {
    self->n_wiping++;
    night_scope_wipe_async (vault_get_folder (self->vault), others_wiped_cb,
                            g_object_ref (self));
  }
}

static void
wipe_cancel_action (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  NightWindow *self = NIGHT_WINDOW (widget);

  vault_wipe_unprepare (self->vault);
  night_window_probe (self);
}

static void
asked (NightWindow *self, const char *response)
{
  if (g_strcmp0 (response, NIGHT_ASK_ACCEPT) == 0)
    start (self, 0);
}

/* From outside of the window a click is too easily somebody's mistake.  Whoever has answered
 * needs no grace. */
static void
wipe_ask_action (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  NightWindow *self = NIGHT_WINDOW (widget);
  gboolean all = night_settings_get_wipe_all ();
  AdwMessageDialog *dialog;

  if (night_window_is_on (self, self->wiping)
      || night_window_is_on (self, self->welcome))
    return;

  dialog = night_ask_new (GTK_WINDOW (self),
                          all ? _ ("Destroy All Vaults?") : _ ("Destroy the Vault?"),
                          _ ("Everything in it is destroyed at once and for good. "
                             "Nobody can bring it back."),
                          _ ("Destroy"), ADW_RESPONSE_DESTRUCTIVE);
  g_signal_connect_object (dialog, "response", G_CALLBACK (asked), self,
                           G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

void
night_window_has_opened (NightWindow *self)
{
  const char *folder = vault_get_folder (self->vault);

  if (!vault_has_started_over (self->vault))
    return;

  /* A panic passphrase reaches as far as the button, and shows nothing of it. */
  if (night_settings_get_wipe_all ())
    night_scope_wipe_async (folder, NULL, NULL);
  if (night_settings_get_wipe_settings () && night_settings_reset_all ()
      && self->origin == NIGHT_FOLDER_REMEMBERED)
    night_settings_set_folder (folder);
}

void
night_window_install_wipe_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "win.wipe", NULL, wipe_action);
  gtk_widget_class_install_action (widget_class, "win.wipe-ask", NULL, wipe_ask_action);
  gtk_widget_class_install_action (widget_class, "win.wipe-now", NULL, wipe_now_action);
  gtk_widget_class_install_action (widget_class, "win.wipe-cancel", NULL,
                                   wipe_cancel_action);
}
