/* remux-vorbis.c - the comments in the middle of what a Vorbis decoder needs
 *
 * The library writes them anew whenever it makes an Ogg file.  So the headers go through
 * one, in memory, and come back without comments.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "remux.h"

#include "remux-input.h"

#include <libavformat/avformat.h>
#include <string.h>

#define IO_BYTES 4096

typedef struct {
  const guint8 *bytes;
  gsize n_left;
} Reader;

static int
read_bytes (void *opaque, uint8_t *out, int n_wanted)
{
  Reader *self = opaque;
  gsize n = MIN (self->n_left, (gsize) MAX (n_wanted, 0));

  if (n == 0)
    return AVERROR_EOF;
  memcpy (out, self->bytes, n);
  self->bytes += n;
  self->n_left -= n;
  return (int) n;
}

/* The headers are taken for complete only when sound follows: one byte of it will do. */
static gboolean
write_sound (AVFormatContext *ogg)
{
  AVPacket *packet = av_packet_alloc ();
  gboolean is_written = packet != NULL && av_new_packet (packet, 1) >= 0;

  if (is_written) {
    packet->data[0] = 0;
    packet->pts = packet->dts = 0;
    packet->duration = 1;
    is_written = av_write_frame (ogg, packet) >= 0;
  }
  av_packet_free (&packet);
  return is_written;
}

/* Returns: how many bytes are in *@out, to be given to av_free(); 0 on failure. */
static gsize
write_ogg (const AVCodecParameters *parameters, guint8 **out)
{
  AVFormatContext *ogg = NULL;
  AVStream *stream;
  gboolean is_written = FALSE;
  int n_bytes;

  *out = NULL;
  if (avformat_alloc_output_context2 (&ogg, NULL, "ogg", NULL) < 0)
    return 0;
  ogg->flags |= AVFMT_FLAG_BITEXACT;
  stream = avformat_new_stream (ogg, NULL);
  if (stream != NULL && avcodec_parameters_copy (stream->codecpar, parameters) >= 0
      && avio_open_dyn_buf (&ogg->pb) >= 0) {
    stream->codecpar->codec_tag = 0;
    stream->time_base = (AVRational){ 1, MAX (parameters->sample_rate, 1) };
    is_written = avformat_write_header (ogg, NULL) >= 0 && write_sound (ogg)
                 && av_write_trailer (ogg) >= 0;
    n_bytes = avio_close_dyn_buf (ogg->pb, out);
    ogg->pb = NULL;
  } else
    n_bytes = 0;
  avformat_free_context (ogg);
  return is_written && n_bytes > 0 ? (gsize) n_bytes : 0;
}

static gboolean
take_headers (const AVFormatContext *ogg, AVCodecParameters *parameters)
{
  const AVCodecParameters *washed;
  guint8 *copy;

  if (ogg->nb_streams != 1)
    return FALSE;
  washed = ogg->streams[0]->codecpar;
  if (washed->codec_id != AV_CODEC_ID_VORBIS || washed->extradata_size <= 0)
    return FALSE;
  copy = av_mallocz ((gsize) washed->extradata_size + AV_INPUT_BUFFER_PADDING_SIZE);
  if (copy == NULL)
    return FALSE;
  memcpy (copy, washed->extradata, (gsize) washed->extradata_size);
  av_free (parameters->extradata);
  parameters->extradata = copy;
  parameters->extradata_size = washed->extradata_size;
  return TRUE;
}

static gboolean
read_ogg (Reader *reader, AVCodecParameters *parameters)
{
  AVFormatContext *ogg = avformat_alloc_context ();
  guint8 *buffer = av_malloc (IO_BYTES);
  AVIOContext *io = NULL;
  gboolean is_washed = FALSE;

  if (buffer != NULL)
    io = avio_alloc_context (buffer, IO_BYTES, 0, reader, read_bytes, NULL, NULL);
  if (io != NULL && ogg != NULL) {
    ogg->pb = io;
    /* On failure the context is gone. */
    if (avformat_open_input (&ogg, "", av_find_input_format ("ogg"), NULL) == 0)
      is_washed = take_headers (ogg, parameters);
  } else
    av_free (buffer);
  avformat_close_input (&ogg);
  remux_io_free (io);
  return is_washed;
}

gboolean
remux_wash_vorbis (AVCodecParameters *parameters)
{
  guint8 *bytes;
  gsize n_bytes = write_ogg (parameters, &bytes);
  Reader reader = { bytes, n_bytes };
  gboolean is_washed = n_bytes > 0 && read_ogg (&reader, parameters);

  av_free (bytes);
  return is_washed;
}
