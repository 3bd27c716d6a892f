/* night-player-private.h - what the files night-player*.c share
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "viewer/night-player.h"

#include "viewer/night-media-stream.h"

G_BEGIN_DECLS

struct _NightPlayer {
  GtkBox parent_instance;

  GtkWidget *controls;
  GtkStack *stack;
  GtkPicture *picture;
  GtkLabel *name;
  GtkButton *play;
  GtkScale *position;
  GtkLabel *time;
  GtkLabel *speed;
  GtkMenuButton *volume;
  GtkScale *loudness;
  GSimpleActionGroup *actions;

  NightMediaStream *stream;
  Vault *vault; /* these two as long as there is a stream */
  VaultItem *item;
  gboolean starts;    /* when it is prepared */
  gboolean following; /* the scale moves because time does */
  guint resize_id;
};

void night_player_add_actions (NightPlayer *self);
void night_player_enable_actions (NightPlayer *self, gboolean enabled);

/* Speed and repetition are for one item at a time. */
void night_player_reset_actions (NightPlayer *self);

/* Go to where the item was left before. */
void night_player_resume (NightPlayer *self);

/* Keep in the vault where it is left now. */
void night_player_keep_position (NightPlayer *self);

/* Have the stream as loud as the scale and the muting say. */
void night_player_set_loudness (NightPlayer *self);

G_END_DECLS
