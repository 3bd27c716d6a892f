/* remux.c - a film or recording without what describes it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "remux.h"

#include "remux-input.h"
#include "remux-output.h"

#include <libavformat/avformat.h>

/* A file that says it has more tracks than this is no film. */
#define MAX_STREAMS 64

/* No name of a codec, and none of a protocol: nothing is on these lists. */
#define NOTHING "none"

typedef struct {
  const char *demuxer;
  const char *muxer;
} Names;

static const Names names_of[DECODER_N_CONTAINERS] = {
  [DECODER_MP4] = { "mov", "mp4" },
  [DECODER_M4A] = { "mov", "ipod" },
  [DECODER_QUICKTIME] = { "mov", "mov" },
  [DECODER_3GP] = { "mov", "3gp" },
  [DECODER_3G2] = { "mov", "3g2" },
  [DECODER_WEBM] = { "matroska", "webm" },
  [DECODER_MATROSKA] = { "matroska", "matroska" },
  [DECODER_OGG] = { "ogg", "ogg" },
  [DECODER_MP3] = { "mp3", "mp3" },
  [DECODER_FLAC] = { "flac", "flac" },
  [DECODER_WAV] = { "wav", "wav" },
};

/* One time through the film. */
typedef struct {
  AVFormatContext *in;
  AVFormatContext *out;
  AVIOContext *in_io;
  AVIOContext *out_io;
  AVPacket *packet;
  int map[MAX_STREAMS];
} Pass;

static void
pass_clear (Pass *self)
{
  av_packet_free (&self->packet);
  avformat_close_input (&self->in);
  avformat_free_context (self->out);
  remux_io_free (self->in_io);
  remux_io_free (self->out_io);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Pass, pass_clear)

/* A film can name others that it is made of. */
static int
refuse_to_open (AVFormatContext *context,
                AVIOContext **out,
                const char *url,
                int flags,
                AVDictionary **options)
{
  return AVERROR (EACCES);
}

static gboolean
open_input (Pass *self, RemuxInput *input, const Names *names)
{
  const AVInputFormat *format = av_find_input_format (names->demuxer);
  AVDictionary *options = NULL;
  gboolean is_open;

  self->in_io = remux_input_open (input);
  self->in = avformat_alloc_context ();
  if (format == NULL || self->in_io == NULL || self->in == NULL)
    return FALSE;
  self->in->pb = self->in_io;
  self->in->io_open = refuse_to_open;
  self->in->flags |= AVFMT_FLAG_BITEXACT;
  self->in->max_streams = MAX_STREAMS;

  av_dict_set (&options, "format_whitelist", format->name, 0);
  av_dict_set (&options, "codec_whitelist", NOTHING, 0);
  av_dict_set (&options, "protocol_whitelist", NOTHING, 0);
  if (g_str_equal (names->demuxer, "mov")) {
    av_dict_set (&options, "enable_drefs", "0", 0);
    av_dict_set (&options, "ignore_chapters", "1", 0);
  }
  /* On failure the context is gone. */
  is_open = avformat_open_input (&self->in, "", format, &options) == 0;
  av_dict_free (&options);
  return is_open && avformat_find_stream_info (self->in, NULL) >= 0
         && self->in->nb_streams <= MAX_STREAMS;
}

static DecoderStatus
open_output (Pass *self, RemuxOutput *output, const Names *names)
{
  AVDictionary *options = NULL;
  DecoderStatus status;

  self->out_io = remux_output_open (output);
  if (self->out_io == NULL
      || avformat_alloc_output_context2 (&self->out, NULL, names->muxer, NULL) < 0)
    return DECODER_FAILED;
  self->out->pb = self->out_io;
  self->out->io_open = refuse_to_open;
  self->out->flags |= AVFMT_FLAG_BITEXACT | AVFMT_FLAG_CUSTOM_IO;

  status = remux_map_streams (self->in, self->out, self->map);
  if (status != DECODER_OK)
    return status;
  if (g_str_equal (names->muxer, "mp3"))
    av_dict_set (&options, "id3v2_version", "0", 0);
  if (avformat_write_header (self->out, &options) < 0)
    status = DECODER_UNSUPPORTED;
  av_dict_free (&options);
  return status;
}

/* A packet that is cut short means that a part of the film is missing: a copy would pass for
 * a whole one. */
static DecoderStatus
copy_packet (Pass *self)
{
  AVPacket *packet = self->packet;
  int number =
      packet->stream_index < MAX_STREAMS ? self->map[packet->stream_index] : -1;
  const AVStream *from;

  if (number < 0) {
    av_packet_unref (packet);
    return DECODER_OK;
  }
  if ((packet->flags & AV_PKT_FLAG_CORRUPT) != 0)
    return DECODER_DAMAGED;
  from = self->in->streams[packet->stream_index];
  av_packet_rescale_ts (packet, from->time_base, self->out->streams[number]->time_base);
  packet->stream_index = number;
  packet->pos = -1;
  remux_clean_packet (packet);
  return av_interleaved_write_frame (self->out, packet) >= 0 ? DECODER_OK
                                                             : DECODER_UNSUPPORTED;
}

static DecoderStatus
copy_packets (Pass *self)
{
  DecoderStatus status = DECODER_OK;
  guint64 n_packets = 0;
  int result = 0;

  self->packet = av_packet_alloc ();
  if (self->packet == NULL)
    return DECODER_FAILED;
  while (status == DECODER_OK
         && (result = av_read_frame (self->in, self->packet)) >= 0) {
    n_packets++;
    status = copy_packet (self);
  }
  if (status != DECODER_OK)
    return status;
  if (result != AVERROR_EOF || n_packets == 0)
    return DECODER_DAMAGED;
  return av_write_trailer (self->out) >= 0 ? DECODER_OK : DECODER_UNSUPPORTED;
}

static gint64
parse_time (const AVDictionary *tags, const char *tag)
{
  const AVDictionaryEntry *entry = av_dict_get (tags, tag, NULL, 0);
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
  g_autoptr (GDateTime) time = NULL;

  if (entry != NULL)
    time = g_date_time_new_from_iso8601 (entry->value, utc);
  return time != NULL ? MAX (0, g_date_time_to_unix (time)) : 0;
}

/* The first one knows the time zone; not that it matters here. */
static gint64
read_captured (const AVFormatContext *in)
{
  gint64 captured = parse_time (in->metadata, "com.apple.quicktime.creationdate");

  return captured != 0 ? captured : parse_time (in->metadata, "creation_time");
}

static DecoderStatus
go_through (const Names *names,
            RemuxInput *input,
            RemuxOutput *output,
            gint64 *out_captured)
{
  g_auto (Pass) pass = { 0 };
  DecoderStatus status;

  if (!open_input (&pass, input, names))
    return DECODER_DAMAGED;
  *out_captured = read_captured (pass.in);
  status = open_output (&pass, output, names);
  if (status == DECODER_OK)
    status = copy_packets (&pass);
  if (status != DECODER_OK)
    return status;
  avio_flush (pass.out_io);
  return output->is_broken || input->is_lost ? DECODER_FAILED : DECODER_OK;
}

DecoderStatus
remux_film (DecoderContainer container,
            int window_fd,
            guint64 n_bytes,
            gint64 *out_captured)
{
  RemuxInput input;
  RemuxOutput output;
  DecoderStatus status;

  *out_captured = 0;
  if (container >= DECODER_N_CONTAINERS || names_of[container].demuxer == NULL)
    return DECODER_UNSUPPORTED;
  if (n_bytes > G_MAXINT64 || !remux_input_begin (&input, window_fd, n_bytes))
    return DECODER_FAILED;

  remux_output_begin (&output);
  status = go_through (&names_of[container], &input, &output, out_captured);
  if (status == DECODER_OK && !remux_output_announce (&output))
    status = DECODER_FAILED;
  if (status == DECODER_OK)
    status = go_through (&names_of[container], &input, &output, out_captured);
  if (status == DECODER_OK && !remux_output_finish (&output))
    status = DECODER_FAILED;
  remux_output_end (&output);
  remux_input_end (&input);
  return status;
}

void
remux_warm (void)
{
  av_log_set_level (AV_LOG_QUIET);
}
