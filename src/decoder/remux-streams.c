/* remux-streams.c - which tracks of a film are carried over, and what of each
 *
 * Pictures and sound.  Subtitles are left out with the rest: some cameras write down in them
 * where they are, second by second.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "remux.h"

#include <libavformat/avformat.h>

/* How to show the pictures, as opposed to what is on them. */
static gboolean
is_wanted (enum AVPacketSideDataType type)
{
  switch (type) {
  case AV_PKT_DATA_DISPLAYMATRIX:
  case AV_PKT_DATA_STEREO3D:
  case AV_PKT_DATA_SPHERICAL:
  case AV_PKT_DATA_MASTERING_DISPLAY_METADATA:
  case AV_PKT_DATA_CONTENT_LIGHT_LEVEL:
  case AV_PKT_DATA_DOVI_CONF:
  case AV_PKT_DATA_SKIP_SAMPLES:
  case AV_PKT_DATA_MATROSKA_BLOCKADDITIONAL: /* transparency */
  case AV_PKT_DATA_PALETTE:
  case AV_PKT_DATA_NEW_EXTRADATA:
  case AV_PKT_DATA_CPB_PROPERTIES:
    return TRUE;
  default:
    return FALSE;
  }
}

void
remux_clean_packet (AVPacket *packet)
{
  int n_kept = 0;

  for (int i = 0; i < packet->side_data_elems; i++) {
    if (is_wanted (packet->side_data[i].type))
      packet->side_data[n_kept++] = packet->side_data[i];
    else
      av_free (packet->side_data[i].data);
  }
  packet->side_data_elems = n_kept;
  /* An end that lies before the last packet comes out as a length below zero, which the
   * library takes for one of a day; a muxer would believe it. */
  if (packet->duration < 0 || packet->duration > G_MAXINT32)
    packet->duration = 0;
}

#if LIBAVFORMAT_VERSION_MAJOR >= 61
/* It came along with the parameters. */
static gboolean
copy_side_data (const AVStream *from, AVStream *to)
{
  AVCodecParameters *parameters = to->codecpar;
  int n_kept = 0;

  for (int i = 0; i < parameters->nb_coded_side_data; i++) {
    if (is_wanted (parameters->coded_side_data[i].type))
      parameters->coded_side_data[n_kept++] = parameters->coded_side_data[i];
    else
      av_free (parameters->coded_side_data[i].data);
  }
  parameters->nb_coded_side_data = n_kept;
  return TRUE;
}
#else
static gboolean
copy_side_data (const AVStream *from, AVStream *to)
{
  for (int i = 0; i < from->nb_side_data; i++) {
    const AVPacketSideData *data = &from->side_data[i];
    guint8 *copy;

    if (!is_wanted (data->type))
      continue;
    copy = av_stream_new_side_data (to, data->type, data->size);
    if (copy == NULL)
      return FALSE;
    memcpy (copy, data->data, data->size);
  }
  return TRUE;
}
#endif

/* The four letters by which the container calls the codec; they can tell two ways of
 * writing the same codec apart. */
static guint32
choose_tag (const AVFormatContext *out, const AVCodecParameters *parameters)
{
  const struct AVCodecTag *const *tags = out->oformat->codec_tag;
  unsigned int known;

  if (tags == NULL
      || av_codec_get_id (tags, parameters->codec_tag) == parameters->codec_id
      || !av_codec_get_tag2 (tags, parameters->codec_id, &known))
    return parameters->codec_tag;
  return 0;
}

/* How many samples at the beginning are none.  The demuxer of MP3 says it in one way and
 * the muxer asks for it in another. */
static void
copy_delay (const AVStream *from, AVStream *to)
{
  if (from->codecpar->codec_id != AV_CODEC_ID_MP3 || from->codecpar->sample_rate <= 0
      || from->start_time == AV_NOPTS_VALUE || from->start_time <= 0)
    return;
  to->codecpar->initial_padding =
      (int) av_rescale_q (from->start_time, from->time_base,
                          (AVRational){ 1, from->codecpar->sample_rate });
}

static DecoderStatus
copy_stream (const AVStream *from, AVFormatContext *out)
{
  AVStream *to = avformat_new_stream (out, NULL);

  if (to == NULL || avcodec_parameters_copy (to->codecpar, from->codecpar) < 0
      || !copy_side_data (from, to))
    return DECODER_FAILED;
  if (from->codecpar->codec_id == AV_CODEC_ID_NONE)
    return DECODER_UNSUPPORTED;
  to->codecpar->codec_tag = choose_tag (out, from->codecpar);
  to->time_base = from->time_base;
  to->avg_frame_rate = from->avg_frame_rate;
  to->r_frame_rate = from->r_frame_rate;
  to->sample_aspect_ratio = from->sample_aspect_ratio;
  to->disposition = from->disposition;
  copy_delay (from, to);
  if (from->codecpar->codec_id == AV_CODEC_ID_VORBIS
      && !remux_wash_vorbis (to->codecpar))
    return DECODER_UNSUPPORTED;
  return DECODER_OK;
}

static gboolean
is_carried_over (const AVStream *stream)
{
  enum AVMediaType type = stream->codecpar->codec_type;

  /* A cover, or stills along the time line. */
  if ((stream->disposition
       & (AV_DISPOSITION_ATTACHED_PIC | AV_DISPOSITION_TIMED_THUMBNAILS))
      != 0)
    return FALSE;
  return type == AVMEDIA_TYPE_VIDEO || type == AVMEDIA_TYPE_AUDIO;
}

DecoderStatus
remux_map_streams (AVFormatContext *in, AVFormatContext *out, int *out_map)
{
  int n_streams = 0;

  for (guint i = 0; i < in->nb_streams; i++) {
    DecoderStatus status;

    out_map[i] = -1;
    /* Packets of what is left out need not even be made. */
    in->streams[i]->discard = AVDISCARD_ALL;
    if (!is_carried_over (in->streams[i]))
      continue;
    in->streams[i]->discard = AVDISCARD_DEFAULT;
    status = copy_stream (in->streams[i], out);
    if (status != DECODER_OK)
      return status;
    out_map[i] = n_streams++;
  }
  return n_streams > 0 ? DECODER_OK : DECODER_UNSUPPORTED;
}
