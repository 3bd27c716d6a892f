/* text.c - names, times and sizes as they may appear on a terminal
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "text.h"

#define ZERO_WIDTH_NON_JOINER 0x200c
#define ZERO_WIDTH_JOINER 0x200d
#define REPLACEMENT_CHARACTER 0xfffd

gboolean
ctl_text_is_unsafe (gunichar c)
{
  if (c == ZERO_WIDTH_NON_JOINER || c == ZERO_WIDTH_JOINER)
    return FALSE;

  switch (g_unichar_type (c)) {
  case G_UNICODE_CONTROL:
  case G_UNICODE_FORMAT:
  case G_UNICODE_LINE_SEPARATOR:
  case G_UNICODE_PARAGRAPH_SEPARATOR:
  case G_UNICODE_SURROGATE:
  case G_UNICODE_UNASSIGNED:
    return TRUE;
  default:
    return FALSE;
  }
}

char *
ctl_text_safe (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  g_autoptr(GString) safe = g_string_new (NULL);

  for (const char *p = valid; *p != '\0'; p = g_utf8_next_char (p)) {
    gunichar c = g_utf8_get_char (p);

    g_string_append_unichar (safe, ctl_text_is_unsafe (c) ? REPLACEMENT_CHARACTER : c);
  }

  return g_string_free (g_steal_pointer (&safe), FALSE);
}

char *
ctl_text_utc (gint64 seconds)
{
  g_autoptr(GDateTime) time = g_date_time_new_from_unix_utc (seconds);

  /* Outside the years 1 to 9999. */
  if (time == NULL)
    return g_strdup ("unknown");
  return g_date_time_format (time, "%Y-%m-%dT%H:%M:%SZ");
}

char *
ctl_text_local (gint64 seconds)
{
  g_autoptr(GDateTime) time = g_date_time_new_from_unix_local (seconds);

  if (time == NULL)
    return g_strdup ("unknown");
  return g_date_time_format (time, "%Y-%m-%d %H:%M");
}

char *
ctl_text_left (gint64 expires, gint64 now)
{
  static const struct {
    gint64 seconds;
    const char *name;
  } units[] = { { 86400, "days" }, { 3600, "hours" }, { 60, "minutes" } };
  gint64 left = expires - now;

  if (expires == VAULT_EXPIRES_NEVER)
    return g_strdup ("never");
  if (left <= 0)
    return g_strdup ("now");

  /* From two of a unit on; "1 day" would hide whether it is 25 hours or 47. */
  for (gsize i = 0; i < G_N_ELEMENTS (units); i++) {
    if (left >= 2 * units[i].seconds)
      return g_strdup_printf ("%" G_GINT64_FORMAT " %s", left / units[i].seconds,
                              units[i].name);
  }
  return g_strdup_printf ("%" G_GINT64_FORMAT " %s", left,
                          left == 1 ? "second" : "seconds");
}

const char *
ctl_text_kind (VaultMediaKind kind)
{
  switch (kind) {
  case VAULT_MEDIA_IMAGE:
    return "image";
  case VAULT_MEDIA_ANIMATION:
    return "animation";
  case VAULT_MEDIA_VIDEO:
    return "video";
  case VAULT_MEDIA_AUDIO:
    return "audio";
  case VAULT_MEDIA_DOCUMENT:
    return "document";
  case VAULT_MEDIA_OTHER:
  default:
    return "other";
  }
}
