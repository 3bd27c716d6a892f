/* night-still.h - the pixels of one still image or page, as sharp as they are looked at
 *
 * A NightPicture that is decoded to a wanted size, and again when a noticeably larger one
 * is wanted.
 *
 * Owns:     one texture.
 * Threads:  the main context.
 * Blocks:   never.
 * Promise:  after night_still_close() there is no texture and no signal any more.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "viewer/night-picture.h"

G_BEGIN_DECLS

#define NIGHT_TYPE_STILL (night_still_get_type ())
G_DECLARE_FINAL_TYPE (NightStill, night_still, NIGHT, STILL, GObject)

NightStill *night_still_new (Vault *vault, VaultItem *item);

/* Of a document, page @page from 0. */
NightStill *night_still_new_page (Vault *vault, VaultItem *item, guint page);

/* How many pages the document has; 0 until one is decoded. */
guint night_still_get_n_pages (NightStill *self);

/* Ask for the image with its longer side about @side_px.  The first time it is decoded
 * at once, later when the asking has rested. */
void night_still_want (NightStill *self, guint side_px);

/* Begin with @texture, which was decoded beforehand for a longer side of @side_px. */
void night_still_begin (NightStill *self, GdkTexture *texture, guint side_px);

/* Returns: (transfer none) (nullable): NULL until the first decode is done. */
GdkTexture *night_still_get_texture (NightStill *self);

void night_still_close (NightStill *self);

G_END_DECLS
