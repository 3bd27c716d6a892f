/* trash.c - what lies in the trash, at home and on other file systems
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "traces/hunt.h"

#include <gio/gunixmounts.h>
#include <string.h>
#include <unistd.h>

#define CARD_END ".trashinfo"

static void
trashed_free (gpointer data)
{
  VaultTrashed *self = data;

  g_free (self->file);
  g_free (self->card);
  g_free (self->was);
  g_free (self);
}

/* @top: what a relative path starts from; NULL where there are none.
 * Returns: (transfer full) (nullable). */
static char *
read_card (const char *path, const char *top)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autofree char *escaped = NULL;
  g_autofree char *was = NULL;

  if (!g_file_test (path, G_FILE_TEST_IS_REGULAR)
      || !g_key_file_load_from_file (file, path, G_KEY_FILE_NONE, NULL))
    return NULL;
  escaped = g_key_file_get_value (file, "Trash Info", "Path", NULL);
  was = escaped == NULL ? NULL : g_uri_unescape_string (escaped, NULL);
  if (was == NULL || g_path_is_absolute (was) || top == NULL)
    return g_steal_pointer (&was);

  return g_build_filename (top, was, NULL);
}

static void
list_one (GPtrArray *list, const char *trash, const char *top)
{
  g_autofree char *cards = g_build_filename (trash, "info", NULL);
  g_autoptr (GDir) dir = g_dir_open (cards, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *base = NULL;
    VaultTrashed *trashed;

    if (!g_str_has_suffix (name, CARD_END))
      continue;
    base = g_strndup (name, strlen (name) - strlen (CARD_END));
    trashed = g_new0 (VaultTrashed, 1);
    trashed->card = g_build_filename (cards, name, NULL);
    trashed->file = g_build_filename (trash, "files", base, NULL);
    trashed->was = read_card (trashed->card, top);
    g_ptr_array_add (list, trashed);
  }
}

static void
list_at (GPtrArray *list, const char *top)
{
  g_autofree char *user = g_strdup_printf ("%u", (guint) getuid ());
  g_autofree char *own_name = g_strconcat (".Trash-", user, NULL);
  g_autofree char *own = g_build_filename (top, own_name, NULL);
  g_autofree char *common = g_build_filename (top, ".Trash", NULL);
  g_autofree char *in_common = g_build_filename (common, user, NULL);

  list_one (list, own, top);
  /* As the specification asks: a link there may have been put by anybody. */
  if (!g_file_test (common, G_FILE_TEST_IS_SYMLINK))
    list_one (list, in_common, top);
}

/* A computer of a test has one file system, at its top. */
static GList *
list_tops (const VaultRoots *roots)
{
  GList *tops = NULL;
  GList *mounts = *roots->top == '\0' ? g_unix_mounts_get (NULL) : NULL;

  if (*roots->top != '\0')
    return g_list_prepend (NULL, g_strdup (roots->top));
  for (GList *at = mounts; at != NULL; at = at->next)
    if (!g_unix_mount_is_system_internal (at->data)
        || g_str_equal (g_unix_mount_get_mount_path (at->data), "/"))
      tops = g_list_prepend (tops, g_strdup (g_unix_mount_get_mount_path (at->data)));
  g_list_free_full (mounts, (GDestroyNotify) g_unix_mount_free);
  return tops;
}

GPtrArray *
vault_trash_list (const VaultRoots *roots)
{
  GPtrArray *list = g_ptr_array_new_with_free_func (trashed_free);
  g_autofree char *home = g_build_filename (roots->data, "Trash", NULL);
  GList *tops = list_tops (roots);

  list_one (list, home, NULL);
  for (GList *at = tops; at != NULL; at = at->next)
    list_at (list, at->data);
  g_list_free_full (tops, g_free);
  return list;
}

/* Whether it has the same content is for the one who asked. */
void
vault_hunt_trash (VaultHunt *self, const char *path)
{
  if (self->trashed == NULL)
    self->trashed = vault_trash_list (self->roots);

  for (guint i = 0; i < self->trashed->len; i++) {
    const VaultTrashed *trashed = self->trashed->pdata[i];
    VaultTrace *trace;

    if (g_strcmp0 (trashed->was, path) != 0)
      continue;
    trace = vault_hunt_add_file (self, VAULT_TRACE_TRASHED, trashed->file, NULL);
    if (trace != NULL && trace->spot != NULL)
      trace->card = vault_spot_new (trashed->card, NULL);
  }
}
