/* when.c - deadlines as people write them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <vault/vault-error.h>
#include <vault/vault-item.h>
#include <vault/vault-when.h>

#include <string.h>

/* A hundred years: what is meant to last longer is meant to last. */
#define LONGEST_S ((gint64) 36525 * 86400)

static gboolean
refuse (GError **error, const char *why)
{
  g_set_error (error, VAULT_ERROR, VAULT_ERROR_BAD_TIME, "%s", why);
  return FALSE;
}

static gint64
seconds_in (char unit)
{
  switch (unit) {
  case 'm':
    return 60;
  case 'h':
    return 3600;
  case 'd':
    return 86400;
  case 'w':
    return 604800;
  default:
    return 0;
  }
}

/* "90m", "1h", "30d": digits and one letter, nothing else. */
static gboolean
parse_span (const char *text, gint64 *out_seconds)
{
  gsize length = strlen (text);
  gint64 unit = length < 2 ? 0 : seconds_in (text[length - 1]);
  g_autofree char *digits = NULL;
  guint64 count;

  *out_seconds = 0;
  if (unit == 0)
    return FALSE;

  digits = g_strndup (text, length - 1);
  if (!g_ascii_string_to_unsigned (digits, 10, 1, (guint64) (LONGEST_S / unit), &count,
                                   NULL))
    return FALSE;

  *out_seconds = (gint64) count * unit;
  return TRUE;
}

/* A date alone is the end of that day where this computer is: whoever writes a day does not mean
 * that it is over before it has begun. */
static GDateTime *
parse_moment (const char *text)
{
  g_autoptr (GTimeZone) local = g_time_zone_new_local ();
  g_autofree char *moment =
      g_strconcat (text, strpbrk (text, "Tt ") == NULL ? "T23:59:59" : NULL, NULL);

  return g_date_time_new_from_iso8601 (moment, local);
}

gboolean
vault_when_parse (const char *text, gint64 now, gint64 *out_expires, GError **error)
{
  g_autoptr (GDateTime) date = NULL;
  gint64 span;

  *out_expires = VAULT_EXPIRES_NEVER;
  if (g_str_equal (text, "never"))
    return TRUE;

  if (parse_span (text, &span)) {
    *out_expires = now + span;
    return TRUE;
  }

  date = parse_moment (text);
  if (date == NULL)
    return refuse (error, "neither a span nor an ISO 8601 date");
  if (g_date_time_to_unix (date) <= now)
    return refuse (error, "not in the future");
  if (g_date_time_to_unix (date) > now + LONGEST_S)
    return refuse (error, "more than a hundred years away");

  *out_expires = g_date_time_to_unix (date);
  return TRUE;
}
