/* night-window-toast.c - what is told at the bottom of the window, one thing at a time
 *
 * A toast comes when the one before has left the screen, and is there at once.  Before
 * libadwaita 1.3, one that is dismissed while it still arrives can have left before: when
 * another leaves at the same time, or when one slow frame ends both.  Its arrival then ends in
 * memory that is free.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "night-window-private.h"

#include <glib/gi18n.h>

#include "night-access.h"

/* Long enough to read and to think again. */
#define BUTTON_S 10

#define LOOK_AGAIN_MS 50

static gboolean
is_free (NightWindow *self)
{
  return gtk_widget_get_last_child (GTK_WIDGET (self->toasts))
         == adw_toast_overlay_get_child (self->toasts);
}

/* An arrival that is not animated is over when this returns. */
static void
add_at_once (NightWindow *self, AdwToast *toast)
{
  GtkSettings *settings = gtk_widget_get_settings (GTK_WIDGET (self));

  g_object_set (settings, "gtk-enable-animations", FALSE, NULL);
  adw_toast_overlay_add_toast (self->toasts, g_object_ref (toast));
  /* What the desktop says counts again, also when it says something else later. */
  gtk_settings_reset_property (settings, "gtk-enable-animations");
}

static void
show_next (NightWindow *self)
{
  const char *const close_button[] = { _ ("Dismiss"), NULL };
  GtkWidget *shown;

  self->toast = g_steal_pointer (&self->next_toast);
  add_at_once (self, self->toast);
  shown = gtk_widget_get_last_child (GTK_WIDGET (self->toasts));
  night_access_name_icon_buttons (shown, close_button);
  night_access_name_once (shown);
}

static gboolean
look_again (gpointer user_data)
{
  NightWindow *self = user_data;

  if (!is_free (self))
    return G_SOURCE_CONTINUE;

  self->toast_id = 0;
  show_next (self);
  return G_SOURCE_REMOVE;
}

void
night_window_drop_toast (NightWindow *self)
{
  g_clear_handle_id (&self->toast_id, g_source_remove);
  g_clear_object (&self->next_toast);
  if (self->toast != NULL)
    adw_toast_dismiss (self->toast);
  g_clear_object (&self->toast);
}

void
night_window_toast (NightWindow *self,
                    const char *text,
                    const char *button_label,
                    const char *action_name)
{
  /* A toast takes its title for markup: "Us <3" would be nothing, and a line in a log. */
  g_autofree char *escaped = g_markup_escape_text (text, -1);

  night_window_drop_toast (self);
  self->next_toast = adw_toast_new (escaped);
  if (button_label != NULL) {
    adw_toast_set_button_label (self->next_toast, button_label);
    adw_toast_set_action_name (self->next_toast, action_name);
    adw_toast_set_timeout (self->next_toast, BUTTON_S);
  }
  if (is_free (self))
    show_next (self);
  else
    self->toast_id = g_timeout_add (LOOK_AGAIN_MS, look_again, self);
  night_access_say (GTK_WIDGET (self), text);
}
