/* json.c - what --json prints
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "json.h"

#include <stdio.h>

#include "text.h"

void
ctl_json_add_time (JsonBuilder *builder, const char *name, gint64 seconds)
{
  g_autofree char *text = seconds == 0 ? NULL : ctl_text_utc (seconds);

  ctl_json_add_string (builder, name, text);
}

void
ctl_json_add_uint (JsonBuilder *builder, const char *name, guint64 value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_int_value (builder, (gint64) MIN (value, (guint64) G_MAXINT64));
}

void
ctl_json_add_boolean (JsonBuilder *builder, const char *name, gboolean value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_boolean_value (builder, value);
}

void
ctl_json_add_string (JsonBuilder *builder, const char *name, const char *value)
{
  json_builder_set_member_name (builder, name);
  if (value == NULL)
    json_builder_add_null_value (builder);
  else
    json_builder_add_string_value (builder, value);
}

static void
add_texts (JsonBuilder *builder, const char *name, char *const *texts)
{
  json_builder_set_member_name (builder, name);
  json_builder_begin_array (builder);
  for (; *texts != NULL; texts++)
    json_builder_add_string_value (builder, *texts);
  json_builder_end_array (builder);
}

/* Groups by their ids, which albums and people print. */
static void
add_organised (JsonBuilder *builder, VaultItem *item)
{
  g_auto(GStrv) tags = vault_item_dup_tags (item);
  g_auto(GStrv) groups = vault_item_dup_group_ids (item);

  json_builder_set_member_name (builder, "favourite");
  json_builder_add_boolean_value (builder, vault_item_is_favourite (item));
  add_texts (builder, "tags", tags);
  add_texts (builder, "groups", groups);
  ctl_json_add_string (builder, "note", vault_item_get_note (item));
  json_builder_set_member_name (builder, "views_left");
  if (vault_item_is_view_limited (item))
    json_builder_add_int_value (builder, vault_item_get_views_left (item));
  else
    json_builder_add_null_value (builder);
}

void
ctl_json_add_item (JsonBuilder *builder, VaultItem *item)
{
  json_builder_begin_object (builder);
  ctl_json_add_string (builder, "id", vault_item_get_id (item));
  ctl_json_add_string (builder, "name", vault_item_get_name (item));
  ctl_json_add_string (builder, "type", vault_item_get_content_type (item));
  ctl_json_add_string (builder, "kind", ctl_text_kind (vault_item_get_kind (item)));
  ctl_json_add_uint (builder, "bytes", vault_item_get_n_bytes (item));
  ctl_json_add_time (builder, "added", vault_item_get_added (item));
  ctl_json_add_time (builder, "captured", vault_item_get_captured (item));
  ctl_json_add_time (builder, "expires", vault_item_get_expires (item));
  ctl_json_add_uint (builder, "width", vault_item_get_width (item));
  ctl_json_add_uint (builder, "height", vault_item_get_height (item));
  ctl_json_add_uint (builder, "duration_ms", vault_item_get_duration_ms (item));
  ctl_json_add_uint (builder, "rotation", 90 * vault_item_get_rotation (item));
  ctl_json_add_uint (builder, "position_ms", vault_item_get_position_ms (item));
  add_organised (builder, item);
  json_builder_set_member_name (builder, "thumbnail");
  json_builder_add_boolean_value (builder, vault_item_has_thumbnail (item));
  json_builder_end_object (builder);
}

static void
append_utf16_escapes (GString *out, gunichar c)
{
  if (c < 0x10000) {
    g_string_append_printf (out, "\\u%04x", c);
    return;
  }
  g_string_append_printf (out, "\\u%04x\\u%04x", 0xd800 + ((c - 0x10000) >> 10),
                          0xdc00 + ((c - 0x10000) & 0x3ff));
}

void
ctl_json_print (JsonBuilder *builder)
{
  g_autoptr(JsonNode) root = json_builder_get_root (builder);
  g_autofree char *text = json_to_string (root, TRUE);
  g_autoptr(GString) ascii = g_string_new (NULL);

  /* Outside strings JSON is ASCII and has no DEL, so what is escaped here is always
   * inside one, where the escape means the same. */
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p)) {
    gunichar c = g_utf8_get_char (p);

    if (c < 0x7f)
      g_string_append_c (ascii, (char) c);
    else
      append_utf16_escapes (ascii, c);
  }
  g_string_append_c (ascii, '\n');
  fwrite (ascii->str, 1, ascii->len, stdout);
}
