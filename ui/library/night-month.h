/* night-month.h - the month in which a moment lies, in local time
 *
 * Threads:  any.
 * Blocks:   never.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct {
  int number; /* of months since the year 0; 0 for a moment that no calendar has */
  gint64 begin_s;
  gint64 end_s; /* what no longer belongs to it */
} NightMonth;

void night_month_find (NightMonth *out, gint64 unix_s);

/* Whether @unix_s lies in @self: what saves looking at the calendar for each of many. */
gboolean night_month_holds (const NightMonth *self, gint64 unix_s);

/* "March 2027".  Returns: (transfer full): a translated string. */
char *night_month_dup_title (const NightMonth *self);

G_END_DECLS
