/* night-stamp.h - chips and plates, made once for all tiles that show the same
 *
 * Each is kept in the cache of thumbnails under what it looks like, so it goes when they do.
 *
 * Owns:     nothing.
 * Threads:  the main context.
 * Blocks:   never.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "library/night-face.h"

G_BEGIN_DECLS

/* Of a chip without a text, which is round, and of the mark. */
#define NIGHT_STAMP_BARE_SIDE 20
#define NIGHT_STAMP_CHECK_SIDE 24

/* A pill with an icon and a text, at most @max_width wide, in the font of @tile.
 * Returns: (transfer full) (nullable). */
GdkTexture *night_stamp_dup_chip (GtkWidget *tile,
                                  NightTextureCache *cache,
                                  const char *icon_name,
                                  const char *text,
                                  NightChipLook look,
                                  int max_width);

/* The mark by which an item is selected: a ring, or a tick if it is.
 * Returns: (transfer full) (nullable). */
GdkTexture *
night_stamp_dup_check (GtkWidget *tile, NightTextureCache *cache, gboolean is_ticked);

/* The square behind a picture that does not cover it, or with an icon in place of one.
 * Returns: (transfer full) (nullable). */
GdkTexture *night_stamp_dup_plate (GtkWidget *tile,
                                   NightTextureCache *cache,
                                   const char *icon_name,
                                   int side);

G_END_DECLS
