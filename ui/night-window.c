/* night-window.c - the window: which page is shown when
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "night-window-private.h"

#include <vault/vault-player.h>

#include "enter/night-vaults-button.h"
#include "hygiene/night-launcher.h"
#include "night-access.h"
#include "night-clock-question.h"
#include "night-portal.h"
#include "night-problem.h"
#include "night-settings.h"
#include "night-stack.h"
#include "wipe/night-wipe-button.h"

G_DEFINE_FINAL_TYPE (NightWindow, night_window, ADW_TYPE_APPLICATION_WINDOW)

gboolean
night_window_is_on (NightWindow *self, gpointer page)
{
  return gtk_stack_get_visible_child (self->stack) == page;
}

/* Content is dark if wanted, so that a picture does not light up the room. */
static void
set_scheme_for (NightWindow *self, gpointer page)
{
  gboolean content =
      (page == (gpointer) self->library || page == (gpointer) self->viewer)
      && night_settings_get_dark_content ();
  AdwColorScheme scheme =
      content ? ADW_COLOR_SCHEME_PREFER_DARK : ADW_COLOR_SCHEME_DEFAULT;

  adw_style_manager_set_color_scheme (adw_style_manager_get_default (), scheme);
}

void
night_window_update_scheme (NightWindow *self)
{
  set_scheme_for (self, gtk_stack_get_visible_child (self->stack));
}

void
night_window_switch_to (NightWindow *self, gpointer page)
{
  GtkWidget *toasts = GTK_WIDGET (self->toasts);

  if (page == (gpointer) self->viewer)
    gtk_widget_add_css_class (toasts, "night-over-controls");
  else
    gtk_widget_remove_css_class (toasts, "night-over-controls");
  if (page == (gpointer) self->library)
    gtk_widget_add_css_class (toasts, "night-over-bar");
  else
    gtk_widget_remove_css_class (toasts, "night-over-bar");
  night_stack_show (self->stack, page);
  gtk_widget_grab_focus (page);
}

void
night_window_show_page (NightWindow *self, gpointer page)
{
  set_scheme_for (self, page);
  night_window_switch_to (self, page);
}

void
night_window_show_trouble (NightWindow *self, VaultError code)
{
  night_trouble_page_show (self->trouble, code);
  night_window_show_page (self, self->trouble);
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
    night_settings_remember_vault (vault_get_folder (self->vault));
    night_window_deliver (self);
    night_window_has_unlocked (self);
    break;
  case VAULT_STATE_LOCKED:
    night_window_has_unlocked (self);
    if (showing)
      night_window_lock (self, self->unlock);
    else if (!night_window_is_on (self, self->blank))
      night_guard_end (self->guard);
    break;
  case VAULT_STATE_WIPED:
    night_guard_end (self->guard);
    if (showing) {
      night_window_show_trouble (self, VAULT_ERROR_DESTROYED);
      night_window_forget (self);
    }
    break;
  case VAULT_STATE_UNLOCKING:
  default:
    night_portal_close ();
    night_guard_begin (self->guard);
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
  night_clock_question_watch (GTK_WINDOW (self), self->vault);
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
  if (self->n_tidying > 0) {
    self->closing = TRUE;
    gtk_widget_hide (GTK_WIDGET (self));
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

  night_window_stop_waiting (self);
  g_clear_object (&self->guard);
  g_cancellable_cancel (self->probe);
  g_clear_object (&self->probe);
  night_window_drop_toast (self);
  g_clear_object (&self->waiting);
  g_clear_pointer (&self->next_folder, g_free);
  g_clear_pointer (&self->wiped, vault_wiped_free);
  g_clear_pointer (&self->others, g_ptr_array_unref);
  g_clear_pointer (&self->started_over, g_free);
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

  g_type_ensure (NIGHT_TYPE_VAULTS_BUTTON);
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
  gtk_widget_class_bind_template_child (widget_class, NightWindow, cover);
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
  gtk_widget_class_bind_template_child (widget_class, NightWindow, waiting_bar);
  gtk_widget_class_bind_template_child (widget_class, NightWindow, waiting_label);
  gtk_widget_class_bind_template_callback (widget_class, open_item);
  gtk_widget_class_bind_template_callback (widget_class, viewer_closed);

  night_window_install_actions (widget_class);
  night_window_install_file_actions (widget_class);
  night_window_install_vault_actions (widget_class);
  night_window_install_wipe_actions (widget_class);
}

static NightShownAs
get_shown_as (void)
{
  return (NightShownAs) MIN (night_settings_get_choice ("shown-as"),
                             (guint) NIGHT_N_SHOWN_AS - 1);
}

/* The entry in the list of programs follows the setting, also when that was reset. */
static void
show_name (NightWindow *self)
{
  NightShownAs shown_as = get_shown_as ();

  gtk_window_set_title (GTK_WINDOW (self), night_launcher_get_name (shown_as));
  gtk_window_set_icon_name (GTK_WINDOW (self), night_launcher_get_icon (shown_as));
  night_access_say (GTK_WIDGET (self), NULL);
  night_launcher_write_async (shown_as, NULL, NULL, NULL);
}

static void
night_window_init (NightWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  night_stack_show (self->stack, self->blank);
  night_window_init_files (self);
  night_window_start_guard (self);
  show_name (self);
  night_settings_follow ("shown-as", G_CALLBACK (show_name), self);
  night_settings_follow ("dark-content", G_CALLBACK (night_window_update_scheme), self);
}

GtkWindow *
night_window_new (GtkApplication *application,
                  const char *folder,
                  NightFolderOrigin origin)
{
  NightWindow *self =
      g_object_new (NIGHT_TYPE_WINDOW, "application", application, NULL);

  self->origin = origin;
  night_access_name_all (GTK_WIDGET (gtk_application_window_get_help_overlay (
                             GTK_APPLICATION_WINDOW (self))),
                         NULL);
  night_window_set_vault (self, folder);
  night_window_probe (self);
  return GTK_WINDOW (self);
}
