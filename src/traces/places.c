/* places.c - the folders of a person in which copies of a file end up
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "traces/places.h"

#include <dirent.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "file/file.h"

#define MAX_DEPTH 64
#define SNAPPER ".snapshots"
#define ZFS ".zfs"
/* Between two questions whether to go on. */
#define FILES_AT_A_TIME 256

/* Below the home; the first that fits. */
static const struct {
  const char *folder;
  const char *program;
} programs[] = {
  { ".local/share/TelegramDesktop", "Telegram" },
  { ".var/app/org.telegram.desktop", "Telegram" },
  { "Downloads/Telegram Desktop", "Telegram" },
  { ".config/Signal", "Signal" },
  { ".var/app/org.signal.Signal", "Signal" },
  { ".config/whatsapp", "WhatsApp" },
  { ".config/WhatsApp", "WhatsApp" },
  { ".local/share/zapzap", "WhatsApp" },
  { ".var/app/com.rtosta.zapzap", "WhatsApp" },
  { ".config/discord", "Discord" },
  { ".config/Slack", "Slack" },
  { ".config/Element", "Element" },
  { ".var/app/im.riot.Riot", "Element" },
  { ".config/skypeforlinux", "Skype" },
  { ".purple", "Pidgin" },
  { ".local/share/dino", "Dino" },
  { ".local/share/gajim", "Gajim" },
  { ".thunderbird", "Thunderbird" },
  { ".mozilla", "Firefox" },
  { ".cache/mozilla", "Firefox" },
  { ".config/chromium", "Chromium" },
  { ".cache/chromium", "Chromium" },
  { ".config/google-chrome", "Chrome" },
  { ".cache/google-chrome", "Chrome" },
  { ".local/share/shotwell", "Shotwell" },
  { ".cache/shotwell", "Shotwell" },
  { ".cache/gimp", "GIMP" },
  { ".cache/vlc", "VLC" },
  { ".cache/darktable", "darktable" },
  { ".local/share/gthumb", "gThumb" },
  { ".local/share/gpaste", "GPaste" },
  { ".local/share/klipper", "Klipper" },
  { ".config/copyq", "CopyQ" },
};

static void
place_free (gpointer data)
{
  VaultPlace *self = data;

  g_free (self->folder);
  g_free (self);
}

static gboolean
is_in (const char *path, const char *folder)
{
  gsize n = strlen (folder);

  return strncmp (path, folder, n) == 0
         && (path[n] == '/' || path[n] == '\0' || folder[n - 1] == '/');
}

const char *
vault_places_find_program (const VaultRoots *roots, const char *path)
{
  g_autofree char *home = vault_file_dup_real (roots->home);

  for (gsize i = 0; home != NULL && i < G_N_ELEMENTS (programs); i++) {
    g_autofree char *folder = g_build_filename (home, programs[i].folder, NULL);

    if (is_in (path, folder))
      return programs[i].program;
  }

  return NULL;
}

/* Takes @real, which may be NULL.  Some places lie in others; snapshots are left out of the walk
 * through what they are of. */
static void
take_place (GPtrArray *places, char *real, gboolean is_snapshot)
{
  VaultPlace *place;

  for (guint i = 0; real != NULL && i < places->len; i++) {
    place = places->pdata[i];
    if (place->is_snapshot == is_snapshot && is_in (real, place->folder))
      g_clear_pointer (&real, g_free);
  }
  if (real == NULL)
    return;

  place = g_new0 (VaultPlace, 1);
  place->folder = real;
  place->is_snapshot = is_snapshot;
  g_ptr_array_add (places, place);
}

/* Each folder in @folder, with @behind it. */
static void
take_all_in (GPtrArray *places, const char *folder, const char *behind)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *path = g_build_filename (folder, name, behind, NULL);

    if (g_file_test (path, G_FILE_TEST_IS_DIR))
      take_place (places, vault_file_dup_real (path), TRUE);
  }
}

/* snapper's folder is in the top of what it takes snapshots of, ZFS shows its own there; which
 * folder that is, is not known, so each above @real is tried. */
static void
take_snapshots (GPtrArray *places, const VaultRoots *roots, const char *real)
{
  g_autofree char *above = g_strdup (real);

  do {
    const char *below = real + strlen (above);
    g_autofree char *within = g_build_filename ("snapshot", below, NULL);
    g_autofree char *snapper = g_build_filename (above, SNAPPER, NULL);
    g_autofree char *zfs = g_build_filename (above, ZFS, "snapshot", NULL);

    take_all_in (places, snapper, within);
    take_all_in (places, zfs, below);
    if (g_str_equal (above, roots->top))
      return;
  } while (vault_file_go_up (&above));
}

/* "XDG_PICTURES_DIR="$HOME/Pictures"": the shell's form, which GLib reads for this person and
 * for nobody else. */
static void
take_folders_of_settings (GPtrArray *places, const VaultRoots *roots)
{
  if (*roots->top != '\0')
    return;

  for (guint i = 0; i < G_USER_N_DIRECTORIES; i++) {
    const char *folder = g_get_user_special_dir ((GUserDirectory) i);

    if (folder != NULL)
      take_place (places, vault_file_dup_real (folder), FALSE);
  }
}

GPtrArray *
vault_places_list (const VaultRoots *roots)
{
  GPtrArray *places = g_ptr_array_new_with_free_func (place_free);
  const char *const folders[] = { roots->home, roots->config, roots->data, roots->cache,
                                  roots->state };
  guint n_real;

  for (gsize i = 0; i < G_N_ELEMENTS (folders); i++)
    take_place (places, vault_file_dup_real (folders[i]), FALSE);
  take_folders_of_settings (places, roots);
  n_real = places->len;
  for (guint i = 0; i < n_real; i++)
    take_snapshots (places, roots, ((VaultPlace *) places->pdata[i])->folder);
  return places;
}

typedef struct {
  const VaultPlaceWalk *walk;
  guint *n_files;
} Walker;

static gboolean walk_in (Walker *self, int fd, const char *path, guint depth);

static gboolean
enter_folder (Walker *self, int dir_fd, const char *name, const char *path, guint depth)
{
  const VaultPlaceWalk *walk = self->walk;
  int fd;

  if (g_strcmp0 (path, walk->without) == 0 || g_str_equal (name, SNAPPER)
      || g_str_equal (name, ZFS))
    return TRUE;
  fd = depth == MAX_DEPTH
           ? -1
           : openat (dir_fd, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
  if (fd >= 0)
    return walk_in (self, fd, path, depth + 1);

  walk->unread (path, walk->user_data);
  return TRUE;
}

static gboolean
look_at_file (Walker *self, const struct stat *info, const char *name, const char *path)
{
  const VaultPlaceWalk *walk = self->walk;

  if (++*self->n_files % FILES_AT_A_TIME == 0
      && !walk->go_on (*self->n_files, walk->user_data))
    return FALSE;
  if ((guint64) info->st_size != walk->n_bytes && !g_str_equal (name, walk->name))
    return TRUE;
  return walk->found (path, walk->user_data);
}

/* Takes @fd. */
static gboolean
walk_in (Walker *self, int fd, const char *path, guint depth)
{
  DIR *dir = fdopendir (fd);
  gboolean go_on = TRUE;
  struct dirent *entry;

  if (dir == NULL) {
    close (fd);
    return TRUE;
  }
  while (go_on && (entry = readdir (dir)) != NULL) {
    const char *name = entry->d_name;
    g_autofree char *child = NULL;
    struct stat info;

    if (g_str_equal (name, ".") || g_str_equal (name, "..")
        || fstatat (dirfd (dir), name, &info, AT_SYMLINK_NOFOLLOW) != 0)
      continue;
    child = g_build_filename (path, name, NULL);
    if (S_ISDIR (info.st_mode))
      go_on = enter_folder (self, dirfd (dir), name, child, depth);
    else if (S_ISREG (info.st_mode))
      go_on = look_at_file (self, &info, name, child);
  }

  closedir (dir);
  return go_on;
}

gboolean
vault_places_walk (const VaultPlaceWalk *self, const char *folder, guint *io_n_files)
{
  Walker walker = { self, io_n_files };
  int fd = open (folder, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);

  if (fd >= 0)
    return walk_in (&walker, fd, folder, 0);

  self->unread (folder, self->user_data);
  return TRUE;
}
