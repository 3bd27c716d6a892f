/* night-window-lock.c - what locking takes off the screen and drops
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "night-window-private.h"

#include "night-access.h"
#include "night-blank.h"
#include "night-chooser.h"
#include "night-stack.h"
#include "organise/night-undo.h"
#include "preferences/night-salvage-dialog.h"

/* ---- forgetting ---- */

/* Dialogs over the window may show names.  Those over a dialog go with it. */
static void
for_each_dialog (NightWindow *self, void (*what) (GtkWindow *dialog))
{
  g_autoptr (GPtrArray) dialogs = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GList) all = gtk_window_list_toplevels ();

  for (GList *l = all; l != NULL; l = l->next)
    if (gtk_window_get_transient_for (l->data) == GTK_WINDOW (self))
      g_ptr_array_add (dialogs, g_object_ref (l->data));

  for (guint i = 0; i < dialogs->len; i++)
    what (g_ptr_array_index (dialogs, i));
}

/* Those over it hide with it only on some desktops. */
static void
hide_dialog (GtkWindow *dialog)
{
  g_autoptr (GList) all = gtk_window_list_toplevels ();

  for (GList *l = all; l != NULL; l = l->next)
    if (gtk_window_get_transient_for (l->data) == dialog)
      gtk_widget_hide (l->data);
  gtk_widget_hide (GTK_WIDGET (dialog));
}

/* The list of keys belongs to the window, and says nothing private. */
static void
close_dialog (GtkWindow *dialog)
{
  GtkWindow *parent = gtk_window_get_transient_for (dialog);

  if ((gpointer) gtk_application_window_get_help_overlay (
          GTK_APPLICATION_WINDOW (parent))
      == dialog)
    gtk_widget_hide (GTK_WIDGET (dialog));
  else
    gtk_window_destroy (dialog);
}

static void
close_dialogs (NightWindow *self)
{
  night_chooser_dismiss (GTK_WINDOW (self));
  for_each_dialog (self, close_dialog);
}

/* Text of ours that was copied, such as a name. */
static void
clear_clipboard (NightWindow *self)
{
  GdkClipboard *clipboards[] = {
    gtk_widget_get_clipboard (GTK_WIDGET (self)),
    gtk_widget_get_primary_clipboard (GTK_WIDGET (self)),
  };

  for (gsize i = 0; i < G_N_ELEMENTS (clipboards); i++)
    if (gdk_clipboard_is_local (clipboards[i]))
      gdk_clipboard_set_content (clipboards[i], NULL);
}

/* The last thing that was told. */
static void
drop_told (NightWindow *self)
{
  night_window_drop_toast (self);
  night_access_say (GTK_WIDGET (self), NULL);
}

/* Quickly: what was typed, and what was told. */
static void
clear_texts (NightWindow *self)
{
  night_welcome_page_reset (self->welcome);
  night_unlock_page_reset (self->unlock);
  drop_told (self);
}

static void
drop_private (NightWindow *self)
{
  night_export_bar_drop (self->export_bar);
  night_undo_drop (GTK_WIDGET (self));
  night_viewer_page_drop (self->viewer);
  night_library_page_drop (self->library);
  close_dialogs (self);
  clear_clipboard (self);
  /* What ended since the page was changed may have told of itself. */
  drop_told (self);
  night_blank_tooltip ();
}

void
night_window_forget (NightWindow *self)
{
  clear_texts (self);
  drop_private (self);
}

static void
locked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (NightWindow) self = user_data;

  vault_lock_finish (VAULT_VAULT (source), result);
  night_guard_end (self->guard);
  if (night_window_is_on (self, self->blank))
    night_window_show_page (self, self->unlock);
  if (self->salvaging && !self->closing)
    night_salvage_dialog_present (GTK_WINDOW (self), self->vault);
  self->salvaging = FALSE;
  if (self->closing)
    gtk_window_destroy (GTK_WINDOW (self));
  else
    night_window_take_next (self);
}

/* ---- locking ----
 *
 * Forgetting thousands of tiles and changing the colours of all widgets takes so long that
 * a person sees it.  So what is done first is only to show another page; the rest follows
 * when that page is on the screen, or after FRAME_MS if no frame comes, as in a window that
 * is covered. */

#define FRAME_MS 100

static gboolean
forget_and_lock (gpointer user_data)
{
  g_autoptr (NightWindow) self = g_object_ref (user_data);

  night_window_stop_waiting (self);
  self->locking = FALSE;
  drop_private (self);
  night_window_update_scheme (self);
  vault_lock_async (self->vault, locked_cb, g_object_ref (self));
  return G_SOURCE_REMOVE;
}

/* Not from inside the frame: what it drew has to reach the screen first. */
static void
frame_drawn (GdkFrameClock *clock, NightWindow *self)
{
  night_window_stop_waiting (self);
  gdk_display_flush (gtk_widget_get_display (GTK_WIDGET (self)));
  self->frame_id = g_idle_add_full (G_PRIORITY_HIGH, forget_and_lock, self, NULL);
}

static void
wait_for_frame (NightWindow *self)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (GTK_WIDGET (self));

  self->frame_id = g_timeout_add (FRAME_MS, forget_and_lock, self);
  g_signal_connect (clock, "after-paint", G_CALLBACK (frame_drawn), self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
night_window_stop_waiting (NightWindow *self)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (GTK_WIDGET (self));

  g_clear_handle_id (&self->frame_id, g_source_remove);
  if (clock != NULL)
    g_signal_handlers_disconnect_by_func (clock, frame_drawn, self);
}

void
night_window_lock (NightWindow *self, gpointer page)
{
  night_window_switch_to (self, page == (gpointer) self->unlock ? (gpointer) self->blank
                                                                : page);
  for_each_dialog (self, hide_dialog);
  if (self->locking)
    return;

  clear_texts (self);
  self->locking = TRUE;
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    wait_for_frame (self);
  else
    forget_and_lock (self);
}
