/* play-check.c - what a helper that plays says, before anyone believes it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "media/play-check.h"

/* A film of a year. */
#define MAX_TIME_NS (G_GINT64_CONSTANT (366) * 24 * 60 * 60 * 1000000000)
#define ALL_STREAMS ((1u << PLAY_N_STREAMS) - 1)

static gboolean
is_time (gint64 time_ns)
{
  return time_ns >= 0 && time_ns <= MAX_TIME_NS;
}

static gboolean
is_size (const PlayReply *reply, guint max_side, guint64 max_pixels)
{
  return reply->width >= 1 && reply->height >= 1 && reply->width <= max_side
         && reply->height <= max_side
         && (guint64) reply->width * reply->height <= max_pixels;
}

static gboolean
is_wish (const PlayReply *reply, guint64 n_bytes)
{
  return reply->n_bytes >= 1 && reply->n_bytes <= DECODER_WINDOW_BYTES
         && reply->offset <= n_bytes && reply->n_bytes <= n_bytes - reply->offset;
}

static gboolean
is_opening (const PlayReply *reply)
{
  gboolean has_picture = (reply->streams & 1u << PLAY_PICTURE) != 0;

  if (reply->streams == 0 || (reply->streams & ~ALL_STREAMS) != 0
      || !is_time (reply->duration_ns))
    return FALSE;
  if (has_picture)
    return is_size (reply, DECODER_MAX_SIDE, DECODER_MAX_PIXELS);
  return reply->width == 0 && reply->height == 0;
}

static gboolean
is_frame (const PlayReply *reply)
{
  return reply->slot < PLAY_FRAME_SLOTS
         && is_size (reply, PLAY_MAX_SIDE, PLAY_MAX_PIXELS)
         && reply->n_bytes
                == (guint64) reply->width * reply->height * DECODER_PIXEL_BYTES;
}

static gboolean
is_sound (const PlayReply *reply)
{
  return reply->slot < PLAY_SOUND_SLOTS && reply->width == 0 && reply->height == 0
         && reply->n_bytes >= 1 && reply->n_bytes <= PLAY_SOUND_SLOT_BYTES
         && reply->n_bytes % PLAY_SOUND_FRAME_BYTES == 0;
}

gboolean
vault_play_is_possible (const PlayReply *reply, guint64 n_bytes)
{
  switch (reply->type) {
  case PLAY_READ:
    return is_wish (reply, n_bytes);
  case PLAY_OPENED:
    return is_opening (reply);
  case PLAY_FILLED:
    if (!is_time (reply->position_ns) || !is_time (reply->duration_ns))
      return FALSE;
    return reply->stream == PLAY_PICTURE
               ? is_frame (reply)
               : reply->stream == PLAY_SOUND && is_sound (reply);
  case PLAY_ENDED:
    return reply->stream < PLAY_N_STREAMS;
  case PLAY_FAILED:
    return TRUE;
  default:
    return FALSE;
  }
}
