/* slots.c - which parts of the ring are ours to write to, and for which seek
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "slots.h"

#include <sys/mman.h>

#define MOST_SLOTS MAX (PLAY_FRAME_SLOTS, PLAY_SOUND_SLOTS)

typedef struct {
  guint8 *bytes;
  gsize slot_bytes;
  guint n_slots;
  gboolean is_taken[MOST_SLOTS];
  gboolean is_flushing;
  guint32 serial;
} Stream;

struct _Slots {
  GMutex mutex;
  GCond changed;
  Stream streams[PLAY_N_STREAMS];
};

Slots *
slots_new (int fd)
{
  guint8 *ring =
      mmap (NULL, PLAY_RING_BYTES, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  Slots *self;

  if (ring == MAP_FAILED)
    return NULL;
  self = g_new0 (Slots, 1);
  g_mutex_init (&self->mutex);
  g_cond_init (&self->changed);
  self->streams[PLAY_PICTURE] = (Stream){ .bytes = ring,
                                          .slot_bytes = PLAY_FRAME_SLOT_BYTES,
                                          .n_slots = PLAY_FRAME_SLOTS };
  self->streams[PLAY_SOUND] =
      (Stream){ .bytes = ring + PLAY_FRAME_SLOTS * PLAY_FRAME_SLOT_BYTES,
                .slot_bytes = PLAY_SOUND_SLOT_BYTES,
                .n_slots = PLAY_SOUND_SLOTS };
  return self;
}

/* Returns: n_slots if none is free. */
static guint
find_free (const Stream *stream)
{
  guint i = 0;

  while (i < stream->n_slots && stream->is_taken[i])
    i++;
  return i;
}

gboolean
slots_take (Slots *self, PlayStream number, Slot *out)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  Stream *stream = &self->streams[number];
  guint found = stream->n_slots;

  *out = (Slot){ 0 };
  while (!stream->is_flushing && (found = find_free (stream)) == stream->n_slots)
    g_cond_wait (&self->changed, &self->mutex);
  if (stream->is_flushing)
    return FALSE;
  stream->is_taken[found] = TRUE;
  *out = (Slot){ stream->bytes + found * stream->slot_bytes, found, stream->serial };
  return TRUE;
}

void
slots_give (Slots *self, PlayStream stream, guint number)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  if (number < self->streams[stream].n_slots)
    self->streams[stream].is_taken[number] = FALSE;
  g_cond_broadcast (&self->changed);
}

void
slots_begin_flush (Slots *self, PlayStream stream)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  self->streams[stream].is_flushing = TRUE;
  g_cond_broadcast (&self->changed);
}

void
slots_end_flush (Slots *self, PlayStream stream, guint32 serial)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  self->streams[stream].is_flushing = FALSE;
  self->streams[stream].serial = serial;
}

guint32
slots_get_serial (Slots *self, PlayStream stream)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  return self->streams[stream].serial;
}
