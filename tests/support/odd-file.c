/* odd-file.c - a file that is not what it says, or has something happen while it is read
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "support/odd-file.h"

#include <string.h>

/* Small bites, so that something can happen between them. */
#define BITE_BYTES 65536

#define ODD_TYPE_STREAM (odd_stream_get_type ())
G_DECLARE_FINAL_TYPE (OddStream, odd_stream, ODD, STREAM, GFileInputStream)

struct _OddStream {
  GFileInputStream parent_instance;

  const OddFileSpec *spec;
  gsize position;
};

G_DEFINE_FINAL_TYPE (OddStream, odd_stream, G_TYPE_FILE_INPUT_STREAM)

static gssize
odd_stream_read (GInputStream *stream,
                 void *buffer,
                 gsize count,
                 GCancellable *cancellable,
                 GError **error)
{
  OddStream *self = ODD_STREAM (stream);
  gsize n_bytes = g_bytes_get_size (self->spec->bytes);

  if (self->spec->before_read != NULL)
    self->spec->before_read (self->position, self->spec->data);
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return -1;
  if (self->spec->fail_at > 0 && self->position >= self->spec->fail_at) {
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "the medium was pulled out");
    return -1;
  }

  count = MIN (MIN (count, BITE_BYTES), n_bytes - self->position);
  memcpy (buffer,
          (const guint8 *) g_bytes_get_data (self->spec->bytes, NULL) + self->position,
          count);
  self->position += count;
  return (gssize) count;
}

static void
odd_stream_class_init (OddStreamClass *klass)
{
  G_INPUT_STREAM_CLASS (klass)->read_fn = odd_stream_read;
}

static void
odd_stream_init (OddStream *self)
{
}

#define ODD_TYPE_FILE (odd_file_get_type ())
G_DECLARE_FINAL_TYPE (OddFile, odd_file, ODD, FILE, GObject)

struct _OddFile {
  GObject parent_instance;

  const OddFileSpec *spec;
};

static void odd_file_iface_init (GFileIface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (OddFile,
                               odd_file,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_FILE, odd_file_iface_init))

static GFileInfo *
query_info (GFile *file,
            const char *attributes,
            GFileQueryInfoFlags flags,
            GCancellable *cancellable,
            GError **error)
{
  const OddFileSpec *spec = ODD_FILE (file)->spec;
  GFileInfo *info = g_file_info_new ();

  g_file_info_set_name (info, spec->name);
  g_file_info_set_file_type (info, G_FILE_TYPE_REGULAR);
  g_file_info_set_size (info, (goffset) spec->n_claimed);
  g_file_info_set_is_hidden (info, FALSE);
  return info;
}

static GFileInputStream *
read_file (GFile *file, GCancellable *cancellable, GError **error)
{
  OddStream *stream = g_object_new (ODD_TYPE_STREAM, NULL);

  stream->spec = ODD_FILE (file)->spec;
  return G_FILE_INPUT_STREAM (stream);
}

static char *
get_basename (GFile *file)
{
  return g_strdup (ODD_FILE (file)->spec->name);
}

static gboolean
is_same (GFile *a, GFile *b)
{
  return a == b;
}

static void
odd_file_iface_init (GFileIface *iface)
{
  iface->query_info = query_info;
  iface->read_fn = read_file;
  iface->get_basename = get_basename;
  iface->equal = is_same;
}

static void
odd_file_class_init (OddFileClass *klass)
{
}

static void
odd_file_init (OddFile *self)
{
}

GFile *
odd_file_new (const OddFileSpec *spec)
{
  OddFile *self = g_object_new (ODD_TYPE_FILE, NULL);

  self->spec = spec;
  return G_FILE (self);
}
