/* night-thumb.h - a square that a picture covers
 *
 * Draws a texture so that it fills the square, cutting what is too much; without a
 * texture, an icon in the middle.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define NIGHT_TYPE_THUMB (night_thumb_get_type ())
G_DECLARE_FINAL_TYPE (NightThumb, night_thumb, NIGHT, THUMB, GtkWidget)

void night_thumb_set_texture (NightThumb *self, GdkTexture *texture);
/* In quarter turns clockwise. */
void night_thumb_set_rotation (NightThumb *self, guint rotation);

void night_thumb_set_icon (NightThumb *self, const char *icon_name);

G_END_DECLS
