/* play-protocol.h - what the app and a nightstand-decoder that plays say to each other
 *
 * The same socket as in protocol.h, and the same HELLO; from then on both sides speak when
 * they have something to say.  One helper plays one film or recording.
 *
 *   app     OPEN       + window      the file, and how large its frames may be
 *   app     RING       + ring        where pictures and sounds go
 *   helper    READ, and app BYTES    as for a poster, at any time
 *   helper  OPENED                   what it is; once, before anything else of it
 *   helper    FILLED slot            a frame, or a piece of sound, is in this slot
 *   app       RELEASE slot           and now the slot is the helper's again
 *   helper  ENDED stream
 *   app     SEEK serial              what is FILLED or ENDED with an older serial is stale
 *   app     SIZE, LATE
 *   helper  FAILED                   the last it says
 *
 * The helper is never told to play or to pause: it decodes until it has no slot left.  The
 * ring is the app's, sealed in its size; what is in it are samples that mean something
 * wrong at worst, and every number about them is either fixed here or checked by ring.c
 * and play-check.c.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "media/protocol.h"

G_BEGIN_DECLS

/* The argument that makes a helper play. */
#define DECODER_PLAY_ARGUMENT "--play"

/* Frames: DECODER_PIXEL_BYTES a pixel, B G R A, opaque, turned upright, square pixels, one
 * row directly behind the other.  Larger ones are scaled down to this. */
#define PLAY_MAX_PIXELS (4096 * 2304)
#define PLAY_MAX_SIDE 8192
#define PLAY_FRAME_SLOTS 6
/* Scaling may write a little behind the last row. */
#define PLAY_FRAME_SLOT_BYTES ((gsize) PLAY_MAX_PIXELS * DECODER_PIXEL_BYTES + 4096)

/* Sound: 16 bits little-endian, in which every value is a sample; interleaved. */
#define PLAY_SOUND_RATE 48000
#define PLAY_SOUND_CHANNELS 2
#define PLAY_SOUND_FRAME_BYTES (2 * PLAY_SOUND_CHANNELS)
#define PLAY_SOUND_SLOTS 16
#define PLAY_SOUND_SLOT_BYTES ((gsize) 20480)

/* The ring: the slots for frames, then those for sound. */
#define PLAY_RING_BYTES                                                                \
  (PLAY_FRAME_SLOTS * PLAY_FRAME_SLOT_BYTES + PLAY_SOUND_SLOTS * PLAY_SOUND_SLOT_BYTES)

typedef enum { PLAY_PICTURE, PLAY_SOUND, PLAY_N_STREAMS } PlayStream;

typedef enum {
  PLAY_OPEN = 0x4e440101, /* n_bytes, width, height */
  PLAY_RING,
  PLAY_BYTES,   /* n_bytes */
  PLAY_RELEASE, /* stream, slot */
  PLAY_SEEK,    /* serial, position_ns */
  PLAY_SIZE,    /* width, height: frames are to fit; 0 for any size */
  PLAY_LATE,    /* position_ns: frames from before it come too late */
} PlayOp;

typedef struct {
  guint32 op; /* PlayOp */
  guint32 serial;
  guint32 stream; /* PlayStream */
  guint32 slot;
  guint32 width;
  guint32 height;
  guint64 n_bytes;
  gint64 position_ns;
} PlayRequest;

typedef enum {
  PLAY_READ = 0x4e440201, /* offset, n_bytes */
  PLAY_OPENED,            /* streams, is_seekable, width, height, duration_ns */
  PLAY_FILLED,            /* serial, stream, slot, position_ns, duration_ns, n_bytes;
                             of a frame also width, height */
  PLAY_ENDED,             /* serial, stream */
  PLAY_FAILED,            /* status */
} PlayReplyType;

typedef struct {
  guint32 type;   /* PlayReplyType */
  guint32 status; /* DecoderStatus */
  guint32 serial;
  guint32 stream; /* PlayStream */
  guint32 slot;
  guint32 streams; /* one bit for each PlayStream there is */
  guint32 is_seekable;
  guint32 width; /* with OPENED, of the original, turned upright */
  guint32 height;
  guint32 reserved;
  guint64 offset;
  guint64 n_bytes;
  gint64 position_ns;
  gint64 duration_ns; /* 0 unknown */
} PlayReply;

G_STATIC_ASSERT (sizeof (PlayRequest) == 40);
G_STATIC_ASSERT (sizeof (PlayReply) == 72);

G_END_DECLS
