/* night-viewer-pane.c - the details beside what is shown, and the room they leave
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "viewer/night-viewer-private.h"

#include "night-stack.h"

/* In a window narrower than this the name needs the room, and the menu has the rest. */
#define NARROW_PX 500

/* Where there is little room, what is on the header bar is what is needed there. */
void
night_viewer_fit_width (NightViewerPage *self)
{
  GtkNative *native = gtk_widget_get_native (GTK_WIDGET (self));
  gboolean is_wide =
      native != NULL
      && gdk_surface_get_width (gtk_native_get_surface (native)) >= NARROW_PX;

  gtk_widget_set_visible (self->expiry, is_wide);
  gtk_widget_set_visible (self->details_button, is_wide || self->shows_details);
}

gboolean
night_viewer_shows_details (NightViewerPage *self)
{
  return self->shows_details;
}

void
night_viewer_show_details (NightViewerPage *self, gboolean show)
{
  if (self->item == NULL || show == self->shows_details)
    return;

  self->shows_details = show;
  if (show) {
    night_details_show (self->details, self->vault, self->item);
  } else {
    night_stack_leave (GTK_WIDGET (self->details));
    night_details_drop (self->details);
  }
  adw_flap_set_reveal_flap (self->pane, show);
  night_viewer_fit_width (self);
  g_object_notify_by_pspec (G_OBJECT (self),
                            night_viewer_properties[NIGHT_VIEWER_DETAILS]);
}

/* A click beside them closes them where they cover what is shown. */
void
night_viewer_pane_revealed (NightViewerPage *self)
{
  if (!adw_flap_get_reveal_flap (self->pane))
    night_viewer_show_details (self, FALSE);
}
