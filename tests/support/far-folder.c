/* far-folder.c - a folder that only GIO reaches, as one on another machine or a phone
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "support/far-folder.h"

#define FAR_TYPE_FILE (far_file_get_type ())
G_DECLARE_FINAL_TYPE (FarFile, far_file, FAR, FILE, GObject)

struct _FarFile {
  GObject parent_instance;

  GFile *real;
  gboolean moves;
};

static void far_file_iface_init (GFileIface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (FarFile,
                               far_file,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_FILE, far_file_iface_init))

static GFile *
wrap (GFile *real, gboolean moves)
{
  FarFile *self = real != NULL ? g_object_new (FAR_TYPE_FILE, NULL) : NULL;

  if (self == NULL)
    return NULL;
  self->real = real;
  self->moves = moves;
  return G_FILE (self);
}

static gboolean
is_native (GFile *file)
{
  return FALSE;
}

static GFile *
resolve_relative_path (GFile *file, const char *path)
{
  FarFile *self = FAR_FILE (file);

  return wrap (g_file_resolve_relative_path (self->real, path), self->moves);
}

static GFileInfo *
query_info (GFile *file,
            const char *attributes,
            GFileQueryInfoFlags flags,
            GCancellable *cancellable,
            GError **error)
{
  return g_file_query_info (FAR_FILE (file)->real, attributes, flags, cancellable,
                            error);
}

static GFileOutputStream *
create (GFile *file, GFileCreateFlags flags, GCancellable *cancellable, GError **error)
{
  return g_file_create (FAR_FILE (file)->real, flags, cancellable, error);
}

static gboolean
delete_file (GFile *file, GCancellable *cancellable, GError **error)
{
  return g_file_delete (FAR_FILE (file)->real, cancellable, error);
}

static gboolean
move (GFile *from,
      GFile *to,
      GFileCopyFlags flags,
      GCancellable *cancellable,
      GFileProgressCallback progress,
      gpointer user_data,
      GError **error)
{
  if (!FAR_FILE (from)->moves) {
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED, "cannot move");
    return FALSE;
  }
  return g_file_move (FAR_FILE (from)->real, FAR_FILE (to)->real, flags, cancellable,
                      progress, user_data, error);
}

static GFile *
set_display_name (GFile *file,
                  const char *name,
                  GCancellable *cancellable,
                  GError **error)
{
  FarFile *self = FAR_FILE (file);

  return wrap (g_file_set_display_name (self->real, name, cancellable, error),
               self->moves);
}

static void
far_file_iface_init (GFileIface *iface)
{
  iface->is_native = is_native;
  iface->resolve_relative_path = resolve_relative_path;
  iface->query_info = query_info;
  iface->create = create;
  iface->delete_file = delete_file;
  iface->move = move;
  iface->set_display_name = set_display_name;
}

static void
far_file_finalize (GObject *object)
{
  g_object_unref (FAR_FILE (object)->real);
  G_OBJECT_CLASS (far_file_parent_class)->finalize (object);
}

static void
far_file_class_init (FarFileClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = far_file_finalize;
}

static void
far_file_init (FarFile *self)
{
}

GFile *
far_folder_new (const char *path, gboolean moves)
{
  return wrap (g_file_new_for_path (path), moves);
}
