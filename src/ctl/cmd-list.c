/* cmd-list.c - nightstandctl list and show
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "command.h"
#include "json.h"
#include "list-filter.h"
#include "text.h"

static void
print_json_list (GPtrArray *items)
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "items");
  json_builder_begin_array (builder);
  for (guint i = 0; i < items->len; i++)
    ctl_json_add_item (builder, items->pdata[i]);
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  ctl_json_print (builder);
}

static void
print_row (VaultItem *item, gint64 now)
{
  g_autofree char *added = ctl_text_local (vault_item_get_added (item));
  g_autofree char *left = ctl_text_left (vault_item_get_expires (item), now);
  g_autofree char *type = ctl_text_safe (vault_item_get_content_type (item));
  /* Last, so that a name written from right to left reorders nothing else. */
  g_autofree char *name = ctl_text_safe (vault_item_get_name (item));

  g_print ("%s  %s  %-11s  %13" G_GUINT64_FORMAT "  %-24s  %s\n",
           vault_item_get_id (item), added, left, vault_item_get_n_bytes (item), type,
           name);
}

CtlExit
ctl_run_list (CtlSession *session, const CtlRequest *request, VaultSecret *passphrase)
{
  g_autoptr(GPtrArray) items = NULL;
  g_autoptr(GError) error = NULL;
  gint64 now = vault_get_time (session->vault);

  items = ctl_list_items (session, request, &error);
  if (items == NULL)
    return ctl_fail (error);
  if (request->json) {
    print_json_list (items);
    return CTL_EXIT_OK;
  }

  g_print ("%-16s  %-16s  %-11s  %13s  %-24s  %s\n", "id", "added", "expires in",
           "bytes", "type", "name");
  for (guint i = 0; i < items->len; i++)
    print_row (items->pdata[i], now);
  return CTL_EXIT_OK;
}

static void
print_time (const char *label, gint64 seconds, const char *if_zero)
{
  g_autofree char *text = seconds == 0 ? g_strdup (if_zero) : ctl_text_utc (seconds);

  g_print ("%-10s %s\n", label, text);
}

static void
print_organised (CtlSession *session, VaultItem *item)
{
  static const char *const labels[] = { "album", "person" };
  g_auto(GStrv) tags = vault_item_dup_tags (item);

  for (guint kind = 0; kind < VAULT_N_GROUP_KINDS; kind++) {
    g_autoptr(GPtrArray) groups =
                   vault_dup_groups_of (session->vault, item, (VaultGroupKind) kind);

    for (guint i = 0; i < groups->len; i++) {
      g_autofree char *name = ctl_text_safe (vault_group_get_name (groups->pdata[i]));

      g_print ("%-10s %s\n", labels[kind], name);
    }
  }
  for (char **tag = tags; *tag != NULL; tag++) {
    g_autofree char *safe = ctl_text_safe (*tag);

    g_print ("%-10s %s\n", "tag", safe);
  }
  if (vault_item_is_favourite (item))
    g_print ("%-10s yes\n", "favourite");
  if (vault_item_is_view_limited (item))
    g_print ("%-10s %u\n", "views left", vault_item_get_views_left (item));
  if (*vault_item_get_note (item) != '\0')
    g_print ("%-10s yes\n", "note");
}

static void
print_item (VaultItem *item, gint64 now)
{
  g_autofree char *name = ctl_text_safe (vault_item_get_name (item));
  g_autofree char *type = ctl_text_safe (vault_item_get_content_type (item));
  g_autofree char *left = ctl_text_left (vault_item_get_expires (item), now);

  g_print ("%-10s %s\n", "id", vault_item_get_id (item));
  g_print ("%-10s %s\n", "name", name);
  g_print ("%-10s %s\n", "type", type);
  g_print ("%-10s %s\n", "kind", ctl_text_kind (vault_item_get_kind (item)));
  g_print ("%-10s %" G_GUINT64_FORMAT "\n", "bytes", vault_item_get_n_bytes (item));
  print_time ("added", vault_item_get_added (item), "unknown");
  print_time ("captured", vault_item_get_captured (item), "unknown");
  print_time ("expires", vault_item_get_expires (item), "never");
  if (vault_item_get_expires (item) != VAULT_EXPIRES_NEVER)
    g_print ("%-10s %s\n", "left", left);
  if (vault_item_get_width (item) > 0)
    g_print ("%-10s %u x %u\n", "size", vault_item_get_width (item),
             vault_item_get_height (item));
  if (vault_item_get_duration_ms (item) > 0)
    g_print ("%-10s %.1f s\n", "duration",
             (double) vault_item_get_duration_ms (item) / 1000);
  if (vault_item_get_rotation (item) > 0)
    g_print ("%-10s %u degrees\n", "turned", 90 * vault_item_get_rotation (item));
  if (vault_item_get_position_ms (item) > 0)
    g_print ("%-10s %.1f s\n", "left at",
             (double) vault_item_get_position_ms (item) / 1000);
  g_print ("%-10s %s\n", "thumbnail", vault_item_has_thumbnail (item) ? "yes" : "no");
}

CtlExit
ctl_run_show (CtlSession *session, const CtlRequest *request, VaultSecret *passphrase)
{
  g_autoptr(GPtrArray) items = NULL;
  g_autoptr(GError) error = NULL;

  items = ctl_session_dup_items (session, request->words, 1, &error);
  if (items == NULL)
    return ctl_fail (error);

  if (request->json) {
    g_autoptr(JsonBuilder) builder = json_builder_new ();

    ctl_json_add_item (builder, g_ptr_array_index (items, 0));
    ctl_json_print (builder);
    return CTL_EXIT_OK;
  }
  print_item (g_ptr_array_index (items, 0), vault_get_time (session->vault));
  print_organised (session, g_ptr_array_index (items, 0));
  return CTL_EXIT_OK;
}
