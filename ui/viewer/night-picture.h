/* night-picture.h - what the image view can show: a still, an animation, a document
 *
 * Emits "changed" when there is another texture, size or page, and "failed" with a
 * VaultError if there will be nothing to show.
 *
 * What has to do with pages or movement takes any picture, also NULL, and answers for those
 * that have none.
 *
 * Threads:  the main context.
 * Blocks:   never.
 * Promise:  after night_picture_close() there is no texture and no signal any more.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include <vault/vault.h>

G_BEGIN_DECLS

/* No texture is made with a longer side than this, however far one zooms in. */
#define NIGHT_PICTURE_MAX_SIDE_PX 8192

#define NIGHT_TYPE_PICTURE (night_picture_get_type ())
G_DECLARE_INTERFACE (NightPicture, night_picture, NIGHT, PICTURE, GObject)

struct _NightPictureInterface {
  GTypeInterface parent_interface;

  void (*want) (NightPicture *self, guint side_px);
  GdkTexture *(*get_texture) (NightPicture *self);
  void (*get_size) (NightPicture *self, guint *out_width, guint *out_height);
  void (*close) (NightPicture *self);
};

/* The picture for an item that is a photo, an animation or a document.
 * Returns: (transfer full). */
NightPicture *night_picture_new (Vault *vault, VaultItem *item);

/* Ask for it with its longer side about @side_px. */
void night_picture_want (NightPicture *self, guint side_px);

/* Returns: (transfer none) (nullable): NULL until the first one is decoded. */
GdkTexture *night_picture_get_texture (NightPicture *self);

/* Its own size in pixels, at which it is shown at a scale of 1, as the file says and not
 * turned as the person did; 0 while unknown. */
void night_picture_get_size (NightPicture *self, guint *out_width, guint *out_height);

/* Whether it gets sharper the larger it is shown, beyond its own size. */
gboolean night_picture_is_endless (NightPicture *self);

/* How many pages there are, and from 0 which one is shown; 0 for what is no document. */
guint night_picture_get_page (NightPicture *self, guint *out_n_pages);

/* Turn to the page @step places on, if there is one. */
void night_picture_turn (NightPicture *self, int step);

/* Whether it can move, and whether it does. */
gboolean night_picture_can_play (NightPicture *self);
gboolean night_picture_is_playing (NightPicture *self);
void night_picture_set_playing (NightPicture *self, gboolean playing);

void night_picture_close (NightPicture *self);

/* For those that are pictures. */
void night_picture_get_item_size (VaultItem *item, guint *out_width, guint *out_height);
void night_picture_emit_changed (NightPicture *self);
void night_picture_emit_failed (NightPicture *self, int code);

G_END_DECLS
