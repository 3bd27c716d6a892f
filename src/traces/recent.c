/* recent.c - lists of recent files
 *
 * GTK's is one file for all programs.  An entry is taken from it by the same functions that
 * GTK has for it, which write the file anew beside it; what they know of the other entries
 * stays as it is.  A program of GTK that is running reads it again.  Within the window, whose
 * own list is in memory, ui/night-chooser.c forgets what was chosen there.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "traces/hunt.h"

#include <string.h>

#define XBEL "recently-used.xbel"

typedef struct {
  char *path;
  char *uri;
} KdeEntry;

static void
kde_entry_free (gpointer data)
{
  KdeEntry *self = data;

  g_free (self->path);
  g_free (self->uri);
  g_free (self);
}

/* A link in its place would be replaced by a file, and lead elsewhere before. */
static GBookmarkFile *
load (const char *path, gboolean *out_failed)
{
  g_autoptr (GBookmarkFile) file = g_bookmark_file_new ();

  *out_failed = FALSE;
  if (!g_file_test (path, G_FILE_TEST_EXISTS | G_FILE_TEST_IS_SYMLINK))
    return NULL;
  *out_failed = TRUE;
  if (g_file_test (path, G_FILE_TEST_IS_SYMLINK)
      || !g_file_test (path, G_FILE_TEST_IS_REGULAR)
      || !g_bookmark_file_load_from_file (file, path, NULL))
    return NULL;

  *out_failed = FALSE;
  return g_steal_pointer (&file);
}

/* KDE marks what may hold "$HOME" by letters behind the key that GLib takes for a mistake. */
static char *
read_kde_uri (const char *path, const char *home)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autofree char *text = vault_roots_read_file (path);
  g_autofree char *url = NULL;
  GString *plain;
  gboolean is_read;

  if (text == NULL)
    return NULL;
  plain = g_string_new (text);
  g_string_replace (plain, "[$e]=", "=", 0);
  is_read =
      g_key_file_load_from_data (file, plain->str, plain->len, G_KEY_FILE_NONE, NULL);
  g_string_free (plain, TRUE);
  if (is_read)
    url = g_key_file_get_string (file, "Desktop Entry", "URL", NULL);
  if (url == NULL)
    return NULL;

  plain = g_string_new (url);
  g_string_replace (plain, "$HOME", home, 1);
  if (g_str_has_prefix (plain->str, "file:/")
      && !g_str_has_prefix (plain->str, "file://"))
    g_string_insert (plain, (gssize) strlen ("file:"), "//");
  return g_string_free (plain, FALSE);
}

static GPtrArray *
list_kde (const VaultRoots *roots)
{
  GPtrArray *entries = g_ptr_array_new_with_free_func (kde_entry_free);
  g_autofree char *folder = g_build_filename (roots->data, "RecentDocuments", NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *path = g_build_filename (folder, name, NULL);
    char *uri = read_kde_uri (path, roots->home);

    if (uri != NULL) {
      KdeEntry *entry = g_new0 (KdeEntry, 1);

      entry->path = g_steal_pointer (&path);
      entry->uri = uri;
      g_ptr_array_add (entries, entry);
    }
  }

  return entries;
}

/* Where they lead, as two programs may write the same place differently. */
static gboolean
is_same_place (const char *uri, const char *other)
{
  g_autofree char *path = g_filename_from_uri (uri, NULL, NULL);
  g_autofree char *other_path = g_filename_from_uri (other, NULL, NULL);

  return g_str_equal (uri, other)
         || (path != NULL && g_strcmp0 (path, other_path) == 0);
}

static void
hunt_kde (VaultHunt *self, GPtrArray *uris)
{
  if (self->kde == NULL)
    self->kde = list_kde (self->roots);

  for (guint i = 0; i < self->kde->len; i++) {
    const KdeEntry *entry = self->kde->pdata[i];

    for (guint j = 0; j < uris->len; j++) {
      if (is_same_place (entry->uri, uris->pdata[j])) {
        vault_hunt_add_file (self, VAULT_TRACE_RECENT_KDE, entry->path, NULL);
        break;
      }
    }
  }
}

static void
load_recent (VaultHunt *self, const char *path)
{
  if (self->recent != NULL || self->recent_failed)
    return;

  self->recent = load (path, &self->recent_failed);
  if (self->recent_failed)
    vault_hunt_add (self, VAULT_TRACE_RECENT, VAULT_TRACE_UNKNOWN, path, NULL, NULL);
}

static void
add_entry (VaultHunt *self, VaultTraceState state, const char *list, const char *uri)
{
  g_autofree char *path = g_filename_from_uri (uri, NULL, NULL);
  VaultTrace *trace = vault_hunt_add (self, VAULT_TRACE_RECENT, state,
                                      path != NULL ? path : uri, NULL, NULL);

  trace->list = g_strdup (list);
  trace->uri = g_strdup (uri);
}

void
vault_hunt_recent (VaultHunt *self, GPtrArray *uris)
{
  g_autofree char *path = g_build_filename (self->roots->data, XBEL, NULL);

  load_recent (self, path);
  for (guint i = 0; self->recent != NULL && i < uris->len; i++)
    if (g_bookmark_file_has_item (self->recent, uris->pdata[i]))
      add_entry (self, VAULT_TRACE_REMOVABLE, path, uris->pdata[i]);
  hunt_kde (self, uris);
}

void
vault_hunt_recent_named (VaultHunt *self, const char *name)
{
  g_autofree char *path = g_build_filename (self->roots->data, XBEL, NULL);
  g_auto (GStrv) uris = NULL;

  load_recent (self, path);
  if (self->recent != NULL)
    uris = g_bookmark_file_get_uris (self->recent, NULL);
  for (guint i = 0; uris != NULL && uris[i] != NULL; i++) {
    g_autofree char *was = g_filename_from_uri (uris[i], NULL, NULL);
    g_autofree char *base = was == NULL ? NULL : g_path_get_basename (was);

    if (g_strcmp0 (base, name) == 0 && !vault_hunt_has (self, NULL, uris[i]))
      add_entry (self, VAULT_TRACE_DOUBTFUL, path, uris[i]);
  }
}

/* Read again: the list may be an hour younger than what was found in it. */
VaultTraceOutcome
vault_recent_remove (const VaultTrace *trace, GError **error)
{
  gboolean is_bad;
  g_autoptr (GBookmarkFile) file = load (trace->list, &is_bad);

  if (is_bad) {
    g_set_error (error, VAULT_ERROR, VAULT_ERROR_IO, "a list cannot be read");
    return VAULT_TRACE_FAILED;
  }
  if (file == NULL || !g_bookmark_file_remove_item (file, trace->uri, NULL))
    return VAULT_TRACE_GONE;
  if (g_bookmark_file_to_file (file, trace->list, NULL))
    return VAULT_TRACE_REMOVED;

  g_set_error (error, VAULT_ERROR, VAULT_ERROR_PERMISSION, "a list cannot be written");
  return VAULT_TRACE_FAILED;
}
