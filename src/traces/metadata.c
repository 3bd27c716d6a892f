/* metadata.c - what file managers keep about a file, in the store of gvfs
 *
 * Zoom, emblems, sorting, and what somebody wrote about it, under the file's path.  Only gvfs
 * can take something out of that store, and only while the file is there; it is asked through
 * GIO.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "traces/hunt.h"

#define NAMESPACE "metadata"

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

void
vault_hunt_metadata (VaultHunt *self, const char *path)
{
  g_autofree char *store = g_build_filename (self->roots->data, "gvfs-metadata", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFileInfo) info = NULL;
  VaultTrace *trace;

  if (!g_file_test (store, G_FILE_TEST_IS_DIR))
    return;

  if (!can_ask (file)) {
    if (!self->metadata_untold)
      vault_hunt_add (self, VAULT_TRACE_METADATA, VAULT_TRACE_UNKNOWN, store, NULL,
                      NULL);
    self->metadata_untold = TRUE;
    return;
  }
  info = query (file);
  if (info == NULL || !g_file_info_has_namespace (info, NAMESPACE))
    return;
  trace = vault_hunt_add (self, VAULT_TRACE_METADATA, VAULT_TRACE_REMOVABLE, store,
                          NULL, NULL);
  trace->uri = g_file_get_uri (file);
}

VaultTraceOutcome
vault_metadata_remove (const VaultTrace *trace, GError **error)
{
  g_autoptr (GFile) file = g_file_new_for_uri (trace->uri);
  g_autoptr (GFileInfo) info = query (file);
  g_auto (GStrv) names = NULL;

  if (info == NULL)
    return VAULT_TRACE_GONE;
  names = g_file_info_list_attributes (info, NAMESPACE);
  for (guint i = 0; names != NULL && names[i] != NULL; i++)
    if (!g_file_set_attribute (file, names[i], G_FILE_ATTRIBUTE_TYPE_INVALID, NULL,
                               G_FILE_QUERY_INFO_NOFOLLOW_SYMLINKS, NULL, NULL)) {
      g_set_error (error, VAULT_ERROR, VAULT_ERROR_IO, "an attribute stays");
      return VAULT_TRACE_FAILED;
    }
  return VAULT_TRACE_REMOVED;
}
