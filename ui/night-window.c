/* night-window.c - the window: which page is shown when, and what locking drops
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "night-window-private.h"

#include <vault/vault-player.h>

#include "night-blank.h"
#include "night-chooser.h"
#include "night-problem.h"
#include "night-stack.h"
#include "preferences/night-salvage-dialog.h"
#include "wipe/night-wipe-button.h"

G_DEFINE_FINAL_TYPE (NightWindow, night_window, ADW_TYPE_APPLICATION_WINDOW)

gboolean
night_window_is_on (NightWindow *self, gpointer page)
{
  return gtk_stack_get_visible_child (self->stack) == page;
}

/* Content is dark, so that a picture does not light up the room. */
static void
set_scheme_for (NightWindow *self, gpointer page)
{
  gboolean content =
      page == (gpointer) self->library || page == (gpointer) self->viewer;
  AdwColorScheme scheme =
      content ? ADW_COLOR_SCHEME_PREFER_DARK : ADW_COLOR_SCHEME_DEFAULT;

  adw_style_manager_set_color_scheme (adw_style_manager_get_default (), scheme);
}

static void
switch_to (NightWindow *self, gpointer page)
{
  GtkWidget *toasts = GTK_WIDGET (self->toasts);

  if (page == (gpointer) self->viewer)
    gtk_widget_add_css_class (toasts, "night-over-controls");
  else
    gtk_widget_remove_css_class (toasts, "night-over-controls");
  night_stack_show (self->stack, page);
  gtk_widget_grab_focus (page);
}

void
night_window_show_page (NightWindow *self, gpointer page)
{
  set_scheme_for (self, page);
  switch_to (self, page);
}

void
night_window_show_trouble (NightWindow *self, VaultError code)
{
  night_trouble_page_show (self->trouble, code);
  night_window_show_page (self, self->trouble);
}

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

/* Quickly: what was typed, and the last thing that was told. */
static void
clear_texts (NightWindow *self)
{
  night_welcome_page_reset (self->welcome);
  night_unlock_page_reset (self->unlock);
  if (self->toast != NULL)
    adw_toast_dismiss (self->toast);
  g_clear_object (&self->toast);
}

static void
drop_private (NightWindow *self)
{
  night_export_bar_drop (self->export_bar);
  night_viewer_page_drop (self->viewer);
  night_library_page_drop (self->library);
  close_dialogs (self);
  clear_clipboard (self);
  night_blank_tooltip ();
}

static void
locked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (NightWindow) self = user_data;

  vault_lock_finish (VAULT_VAULT (source), result);
  if (night_window_is_on (self, self->blank))
    night_window_show_page (self, self->unlock);
  if (self->salvaging && !self->closing)
    night_salvage_dialog_present (GTK_WINDOW (self), self->vault);
  self->salvaging = FALSE;
  if (self->closing)
    gtk_window_destroy (GTK_WINDOW (self));
}

/* ---- locking ----
 *
 * Forgetting thousands of tiles and changing the colours of all widgets takes so long that
 * a person sees it.  So what is done first is only to show another page; the rest follows
 * when that page is on the screen, or after FRAME_MS if no frame comes, as in a window that
 * is covered. */

#define FRAME_MS 100

static void stop_waiting (NightWindow *self);

static gboolean
forget_and_lock (gpointer user_data)
{
  g_autoptr (NightWindow) self = g_object_ref (user_data);

  stop_waiting (self);
  self->locking = FALSE;
  drop_private (self);
  set_scheme_for (self, gtk_stack_get_visible_child (self->stack));
  vault_lock_async (self->vault, locked_cb, g_object_ref (self));
  return G_SOURCE_REMOVE;
}

/* Not from inside the frame: what it drew has to reach the screen first. */
static void
frame_drawn (GdkFrameClock *clock, NightWindow *self)
{
  stop_waiting (self);
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

static void
stop_waiting (NightWindow *self)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (GTK_WIDGET (self));

  g_clear_handle_id (&self->frame_id, g_source_remove);
  if (clock != NULL)
    g_signal_handlers_disconnect_by_func (clock, frame_drawn, self);
}

void
night_window_lock (NightWindow *self, gpointer page)
{
  switch_to (self, page == (gpointer) self->unlock ? (gpointer) self->blank : page);
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

/* ---- which vault, and what is there ---- */

static void
state_changed (NightWindow *self)
{
  gboolean showing = night_window_is_on (self, self->library)
                     || night_window_is_on (self, self->viewer);

  switch (vault_get_state (self->vault)) {
  case VAULT_STATE_OPEN:
    night_library_page_show (self->library, self->vault);
    night_window_show_page (self, self->library);
    night_welcome_page_reset (self->welcome);
    vault_prepare_player (self->vault);
    break;
  case VAULT_STATE_LOCKED:
    if (showing)
      night_window_lock (self, self->unlock);
    break;
  case VAULT_STATE_WIPED:
    if (showing) {
      night_window_show_trouble (self, VAULT_ERROR_DESTROYED);
      clear_texts (self);
      drop_private (self);
    }
    break;
  case VAULT_STATE_UNLOCKING:
  default:
    break;
  }
}

void
night_window_set_vault (NightWindow *self, const char *folder)
{
  if (self->vault != NULL)
    g_signal_handlers_disconnect_by_data (self->vault, self);
  g_clear_object (&self->vault);

  self->vault = vault_new (folder);
  g_signal_connect_object (self->vault, "notify::state", G_CALLBACK (state_changed),
                           self, G_CONNECT_SWAPPED);
  night_welcome_page_set_vault (self->welcome, self->vault);
  night_unlock_page_set_vault (self->unlock, self->vault);
}

static void
probe_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (NightWindow) self = user_data;
  g_autoptr (GError) error = NULL;
  VaultPresence presence = VAULT_PRESENCE_NONE;
  gboolean probed =
      vault_probe_finish (VAULT_VAULT (source), result, &presence, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  if (!probed) {
    night_window_show_trouble (self, night_problem_from_error (error));
    return;
  }

  switch (presence) {
  case VAULT_PRESENCE_VAULT:
    night_window_show_page (self, self->unlock);
    break;
  case VAULT_PRESENCE_DESTROYED:
    night_window_show_trouble (self, VAULT_ERROR_DESTROYED);
    break;
  case VAULT_PRESENCE_DAMAGED:
    night_window_show_trouble (self, VAULT_ERROR_DAMAGED_KEYRING);
    break;
  case VAULT_PRESENCE_NONE:
  default:
    night_window_show_page (self, self->welcome);
    break;
  }
}

void
night_window_probe (NightWindow *self)
{
  g_cancellable_cancel (self->probe);
  g_clear_object (&self->probe);
  self->probe = g_cancellable_new ();
  vault_probe_async (self->vault, self->probe, probe_cb, g_object_ref (self));
}

/* ---- library and viewer ---- */

static void
open_item (NightWindow *self, VaultItem *item)
{
  GListModel *items = night_library_page_get_model (self->library);

  if (items == NULL)
    return;

  night_viewer_page_show (self->viewer, self->vault, items, item,
                          night_library_page_get_thumbnail (self->library, item));
  night_window_show_page (self, self->viewer);
}

static void
viewer_closed (NightWindow *self, VaultItem *item)
{
  if (!night_window_is_on (self, self->viewer))
    return;

  night_window_show_page (self, self->library);
  night_library_page_focus_item (self->library, item);
}

/* ---- the widget ---- */

static gboolean
night_window_close_request (GtkWindow *window)
{
  NightWindow *self = NIGHT_WINDOW (window);

  if (night_window_is_on (self, self->wiping)) {
    self->closing = TRUE;
    gtk_widget_hide (GTK_WIDGET (self));
    night_wiping_page_hurry (self->wiping);
    return GDK_EVENT_STOP;
  }

  if (vault_get_state (self->vault) != VAULT_STATE_OPEN
      && vault_get_state (self->vault) != VAULT_STATE_UNLOCKING)
    return GTK_WINDOW_CLASS (night_window_parent_class)->close_request (window);

  self->closing = TRUE;
  gtk_widget_hide (GTK_WIDGET (self));
  night_window_lock (self, self->unlock);
  return GDK_EVENT_STOP;
}

static void
night_window_dispose (GObject *object)
{
  NightWindow *self = NIGHT_WINDOW (object);

  stop_waiting (self);
  g_cancellable_cancel (self->probe);
  g_clear_object (&self->probe);
  g_clear_object (&self->toast);
  if (self->vault != NULL)
    g_signal_handlers_disconnect_by_data (self->vault, self);
  g_clear_object (&self->vault);

  G_OBJECT_CLASS (night_window_parent_class)->dispose (object);
}

static void
night_window_class_init (NightWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = night_window_dispose;
  GTK_WINDOW_CLASS (klass)->close_request = night_window_close_request;

  g_type_ensure (NIGHT_TYPE_WIPE_BUTTON);
  g_type_ensure (NIGHT_TYPE_WELCOME_PAGE);
  g_type_ensure (NIGHT_TYPE_UNLOCK_PAGE);
  g_type_ensure (NIGHT_TYPE_TROUBLE_PAGE);
  g_type_ensure (NIGHT_TYPE_EXPORT_BAR);
  g_type_ensure (NIGHT_TYPE_LIBRARY_PAGE);
  g_type_ensure (NIGHT_TYPE_VIEWER_PAGE);
  g_type_ensure (NIGHT_TYPE_WIPING_PAGE);
  g_type_ensure (NIGHT_TYPE_RECEIPT_PAGE);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/org/nightstand/Nightstand/night-window.ui");
  gtk_widget_class_bind_template_child (widget_class, NightWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, NightWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, NightWindow, blank);
  gtk_widget_class_bind_template_child (widget_class, NightWindow, welcome);
  gtk_widget_class_bind_template_child (widget_class, NightWindow, unlock);
  gtk_widget_class_bind_template_child (widget_class, NightWindow, trouble);
  gtk_widget_class_bind_template_child (widget_class, NightWindow, library);
  gtk_widget_class_bind_template_child (widget_class, NightWindow, viewer);
  gtk_widget_class_bind_template_child (widget_class, NightWindow, wiping);
  gtk_widget_class_bind_template_child (widget_class, NightWindow, receipt);
  gtk_widget_class_bind_template_child (widget_class, NightWindow, export_bar);
  gtk_widget_class_bind_template_callback (widget_class, open_item);
  gtk_widget_class_bind_template_callback (widget_class, viewer_closed);

  night_window_install_actions (widget_class);
  night_window_install_wipe_actions (widget_class);
}

static void
night_window_init (NightWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  night_stack_show (self->stack, self->blank);
}

GtkWindow *
night_window_new (GtkApplication *application,
                  const char *folder,
                  NightFolderOrigin origin)
{
  NightWindow *self =
      g_object_new (NIGHT_TYPE_WINDOW, "application", application, NULL);

  self->origin = origin;
  night_window_set_vault (self, folder);
  night_window_probe (self);
  return GTK_WINDOW (self);
}
