/* vault-animation.h - an animation, one frame after the other
 *
 * Frames are decoded when they are asked for, by a decoder process that holds this one
 * animation; after the last one comes the first again.
 *
 * Owns:     that process, until it is closed.
 * Threads:  the main context.
 * Blocks:   never.
 * Promise:  when the item is gone, the vault locks or the animation is closed, the process
 *           is ended and no further frame is handed out.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <vault/vault-media.h>

G_BEGIN_DECLS

#define VAULT_TYPE_ANIMATION (vault_animation_get_type ())
G_DECLARE_FINAL_TYPE (VaultAnimation, vault_animation, VAULT, ANIMATION, GObject)

/* Returns: (transfer full): nothing is read or started yet. */
VaultAnimation *vault_animation_new (Vault *vault, VaultItem *item);

/* Decode the next frame, reduced so that neither side is longer than @max_side pixels (0:
 * as large as it is).  One call at a time.
 *
 * Errors: those of vault_load_image_finish(); VAULT_ERROR_TOO_LARGE_MEDIA from a smaller
 * size on, and VAULT_ERROR_UNSUPPORTED_MEDIA where only the first picture can be shown: try
 * vault_load_image_async() then.  After an error there is no next frame.
 */
void vault_animation_next_async (VaultAnimation *self,
                                 guint max_side,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);

/* @out_delay_ms: how long the frame stays.  @out_n_frames: how many there are; one is no
 * animation.
 * Returns: (transfer full): pixels, or NULL. */
VaultPixels *vault_animation_next_finish (VaultAnimation *self,
                                          GAsyncResult *result,
                                          guint *out_delay_ms,
                                          guint *out_n_frames,
                                          GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* For good. */
void vault_animation_close (VaultAnimation *self);

G_END_DECLS
