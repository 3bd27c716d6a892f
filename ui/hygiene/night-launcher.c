/* night-launcher.c - under which name and icon the desktop lists the program
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "hygiene/night-launcher.h"

#include <glib/gi18n.h>
#include <glib/gstdio.h>

#define FOLDER "applications"
#define ENTRY "org.nightstand.Nightstand.desktop"
#define OWN_ICON "org.nightstand.Nightstand"

/* By this an entry is known as ours. */
#define MARK "X-Nightstand-Shown-As"

/* Of the actions in its menu: one that says nothing, and the wipe, under a word that does not.
 * The desktop asks for them by these names, so both are actions of the application. */
#define LOCK_GROUP "Desktop Action lock"
#define WIPE_GROUP "Desktop Action wipe-ask"
#define CLEAR_GROUP "Desktop Action clear"
#define WIPE_OPTION "--wipe"
#define CLEAR_OPTION "--clear"

static const struct {
  const char *name;
  const char *icon; /* of the freedesktop icon naming specification */
} faces[NIGHT_N_SHOWN_AS] = {
  [NIGHT_SHOWN_AS_ITSELF] = { "Nightstand", OWN_ICON },
  [NIGHT_SHOWN_AS_NOTES] = { N_ ("Desk Notes"), "accessories-text-editor" },
  [NIGHT_SHOWN_AS_WORDS] = { N_ ("Word List"), "accessories-dictionary" },
  [NIGHT_SHOWN_AS_SUMS] = { N_ ("Sums"), "accessories-calculator" },
};

const char *
night_launcher_get_name (NightShownAs shown_as)
{
  g_return_val_if_fail (shown_as < NIGHT_N_SHOWN_AS, "");

  return _ (faces[shown_as].name);
}

const char *
night_launcher_get_icon (NightShownAs shown_as)
{
  g_return_val_if_fail (shown_as < NIGHT_N_SHOWN_AS, "");

  return faces[shown_as].icon;
}

static GKeyFile *
load_installed (const char *const *data_folders, GError **error)
{
  g_autoptr (GKeyFile) entry = g_key_file_new ();

  for (gsize i = 0; data_folders[i] != NULL; i++) {
    g_autofree char *path = g_build_filename (data_folders[i], FOLDER, ENTRY, NULL);

    if (g_key_file_load_from_file (entry, path, G_KEY_FILE_NONE, NULL))
      return g_steal_pointer (&entry);
  }

  g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "no entry is installed");
  return NULL;
}

static void
copy_key (GKeyFile *from, GKeyFile *to, const char *group, const char *key)
{
  g_autofree char *value = g_key_file_get_value (from, group, key, NULL);

  if (value != NULL)
    g_key_file_set_value (to, group, key, value);
}

static void
add_action (GKeyFile *entry,
            const char *group,
            const char *nick,
            const char *name,
            const char *exec)
{
  g_autofree char *before = g_key_file_get_string (
      entry, G_KEY_FILE_DESKTOP_GROUP, G_KEY_FILE_DESKTOP_KEY_ACTIONS, NULL);
  g_autofree char *all = g_strdup_printf ("%s%s;", before != NULL ? before : "", nick);

  g_key_file_set_string (entry, G_KEY_FILE_DESKTOP_GROUP,
                         G_KEY_FILE_DESKTOP_KEY_ACTIONS, all);
  g_key_file_set_string (entry, group, G_KEY_FILE_DESKTOP_KEY_NAME, name);
  g_key_file_set_value (entry, group, G_KEY_FILE_DESKTOP_KEY_EXEC, exec);
}

static void
add_actions (GKeyFile *installed, GKeyFile *entry)
{
  g_autofree char *lock =
      g_key_file_get_value (installed, LOCK_GROUP, G_KEY_FILE_DESKTOP_KEY_EXEC, NULL);
  g_autofree char *wipe =
      g_key_file_get_value (installed, WIPE_GROUP, G_KEY_FILE_DESKTOP_KEY_EXEC, NULL);
  GString *clear = g_string_new (wipe);

  if (lock != NULL)
    add_action (entry, LOCK_GROUP, "lock", _ ("Lock"), lock);
  if (g_string_replace (clear, WIPE_OPTION, CLEAR_OPTION, 1) == 1)
    /* Translators: in the menu of a launcher that is not to tell what the program is: the
     * emergency wipe. */
    add_action (entry, CLEAR_GROUP, "clear", _ ("Clear…"), clear->str);
  g_string_free (clear, TRUE);
}

/* What has to be there for it to start, and nothing that says what it is: an allow-list. */
static char *
make_entry (GKeyFile *installed, NightShownAs shown_as)
{
  static const char *const kept[] = { "Type",     "Exec",          "TryExec",
                                      "Terminal", "StartupNotify", "DBusActivatable" };
  g_autoptr (GKeyFile) entry = g_key_file_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (kept); i++)
    copy_key (installed, entry, G_KEY_FILE_DESKTOP_GROUP, kept[i]);
  g_key_file_set_string (entry, G_KEY_FILE_DESKTOP_GROUP, G_KEY_FILE_DESKTOP_KEY_NAME,
                         night_launcher_get_name (shown_as));
  g_key_file_set_string (entry, G_KEY_FILE_DESKTOP_GROUP, G_KEY_FILE_DESKTOP_KEY_ICON,
                         faces[shown_as].icon);
  g_key_file_set_string (entry, G_KEY_FILE_DESKTOP_GROUP,
                         G_KEY_FILE_DESKTOP_KEY_CATEGORIES, "Utility;");
  g_key_file_set_integer (entry, G_KEY_FILE_DESKTOP_GROUP, MARK, (int) shown_as);
  add_actions (installed, entry);

  return g_key_file_to_data (entry, NULL, NULL);
}

/* Whether @path may be written or removed: it is ours, or nothing is there. */
static gboolean
is_free (const char *path, gboolean *out_exists, GError **error)
{
  g_autoptr (GKeyFile) entry = g_key_file_new ();

  *out_exists = g_file_test (path, G_FILE_TEST_EXISTS)
                || g_file_test (path, G_FILE_TEST_IS_SYMLINK);
  if (!*out_exists
      || (g_key_file_load_from_file (entry, path, G_KEY_FILE_NONE, NULL)
          && g_key_file_has_key (entry, G_KEY_FILE_DESKTOP_GROUP, MARK, NULL)))
    return TRUE;

  g_set_error (error, G_IO_ERROR, G_IO_ERROR_EXISTS, "an entry of somebody else");
  return FALSE;
}

static gboolean
fail (GError **error, int code)
{
  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (code), "the entry");
  return FALSE;
}

gboolean
night_launcher_write (NightShownAs shown_as,
                      const char *data_home,
                      const char *const *data_folders,
                      GError **error)
{
  g_autofree char *folder = g_build_filename (data_home, FOLDER, NULL);
  g_autofree char *path = g_build_filename (folder, ENTRY, NULL);
  g_autoptr (GKeyFile) installed = NULL;
  g_autofree char *text = NULL;
  gboolean exists;

  g_return_val_if_fail (shown_as < NIGHT_N_SHOWN_AS, FALSE);

  /* Without one of ours, its own name is what is shown, whoever put another there. */
  if (!is_free (path, &exists, shown_as == NIGHT_SHOWN_AS_ITSELF ? NULL : error))
    return shown_as == NIGHT_SHOWN_AS_ITSELF;
  if (shown_as == NIGHT_SHOWN_AS_ITSELF)
    return !exists || g_unlink (path) == 0 || fail (error, errno);

  installed = load_installed (data_folders, error);
  if (installed == NULL)
    return FALSE;
  if (g_mkdir_with_parents (folder, 0700) != 0)
    return fail (error, errno);

  text = make_entry (installed, shown_as);
  return g_file_set_contents_full (path, text, -1, G_FILE_SET_CONTENTS_CONSISTENT, 0644,
                                   error);
}

static void
write_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GError *error = NULL;

  if (night_launcher_write ((NightShownAs) GPOINTER_TO_UINT (data),
                            g_get_user_data_dir (), g_get_system_data_dirs (), &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

void
night_launcher_write_async (NightShownAs shown_as,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_task_data (task, GUINT_TO_POINTER (shown_as), NULL);
  g_task_run_in_thread (task, write_thread);
}

gboolean
night_launcher_write_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
