/* night-media-stream.h - a film or recording of the vault as a GtkMediaStream
 *
 * Also a GdkPaintable: the current frame.  Emits "failed" with a VaultError.
 *
 * Owns:     the pipeline and the current frame.
 * Threads:  the main context.
 * Blocks:   never.
 * Promise:  after night_media_stream_close() there is no frame and no sound.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include <vault/vault-player.h>

G_BEGIN_DECLS

#define NIGHT_TYPE_MEDIA_STREAM (night_media_stream_get_type ())
G_DECLARE_FINAL_TYPE (NightMediaStream,
                      night_media_stream,
                      NIGHT,
                      MEDIA_STREAM,
                      GtkMediaStream)

/* Begin to open @item; frames are to fit @width x @height device pixels.
 * Errors: see vault_open_player(). */
NightMediaStream *night_media_stream_new (Vault *vault,
                                          VaultItem *item,
                                          int width,
                                          int height,
                                          GError **error);

/* Stop for good. */
void night_media_stream_close (NightMediaStream *self);

/* From now on. */
void night_media_stream_limit_size (NightMediaStream *self, int width, int height);

/* How fast, from 0.5 to 2; the pitch of the sound stays. */
void night_media_stream_set_rate (NightMediaStream *self, double rate);

G_END_DECLS
