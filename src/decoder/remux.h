/* remux.h - a film or recording without what describes it
 *
 * The coded pictures and sound are carried over into a new file of the same kind; titles,
 * places, dates, covers, chapters, subtitles and tracks of measurements are not.
 *
 * Threads:  one.
 * Blocks:   while the app reads and takes.
 * Promise:  no file is opened but the one that is handed over, no kind of container but the
 *           one that was named, and no decoder but the few on its list in remux.c.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "media/protocol.h"

/* Strip the film of @n_bytes, read through the window @window_fd, and send it in parts.
 * @out_captured: when it was taken, 0 unknown. */
DecoderStatus remux_film (DecoderContainer container,
                          int window_fd,
                          guint64 n_bytes,
                          gint64 *out_captured);

/* Load what is needed from files.  Before the lockdown. */
void remux_warm (void);

/* remux-streams.c: which streams of @in are carried over, as many new ones in @out.
 * @out_map: for each stream of @in its number in @out, or -1.
 * Returns: DECODER_UNSUPPORTED if a stream cannot be carried over. */
struct AVFormatContext;
DecoderStatus remux_map_streams (struct AVFormatContext *in,
                                 struct AVFormatContext *out,
                                 int *out_map);

/* Take from a packet what describes it. */
struct AVPacket;
void remux_clean_packet (struct AVPacket *packet);

/* remux-vorbis.c: Vorbis keeps its comments among what the codec needs, which Matroska
 * carries over whole.  FALSE if they could not be taken out. */
struct AVCodecParameters;
gboolean remux_wash_vorbis (struct AVCodecParameters *parameters);
