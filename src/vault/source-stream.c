/* source-stream.c - a source as a seekable GInputStream
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <gio/gio.h>

#include "vault/source.h"

#define VAULT_TYPE_SOURCE_STREAM (vault_source_stream_get_type ())
G_DECLARE_FINAL_TYPE (VaultSourceStream,
                      vault_source_stream,
                      VAULT,
                      SOURCE_STREAM,
                      GInputStream)

struct _VaultSourceStream {
  GInputStream parent_instance;

  VaultSource *source;
  guint64 position;
};

static void vault_source_stream_iface_init (GSeekableIface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (VaultSourceStream,
                               vault_source_stream,
                               G_TYPE_INPUT_STREAM,
                               G_IMPLEMENT_INTERFACE (G_TYPE_SEEKABLE,
                                                      vault_source_stream_iface_init))

static gssize
vault_source_stream_read (GInputStream *stream,
                          void *buffer,
                          gsize count,
                          GCancellable *cancellable,
                          GError **error)
{
  VaultSourceStream *self = VAULT_SOURCE_STREAM (stream);
  guint64 n_bytes = vault_source_get_n_bytes (self->source);

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return -1;

  count = (gsize) MIN (count, n_bytes - MIN (self->position, n_bytes));
  count = MIN (count, G_MAXSSIZE);
  if (count == 0)
    return 0;
  if (!vault_source_read (self->source, self->position, buffer, count, error))
    return -1;

  self->position += count;
  return (gssize) count;
}

static gboolean
vault_source_stream_close (GInputStream *stream,
                           GCancellable *cancellable,
                           GError **error)
{
  vault_source_cut_off (VAULT_SOURCE_STREAM (stream)->source, VAULT_ERROR_LOCKED);
  return TRUE;
}

static goffset
vault_source_stream_tell (GSeekable *seekable)
{
  return (goffset) VAULT_SOURCE_STREAM (seekable)->position;
}

static gboolean
can_seek (GSeekable *seekable)
{
  return TRUE;
}

static gboolean
vault_source_stream_seek (GSeekable *seekable,
                          goffset offset,
                          GSeekType type,
                          GCancellable *cancellable,
                          GError **error)
{
  VaultSourceStream *self = VAULT_SOURCE_STREAM (seekable);
  goffset end = (goffset) vault_source_get_n_bytes (self->source);
  goffset from = type == G_SEEK_SET   ? 0
                 : type == G_SEEK_CUR ? (goffset) self->position
                                      : end;
  goffset target;

  if (__builtin_add_overflow (from, offset, &target) || target < 0 || target > end) {
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, "outside the stream");
    return FALSE;
  }

  self->position = (guint64) target;
  return TRUE;
}

static gboolean
cannot_truncate (GSeekable *seekable)
{
  return FALSE;
}

static gboolean
vault_source_stream_truncate (GSeekable *seekable,
                              goffset offset,
                              GCancellable *cancellable,
                              GError **error)
{
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED, "read only");
  return FALSE;
}

static void
vault_source_stream_finalize (GObject *object)
{
  VaultSourceStream *self = VAULT_SOURCE_STREAM (object);

  g_clear_pointer (&self->source, vault_source_unref);
  G_OBJECT_CLASS (vault_source_stream_parent_class)->finalize (object);
}

static void
vault_source_stream_class_init (VaultSourceStreamClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GInputStreamClass *stream_class = G_INPUT_STREAM_CLASS (klass);

  object_class->finalize = vault_source_stream_finalize;
  stream_class->read_fn = vault_source_stream_read;
  stream_class->close_fn = vault_source_stream_close;
}

static void
vault_source_stream_iface_init (GSeekableIface *iface)
{
  iface->tell = vault_source_stream_tell;
  iface->can_seek = can_seek;
  iface->seek = vault_source_stream_seek;
  iface->can_truncate = cannot_truncate;
  iface->truncate_fn = vault_source_stream_truncate;
}

static void
vault_source_stream_init (VaultSourceStream *self)
{
}

GInputStream *
vault_source_stream_new (VaultSource *source)
{
  VaultSourceStream *self = g_object_new (VAULT_TYPE_SOURCE_STREAM, NULL);

  self->source = vault_source_ref (source);
  return G_INPUT_STREAM (self);
}
