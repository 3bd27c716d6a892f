/* sync-settings.c - the folders that sync programs name in their settings
 *
 * Each format is read by the library for it.  What cannot be read is as if it were not there:
 * the marks in the folders themselves are looked for in any case.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "checkup/sync.h"

#include <json-glib/json-glib.h>
#include <string.h>

#include "file/file.h"

typedef struct {
  const VaultRoots *roots;
  const char *folder;
  gboolean found;
} Search;

static char *
dup_resolved (const char *path)
{
  g_autofree char *canonical = g_canonicalize_filename (path, "/");
  char *real = vault_file_dup_real (canonical);

  return real != NULL ? real : g_steal_pointer (&canonical);
}

/* @path is as a person wrote it: "~/Sync", or in quotes. */
static void
look (Search *search, const char *path)
{
  g_autofree char *bare = g_shell_unquote (path, NULL);
  const char *plain = bare != NULL ? bare : path;
  g_autofree char *full = NULL;
  g_autofree char *resolved = NULL;
  gsize n;

  if (*plain == '~')
    full = g_strconcat (search->roots->home, plain + 1, NULL);
  else
    full = g_strdup (plain);
  if (!g_path_is_absolute (full))
    return;

  resolved = dup_resolved (full);
  n = strlen (resolved);
  if (strncmp (search->folder, resolved, n) == 0
      && (search->folder[n] == '/' || search->folder[n] == '\0' || n == 1))
    search->found = TRUE;
}

/* {"personal": {"path": "/h/anna/Dropbox", ...}, "business": ...} */
static void
read_dropbox (Search *search, const char *text)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  JsonNode *root;
  g_autoptr (GList) accounts = NULL;

  if (!json_parser_load_from_data (parser, text, -1, NULL))
    return;
  root = json_parser_get_root (parser);
  if (root == NULL || !JSON_NODE_HOLDS_OBJECT (root))
    return;

  accounts = json_object_get_values (json_node_get_object (root));
  for (GList *l = accounts; l != NULL; l = l->next) {
    const char *path = NULL;

    if (JSON_NODE_HOLDS_OBJECT (l->data))
      path = json_object_get_string_member_with_default (json_node_get_object (l->data),
                                                         "path", NULL);
    if (path != NULL)
      look (search, path);
  }
}

/* 0\Folders\1\localPath=/h/anna/Nextcloud/ */
static void
read_nextcloud (Search *search, const char *text)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_auto (GStrv) groups = NULL;

  if (!g_key_file_load_from_data (file, text, (gsize) -1, G_KEY_FILE_NONE, NULL))
    return;

  groups = g_key_file_get_groups (file, NULL);
  for (char **group = groups; *group != NULL; group++) {
    g_auto (GStrv) keys = g_key_file_get_keys (file, *group, NULL, NULL);

    for (char **key = keys; key != NULL && *key != NULL; key++) {
      g_autofree char *value = NULL;

      if (g_str_has_suffix (*key, "localPath"))
        value = g_key_file_get_value (file, *group, *key, NULL);
      if (value != NULL)
        look (search, value);
    }
  }
}

static void
see_element (GMarkupParseContext *context,
             const char *element,
             const char **names,
             const char **values,
             gpointer user_data,
             GError **error)
{
  for (guint i = 0; strcmp (element, "folder") == 0 && names[i] != NULL; i++)
    if (strcmp (names[i], "path") == 0)
      look (user_data, values[i]);
}

/* <folder id="..." path="~/Sync" ...> */
static void
read_syncthing (Search *search, const char *text)
{
  static const GMarkupParser parser = { .start_element = see_element };
  g_autoptr (GMarkupParseContext) context = g_markup_parse_context_new (
      &parser, G_MARKUP_PREFIX_ERROR_POSITION, search, NULL);

  (void) g_markup_parse_context_parse (context, text, -1, NULL);
}

/* Settings without groups: one is put before them. */
static char *
dup_setting (const char *text, const char *key)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autofree char *grouped = g_strconcat ("[all]\n", text, NULL);

  if (!g_key_file_load_from_data (file, grouped, (gsize) -1, G_KEY_FILE_NONE, NULL))
    return NULL;

  return g_key_file_get_value (file, "all", key, NULL);
}

static void
read_onedrive (Search *search, const char *text)
{
  g_autofree char *path = dup_setting (text, "sync_dir");

  look (search, path != NULL ? path : "~/OneDrive");
}

static void
read_yandex (Search *search, const char *text)
{
  g_autofree char *path = dup_setting (text, "dir");

  if (path != NULL)
    look (search, path);
}

const char *
vault_sync_find_in_settings (const VaultRoots *roots, const char *folder)
{
  const struct {
    const char *below;
    const char *name;
    void (*read) (Search *search, const char *text);
    const char *service;
  } settings[] = {
    { roots->home, ".dropbox/info.json", read_dropbox, "Dropbox" },
    { roots->config, "Nextcloud/nextcloud.cfg", read_nextcloud, "Nextcloud" },
    { roots->config, "ownCloud/owncloud.cfg", read_nextcloud, "ownCloud" },
    { roots->config, "syncthing/config.xml", read_syncthing, "Syncthing" },
    { roots->state, "syncthing/config.xml", read_syncthing, "Syncthing" },
    { roots->config, "onedrive/config", read_onedrive, "OneDrive" },
    { roots->config, "yandex-disk/config.cfg", read_yandex, "Yandex Disk" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (settings); i++) {
    g_autofree char *path =
        g_build_filename (settings[i].below, settings[i].name, NULL);
    g_autofree char *text = vault_roots_read_file (path);
    Search search = { roots, folder, FALSE };

    if (text != NULL)
      settings[i].read (&search, text);
    if (search.found)
      return settings[i].service;
  }

  return NULL;
}
