/* walk.c - what there is to import: files, and what lies in folders
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "vault/walk.h"

#define ATTRIBUTES                                                                     \
  G_FILE_ATTRIBUTE_STANDARD_NAME "," G_FILE_ATTRIBUTE_STANDARD_TYPE                    \
                                 "," G_FILE_ATTRIBUTE_STANDARD_SIZE                    \
                                 "," G_FILE_ATTRIBUTE_STANDARD_IS_HIDDEN
#define MAX_DEPTH 64

typedef struct {
  GPtrArray *files;
  GPtrArray *problems;
  GFile *vault_folder;
  GCancellable *cancellable;
} Walk;

static void
walk_file_free (gpointer data)
{
  VaultWalkFile *self = data;

  g_clear_object (&self->file);
  g_clear_pointer (&self->bytes, g_bytes_unref);
  g_free (self->name);
  g_free (self);
}

void
vault_import_problem_free (VaultImportProblem *self)
{
  if (self == NULL)
    return;

  g_free (self->name);
  g_clear_error (&self->error);
  g_free (self);
}

void
vault_problems_add (GPtrArray *problems, const char *name, gboolean kept, GError *error)
{
  VaultImportProblem *problem = g_new0 (VaultImportProblem, 1);

  problem->name = g_utf8_make_valid (name, -1);
  problem->error = error;
  problem->kept = kept;
  g_ptr_array_add (problems, problem);
}

static VaultError
code_from_gio (const GError *gio_error)
{
  switch (gio_error->code) {
  case G_IO_ERROR_NOT_FOUND:
  case G_IO_ERROR_NOT_MOUNTED:
    return VAULT_ERROR_SOURCE_GONE;
  case G_IO_ERROR_TOO_MANY_OPEN_FILES:
    return VAULT_ERROR_TOO_MANY_FILES;
  default:
    return VAULT_ERROR_SOURCE_UNREADABLE;
  }
}

GError *
vault_walk_translate (GError *gio_error)
{
  GError *translated;

  if (gio_error->domain != G_IO_ERROR
      || g_error_matches (gio_error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return gio_error;

  /* GIO's own message holds the path. */
  translated = g_error_new (VAULT_ERROR, (int) code_from_gio (gio_error),
                            "GIO error %d", gio_error->code);
  g_error_free (gio_error);
  return translated;
}

static void
add_problem (Walk *walk, const char *name, VaultError code)
{
  vault_problems_add (walk->problems, name, FALSE,
                      g_error_new (VAULT_ERROR, (int) code, "found while listing"));
}

static void visit (Walk *walk, GFile *file, GFileInfo *info, guint depth);

static void
visit_folder (Walk *walk, GFile *folder, const char *name, guint depth)
{
  g_autoptr (GFileEnumerator) children = NULL;
  g_autoptr (GError) error = NULL;

  if (g_file_equal (folder, walk->vault_folder))
    return;
  if (depth > MAX_DEPTH) {
    add_problem (walk, name, VAULT_ERROR_SOURCE_UNREADABLE);
    return;
  }

  children = g_file_enumerate_children (folder, ATTRIBUTES,
                                        G_FILE_QUERY_INFO_NOFOLLOW_SYMLINKS,
                                        walk->cancellable, &error);
  while (error == NULL) {
    GFileInfo *info = NULL;
    GFile *child = NULL;

    if (!g_file_enumerator_iterate (children, &info, &child, walk->cancellable, &error)
        || info == NULL)
      break;
    if (!g_file_info_get_is_hidden (info))
      visit (walk, child, info, depth + 1);
  }

  if (error != NULL && !g_cancellable_is_cancelled (walk->cancellable))
    vault_problems_add (walk->problems, name, FALSE,
                        vault_walk_translate (g_steal_pointer (&error)));
}

static void
visit (Walk *walk, GFile *file, GFileInfo *info, guint depth)
{
  const char *name = g_file_info_get_name (info);
  VaultWalkFile *found;

  switch (g_file_info_get_file_type (info)) {
  case G_FILE_TYPE_DIRECTORY:
    visit_folder (walk, file, name, depth);
    return;
  case G_FILE_TYPE_REGULAR:
    break;
  default:
    add_problem (walk, name, VAULT_ERROR_NOT_A_FILE);
    return;
  }

  found = g_new0 (VaultWalkFile, 1);
  found->file = g_object_ref (file);
  found->name = g_strdup (name);
  found->n_bytes = (guint64) MAX (g_file_info_get_size (info), 0);
  g_ptr_array_add (walk->files, found);
}

static void
visit_source (Walk *walk, const VaultImportSource *source)
{
  g_autoptr (GFileInfo) info = NULL;
  g_autoptr (GError) error = NULL;

  if (source->bytes != NULL) {
    VaultWalkFile *given = g_new0 (VaultWalkFile, 1);

    given->bytes = g_bytes_ref (source->bytes);
    given->name = g_strdup (source->name);
    given->n_bytes = g_bytes_get_size (source->bytes);
    g_ptr_array_add (walk->files, given);
    return;
  }

  info =
      g_file_query_info (source->file, ATTRIBUTES, G_FILE_QUERY_INFO_NOFOLLOW_SYMLINKS,
                         walk->cancellable, &error);
  if (info != NULL) {
    visit (walk, source->file, info, 0);
  } else if (!g_cancellable_is_cancelled (walk->cancellable)) {
    g_autofree char *name = g_file_get_basename (source->file);

    vault_problems_add (walk->problems, name == NULL ? "?" : name, FALSE,
                        vault_walk_translate (g_steal_pointer (&error)));
  }
}

GPtrArray *
vault_walk (const VaultImportSource *sources,
            gsize n_sources,
            const char *vault_folder,
            GPtrArray *problems,
            GCancellable *cancellable,
            GError **error)
{
  g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func (walk_file_free);
  g_autoptr (GFile) own = g_file_new_for_path (vault_folder);
  Walk walk = { files, problems, own, cancellable };

  for (gsize i = 0; i < n_sources; i++) {
    visit_source (&walk, &sources[i]);
    if (g_cancellable_set_error_if_cancelled (cancellable, error))
      return NULL;
  }

  return g_steal_pointer (&files);
}
