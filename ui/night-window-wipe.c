/* night-window-wipe.c - the emergency wipe as the window goes through it
 *
 * Two things run beside each other: the wipe of this window's vault, and that of all others
 * that are known, if that is wanted.  What comes of them is shown when both are over; settings
 * and timer go after that.
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

/* The vault of the window, unless its folder holds none. */
static const VaultWiped *
get_own (NightWindow *self)
{
  return self->wiped->problem == VAULT_ERROR_NO_VAULT && self->others != NULL
                 && self->others->len > 0
             ? NULL
             : self->wiped;
}

/* The folders of those that are destroyed. */
static GPtrArray *
list_destroyed (NightWindow *self, gboolean *out_all)
{
  GPtrArray *destroyed = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) all = g_ptr_array_new ();

  if (get_own (self) != NULL)
    g_ptr_array_add (all, self->wiped);
  for (guint i = 0; self->others != NULL && i < self->others->len; i++)
    g_ptr_array_add (all, self->others->pdata[i]);

  for (guint i = 0; i < all->len; i++) {
    const VaultWiped *wiped = all->pdata[i];

    if (vault_wiped_is_destroyed (wiped))
      g_ptr_array_add (destroyed, g_strdup (wiped->folder));
  }
  *out_all = destroyed->len == all->len;
  return destroyed;
}

static void
show_receipt (NightWindow *self)
{
  const VaultWiped *own = get_own (self);

  night_wiping_page_stop (self->wiping);
  if (own != NULL && own->problem != VAULT_N_ERRORS
      && (self->others == NULL || self->others->len == 0)) {
    night_window_show_trouble (self, own->problem);
  } else {
    night_receipt_page_show (self->receipt, own, self->others);
    night_window_show_page (self, self->receipt);
  }

  self->closing = FALSE;
  gtk_window_present (GTK_WINDOW (self));
}

/* After a wipe that did all it should there may be something else to show than that. */
static void
show_no_receipt (NightWindow *self)
{
  night_wiping_page_stop (self->wiping);
  if (self->closing || self->wipe_then == NIGHT_THEN_CLOSE) {
    gtk_window_destroy (GTK_WINDOW (self));
    return;
  }

  gtk_widget_activate_action (GTK_WIDGET (self), "win.start-anew", NULL);
  gtk_window_present (GTK_WINDOW (self));
}

static void
tidied_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (NightWindow) self = user_data;
  gboolean undecided = self->undecided;
  NightTidied tidied;

  night_scope_tidy_finish (result, &tidied);
  if (--self->n_tidying > 0)
    return;

  self->undecided = FALSE;
  if (undecided && tidied.timer != NIGHT_TIDY_FAILED) {
    show_no_receipt (self);
    return;
  }

  if (undecided)
    show_receipt (self);
  if (night_window_is_on (self, self->receipt))
    night_receipt_page_add_tidied (self->receipt, &tidied);
  /* It was closed over its receipt, and waited only for this. */
  if (self->closing && !night_window_is_on (self, self->wiping))
    gtk_window_destroy (GTK_WINDOW (self));
}

/* Whoever closed the window need not be shown that all went well, and systemctl may take its
 * time: what was destroyed is shown before. */
static void
end_one (NightWindow *self)
{
  g_autoptr (GPtrArray) destroyed = NULL;
  gboolean all;

  if (--self->n_wiping > 0)
    return;

  destroyed = list_destroyed (self, &all);
  self->undecided = all && (self->closing || self->wipe_then != NIGHT_THEN_RECEIPT);
  if (!self->undecided)
    show_receipt (self);
  self->n_tidying++;
  night_scope_tidy_async (destroyed, all, tidied_cb, g_object_ref (self));
}

static void
wiped_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (NightWindow) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!vault_wipe_finish (VAULT_VAULT (source), result, &self->wiped->receipt, &error))
    self->wiped->problem = night_problem_from_error (error);
  end_one (self);
}

static void
others_wiped_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (NightWindow) self = user_data;

  self->others = night_scope_wipe_finish (result);
  end_one (self);
}

/* Where there is no vault there may be others. */
static gboolean
has_target (NightWindow *self)
{
  return !night_window_is_on (self, self->wiping)
         && (!night_window_is_on (self, self->welcome)
             || night_settings_get_wipe_all ());
}

static void
start (NightWindow *self, guint grace_s)
{
  if (!has_target (self))
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
  self->wipe_then = night_settings_get_wipe_then ();
  g_clear_pointer (&self->others, g_ptr_array_unref);
  g_clear_pointer (&self->wiped, vault_wiped_free);
  self->wiped = vault_wiped_new (vault_get_folder (self->vault));
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

  if (!has_target (self))
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

/* ---- a panic passphrase reaches as far as the button, and shows nothing of it ---- */

static void
panic_tidied_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (NightWindow) self = user_data;
  NightTidied tidied;

  night_scope_tidy_finish (result, &tidied);
  if (tidied.settings == NIGHT_TIDY_REMOVED && self->started_over != NULL
      && self->origin == NIGHT_FOLDER_REMEMBERED)
    night_settings_set_folder (self->started_over);
}

static void
tidy_after_panic (NightWindow *self, GPtrArray *others)
{
  g_autoptr (GPtrArray) destroyed = g_ptr_array_new_with_free_func (g_free);
  gboolean all = self->started_over != NULL;

  if (all)
    g_ptr_array_add (destroyed, g_strdup (self->started_over));
  for (guint i = 0; others != NULL && i < others->len; i++) {
    const VaultWiped *other = others->pdata[i];

    if (vault_wiped_is_destroyed (other))
      g_ptr_array_add (destroyed, g_strdup (other->folder));
    else
      all = FALSE;
  }
  night_scope_tidy_async (destroyed, all, panic_tidied_cb, g_object_ref (self));
}

static void
panic_others_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (NightWindow) self = user_data;
  g_autoptr (GPtrArray) others = night_scope_wipe_finish (result);

  tidy_after_panic (self, others);
}

void
night_window_has_unlocked (NightWindow *self)
{
  gboolean is_open = vault_get_state (self->vault) == VAULT_STATE_OPEN;

  if (!vault_has_panicked (self->vault))
    return;

  /* Now: it may be locked, or another one, when the others are destroyed. */
  g_free (self->started_over);
  self->started_over = is_open ? g_strdup (vault_get_folder (self->vault)) : NULL;
  if (night_settings_get_wipe_all ())
    night_scope_wipe_async (vault_get_folder (self->vault), panic_others_cb,
                            g_object_ref (self));
  else
    tidy_after_panic (self, NULL);
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
