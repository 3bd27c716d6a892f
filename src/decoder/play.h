/* play.h - one film or recording being decoded, frame after frame, until no slot is left
 *
 * Threads:  play_new(), play_look() and the setters on the thread that reads the socket,
 *           which never waits for a decoder; GStreamer adds its own, and seeking one more.
 * Blocks:   never.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "film-source.h"
#include "slots.h"

typedef struct _Play Play;

/* The file of @n_bytes that is seen through @window_fd, which stays the caller's; @ask
 * moves the window.  There is no end to it but that of the process.
 * Returns: NULL if GStreamer lacks something. */
Play *
play_new (Slots *slots, int window_fd, guint64 n_bytes, FilmAsk ask, gpointer data);

/* Begin to decode. */
void play_start (Play *self);

/* To be called every AUTOPLUG_LOOK_MS until it returns FALSE: gives up on a file that
 * nothing comes of. */
gboolean play_look (Play *self);

/* Go on with the frame at @position_ns.  Of several in a row the last one counts. */
void play_seek (Play *self, guint32 serial, gint64 position_ns);

/* Frames are to fit; 0 for any size. */
void play_limit_size (Play *self, guint width, guint height);

/* What is to be seen before @position_ns need not be decoded any more. */
void play_hurry (Play *self, gint64 position_ns);
