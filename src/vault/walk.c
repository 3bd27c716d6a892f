/* walk.c - what there is to import: files, and what lies in folders
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "vault/walk.h"

#include "keyring/keyring.h"
#include "store/store.h"

#define ATTRIBUTES                                                                     \
  G_FILE_ATTRIBUTE_STANDARD_NAME                                                       \
  "," G_FILE_ATTRIBUTE_STANDARD_TYPE "," G_FILE_ATTRIBUTE_STANDARD_SIZE                \
  "," G_FILE_ATTRIBUTE_STANDARD_IS_HIDDEN "," G_FILE_ATTRIBUTE_ID_FILE
#define MAX_DEPTH 64

/* What the vault lies in, by what the file system knows it by: it has as many paths as there
 * are links.  Reading one would also drop the locks that SQLite has on it, which end for the
 * whole process as soon as any descriptor is closed. */
static const char *const own_names[] = { "", VAULT_KEYRING_NAME, VAULT_STORE_NAME,
                                         VAULT_STORE_JOURNAL_NAME };

typedef struct {
  GPtrArray *files;
  GPtrArray *problems;
  char *own_ids[G_N_ELEMENTS (own_names)]; /* NULL for what is not there */
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

static void
find_own (Walk *walk, const char *vault_folder)
{
  for (gsize i = 0; i < G_N_ELEMENTS (own_names); i++) {
    g_autoptr (GFile) file =
                   g_file_new_build_filename (vault_folder, own_names[i], NULL);
    g_autoptr (GFileInfo) info = g_file_query_info (file, G_FILE_ATTRIBUTE_ID_FILE,
                                                    G_FILE_QUERY_INFO_NONE, NULL, NULL);

    if (info != NULL)
      walk->own_ids[i] =
          g_strdup (g_file_info_get_attribute_string (info, G_FILE_ATTRIBUTE_ID_FILE));
  }
}

static gboolean
is_own (Walk *walk, GFileInfo *info)
{
  const char *id = g_file_info_get_attribute_string (info, G_FILE_ATTRIBUTE_ID_FILE);

  for (gsize i = 0; id != NULL && i < G_N_ELEMENTS (own_names); i++)
    if (g_strcmp0 (walk->own_ids[i], id) == 0)
      return TRUE;
  return FALSE;
}

static void visit (Walk *walk, GFile *file, GFileInfo *info, guint depth);

static void
visit_folder (Walk *walk, GFile *folder, const char *name, guint depth)
{
  g_autoptr (GFileEnumerator) children = NULL;
  g_autoptr (GError) error = NULL;

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

  if (is_own (walk, info)) {
    /* What holds the folder of the vault may well be meant as a whole. */
    if (depth == 0 || g_file_info_get_file_type (info) != G_FILE_TYPE_DIRECTORY)
      add_problem (walk, name, VAULT_ERROR_OWN_FILE);
    return;
  }

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
  Walk walk = { files, problems, { NULL }, cancellable };

  find_own (&walk, vault_folder);
  for (gsize i = 0; i < n_sources && !g_cancellable_is_cancelled (cancellable); i++)
    visit_source (&walk, &sources[i]);
  for (gsize i = 0; i < G_N_ELEMENTS (own_names); i++)
    g_free (walk.own_ids[i]);

  return g_cancellable_set_error_if_cancelled (cancellable, error)
             ? NULL
             : g_steal_pointer (&files);
}
