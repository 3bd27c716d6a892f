/* film-screen.h - what watches a film that is played, and remembers what came
 *
 * The film is one of film-maker.h: a colour of film_colours for each second.
 *
 * Threads:  the test's; what the player's thread writes is under the mutex.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "media/playback.h"

/* What has come, as the thread of the playback leaves it for the test. */
typedef struct {
  GMutex mutex;
  GCond changed;
  VaultSpare *spare;
  VaultPlayback *playback;

  gboolean is_opened;
  VaultPlayerFacts facts;
  guint n_pieces[VAULT_PLAYER_N_STREAMS];
  gint64 first_ns[VAULT_PLAYER_N_STREAMS]; /* since the latest seek; -1: none */
  gint64 last_ns[VAULT_PLAYER_N_STREAMS];
  guint32 first_colour;
  guint width, height;
  guint64 n_sound_bytes;
  double loudness; /* the highest sample */
  gboolean has_wrong_colour;
  gboolean is_blocked; /* frames are kept, all of them */
  GPtrArray *kept;
  gboolean has_ended[VAULT_PLAYER_N_STREAMS];
  gboolean has_failed;
  VaultError code;
  gboolean is_destroyed;
} Screen;

typedef gboolean (*ScreenCondition) (Screen *self);

extern const VaultPlayerEvents screen_events;

/* To listen with a player that somebody else opens: its data is the screen. */
void screen_init (Screen *self);
void screen_destroyed (gpointer screen);

/* Or begin to play @source, with a spare and a playback of its own. */
void screen_start (Screen *self,
                   const VaultDecoderSource *source,
                   guint width,
                   guint height);

/* Ends what screen_start() began, and waits for the end. */
void screen_stop (Screen *self);

/* Forget what came, and seek. */
void screen_seek (Screen *self, gint64 position_ns);

/* Returns: whether @condition came true, and nothing failed before. */
gboolean screen_wait_for (Screen *self, ScreenCondition condition);

gboolean screen_has_failed (Screen *self);
/* Every stream there is. */
gboolean screen_has_begun (Screen *self);
gboolean screen_has_ended (Screen *self);

gboolean screen_is_like (guint32 colour, guint32 other);
