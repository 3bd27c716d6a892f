/* thumbnails.c - small pictures of a file that the desktop keeps
 *
 * Their names are the MD5 of the file's URI, as the thumbnail specification of freedesktop.org
 * has it; in a folder shared with others, of the file's name alone.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "traces/hunt.h"

#include <string.h>
#include <unistd.h>

#include "file/file.h"

/* The largest of them are 1024 pixels wide. */
#define MAX_THUMBNAIL_BYTES (4 << 20)

static const char *const sizes[] = { "normal", "large", "x-large", "xx-large" };

static char *
dup_name (const char *text)
{
  g_autofree char *sum = g_compute_checksum_for_string (G_CHECKSUM_MD5, text, -1);

  return g_strconcat (sum, ".png", NULL);
}

static void
add_in (VaultHunt *self, VaultTraceKind kind, const char *folder, const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);

  vault_hunt_add_file (self, kind, path, NULL);
}

/* Each program that failed has a folder of its own. */
static void
add_failed (VaultHunt *self, const char *thumbnails, const char *name)
{
  g_autofree char *folder = g_build_filename (thumbnails, "fail", NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *program;

  while (dir != NULL && (program = g_dir_read_name (dir)) != NULL) {
    g_autofree char *of_program = g_build_filename (folder, program, NULL);

    add_in (self, VAULT_TRACE_THUMBNAIL, of_program, name);
  }
}

static void
add_all_sizes (VaultHunt *self,
               VaultTraceKind kind,
               const char *thumbnails,
               const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++) {
    g_autofree char *folder = g_build_filename (thumbnails, sizes[i], NULL);

    add_in (self, kind, folder, name);
  }
}

void
vault_hunt_thumbnails (VaultHunt *self, const char *path, GPtrArray *uris)
{
  g_autofree char *cache = g_build_filename (self->roots->cache, "thumbnails", NULL);
  g_autofree char *older = g_build_filename (self->roots->home, ".thumbnails", NULL);
  g_autofree char *above = g_path_get_dirname (path);
  g_autofree char *shared = g_build_filename (above, ".sh_thumbnails", NULL);
  g_autofree char *base = g_path_get_basename (path);
  g_autofree char *escaped =
      g_uri_escape_string (base, G_URI_RESERVED_CHARS_ALLOWED_IN_PATH_ELEMENT, FALSE);
  g_autofree char *shared_name = dup_name (base);
  g_autofree char *shared_escaped = dup_name (escaped);

  for (guint i = 0; i < uris->len; i++) {
    g_autofree char *name = dup_name (uris->pdata[i]);

    add_all_sizes (self, VAULT_TRACE_THUMBNAIL, cache, name);
    add_failed (self, cache, name);
    add_all_sizes (self, VAULT_TRACE_THUMBNAIL, older, name);
    add_failed (self, older, name);
  }
  add_all_sizes (self, VAULT_TRACE_SHARED_THUMBNAIL, shared, shared_name);
  if (!g_str_equal (shared_name, shared_escaped))
    add_all_sizes (self, VAULT_TRACE_SHARED_THUMBNAIL, shared, shared_escaped);
}

/* Inside such a file stands of what it is, as plain text. */
static gboolean
holds (const char *path, const char *needle)
{
  g_autoptr (VaultSpot) spot = vault_spot_new (path, NULL);
  int fd = spot == NULL ? -1 : vault_spot_open (spot, NULL);
  g_autofree guint8 *bytes = NULL;
  gsize n_bytes;
  gboolean found;

  if (fd < 0)
    return FALSE;
  n_bytes = (gsize) MIN (spot->info.st_size, MAX_THUMBNAIL_BYTES);
  bytes = g_malloc (n_bytes + 1);
  found = vault_file_read_at (fd, bytes, n_bytes, 0, NULL)
          && memmem (bytes, n_bytes, needle, strlen (needle)) != NULL;
  close (fd);
  return found;
}

void
vault_hunt_thumbnails_named (VaultHunt *self, const char *name)
{
  g_autofree char *escaped =
      g_uri_escape_string (name, G_URI_RESERVED_CHARS_ALLOWED_IN_PATH_ELEMENT, FALSE);
  g_autofree char *needle = g_strconcat ("/", escaped, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++) {
    g_autofree char *folder =
        g_build_filename (self->roots->cache, "thumbnails", sizes[i], NULL);
    g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
    const char *file;

    while (dir != NULL && (file = g_dir_read_name (dir)) != NULL
           && !g_cancellable_is_cancelled (self->cancellable)) {
      g_autofree char *path = g_build_filename (folder, file, NULL);
      VaultTrace *trace;

      if (vault_hunt_has (self, path, NULL) || !holds (path, needle))
        continue;
      trace = vault_hunt_add_file (self, VAULT_TRACE_THUMBNAIL, path, NULL);
      if (trace != NULL && trace->spot != NULL)
        trace->state = VAULT_TRACE_DOUBTFUL;
    }
  }
}
