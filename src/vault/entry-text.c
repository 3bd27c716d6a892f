/* entry-text.c - which texts can be kept and shown
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "vault/entry.h"

#include <string.h>

#include <vault/vault-organise.h>

#define CONTENT_TYPE_MAX_BYTES 127

static gboolean
changes_direction (gunichar c)
{
  return (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069) || c == 0x200e
         || c == 0x200f || c == 0x061c;
}

/* Most texts are ASCII, and every one is looked at when a vault is opened. */
static gboolean
is_plain (const char *text)
{
  for (; *text != '\0'; text++) {
    if (!g_ascii_isprint (*text))
      return FALSE;
  }

  return TRUE;
}

/* UTF-8, and no character that cannot be seen or that turns the others round but those in
 * @allowed: "photo\u202Egnp.exe" reads as "photoexe.png", and nobody should be shown that. */
static gboolean
is_visible (const char *text, gsize n_bytes, const char *allowed)
{
  if (is_plain (text))
    return TRUE;
  if (!g_utf8_validate_len (text, n_bytes, NULL))
    return FALSE;

  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at)) {
    gunichar c = g_utf8_get_char (at);

    if ((g_unichar_iscntrl (c) && (c > 0x7f || strchr (allowed, (int) c) == NULL))
        || changes_direction (c) || c == 0x2028 || c == 0x2029)
      return FALSE;
  }

  return TRUE;
}

static gboolean
is_line (const char *text, gsize max_bytes)
{
  gsize n_bytes = strlen (text);

  return n_bytes > 0 && n_bytes <= max_bytes && is_visible (text, n_bytes, "");
}

/* A name typed with a space behind it would be another one that looks the same. */
static gboolean
is_trimmed (const char *text)
{
  const char *last = g_utf8_find_prev_char (text, text + strlen (text));

  return !g_unichar_isspace (g_utf8_get_char (text))
         && !g_unichar_isspace (g_utf8_get_char (last));
}

gboolean
vault_entry_name_is_good (const char *name)
{
  return is_line (name, VAULT_NAME_MAX_BYTES) && strchr (name, '/') == NULL
         && !g_str_equal (name, ".") && !g_str_equal (name, "..");
}

gboolean
vault_entry_tag_is_good (const char *tag)
{
  return is_line (tag, VAULT_TAG_MAX_BYTES) && is_trimmed (tag);
}

gboolean
vault_entry_group_name_is_good (const char *name)
{
  return is_line (name, VAULT_GROUP_NAME_MAX_BYTES) && is_trimmed (name);
}

/* In the order of their bytes, which for UTF-8 is that of the characters, each once. */
gboolean
vault_entry_tags_are_good (const char *tags)
{
  const char separator[] = { VAULT_TAG_END, '\0' };
  g_auto (GStrv) all = NULL;

  if (*tags == '\0')
    return TRUE;

  all = g_strsplit (tags, separator, -1);
  if (g_strv_length (all) > VAULT_ITEM_MAX_TAGS)
    return FALSE;
  for (guint i = 0; all[i] != NULL; i++) {
    if (!vault_entry_tag_is_good (all[i])
        || (i > 0 && strcmp (all[i - 1], all[i]) >= 0))
      return FALSE;
  }

  return TRUE;
}

gboolean
vault_entry_note_is_good (const char *note)
{
  gsize n_bytes = strlen (note);

  return n_bytes <= VAULT_NOTE_MAX_BYTES && is_visible (note, n_bytes, "\n\t");
}

gboolean
vault_entry_content_type_is_good (const char *content_type)
{
  gsize n_bytes = strlen (content_type);

  if (n_bytes == 0 || n_bytes > CONTENT_TYPE_MAX_BYTES)
    return FALSE;

  for (gsize i = 0; i < n_bytes; i++) {
    if (!g_ascii_isgraph (content_type[i]))
      return FALSE;
  }

  return TRUE;
}
