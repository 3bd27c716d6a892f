/* night-face.h - what a tile looks like: a picture, its name, and what lies on the picture
 *
 * Drawn by one widget that has no children.  A grid keeps hundreds of tiles, seen or not, and
 * styles and lays out each of their widgets anew while it moves: that took five times as long as
 * drawing those in sight.  What many tiles have in common, a chip that says "3 days left" or the
 * plate behind what has no picture, is made once and then copied.
 *
 * Owns:     what it shows; the chips and plates are in the cache.
 * Threads:  the main context.
 * Blocks:   never.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "library/night-texture-cache.h"

G_BEGIN_DECLS

typedef struct _NightFace NightFace;

/* Of the corners of the square. */
#define NIGHT_FACE_RADIUS 9

typedef enum {
  NIGHT_CHIP_TIME_LEFT, /* at the bottom, where reading begins */
  NIGHT_CHIP_KIND,      /* at the top, where it ends */
  NIGHT_CHIP_FAVOURITE, /* behind that */
  NIGHT_N_CHIPS,
} NightChip;

typedef enum {
  NIGHT_CHIP_PLAIN,
  NIGHT_CHIP_STANDS_OUT,
} NightChipLook;

/* The mark by which an item is selected, at the top, where reading begins. */
typedef enum {
  NIGHT_CHECK_NONE,
  NIGHT_CHECK_OPEN,
  NIGHT_CHECK_TICKED,
} NightCheck;

/* The face of @tile, which draws it and has to outlive it. */
NightFace *night_face_new (GtkWidget *tile);
void night_face_free (NightFace *self);

/* Show @name and nothing else for now.  @cache has to live until night_face_clear(). */
void night_face_begin (NightFace *self, NightTextureCache *cache, const char *name);
/* Show nothing, and keep nothing of what was shown. */
void night_face_clear (NightFace *self);

/* @square: see night_pixels_to_square(). */
void night_face_set_picture (NightFace *self, GdkTexture *square, gboolean is_opaque);
/* Returns: (transfer none) (nullable). */
GdkTexture *night_face_get_picture (NightFace *self);
/* In quarter turns clockwise. */
void night_face_set_rotation (NightFace *self, guint rotation);

/* What is shown where there is no picture; NULL for a plate alone. */
void night_face_set_icon (NightFace *self, const char *icon_name);

/* @icon_name: NULL for no such chip.  @text may be NULL. */
void night_face_set_chip (NightFace *self,
                          NightChip chip,
                          const char *icon_name,
                          const char *text,
                          NightChipLook look);

void night_face_set_check (NightFace *self, NightCheck check);
/* Whether (@x, @y) is where the mark is or would be. */
gboolean night_face_is_check (NightFace *self, double x, double y);

/* Fonts or colours are others, or the tile has another size. */
void night_face_refresh (NightFace *self);

/* How many pixels the square has on the screen. */
guint night_face_get_side_px (NightFace *self);
/* The full name, if that is what is at @y.  Returns: (transfer none) (nullable). */
const char *night_face_get_name_at (NightFace *self, int y);

/* For the vfuncs of the tile. */
void night_face_measure (NightFace *self,
                         GtkOrientation orientation,
                         int for_size,
                         int *out_minimum,
                         int *out_natural);
void night_face_snapshot (NightFace *self, GtkSnapshot *snapshot);

G_END_DECLS
