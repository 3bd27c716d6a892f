/* slots.h - which parts of the ring are ours to write to, and for which seek
 *
 * A stream's thread waits here for a slot; while the stream is being flushed it gets none.
 *
 * Owns:     the mapping of the ring.
 * Threads:  any.
 * Blocks:   taking, until there is a free slot or a flush.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "media/play-protocol.h"

typedef struct _Slots Slots;

/* A slot that has been taken. */
typedef struct {
  guint8 *bytes; /* NULL: none */
  guint number;
  guint32 serial;
} Slot;

/* @fd: the ring; stays the caller's.  Returns: NULL if it cannot be mapped. */
Slots *slots_new (int fd);

/* Returns: FALSE, with nothing taken, if the stream is being flushed. */
gboolean slots_take (Slots *self, PlayStream stream, Slot *out);

/* The app has no use for it any more, or it was never filled. */
void slots_give (Slots *self, PlayStream stream, guint number);

/* Whoever waits for a slot of @stream goes away without. */
void slots_begin_flush (Slots *self, PlayStream stream);

/* What is taken from now on belongs to @serial. */
void slots_end_flush (Slots *self, PlayStream stream, guint32 serial);

guint32 slots_get_serial (Slots *self, PlayStream stream);
