/* night-thumb.h - a square that a picture covers
 *
 * Draws a square texture so that it fills the square; without a
 * texture, an icon in the middle.  One that is made for the square is drawn as it is, pixel by
 * pixel: scaling is what takes the time where the processor draws.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define NIGHT_TYPE_THUMB (night_thumb_get_type ())
G_DECLARE_FINAL_TYPE (NightThumb, night_thumb, NIGHT, THUMB, GtkWidget)

/* @texture: a square, see night_pixels_to_square(). */
void
night_thumb_set_texture (NightThumb *self, GdkTexture *texture, gboolean is_opaque);
/* In quarter turns clockwise. */
void night_thumb_set_rotation (NightThumb *self, guint rotation);
/* Returns: (transfer none) (nullable). */
GdkTexture *night_thumb_get_texture (NightThumb *self);

/* @icon_name: NULL for none. */
void night_thumb_set_icon (NightThumb *self, const char *icon_name);

G_END_DECLS
