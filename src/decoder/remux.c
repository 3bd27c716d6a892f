/* remux.c - a film or recording without what describes it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "remux.h"

#include "remux-input.h"
#include "remux-output.h"

#include <libavcodec/bsf.h>
#include <libavformat/avformat.h>

/* A file that says it has more tracks than this is no film. */
#define MAX_STREAMS 64

/* No name of a protocol, and none of a codec: on that list there is nothing. */
#define NOTHING "none"

/* Some containers leave it to the decoder to say how large the picture is, in which order
 * its frames are shown or how many channels there are; these look at the beginning. */
typedef struct {
  const char *demuxer;
  const char *muxer;
  const char *decoders;
} Names;

static const Names names_of[DECODER_N_CONTAINERS] = {
  [DECODER_MP4] = { "mov", "mp4", "mpeg4,h263" },
  [DECODER_M4A] = { "mov", "ipod", NOTHING },
  [DECODER_QUICKTIME] = { "mov", "mov", "mpeg4,h263" },
  [DECODER_3GP] = { "mov", "3gp", "mpeg4,h263" },
  [DECODER_3G2] = { "mov", "3g2", "mpeg4,h263" },
  [DECODER_WEBM] = { "matroska", "webm", NOTHING },
  [DECODER_MATROSKA] = { "matroska", "matroska", "h264,hevc,mpeg4" },
  [DECODER_OGG] = { "ogg", "ogg", NOTHING },
  [DECODER_MP3] = { "mp3", "mp3", "mp3float,mp3" },
  [DECODER_FLAC] = { "flac", "flac", NOTHING },
  [DECODER_WAV] = { "wav", "wav", NOTHING },
};

/* One time through the film. */
typedef struct {
  AVFormatContext *in;
  AVFormatContext *out;
  AVIOContext *in_io;
  AVIOContext *out_io;
  AVPacket *packet;
  AVBSFContext *frames; /* only of MP3 */
  int map[MAX_STREAMS];
} Pass;

static void
pass_clear (Pass *self)
{
  av_packet_free (&self->packet);
  av_bsf_free (&self->frames);
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
  av_dict_set (&options, "codec_whitelist", names->decoders, 0);
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

/* Tags at the end of an MP3 have no container around them and come out as packets.  This
 * filter of the library, made for something else, accepts what begins like a frame. */
static gboolean
open_frames (Pass *self)
{
  const AVBitStreamFilter *filter = av_bsf_get_by_name ("mp3decomp");

  return filter != NULL && av_bsf_alloc (filter, &self->frames) >= 0
         && avcodec_parameters_copy (self->frames->par_in,
                                     self->out->streams[0]->codecpar)
                >= 0
         && av_bsf_init (self->frames) >= 0;
}

/* Returns: FALSE if the packet is gone, being none. */
static gboolean
is_frame (Pass *self)
{
  if (self->frames == NULL)
    return TRUE;
  if (av_bsf_send_packet (self->frames, self->packet) < 0) {
    av_packet_unref (self->packet);
    return FALSE;
  }
  return av_bsf_receive_packet (self->frames, self->packet) >= 0;
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
  if (g_str_equal (names->muxer, "mp3") && !open_frames (self))
    return DECODER_UNSUPPORTED;
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
  if (!is_frame (self))
    return DECODER_OK;
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
