/* night-text.c - numbers and kinds in plain words
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "night-text.h"

#include <glib/gi18n.h>

#define MINUTE_S ((gint64) 60)
#define HOUR_S (60 * MINUTE_S)
#define DAY_S (24 * HOUR_S)

static gulong
round_to (gint64 seconds, gint64 unit_s)
{
  return (gulong) ((seconds + unit_s / 2) / unit_s);
}

char *
night_text_dup_time_left (gint64 seconds)
{
  gulong n;

  if (seconds < MINUTE_S)
    return g_strdup (_ ("seconds left"));

  n = round_to (seconds, MINUTE_S);
  if (n < 60)
    return g_strdup_printf (ngettext ("%lu minute left", "%lu minutes left", n), n);

  n = round_to (seconds, HOUR_S);
  if (n < 24)
    return g_strdup_printf (ngettext ("%lu hour left", "%lu hours left", n), n);

  n = round_to (seconds, DAY_S);
  return g_strdup_printf (ngettext ("%lu day left", "%lu days left", n), n);
}

char *
night_text_dup_time_left_short (gint64 seconds)
{
  gulong n = seconds < MINUTE_S ? 0 : round_to (seconds, MINUTE_S);

  if (n == 0 || n >= 60)
    return night_text_dup_time_left (seconds);

  /* Translators: minutes, on a tile, where there is little room. */
  return g_strdup_printf (ngettext ("%lu min left", "%lu min left", n), n);
}

char *
night_text_dup_moment (gint64 unix_s)
{
  g_autoptr (GDateTime) when = g_date_time_new_from_unix_local (unix_s);

  if (when == NULL)
    return g_strdup ("");

  /* Translators: a weekday, date and time, see g_date_time_format(). */
  return g_date_time_format (when, _ ("%a %-d %B %Y, %H:%M"));
}

static char *
dup_local (gint64 unix_s, const char *format)
{
  g_autoptr (GDateTime) when = g_date_time_new_from_unix_local (unix_s);
  g_autofree char *text = NULL;

  if (when != NULL)
    text = g_date_time_format (when, format);

  return text != NULL ? g_steal_pointer (&text) : g_strdup ("");
}

char *
night_text_dup_day (gint64 unix_s)
{
  /* Translators: a day, see g_date_time_format(). */
  return dup_local (unix_s, _ ("%-d %B %Y"));
}

char *
night_text_dup_past (gint64 unix_s, gint64 now)
{
  g_autofree char *day = dup_local (unix_s, "%F");
  g_autofree char *today = dup_local (now, "%F");

  /* A clock that was set back puts the moment ahead: then only the date says something. */
  if (g_str_equal (day, today))
    return dup_local (unix_s, _ ("today at %H:%M"));
  if (unix_s <= now && now - unix_s < 6 * DAY_S)
    return dup_local (unix_s, _ ("on %A at %H:%M"));

  return dup_local (unix_s, _ ("on %-d %B %Y at %H:%M"));
}

char *
night_text_dup_duration (guint64 duration_ms)
{
  guint64 s = (duration_ms + 500) / 1000;
  guint64 hours = s / 3600;
  guint minutes = (guint) (s / 60 % 60);
  guint seconds = (guint) (s % 60);

  if (hours > 0)
    return g_strdup_printf ("%" G_GUINT64_FORMAT ":%02u:%02u", hours, minutes, seconds);

  return g_strdup_printf ("%u:%02u", minutes, seconds);
}

static void
append_part (GString *text, gulong n, char *part)
{
  if (n > 0)
    g_string_append_printf (text, text->len > 0 ? " %s" : "%s", part);
  g_free (part);
}

char *
night_text_dup_spoken_duration (guint64 duration_ms)
{
  guint64 s = (duration_ms + 500) / 1000;
  gulong hours = (gulong) (s / 3600);
  gulong minutes = (gulong) (s / 60 % 60);
  gulong seconds = hours > 0 ? 0 : (gulong) (s % 60);
  GString *text = g_string_new (NULL);

  append_part (text, hours,
               g_strdup_printf (ngettext ("%lu hour", "%lu hours", hours), hours));
  append_part (
      text, minutes,
      g_strdup_printf (ngettext ("%lu minute", "%lu minutes", minutes), minutes));
  append_part (
      text, seconds,
      g_strdup_printf (ngettext ("%lu second", "%lu seconds", seconds), seconds));
  if (text->len == 0)
    g_string_append (text, _ ("less than a second"));
  return g_string_free (text, FALSE);
}

const char *
night_text_get_kind (VaultMediaKind kind)
{
  switch (kind) {
  case VAULT_MEDIA_IMAGE:
    return _ ("photo");
  case VAULT_MEDIA_ANIMATION:
    return _ ("animation");
  case VAULT_MEDIA_VIDEO:
    return _ ("film");
  case VAULT_MEDIA_AUDIO:
    return _ ("recording");
  case VAULT_MEDIA_DOCUMENT:
    return _ ("document");
  case VAULT_MEDIA_OTHER:
  default:
    return _ ("file");
  }
}

const char *
night_text_get_icon (VaultMediaKind kind)
{
  switch (kind) {
  case VAULT_MEDIA_IMAGE:
  case VAULT_MEDIA_ANIMATION:
    return "image-x-generic-symbolic";
  case VAULT_MEDIA_VIDEO:
    return "video-x-generic-symbolic";
  case VAULT_MEDIA_AUDIO:
    return "audio-x-generic-symbolic";
  case VAULT_MEDIA_DOCUMENT:
    return "x-office-document-symbolic";
  case VAULT_MEDIA_OTHER:
  default:
    return "text-x-generic-symbolic";
  }
}

char *
night_text_dup_views_left (VaultItem *item)
{
  guint n = vault_item_get_views_left (item);

  if (!vault_item_is_view_limited (item))
    return NULL;
  if (n == 0)
    return g_strdup (_ ("last view"));
  return g_strdup_printf (ngettext ("%u view left", "%u views left", n), n);
}

char *
night_text_dup_item_label (VaultItem *item, gint64 now)
{
  const char *name = vault_item_get_name (item);
  const char *kind = night_text_get_kind (vault_item_get_kind (item));
  gint64 expires = vault_item_get_expires (item);
  guint64 duration_ms = vault_item_get_duration_ms (item);
  g_autofree char *views = night_text_dup_views_left (item);
  g_autoptr (GString) label = g_string_new (NULL);

  /* Translators: an item as a screen reader says it: its name, then its kind. */
  g_string_printf (label, _ ("%s, %s"), name, kind);

  if (duration_ms > 0) {
    g_autofree char *duration = night_text_dup_spoken_duration (duration_ms);

    g_string_append_printf (label, ", %s", duration);
  }

  if (vault_item_is_favourite (item))
    g_string_append_printf (label, ", %s", _ ("favourite"));

  if (views != NULL)
    g_string_append_printf (label, ", %s", views);

  if (expires != VAULT_EXPIRES_NEVER) {
    g_autofree char *left = night_text_dup_time_left (expires - now);

    g_string_append_printf (label, ", %s", left);
  }

  return g_string_free (g_steal_pointer (&label), FALSE);
}

/* A name can hold line breaks, or turn the direction of what follows; that may be the
 * very problem.  Languages and emoji need the two joiners, and nothing else of the kind.
 * Returns: what is shown in the place of @c. */
static gunichar
shown (gunichar c)
{
  const gunichar non_joiner = 0x200c, joiner = 0x200d, replacement = 0xfffd;

  switch (g_unichar_type (c)) {
  case G_UNICODE_CONTROL:
  case G_UNICODE_LINE_SEPARATOR:
  case G_UNICODE_PARAGRAPH_SEPARATOR:
    return ' ';
  case G_UNICODE_FORMAT:
    return c == joiner || c == non_joiner ? c : replacement;
  default:
    return c;
  }
}

char *
night_text_dup_one_line (const char *name)
{
  g_autofree char *valid = g_utf8_make_valid (name, -1);
  GString *line = g_string_new (NULL);

  for (const char *at = valid; *at != '\0'; at = g_utf8_next_char (at))
    g_string_append_unichar (line, shown (g_utf8_get_char (at)));

  return g_string_free (line, FALSE);
}
