/* metadata.c - what file managers keep about a file, in the store of gvfs
 *
 * Zoom, emblems, sorting, and what somebody wrote about it, under the file's path; it stays when
 * the file goes.  A process that has gvfs in it, as the window may, asks through GIO.  The
 * command line has not; there the names in the store's files are searched for, as those in the
 * files of other programs are, and only tell that some file of that name is in it.
 *
 * Taken out it is by the service that keeps the store, in the words in which gvfs itself tells
 * it of a file that was deleted: by the exact path, so that no other file loses anything.  The
 * store of the home is known by its name; those of other file systems are left to GIO.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "traces/hunt.h"

#include <string.h>

#include "file/file.h"

#define NAMESPACE "metadata"
#define STORE "gvfs-metadata"
#define STORE_OF_HOME "home"

#define SERVICE "org.gtk.vfs.Metadata"
#define SERVICE_PATH "/org/gtk/vfs/metadata"
#define ANSWER_MS 3000

static GFileInfo *
query (GFile *file)
{
  return g_file_query_info (file, NAMESPACE "::*", G_FILE_QUERY_INFO_NOFOLLOW_SYMLINKS,
                            NULL, NULL);
}

/* Whether gvfs answers in this process at all. */
static gboolean
can_ask (GFile *file)
{
  GFileAttributeInfoList *spaces = g_file_query_writable_namespaces (file, NULL, NULL);
  gboolean can =
      spaces != NULL && g_file_attribute_info_list_lookup (spaces, NAMESPACE) != NULL;

  g_clear_pointer (&spaces, g_file_attribute_info_list_unref);
  return can;
}

static gboolean
has_notes (GFile *file)
{
  g_autoptr (GFileInfo) info = query (file);

  return info != NULL && g_file_info_has_namespace (info, NAMESPACE);
}

/* Where @path is in the store of the home: "/Pictures/a.jpg".
 * Returns: (transfer full) (nullable): NULL if it is not in the home. */
static char *
dup_path_in_home (const char *home, const char *path)
{
  g_autofree char *real_home = vault_file_dup_real (home);
  g_autofree char *above = g_path_get_dirname (path);
  g_autofree char *real_above = vault_file_dup_real (above);
  g_autofree char *name = g_path_get_basename (path);
  g_autofree char *real =
      real_above == NULL ? NULL : g_build_filename (real_above, name, NULL);
  gsize n = real_home == NULL ? 0 : strlen (real_home);

  if (real == NULL || n == 0 || strncmp (real, real_home, n) != 0 || real[n] != '/')
    return NULL;

  return g_strdup (real + n);
}

static VaultTrace *
add (VaultHunt *self, VaultTraceState state, const char *store, const char *path)
{
  g_autofree char *list = g_build_filename (store, STORE_OF_HOME, NULL);
  VaultTrace *trace =
      vault_hunt_add (self, VAULT_TRACE_METADATA, state, store, NULL, NULL);

  trace->uri = g_filename_to_uri (path, NULL, NULL);
  trace->in_list = dup_path_in_home (self->roots->home, path);
  if (self->roots->session_bus != NULL && trace->in_list != NULL) {
    trace->list = g_steal_pointer (&list);
    trace->bus = g_object_ref (self->roots->session_bus);
  }
  return trace;
}

/* What no one can be asked for, and what cannot be read to its end, could not be checked. */
static void
add_unasked (VaultHunt *self, const char *store, const char *path)
{
  gboolean whole;
  gboolean found = vault_hunt_is_named_in (self, store, path, &whole);
  VaultTrace *trace;

  if (!found && whole)
    return;

  trace = add (self, VAULT_TRACE_DOUBTFUL, store, path);
  if (trace->bus == NULL || !found)
    trace->state = VAULT_TRACE_UNKNOWN;
}

void
vault_hunt_metadata (VaultHunt *self, const char *path)
{
  g_autofree char *store = g_build_filename (self->roots->data, STORE, NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);

  if (!g_file_test (store, G_FILE_TEST_IS_DIR))
    return;

  if (!can_ask (file) || !g_file_test (path, G_FILE_TEST_EXISTS))
    add_unasked (self, store, path);
  else if (has_notes (file))
    add (self, VAULT_TRACE_REMOVABLE, store, path);
}

/* The service is started if it does not run: it is there for nothing else. */
static gboolean
tell_service (const VaultTrace *trace)
{
  g_autoptr (GVariant) answer = NULL;

  if (trace->bus == NULL)
    return FALSE;

  answer = g_dbus_connection_call_sync (
      trace->bus, SERVICE, SERVICE_PATH, SERVICE, "Remove",
      g_variant_new ("(^ay^ay)", trace->list, trace->in_list), NULL,
      G_DBUS_CALL_FLAGS_NONE, ANSWER_MS, NULL, NULL);
  return answer != NULL;
}

static gboolean
unset_all (GFile *file)
{
  g_autoptr (GFileInfo) info = query (file);
  g_auto (GStrv) names =
              info == NULL ? NULL : g_file_info_list_attributes (info, NAMESPACE);

  for (guint i = 0; names != NULL && names[i] != NULL; i++)
    if (!g_file_set_attribute (file, names[i], G_FILE_ATTRIBUTE_TYPE_INVALID, NULL,
                               G_FILE_QUERY_INFO_NOFOLLOW_SYMLINKS, NULL, NULL))
      return FALSE;
  return names != NULL && names[0] != NULL;
}

VaultTraceOutcome
vault_metadata_remove (const VaultTrace *trace, GError **error)
{
  g_autoptr (GFile) file = g_file_new_for_uri (trace->uri);

  /* Whoever says that it is gone is asked again, where it can be. */
  if ((tell_service (trace) || unset_all (file)) && !has_notes (file))
    return VAULT_TRACE_REMOVED;

  g_set_error (error, VAULT_ERROR, VAULT_ERROR_IO, "an attribute stays");
  return VAULT_TRACE_FAILED;
}
