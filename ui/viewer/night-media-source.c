/* night-media-source.c - a GStreamer source that reads a seekable GInputStream
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "viewer/night-media-source.h"

#include "night-problem.h"

#define BLOCK_BYTES (64 * 1024)

struct _NightMediaSource {
  GstBaseSrc parent_instance;

  GMutex mutex; /* for what follows */
  GInputStream *stream;
  guint64 n_bytes;
  gboolean failed;
  VaultError problem;
};

static void init_uri_handler (gpointer iface, gpointer data);

G_DEFINE_FINAL_TYPE_WITH_CODE (NightMediaSource,
                               night_media_source,
                               GST_TYPE_BASE_SRC,
                               G_IMPLEMENT_INTERFACE (GST_TYPE_URI_HANDLER,
                                                      init_uri_handler))

static GstStaticPadTemplate src_template =
    GST_STATIC_PAD_TEMPLATE ("src", GST_PAD_SRC, GST_PAD_ALWAYS, GST_STATIC_CAPS_ANY);

/* With the mutex held.  The message for the bus is only a number: what GStreamer prints
 * must not say anything about the item. */
static void
fail (NightMediaSource *self, const GError *error)
{
  self->failed = TRUE;
  self->problem = night_problem_from_error (error);
  GST_ELEMENT_ERROR (self, RESOURCE, READ, ("reading failed with code %d", error->code),
                     (NULL));
}

static gboolean
measure (NightMediaSource *self, GError **error)
{
  GSeekable *seekable = G_SEEKABLE (self->stream);

  if (!g_seekable_seek (seekable, 0, G_SEEK_END, NULL, error))
    return FALSE;

  self->n_bytes = (guint64) g_seekable_tell (seekable);
  return TRUE;
}

static gboolean
night_media_source_start (GstBaseSrc *base)
{
  NightMediaSource *self = NIGHT_MEDIA_SOURCE (base);
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  g_autoptr (GError) error = NULL;

  if (self->stream == NULL)
    return FALSE;

  if (!measure (self, &error)) {
    fail (self, error);
    return FALSE;
  }

  return TRUE;
}

static gboolean
night_media_source_is_seekable (GstBaseSrc *base)
{
  return TRUE;
}

static gboolean
night_media_source_get_size (GstBaseSrc *base, guint64 *size)
{
  *size = NIGHT_MEDIA_SOURCE (base)->n_bytes;
  return TRUE;
}

static gboolean
night_media_source_query (GstBaseSrc *base, GstQuery *query)
{
  if (GST_QUERY_TYPE (query) != GST_QUERY_SCHEDULING)
    return GST_BASE_SRC_CLASS (night_media_source_parent_class)->query (base, query);

  gst_query_set_scheduling (query, GST_SCHEDULING_FLAG_SEEKABLE, 1, -1, 0);
  gst_query_add_scheduling_mode (query, GST_PAD_MODE_PULL);
  gst_query_add_scheduling_mode (query, GST_PAD_MODE_PUSH);
  return TRUE;
}

static gboolean
read_at (NightMediaSource *self,
         guint64 offset,
         guint8 *out,
         gsize n_bytes,
         gsize *out_n_read,
         GError **error)
{
  GSeekable *seekable = G_SEEKABLE (self->stream);

  *out_n_read = 0;
  if ((guint64) g_seekable_tell (seekable) != offset
      && !g_seekable_seek (seekable, (goffset) offset, G_SEEK_SET, NULL, error))
    return FALSE;

  return g_input_stream_read_all (self->stream, out, n_bytes, out_n_read, NULL, error);
}

static GstFlowReturn
night_media_source_fill (GstBaseSrc *base,
                         guint64 offset,
                         guint size,
                         GstBuffer *buffer)
{
  NightMediaSource *self = NIGHT_MEDIA_SOURCE (base);
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  g_autoptr (GError) error = NULL;
  GstMapInfo map;
  gsize n_read = 0;
  gboolean read;

  if (offset >= self->n_bytes)
    return GST_FLOW_EOS;
  if (!gst_buffer_map (buffer, &map, GST_MAP_WRITE))
    return GST_FLOW_ERROR;

  read = read_at (self, offset, map.data, MIN (size, map.size), &n_read, &error);
  gst_buffer_unmap (buffer, &map);

  if (!read) {
    fail (self, error);
    return GST_FLOW_ERROR;
  }
  if (n_read == 0)
    return GST_FLOW_EOS;

  gst_buffer_set_size (buffer, (gssize) n_read);
  return GST_FLOW_OK;
}

static GstURIType
get_uri_type (GType type)
{
  return GST_URI_SRC;
}

static const char *const *
get_protocols (GType type)
{
  static const char *const protocols[] = { "nightstand", NULL };

  return protocols;
}

static char *
get_uri (GstURIHandler *handler)
{
  return g_strdup (NIGHT_MEDIA_SOURCE_URI);
}

static gboolean
set_uri (GstURIHandler *handler, const char *uri, GError **error)
{
  return TRUE;
}

static void
init_uri_handler (gpointer data, gpointer unused)
{
  GstURIHandlerInterface *iface = data;

  iface->get_type = get_uri_type;
  iface->get_protocols = get_protocols;
  iface->get_uri = get_uri;
  iface->set_uri = set_uri;
}

void
night_media_source_register (void)
{
  gst_element_register (NULL, "nightmediasource", GST_RANK_PRIMARY,
                        NIGHT_TYPE_MEDIA_SOURCE);
}

void
night_media_source_set_stream (NightMediaSource *self, GInputStream *stream)
{
  g_return_if_fail (NIGHT_IS_MEDIA_SOURCE (self));

  g_mutex_lock (&self->mutex);
  g_set_object (&self->stream, stream);
  g_mutex_unlock (&self->mutex);
}

gboolean
night_media_source_get_problem (NightMediaSource *self, VaultError *out_code)
{
  g_autoptr (GMutexLocker) locker = NULL;

  g_return_val_if_fail (NIGHT_IS_MEDIA_SOURCE (self), FALSE);

  locker = g_mutex_locker_new (&self->mutex);
  *out_code = self->problem;
  return self->failed;
}

static void
night_media_source_finalize (GObject *object)
{
  NightMediaSource *self = NIGHT_MEDIA_SOURCE (object);

  g_clear_object (&self->stream);
  g_mutex_clear (&self->mutex);

  G_OBJECT_CLASS (night_media_source_parent_class)->finalize (object);
}

static void
night_media_source_class_init (NightMediaSourceClass *klass)
{
  GstElementClass *element_class = GST_ELEMENT_CLASS (klass);
  GstBaseSrcClass *base_class = GST_BASE_SRC_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = night_media_source_finalize;
  base_class->start = night_media_source_start;
  base_class->is_seekable = night_media_source_is_seekable;
  base_class->get_size = night_media_source_get_size;
  base_class->query = night_media_source_query;
  base_class->fill = night_media_source_fill;

  gst_element_class_add_static_pad_template (element_class, &src_template);
  gst_element_class_set_static_metadata (element_class, "Sealed media source", "Source",
                                         "Reads a seekable stream", "Nightstand");
}

static void
night_media_source_init (NightMediaSource *self)
{
  g_mutex_init (&self->mutex);
  gst_base_src_set_format (GST_BASE_SRC (self), GST_FORMAT_BYTES);
  gst_base_src_set_blocksize (GST_BASE_SRC (self), BLOCK_BYTES);
}
