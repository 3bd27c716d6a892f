/* night-month.c - the month in which a moment lies, in local time
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "library/night-month.h"

#include <glib/gi18n.h>

void
night_month_find (NightMonth *out, gint64 unix_s)
{
  g_autoptr (GDateTime) when = g_date_time_new_from_unix_local (unix_s);
  g_autoptr (GDateTime) begin = NULL;
  g_autoptr (GDateTime) end = NULL;

  *out = (NightMonth){ 0, unix_s, unix_s + 1 };
  if (when == NULL)
    return;

  begin = g_date_time_new_local (g_date_time_get_year (when),
                                 g_date_time_get_month (when), 1, 0, 0, 0);
  end = begin == NULL ? NULL : g_date_time_add_months (begin, 1);
  if (end == NULL)
    return;

  out->number = g_date_time_get_year (when) * 12 + g_date_time_get_month (when);
  out->begin_s = g_date_time_to_unix (begin);
  out->end_s = g_date_time_to_unix (end);
}

gboolean
night_month_holds (const NightMonth *self, gint64 unix_s)
{
  return self->begin_s <= unix_s && unix_s < self->end_s;
}

char *
night_month_dup_title (const NightMonth *self)
{
  g_autoptr (GDateTime) begin = g_date_time_new_from_unix_local (self->begin_s);

  if (self->number == 0 || begin == NULL)
    return g_strdup ("");

  /* Translators: a month, see g_date_time_format(). */
  return g_date_time_format (begin, _ ("%OB %Y"));
}
