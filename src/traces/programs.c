/* programs.c - what viewers, editors, players and indexers keep about a file
 *
 * Files of their own that belong to one file alone can be removed.  Where a file's name stands
 * among many others, in a database or in settings, only the program itself can take it out
 * without breaking the rest; so the bytes of the name are searched for, and the program named.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "traces/hunt.h"

#include <fcntl.h>
#include <glob.h>
#include <string.h>
#include <unistd.h>

#include "file/file.h"

/* More of a database is not read, and that is said. */
#define MAX_SEARCHED_BYTES (64 << 20)

/* Written beside a file: "%s" is its name, "%b" the same without what follows the last dot. */
static const struct {
  const char *name;
  const char *program;
} sidecars[] = {
  { "%s.xmp", "darktable or digiKam" },
  { "%b.xmp", "Lightroom or another" },
  { ".comments/%s.xml", "gThumb" },
  { "%s.pp3", "RawTherapee" },
  { "%s.arp", "ART" },
  { ".%s.swp", "Vim" },
};

/* Below the folders of settings, data, cache, state or the home. */
static const struct {
  VaultRootsFolder below;
  const char *pattern;
  const char *program;
} mentions[] = {
  { VAULT_ROOTS_CONFIG, "vlc/vlc-qt-interface.conf", "VLC" },
  { VAULT_ROOTS_CONFIG, "GIMP/*/documents", "GIMP" },
  { VAULT_ROOTS_CONFIG, "GIMP/*/documents.xbel", "GIMP" },
  { VAULT_ROOTS_DATA, "shotwell/data/photo.db", "Shotwell" },
  { VAULT_ROOTS_DATA, "digikam/*.db", "digiKam" },
  { VAULT_ROOTS_CONFIG, "darktable/*.db", "darktable" },
  { VAULT_ROOTS_DATA, "gthumb/*", "gThumb" },
  { VAULT_ROOTS_CONFIG, "gwenviewrc", "Gwenview" },
  { VAULT_ROOTS_CONFIG, "nomacs/*.conf", "nomacs" },
  { VAULT_ROOTS_CONFIG, "libreoffice/*/user/registrymodifications.xcu", "LibreOffice" },
  { VAULT_ROOTS_DATA, "kactivitymanagerd/resources/database", "KDE" },
  { VAULT_ROOTS_DATA, "baloo/index", "Baloo" },
  { VAULT_ROOTS_DATA, "zeitgeist/activity.sqlite", "Zeitgeist" },
  { VAULT_ROOTS_DATA, "flatpak/db/documents", "Flatpak" },
  { VAULT_ROOTS_CONFIG, "celluloid/*", "Celluloid" },
  { VAULT_ROOTS_DATA, "gpaste/*", "GPaste" },
  { VAULT_ROOTS_DATA, "klipper/*", "Klipper" },
  { VAULT_ROOTS_HOME, ".mozilla/firefox/*/places.sqlite", "Firefox" },
  { VAULT_ROOTS_CONFIG, "chromium/*/History", "Chromium" },
  { VAULT_ROOTS_CONFIG, "google-chrome/*/History", "Chrome" },
  { VAULT_ROOTS_HOME, ".bash_history", "Bash" },
  { VAULT_ROOTS_HOME, ".zsh_history", "Zsh" },
  { VAULT_ROOTS_DATA, "fish/fish_history", "fish" },
  { VAULT_ROOTS_HOME, ".viminfo", "Vim" },
};

/* Where mpv writes down how far something was played, under the MD5 of its path. */
static const char *const resume_folders[] = { "mpv/watch_later",
                                              "celluloid/watch_later" };

static char *
dup_folder (const VaultRoots *roots, VaultRootsFolder below)
{
  switch (below) {
  case VAULT_ROOTS_CONFIG:
    return g_strdup (roots->config);
  case VAULT_ROOTS_DATA:
    return g_strdup (roots->data);
  case VAULT_ROOTS_CACHE:
    return g_strdup (roots->cache);
  case VAULT_ROOTS_HOME:
    return g_strdup (roots->home);
  case VAULT_ROOTS_TOP:
  default:
    return g_strdup (roots->top);
  }
}

/* The folder is a name, not a pattern, whatever letters it has. */
static char *
dup_pattern (const char *folder, const char *pattern)
{
  GString *text = g_string_new (NULL);

  for (const char *at = folder; *at != '\0'; at++) {
    if (strchr ("\\*?[", *at) != NULL)
      g_string_append_c (text, '\\');
    g_string_append_c (text, *at);
  }
  g_string_append_printf (text, "/%s", pattern);
  return g_string_free (text, FALSE);
}

static char *
dup_stem (const char *name)
{
  const char *dot = strrchr (name, '.');

  return dot == NULL || dot == name ? g_strdup (name)
                                    : g_strndup (name, (gsize) (dot - name));
}

static void
hunt_sidecars (VaultHunt *self, const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *name = g_path_get_basename (path);
  g_autofree char *stem = dup_stem (name);

  for (gsize i = 0; i < G_N_ELEMENTS (sidecars); i++) {
    GString *beside = g_string_new (sidecars[i].name);
    g_autofree char *at = NULL;

    /* Once each: the name itself may hold such letters. */
    if (g_string_replace (beside, "%s", name, 1) == 0)
      g_string_replace (beside, "%b", stem, 1);
    at = g_build_filename (folder, beside->str, NULL);
    g_string_free (beside, TRUE);
    if (!g_str_equal (at, path))
      vault_hunt_add_file (self, VAULT_TRACE_SIDECAR, at, sidecars[i].program);
  }
}

static void
hunt_resume (VaultHunt *self, const char *path)
{
  const char *const folders[] = { self->roots->config, self->roots->state };
  g_autofree char *sum = g_compute_checksum_for_string (G_CHECKSUM_MD5, path, -1);
  g_autofree char *name = g_ascii_strup (sum, -1);

  for (gsize i = 0; i < G_N_ELEMENTS (folders); i++)
    for (gsize j = 0; j < G_N_ELEMENTS (resume_folders); j++) {
      g_autofree char *at =
          g_build_filename (folders[i], resume_folders[j], name, NULL);

      vault_hunt_add_file (self, VAULT_TRACE_RESUME, at, "mpv");
    }
}

void
vault_hunt_beside (VaultHunt *self, const char *path)
{
  hunt_sidecars (self, path);
  hunt_resume (self, path);
}

static gboolean
holds_any (const GPtrArray *needles, const char *bytes, gsize n_bytes)
{
  for (guint i = 0; i < needles->len; i++) {
    gsize n_needle;
    const void *needle = g_bytes_get_data (needles->pdata[i], &n_needle);

    if (memmem (bytes, n_bytes, needle, n_needle) != NULL)
      return TRUE;
  }

  return FALSE;
}

/* Returns: FALSE if it could not be searched to its end. */
static gboolean
search (const GPtrArray *needles, const char *path, gboolean *out_found)
{
  g_autoptr (VaultSpot) spot = vault_spot_new (path, NULL);
  g_autofree char *bytes = NULL;
  int fd;
  gsize n_bytes;
  gboolean ok;

  *out_found = FALSE;
  if (spot == NULL)
    return FALSE;
  n_bytes = (gsize) MIN (spot->info.st_size, MAX_SEARCHED_BYTES);
  fd = open (path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
  if (fd < 0)
    return FALSE;

  bytes = g_try_malloc (n_bytes + 1);
  ok = bytes != NULL && vault_file_read_at (fd, (guint8 *) bytes, n_bytes, 0, NULL);
  close (fd);
  *out_found = ok && holds_any (needles, bytes, n_bytes);
  return *out_found || (ok && (gsize) spot->info.st_size == n_bytes);
}

static void
search_pattern (VaultHunt *self, const char *pattern, const char *program)
{
  glob_t paths = { 0 };

  if (glob (pattern, GLOB_NOSORT, NULL, &paths) == 0) {
    for (gsize i = 0; i < paths.gl_pathc; i++) {
      const char *path = paths.gl_pathv[i];
      gboolean found;

      if (g_file_test (path, G_FILE_TEST_IS_DIR))
        continue;
      if (!search (self->needles, path, &found))
        vault_hunt_add (self, VAULT_TRACE_MENTION, VAULT_TRACE_UNKNOWN, path, NULL,
                        program);
      else if (found)
        vault_hunt_add (self, VAULT_TRACE_MENTION, VAULT_TRACE_ELSEWHERE, path, NULL,
                        program);
    }
  }
  globfree (&paths);
}

/* LocalSearch, which was called Tracker. */
static const struct {
  const char *folder; /* in the cache */
  const char *program;
} databases[] = {
  { "localsearch3/files", "LocalSearch" },
  { "tracker3/files", "Tracker" },
};

gboolean
vault_hunt_has_index (const VaultRoots *roots)
{
  for (gsize i = 0; i < G_N_ELEMENTS (databases); i++)
    if (vault_roots_has_in (roots, VAULT_ROOTS_CACHE, databases[i].folder))
      return TRUE;

  return FALSE;
}

/* Whether a name can be read in the files of a database, which keep what was taken out until
 * they are written over.  @out_whole: whether all of them were read to the end. */
static gboolean
is_in_folder (VaultHunt *self,
              const GPtrArray *needles,
              const char *folder,
              gboolean *out_whole)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;
  gboolean found = FALSE;

  *out_whole = dir != NULL;
  while (!found && dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *path = g_build_filename (folder, name, NULL);

    if (!g_cancellable_is_cancelled (self->cancellable)
        && !search (needles, path, &found) && !g_file_test (path, G_FILE_TEST_IS_DIR))
      *out_whole = FALSE;
  }

  return found;
}

gboolean
vault_hunt_is_named_in (VaultHunt *self,
                        const char *folder,
                        const char *path,
                        gboolean *out_whole)
{
  g_autoptr (GPtrArray) needles =
                 g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  char *name = g_path_get_basename (path);

  g_ptr_array_add (needles, g_bytes_new_take (name, strlen (name)));
  return is_in_folder (self, needles, folder, out_whole);
}

/* Who did not answer may know more than can be read there, and more than is read may be. */
static void
hunt_databases (VaultHunt *self)
{
  for (gsize i = 0; i < G_N_ELEMENTS (databases); i++) {
    g_autofree char *path =
        g_build_filename (self->roots->cache, databases[i].folder, NULL);
    gboolean whole;

    if (!g_file_test (path, G_FILE_TEST_IS_DIR))
      continue;
    if (is_in_folder (self, self->needles, path, &whole))
      vault_hunt_add (self, VAULT_TRACE_INDEX, VAULT_TRACE_ELSEWHERE, path, NULL,
                      databases[i].program);
    else if (!self->has_asked || !whole)
      vault_hunt_add (self, VAULT_TRACE_INDEX, VAULT_TRACE_UNKNOWN, path, NULL,
                      databases[i].program);
  }
}

void
vault_hunt_programs (VaultHunt *self)
{
  if (self->needles->len == 0)
    return;

  for (gsize i = 0; i < G_N_ELEMENTS (mentions); i++) {
    g_autofree char *folder = dup_folder (self->roots, mentions[i].below);
    g_autofree char *pattern = dup_pattern (folder, mentions[i].pattern);

    if (g_cancellable_is_cancelled (self->cancellable))
      return;
    search_pattern (self, pattern, mentions[i].program);
  }
  hunt_databases (self);
}
