/* protocol.h - what the app and nightstand-decoder say to each other
 *
 * One SOCK_SEQPACKET socket, fixed-size packets, one request at a time.  Bulk data goes
 * beside them as a single descriptor of a sealed memfd.  The decoder program is built from
 * this header and nothing else of src/, so that no code that handles keys is in it.
 *
 *   helper  HELLO                                    locked down and ready
 *   app     IMAGE | THUMBNAIL         + file bytes   stills
 *   app     FRAME                     + file bytes   animations: the first frame
 *   app     FRAME                                      and then, at once or later, the next
 *   app     PAGE | THUMBNAIL          + file bytes   documents
 *   app     CAMERA                    + file bytes   stills: a DecoderCamera comes back
 *   app     POSTER | WAVEFORM         + window       film and sound: the helper asks
 *   helper    READ offset n_bytes                      for the bytes it wants,
 *   app       BYTES                                    which are then in the window
 *   helper  RESULT                    + pixels, WebP or DecoderCamera
 *
 *   app     STRIP                     + file bytes   a still without its metadata
 *   helper  RESULT                    + file bytes
 *   app     REMUX                     + window       a film without its metadata; READ and
 *   helper    TOTAL n_bytes                            BYTES as above, at any time
 *   app       TAKEN
 *   helper    PART offset n_bytes     + bytes        in order, without gaps
 *   app       TAKEN
 *   helper  RESULT
 *
 * The app believes nothing in a DecoderReply until answer.c has checked it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define DECODER_PROTOCOL_VERSION 1
/* Where the helper finds its end of the socket. */
#define DECODER_SOCKET_FD 3
/* The argument that makes it serve film and sound instead of stills. */
#define DECODER_FILM_ARGUMENT "--film"
/* The argument that makes it serve documents. */
#define DECODER_DOCUMENT_ARGUMENT "--document"
/* The same service as without an argument, for one file that is to go out of the vault. */
#define DECODER_STRIP_ARGUMENT "--strip"
/* The argument of the sister program that takes films apart without decoding them. */
#define DECODER_REMUX_ARGUMENT "--remux"

#define DECODER_MAX_SIDE 32768
#define DECODER_MAX_PIXELS 100000000
/* An animation keeps three whole frames, where a still keeps one. */
#define DECODER_MAX_MOVING_PIXELS 16000000
#define DECODER_MAX_FRAMES 100000
/* A page has no pixels of its own, so it is painted as large as a screen can use it. */
#define DECODER_MAX_PAGE_SIDE 8192
#define DECODER_MAX_PAGES 100000
#define DECODER_PIXEL_BYTES 4
#define DECODER_THUMBNAIL_SIDE 384
#define DECODER_THUMBNAIL_MAX_BYTES 65536
/* Of a film, what is shared with the helper at one time. */
#define DECODER_WINDOW_BYTES ((gsize) 1 << 20)
/* The most that comes back in one PART. */
#define DECODER_PART_BYTES ((gsize) 1 << 20)

/* A decoder is named by the app, which has looked at the first bytes; the helper tries no
 * other one. */
typedef enum {
  DECODER_NO_FORMAT,
  DECODER_JPEG,
  DECODER_PNG,
  DECODER_GIF,
  DECODER_WEBP,
  DECODER_TIFF,
  DECODER_BMP,
  DECODER_HEIF, /* HEIC and AVIF */
  DECODER_JXL,
  DECODER_PDF,
  DECODER_N_FORMATS
} DecoderFormat;

/* The same for REMUX. */
typedef enum {
  DECODER_NO_CONTAINER,
  DECODER_MP4,
  DECODER_M4A,
  DECODER_QUICKTIME,
  DECODER_3GP,
  DECODER_3G2,
  DECODER_WEBM,
  DECODER_MATROSKA,
  DECODER_OGG,
  DECODER_MP3,
  DECODER_FLAC,
  DECODER_WAV,
  DECODER_N_CONTAINERS
} DecoderContainer;

typedef enum {
  DECODER_IMAGE = 1,
  DECODER_THUMBNAIL,
  DECODER_POSTER,
  DECODER_WAVEFORM,
  DECODER_BYTES,
  DECODER_FRAME,
  DECODER_PAGE,
  DECODER_STRIP,
  DECODER_REMUX,
  DECODER_TAKEN,
  DECODER_CAMERA,
} DecoderOp;

typedef enum {
  DECODER_HELLO = 0x4e440001, /* status: DECODER_PROTOCOL_VERSION */
  DECODER_READ,               /* offset, n_bytes */
  DECODER_RESULT,
  DECODER_TOTAL, /* n_bytes: how much the PARTs will come to */
  DECODER_PART,  /* offset, n_bytes */
} DecoderReplyType;

typedef enum {
  DECODER_OK,
  DECODER_UNSUPPORTED,
  DECODER_DAMAGED,
  DECODER_TOO_LARGE,
  DECODER_ENCRYPTED, /* a document that asks for a password of its own */
  DECODER_FAILED,    /* out of memory, and what should not happen */
  DECODER_N_STATUSES
} DecoderStatus;

typedef struct {
  guint32 op;       /* DecoderOp */
  guint32 format;   /* DecoderFormat, wherever the bytes of a file come along;
                       DecoderContainer with REMUX */
  guint32 max_side; /* IMAGE, FRAME; 0 for no reduction.  PAGE: the longer side */
  guint32 page;     /* PAGE: from 0 */
  guint64 n_bytes;  /* of the file; with BYTES, now in the window */
} DecoderRequest;

typedef struct {
  guint32 type;   /* DecoderReplyType */
  guint32 status; /* DecoderStatus */
  guint32 width;  /* of the pixels that come with this */
  guint32 height;
  guint32 full_width; /* of the original, orientation applied */
  guint32 full_height;
  guint64 stride_bytes;
  guint64 n_bytes; /* of the pixels, the WebP, the file, the READ or the PART */
  union {
    guint64 offset;  /* READ, PART */
    guint64 n_parts; /* how many frames or pages there are */
  };
  guint64 duration_ms; /* of a film; of a FRAME how long it stays */
  gint64 captured;     /* seconds since 1970, 0 unknown */
} DecoderReply;

/* What a camera wrote into a picture.  Texts are UTF-8 in one line and end with a zero, with
 * nothing but zeros behind it; empty and 0 are unknown. */
#define DECODER_TEXT_BYTES 96

typedef struct {
  char make[DECODER_TEXT_BYTES];
  char model[DECODER_TEXT_BYTES];
  char lens[DECODER_TEXT_BYTES];
  guint64 exposure_us;
  guint32 aperture_hundredths; /* the number behind the f */
  guint32 focal_length_tenths; /* of a millimetre */
  guint32 iso;
  guint32 has_location; /* 0 or 1 */
} DecoderCamera;

#define DECODER_MAX_EXPOSURE_US ((guint64) 24 * 3600 * 1000000)
#define DECODER_MAX_APERTURE 100000
#define DECODER_MAX_FOCAL_LENGTH 1000000
#define DECODER_MAX_ISO 100000000

G_STATIC_ASSERT (sizeof (DecoderCamera) == 312);
G_STATIC_ASSERT (sizeof (DecoderRequest) == 24);
G_STATIC_ASSERT (sizeof (DecoderReply) == 64);

G_END_DECLS
