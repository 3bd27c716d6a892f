/* pour.c - sound of any length into slots of one length
 *
 * Codecs hand out some milliseconds at a time.  A message for each of those would wake the
 * app hundreds of times a second, and the slots would not hold enough for a sound server.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "pour.h"

#include "wire.h"

#include <string.h>

/* A gap this small is rounding. */
#define MOST_GAP_NS (2 * (gint64) GST_MSECOND)

struct _Pour {
  Slots *slots;
  Slot slot; /* bytes NULL: none */
  gsize n_bytes;
  gint64 position_ns; /* of its first sample */
  gint64 next_ns;     /* where the sound goes on if nothing else is said */
};

Pour *
pour_new (Slots *slots)
{
  Pour *self = g_new0 (Pour, 1);

  self->slots = slots;
  return self;
}

GstCaps *
pour_dup_caps (void)
{
  return gst_caps_new_simple ("audio/x-raw", "format", G_TYPE_STRING, "S16LE", "rate",
                              G_TYPE_INT, PLAY_SOUND_RATE, "channels", G_TYPE_INT,
                              PLAY_SOUND_CHANNELS, "layout", G_TYPE_STRING,
                              "interleaved", NULL);
}

static gint64
duration_of (gsize n_bytes)
{
  return (gint64) gst_util_uint64_scale (n_bytes / PLAY_SOUND_FRAME_BYTES, GST_SECOND,
                                         PLAY_SOUND_RATE);
}

void
pour_finish (Pour *self)
{
  const PlayReply reply = { .type = PLAY_FILLED,
                            .serial = self->slot.serial,
                            .stream = PLAY_SOUND,
                            .slot = self->slot.number,
                            .n_bytes = self->n_bytes,
                            .position_ns = self->position_ns,
                            .duration_ns = duration_of (self->n_bytes) };

  if (self->slot.bytes != NULL && self->n_bytes > 0) {
    (void) !wire_send (&reply, sizeof reply, -1);
    self->slot = (Slot){ 0 };
    self->n_bytes = 0;
  }
}

void
pour_drop (Pour *self)
{
  if (self->slot.bytes != NULL)
    slots_give (self->slots, PLAY_SOUND, self->slot.number);
  self->slot = (Slot){ 0 };
  self->n_bytes = 0;
}

static void
pour (Pour *self, const guint8 *bytes, gsize n_bytes)
{
  while (n_bytes > 0) {
    gsize n;

    if (self->slot.bytes == NULL) {
      if (!slots_take (self->slots, PLAY_SOUND, &self->slot))
        return;
      self->position_ns = self->next_ns;
    }
    n = MIN (n_bytes, PLAY_SOUND_SLOT_BYTES - self->n_bytes);
    memcpy (self->slot.bytes + self->n_bytes, bytes, n);
    self->n_bytes += n;
    self->next_ns = self->position_ns + duration_of (self->n_bytes);
    bytes += n;
    n_bytes -= n;
    if (self->n_bytes == PLAY_SOUND_SLOT_BYTES)
      pour_finish (self);
  }
}

void
pour_add (Pour *self, GstSample *sample)
{
  GstBuffer *buffer = gst_sample_get_buffer (sample);
  guint64 at = gst_segment_to_stream_time (gst_sample_get_segment (sample),
                                           GST_FORMAT_TIME, GST_BUFFER_PTS (buffer));
  GstMapInfo map;

  if (GST_CLOCK_TIME_IS_VALID (at) && at <= G_MAXINT64
      && ABS ((gint64) at - self->next_ns) > MOST_GAP_NS) {
    pour_finish (self);
    self->next_ns = (gint64) at;
  }
  if (!gst_buffer_map (buffer, &map, GST_MAP_READ))
    return;
  pour (self, map.data, map.size - map.size % PLAY_SOUND_FRAME_BYTES);
  gst_buffer_unmap (buffer, &map);
}
