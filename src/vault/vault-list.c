/* vault-list.c - which vaults the reaper is started for
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "vault/schedule.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include <vault/vault-error.h>

#include "file/file.h"

#define LIST_NAME "reaped"
/* Stands for the default folder, so that the list of somebody with one vault says nothing. */
#define DEFAULT_WORD "default"

static char *
dup_list_folder (void)
{
  return g_build_filename (g_get_user_data_dir (), "nightstand", NULL);
}

gboolean
vault_small_file_write (const char *folder,
                        const char *name,
                        const char *text,
                        GError **error)
{
  g_autoptr (GError) local = NULL;
  int dir_fd = vault_file_open_folder (folder, 0700, &local);
  gboolean ok = FALSE;
  int fd;

  /* "There is no vault" is what a missing folder means elsewhere. */
  if (dir_fd < 0) {
    g_set_error (error, VAULT_ERROR,
                 local->code == VAULT_ERROR_NO_VAULT ? VAULT_ERROR_IO : local->code,
                 "cannot make the folder");
    return FALSE;
  }

  fd = vault_file_open_at (dir_fd, name, O_WRONLY | O_CREAT | O_TRUNC, error);
  close (dir_fd);
  if (fd < 0)
    return FALSE;

  ok = vault_file_write_at (fd, (const guint8 *) text, strlen (text), 0, error);
  close (fd);
  return ok;
}

/* The same folder has one spelling here. */
char *
vault_list_dup_line (const char *folder)
{
  g_autofree char *usual = vault_dup_default_folder ();
  g_autofree char *path = g_canonicalize_filename (folder, NULL);
  g_autofree char *usual_path = g_canonicalize_filename (usual, NULL);

  return g_str_equal (path, usual_path) ? g_strdup (DEFAULT_WORD)
                                        : g_filename_to_uri (path, NULL, NULL);
}

static char *
dup_folder (const char *line)
{
  return g_str_equal (line, DEFAULT_WORD) ? vault_dup_default_folder ()
                                          : g_filename_from_uri (line, NULL, NULL);
}

GPtrArray *
vault_list_dup (void)
{
  GPtrArray *lines = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *folder = dup_list_folder ();
  g_autofree char *path = g_build_filename (folder, LIST_NAME, NULL);
  g_autofree char *text = NULL;
  g_auto (GStrv) words = NULL;

  if (!g_file_get_contents (path, &text, NULL, NULL))
    return lines;

  words = g_strsplit (text, "\n", -1);
  for (guint i = 0; words[i] != NULL; i++) {
    if (*words[i] != '\0')
      g_ptr_array_add (lines, g_strdup (words[i]));
  }

  return lines;
}

static gboolean
find_line (GPtrArray *lines, const char *line, guint *out_place)
{
  return g_ptr_array_find_with_equal_func (lines, line, g_str_equal, out_place);
}

gboolean
vault_list_has (const char *folder)
{
  g_autoptr (GPtrArray) lines = vault_list_dup ();
  g_autofree char *line = vault_list_dup_line (folder);

  return line != NULL && find_line (lines, line, NULL);
}

gboolean
vault_list_set (const char *folder, gboolean listed, gboolean *out_any, GError **error)
{
  g_autoptr (GPtrArray) lines = vault_list_dup ();
  g_autofree char *line = vault_list_dup_line (folder);
  g_autofree char *list_folder = dup_list_folder ();
  g_autoptr (GString) text = g_string_new (NULL);
  guint place;

  if (line != NULL && find_line (lines, line, &place))
    g_ptr_array_remove_index (lines, place);
  if (line != NULL && listed)
    g_ptr_array_add (lines, g_strdup (line));

  *out_any = lines->len > 0;
  if (lines->len == 0) {
    g_autofree char *path = g_build_filename (list_folder, LIST_NAME, NULL);

    (void) unlink (path);
    return TRUE;
  }

  for (guint i = 0; i < lines->len; i++)
    g_string_append_printf (text, "%s\n", (const char *) lines->pdata[i]);
  return vault_small_file_write (list_folder, LIST_NAME, text->str, error);
}

char **
vault_timer_dup_folders (void)
{
  g_autoptr (GPtrArray) lines = vault_list_dup ();
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; i < lines->len; i++) {
    g_autofree char *folder = dup_folder (lines->pdata[i]);

    if (folder != NULL)
      g_strv_builder_add (builder, folder);
  }

  return g_strv_builder_end (builder);
}
