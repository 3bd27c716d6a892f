/* night-viewer-limit.c - an item that is destroyed after a number of views
 *
 *   [covered] -- "View" --> [asked] -- one less, on the disk --> [in view]
 *       ^                      | fails: says why                    |
 *       +----------------------+                                    v
 *                                  left, locked, closed: the view is over; the last one destroys
 *
 * Nothing of it is asked for before the count is on the disk.  Going past it, a slideshow, or what
 * is decoded beforehand never takes a view.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "viewer/night-viewer-private.h"

#include <glib/gi18n.h>

#include "night-problem.h"
#include "night-stack.h"

typedef struct {
  NightViewerPage *self;
  GCancellable *cancellable; /* tells whether this is still wanted */
} Call;

static void
call_free (Call *call)
{
  g_object_unref (call->self);
  g_object_unref (call->cancellable);
  g_free (call);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Call, call_free)

static gboolean
is_covered (NightViewerPage *self)
{
  return self->item != NULL && self->view == NULL
         && vault_item_is_view_limited (self->item);
}

void
night_viewer_update_cover (NightViewerPage *self)
{
  guint n = self->item != NULL ? vault_item_get_views_left (self->item) : 0;
  g_autofree char *title = NULL;
  const char *text;

  if (!is_covered (self))
    return;

  title = g_strdup_printf (ngettext ("%u View Left", "%u Views Left", n), n);
  text = n == 1
             ? _ ("Viewing it takes the last one: when you leave it, it is destroyed. "
                  "So it is if the vault is locked meanwhile.\n\n"
                  "This is a courtesy on this computer, not a lock.")
             : _ ("Viewing it takes one of them, however short the look. After the "
                  "last one it is destroyed.\n\n"
                  "This is a courtesy on this computer, not a lock.");
  adw_status_page_set_title (self->cover, title);
  adw_status_page_set_description (self->cover, text);
  gtk_widget_set_sensitive (self->view_button, self->viewing == NULL && n > 0);
}

void
night_viewer_cover (NightViewerPage *self)
{
  night_viewer_update_cover (self);
  night_stack_show_name (self->stack, "cover");
}

static void
begun_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Call) call = user_data;
  NightViewerPage *self = call->self;
  g_autoptr (GError) error = NULL;
  VaultView *view = vault_begin_view_finish (VAULT_VAULT (source), result, &error);

  /* Left meanwhile.  It has been counted; whether anything was seen, no count can know. */
  if (self->viewing != call->cancellable) {
    vault_end_view (VAULT_VAULT (source), view);
    return;
  }

  g_clear_object (&self->viewing);
  self->view = view;
  if (view == NULL) {
    night_viewer_show_problem (self, (int) night_problem_from_error (error));
    return;
  }

  self->viewed = g_object_ref (self->item);
  night_viewer_update_actions (self);
  night_viewer_show_content (self, NULL);
  night_viewer_screen_shown (self);
  gtk_widget_grab_focus (GTK_WIDGET (self));
}

void
night_viewer_begin_view (NightViewerPage *self)
{
  Call *call;

  if (!is_covered (self) || self->viewing != NULL)
    return;

  night_viewer_set_slideshow (self, FALSE);
  self->viewing = g_cancellable_new ();
  night_viewer_update_cover (self);
  call = g_new0 (Call, 1);
  call->self = g_object_ref (self);
  call->cancellable = g_object_ref (self->viewing);
  vault_begin_view_async (self->vault, self->item, self->viewing, begun_cb, call);
}

void
night_viewer_end_view (NightViewerPage *self)
{
  g_autoptr (VaultItem) item = g_steal_pointer (&self->viewed);

  g_cancellable_cancel (self->viewing);
  g_clear_object (&self->viewing);
  if (self->view == NULL)
    return;

  vault_end_view (self->vault, g_steal_pointer (&self->view));
  if (vault_item_is_gone (item) && vault_get_state (self->vault) == VAULT_STATE_OPEN)
    gtk_widget_activate_action (
        GTK_WIDGET (self), "win.toast", "s",
        _ ("That was the last view. The item is being destroyed."));
}

gboolean
night_viewer_is_open (NightViewerPage *self)
{
  return self->item != NULL && !is_covered (self);
}
