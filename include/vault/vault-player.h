/* vault-player.h - playing a film or recording: frames and sound as they are decoded
 *
 * A decoder process reads the sealed file through this process, a piece at a time, and hands back raw
 * frames and samples.  It is neither told to play nor to pause: it decodes until what it
 * may fill is full, and goes on when the bytes of a frame are let go.
 *
 * Owns:     a process and its memory.
 * Threads:  vault_open_player() and vault_player_close() on the main context, all else on
 *           any.  Events come on a thread of the player's own; they do not wait, and do
 *           not call the player.
 * Blocks:   never.
 * Promise:  this process parses none of the file; every number in an event was checked,
 *           and the bytes may be anything, even change while they are read.  After
 *           vault_player_close() no event comes any more.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <vault/vault.h>

G_BEGIN_DECLS

#define VAULT_PLAYER_SOUND_RATE 48000
#define VAULT_PLAYER_SOUND_CHANNELS 2

typedef enum {
  VAULT_PLAYER_PICTURE,
  VAULT_PLAYER_SOUND,
  VAULT_PLAYER_N_STREAMS
} VaultPlayerStream;

typedef struct {
  gboolean has_picture;
  gboolean has_sound;
  gboolean is_seekable;
  gint64 duration_ns; /* 0 unknown */
  guint width;        /* of the original, turned upright; 0 without a picture */
  guint height;
} VaultPlayerFacts;

/* A frame: opaque B G R A, upright, rows directly one behind the other.  Or a piece of
 * sound: VAULT_PLAYER_SOUND_CHANNELS interleaved samples of 16 bits, little-endian. */
typedef struct {
  VaultPlayerStream stream;
  gint64 position_ns;
  gint64 duration_ns; /* 0 unknown */
  guint width;        /* 0 for sound */
  guint height;
  GBytes *bytes; /* keep a reference to keep them; there are few, so not for long */
} VaultPlayerPiece;

typedef struct {
  void (*opened) (const VaultPlayerFacts *facts, gpointer user_data);
  void (*filled) (const VaultPlayerPiece *piece, gpointer user_data);
  void (*ended) (VaultPlayerStream stream, gpointer user_data);
  /* The last event: one of the class "media that cannot be shown", what reading the item
   * came to, VAULT_ERROR_EXPIRED, VAULT_ERROR_NO_ITEM or VAULT_ERROR_LOCKED. */
  void (*failed) (VaultError code, gpointer user_data);
} VaultPlayerEvents;

typedef struct _VaultPlayer VaultPlayer;

/* Keep a decoder process ready for the next film, as long as the vault is open.  Starting
 * one takes longer than the first frame. */
void vault_prepare_player (Vault *self);

/* Begin to open @item.  No frame will be larger than @width x @height (0 x 0: any size).
 * @destroy is called with @user_data when the last event is over, on any thread.
 *
 * Errors: VAULT_ERROR_NO_ITEM, VAULT_ERROR_EXPIRED, VAULT_ERROR_LOCKED; @destroy is not
 * called then.
 * Returns: (transfer full): to be closed, and unreferenced. */
VaultPlayer *vault_open_player (Vault *self,
                                VaultItem *item,
                                guint width,
                                guint height,
                                const VaultPlayerEvents *events,
                                gpointer user_data,
                                GDestroyNotify destroy,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;

VaultPlayer *vault_player_ref (VaultPlayer *self);
void vault_player_unref (VaultPlayer *self);

/* For good. */
void vault_player_close (VaultPlayer *self);

/* From when this returns until vault_player_seek() nothing is delivered: time to throw
 * away what came before. */
void vault_player_hold (VaultPlayer *self);

/* Go on with the frame that is seen at @position_ns, exactly. */
void vault_player_seek (VaultPlayer *self, gint64 position_ns);

/* As with vault_open_player(); for the frames that are decoded from now on. */
void vault_player_limit_size (VaultPlayer *self, guint width, guint height);

/* Frames from before @position_ns come too late to be shown: the decoder may skip. */
void vault_player_hurry (VaultPlayer *self, gint64 position_ns);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (VaultPlayer, vault_player_unref)

G_END_DECLS
