/* night-window-guard.c - what the window does when the person is not at it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "night-window-private.h"

static gboolean
is_watching (gpointer user_data)
{
  NightWindow *self = user_data;

  return night_window_is_on (self, self->viewer)
         && night_viewer_page_is_watched (self->viewer);
}

static void
lock_cb (NightWindow *self, int why)
{
  /* An emergency wipe that has begun is not held up, and ends with no keys either. */
  if (night_window_is_on (self, self->wiping))
    return;

  if (vault_get_state (self->vault) == VAULT_STATE_OPEN
      || vault_get_state (self->vault) == VAULT_STATE_UNLOCKING)
    night_window_lock (self, self->unlock);
  else
    night_guard_end (self->guard);
}

/* Not blurred: what a picture is about is still to be seen when its edges are not.  Nothing
 * at all is drawn of it; it stays where it is, so that it is there again at once. */
static void
cover_window (GtkWindow *window, gboolean covered)
{
  GtkWidget *child = gtk_window_get_child (window);

  if (child != NULL)
    gtk_widget_set_opacity (child, covered ? 0 : 1);
}

static void
cover_cb (NightWindow *self, gboolean covered)
{
  g_autoptr (GList) all = gtk_window_list_toplevels ();

  gtk_widget_set_opacity (GTK_WIDGET (self->toasts), covered ? 0 : 1);
  gtk_widget_set_visible (self->cover, covered);
  for (GList *l = all; l != NULL; l = l->next)
    if (l->data != (gpointer) self)
      cover_window (l->data, covered);
  if (covered)
    night_viewer_page_rest (self->viewer);
}

void
night_window_start_guard (NightWindow *self)
{
  self->guard = night_guard_new (GTK_WINDOW (self), is_watching);
  g_signal_connect_object (self->guard, "lock", G_CALLBACK (lock_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->guard, "cover", G_CALLBACK (cover_cb), self,
                           G_CONNECT_SWAPPED);
}
