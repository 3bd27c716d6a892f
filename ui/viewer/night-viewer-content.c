/* night-viewer-content.c - what is shown of an item, by its kind
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "viewer/night-viewer-private.h"

#include <glib/gi18n.h>

#include "night-stack.h"

static void
turn_failed (NightViewerPage *self, int code, NightTurner *turner)
{
  if (turner != self->turner)
    return;

  night_image_view_set_rotation (self->image, night_turner_get_rotation (turner),
                                 FALSE);
  gtk_widget_activate_action (GTK_WIDGET (self), "win.problem", "i", code);
}

/* Once what is asked for is there, and not before, is there time for what may be next. */
static void
look_ahead (NightViewerPage *self)
{
  g_autoptr (VaultItem) next = night_cursor_dup_neighbour (self->cursor, 1);
  g_autoptr (VaultItem) previous = night_cursor_dup_neighbour (self->cursor, -1);

  self->looked_ahead = TRUE;
  night_ahead_want (self->ahead, next, previous,
                    night_image_view_get_side_px (self->image));
}

void
night_viewer_image_changed (NightViewerPage *self)
{
  guint percent = night_image_view_get_percent (self->image);
  g_autofree char *text = NULL;
  g_autofree char *label = NULL;

  if (self->item == NULL)
    return;

  /* Translators: how large a picture is shown, "42 %". */
  text = g_strdup_printf (_ ("%u %%"), percent);
  label = g_strdup_printf (_ ("Size: %u percent"), percent);
  gtk_button_set_label (self->zoom, text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->zoom),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  if (!self->looked_ahead && night_image_view_is_loaded (self->image))
    look_ahead (self);
}

static void
show_image (NightViewerPage *self, GdkTexture *preview)
{
  guint side_px;
  g_autoptr (GdkTexture) ready = night_ahead_steal (self->ahead, self->item, &side_px);

  night_stack_show_name (self->stack, "image");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->image),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  vault_item_get_name (self->item), -1);
  self->turner = night_turner_new (self->vault, self->item);
  g_signal_connect_object (self->turner, "failed", G_CALLBACK (turn_failed), self,
                           G_CONNECT_SWAPPED);
  night_image_view_show (self->image, self->vault, self->item, preview, ready, side_px);
}

void
night_viewer_show_content (NightViewerPage *self, GdkTexture *preview)
{
  switch (vault_item_get_kind (self->item)) {
  case VAULT_MEDIA_IMAGE:
  case VAULT_MEDIA_ANIMATION:
  case VAULT_MEDIA_DOCUMENT:
    show_image (self, preview);
    break;
  case VAULT_MEDIA_VIDEO:
  case VAULT_MEDIA_AUDIO:
    night_stack_show_name (self->stack, "player");
    night_player_show (self->player, self->vault, self->item);
    look_ahead (self);
    break;
  case VAULT_MEDIA_OTHER:
  default:
    night_viewer_show_problem (self, VAULT_ERROR_UNSUPPORTED_MEDIA);
    look_ahead (self);
    break;
  }
}
