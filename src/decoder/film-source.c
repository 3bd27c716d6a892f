/* film-source.c - a GStreamer source whose bytes the app hands over on demand
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "film-source.h"

#include "media/protocol.h"

#include "wire.h"

#include <gst/base/gstbasesrc.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

/* Demuxers read some bytes here and some there; asking for more at once saves most of the
 * round trips. */
#define READ_AHEAD_BYTES ((guint64) 128 << 10)

#define FILM_TYPE_SOURCE (film_source_get_type ())
G_DECLARE_FINAL_TYPE (FilmSource, film_source, FILM, SOURCE, GstBaseSrc)

struct _FilmSource {
  GstBaseSrc parent;

  GMutex mutex;
  guint64 n_bytes;
  const guint8 *window;
  guint64 window_offset; /* what part of the film the window shows */
  guint64 window_length;
  FilmAsk ask;
  gpointer data;
  gint is_asking; /* atomic */
};

G_DEFINE_FINAL_TYPE (FilmSource, film_source, GST_TYPE_BASE_SRC)

static GstStaticPadTemplate pad_template =
    GST_STATIC_PAD_TEMPLATE ("src", GST_PAD_SRC, GST_PAD_ALWAYS, GST_STATIC_CAPS_ANY);

gboolean
film_ask (guint64 offset, guint64 n_bytes, gpointer unused)
{
  const DecoderReply wish = { .type = DECODER_READ,
                              .offset = offset,
                              .n_bytes = n_bytes };
  DecoderRequest answer;
  int fd = -1;

  if (!wire_send (&wish, sizeof wish, -1)
      || !wire_receive (&answer, sizeof answer, &fd))
    return FALSE;
  if (fd >= 0)
    close (fd);
  return answer.op == DECODER_BYTES && answer.n_bytes == n_bytes;
}

/* Make the window show the film from @offset on. */
static gboolean
move_window (FilmSource *self, guint64 offset, guint64 wanted)
{
  guint64 n_bytes = MIN (MAX (wanted, READ_AHEAD_BYTES), DECODER_WINDOW_BYTES);
  gboolean is_answered;

  n_bytes = MIN (n_bytes, self->n_bytes - offset);
  self->window_length = 0;
  g_atomic_int_set (&self->is_asking, TRUE);
  is_answered = self->ask (offset, n_bytes, self->data);
  g_atomic_int_set (&self->is_asking, FALSE);
  if (!is_answered)
    return FALSE;
  self->window_offset = offset;
  self->window_length = n_bytes;
  return TRUE;
}

/* Returns: how many bytes at @offset are in the window now, 0 if the app is gone. */
static guint64
reach (FilmSource *self, guint64 offset, guint64 wanted)
{
  if (offset < self->window_offset
      || offset - self->window_offset >= self->window_length)
    if (!move_window (self, offset, wanted))
      return 0;
  return self->window_length - (offset - self->window_offset);
}

static gboolean
copy_out (FilmSource *self, guint64 offset, guint8 *out, gsize n_bytes)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  while (n_bytes > 0) {
    gsize n = (gsize) MIN (reach (self, offset, n_bytes), n_bytes);

    if (n == 0)
      return FALSE;
    memcpy (out, self->window + (offset - self->window_offset), n);
    offset += n;
    out += n;
    n_bytes -= n;
  }
  return TRUE;
}

static GstFlowReturn
fill (GstBaseSrc *base, guint64 offset, guint length, GstBuffer *buffer)
{
  FilmSource *self = FILM_SOURCE (base);
  GstMapInfo map;
  gboolean is_filled;
  gsize n_bytes;

  if (offset >= self->n_bytes)
    return GST_FLOW_EOS;
  n_bytes = (gsize) MIN (length, self->n_bytes - offset);
  if (!gst_buffer_map (buffer, &map, GST_MAP_WRITE))
    return GST_FLOW_ERROR;
  is_filled = copy_out (self, offset, map.data, MIN (n_bytes, map.size));
  gst_buffer_unmap (buffer, &map);
  if (!is_filled)
    return GST_FLOW_ERROR;
  gst_buffer_set_size (buffer, (gssize) n_bytes);
  return GST_FLOW_OK;
}

static gboolean
get_size (GstBaseSrc *base, guint64 *out)
{
  *out = FILM_SOURCE (base)->n_bytes;
  return TRUE;
}

static gboolean
is_seekable (GstBaseSrc *base)
{
  return TRUE;
}

static void
film_source_finalize (GObject *object)
{
  FilmSource *self = FILM_SOURCE (object);

  if (self->window != NULL)
    munmap ((void *) self->window, DECODER_WINDOW_BYTES);
  g_mutex_clear (&self->mutex);
  G_OBJECT_CLASS (film_source_parent_class)->finalize (object);
}

static void
film_source_class_init (FilmSourceClass *class)
{
  GstBaseSrcClass *base = GST_BASE_SRC_CLASS (class);

  G_OBJECT_CLASS (class)->finalize = film_source_finalize;
  base->fill = fill;
  base->get_size = get_size;
  base->is_seekable = is_seekable;
  gst_element_class_add_static_pad_template (GST_ELEMENT_CLASS (class), &pad_template);
  gst_element_class_set_static_metadata (GST_ELEMENT_CLASS (class), "Film", "Source",
                                         "Bytes from the app", "Nightstand");
}

static void
film_source_init (FilmSource *self)
{
  g_mutex_init (&self->mutex);
  gst_base_src_set_format (GST_BASE_SRC (self), GST_FORMAT_BYTES);
}

GstElement *
film_source_new (int window_fd, guint64 n_bytes, FilmAsk ask, gpointer data)
{
  void *window = mmap (NULL, DECODER_WINDOW_BYTES, PROT_READ, MAP_SHARED, window_fd, 0);
  FilmSource *self;

  if (window == MAP_FAILED)
    return NULL;
  self = g_object_new (FILM_TYPE_SOURCE, NULL);
  self->window = window;
  self->n_bytes = n_bytes;
  self->ask = ask;
  self->data = data;
  return GST_ELEMENT (self);
}

gboolean
film_source_is_asking (GstElement *source)
{
  return g_atomic_int_get (&FILM_SOURCE (source)->is_asking);
}
