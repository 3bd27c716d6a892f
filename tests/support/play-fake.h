/* play-fake.h - helpers that lie while they play
 *
 * A test program is its own liar: started under the name PLAY_FAKE_PREFIX and that of a
 * fake, it behaves so.  The film it tells of has one frame and one piece of sound.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "media/play-protocol.h"

#define PLAY_FAKE_PREFIX "play-"
#define PLAY_FAKE_SIDE 16
#define PLAY_FAKE_FILM_BYTES 1000

typedef struct {
  const char *name; /* NULL behind the last */
  void (*lie) (PlayReply *opened, PlayReply *frame, PlayReply *sound);
} PlayFake;

/* Each of them is to be found out at once. */
extern const PlayFake play_fake_liars[];
/* These are not lying, but try what must not matter. */
extern const PlayFake play_fake_honest[];
/* The first two hang, at once and later; the third rightly waits. */
extern const PlayFake play_fake_silent[];

/* Does not return if @argv0 is the name of a fake. */
void play_fake_run_if_called (const char *argv0);
