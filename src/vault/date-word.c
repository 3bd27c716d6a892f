/* date-word.c - words that mean days
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "vault/date-word.h"

#include <string.h>

#include <vault/vault-search.h>

/* Nothing was photographed before, and a calendar of ours ends there. */
#define FIRST_YEAR 1900
#define LAST_YEAR 2100
/* "mar" is March; "ma" could be May as well. */
#define MIN_MONTH_LETTERS 3
#define N_MONTHS 12

static const char *const english[N_MONTHS] = { "january", "february", "march",
                                               "april",   "may",      "june",
                                               "july",    "august",   "september",
                                               "october", "november", "december" };

/* The beginning of a day where we are. */
static gint64
find_midnight (guint year, guint month, guint day)
{
  g_autoptr (GDateTime) date =
                 g_date_time_new_local ((int) year, (int) month, (int) day, 0, 0, 0);

  return date == NULL ? 0 : g_date_time_to_unix (date);
}

/* @month and @day may be 0: the whole year, the whole month.  Nothing for a day that is not. */
static void
add_span (GArray *spans, guint year, guint month, guint day)
{
  GDate date;
  VaultSpan span;

  if (!g_date_valid_dmy (day == 0 ? 1 : (GDateDay) day,
                         month == 0 ? G_DATE_JANUARY : (GDateMonth) month,
                         (GDateYear) year))
    return;

  g_date_clear (&date, 1);
  g_date_set_dmy (&date, day == 0 ? 1 : (GDateDay) day,
                  month == 0 ? G_DATE_JANUARY : (GDateMonth) month, (GDateYear) year);
  span.from = find_midnight (g_date_get_year (&date), g_date_get_month (&date),
                             g_date_get_day (&date));
  if (month == 0)
    g_date_add_years (&date, 1);
  else if (day == 0)
    g_date_add_months (&date, 1);
  else
    g_date_add_days (&date, 1);
  span.until = find_midnight (g_date_get_year (&date), g_date_get_month (&date),
                              g_date_get_day (&date));
  g_array_append_val (spans, span);
}

/* 0 for anything but a number of at most @max. */
static guint
read_number (const char *text, guint max)
{
  guint64 number;

  return g_ascii_string_to_unsigned (text, 10, 1, max, &number, NULL) ? (guint) number
                                                                      : 0;
}

/* "2024", "2024-3", "2024-03-17". */
static gboolean
add_numeric (GArray *spans, const char *word)
{
  g_auto (GStrv) parts = g_strsplit (word, "-", -1);
  guint n = g_strv_length (parts);
  guint year = n >= 1 ? read_number (parts[0], LAST_YEAR) : 0;
  guint month = n >= 2 ? read_number (parts[1], N_MONTHS) : 0;
  guint day = n >= 3 ? read_number (parts[2], 31) : 0;

  if (n > 3 || year < FIRST_YEAR || (n >= 2 && month == 0) || (n == 3 && day == 0))
    return FALSE;

  add_span (spans, year, month, day);
  return TRUE;
}

static gboolean
begins (const char *name, const char *word)
{
  return g_utf8_strlen (word, -1) >= MIN_MONTH_LETTERS && g_str_has_prefix (name, word);
}

/* The month's name in the language of the locale, as it stands alone. */
static char *
dup_month_name (guint month)
{
  g_autoptr (GDateTime) date = g_date_time_new_utc (2001, (int) month, 1, 0, 0, 0);
  g_autofree char *name = g_date_time_format (date, "%OB");

  return vault_search_fold (name == NULL ? "" : name);
}

static guint
find_month (const char *word)
{
  for (guint month = 1; month <= N_MONTHS; month++) {
    g_autofree char *name = dup_month_name (month);

    if (begins (english[month - 1], word) || begins (name, word))
      return month;
  }

  return 0;
}

/* A month, or a day of it, of every year. */
static guint
add_month (GArray *spans, const char *const *words)
{
  guint month = find_month (words[0]);
  guint day = 0;
  guint n_words = 1;

  if (words[1] != NULL) {
    day = read_number (words[month == 0 ? 0 : 1], 31);
    if (month == 0 && day > 0)
      month = find_month (words[1]);
    n_words = day > 0 ? 2 : 1;
  }
  if (month == 0)
    return 0;

  for (guint year = FIRST_YEAR; year <= LAST_YEAR; year++)
    add_span (spans, year, month, day);
  return n_words;
}

static gboolean
add_near (GArray *spans, const char *word, gint64 now)
{
  g_autoptr (GDateTime) today = g_date_time_new_from_unix_local (now);
  g_autoptr (GDateTime) day = NULL;

  if (today == NULL)
    return FALSE;
  if (g_str_equal (word, "today"))
    day = g_date_time_ref (today);
  else if (g_str_equal (word, "yesterday"))
    day = g_date_time_add_days (today, -1);
  if (day == NULL)
    return FALSE;

  add_span (spans, (guint) g_date_time_get_year (day),
            (guint) g_date_time_get_month (day),
            (guint) g_date_time_get_day_of_month (day));
  return TRUE;
}

static int
compare_spans (gconstpointer a, gconstpointer b)
{
  const VaultSpan *left = a;
  const VaultSpan *right = b;

  return (left->from > right->from) - (left->from < right->from);
}

/* In order, and none into another: then one look tells which can hold a moment. */
static GArray *
settle (GArray *spans)
{
  guint n = 0;

  g_array_sort (spans, compare_spans);
  for (guint i = 0; i < spans->len; i++) {
    const VaultSpan span = g_array_index (spans, VaultSpan, i);
    VaultSpan *last = n > 0 ? &g_array_index (spans, VaultSpan, n - 1) : NULL;

    if (last != NULL && span.from <= last->until)
      last->until = MAX (last->until, span.until);
    else
      g_array_index (spans, VaultSpan, n++) = span;
  }
  g_array_set_size (spans, n);
  return spans;
}

GArray *
vault_date_words_parse (const char *const *words, gint64 now, guint *out_n_words)
{
  g_autoptr (GArray) spans = g_array_new (FALSE, FALSE, sizeof (VaultSpan));

  *out_n_words = 1;
  if (add_numeric (spans, words[0]) || add_near (spans, words[0], now))
    return settle (g_steal_pointer (&spans));

  *out_n_words = add_month (spans, words);
  if (*out_n_words > 0)
    return settle (g_steal_pointer (&spans));

  *out_n_words = 1;
  return NULL;
}

gboolean
vault_spans_contain (const GArray *spans, gint64 time)
{
  guint low = 0;
  guint high = spans != NULL ? spans->len : 0;

  while (low < high) {
    guint middle = low + (high - low) / 2;
    const VaultSpan *span = &g_array_index (spans, VaultSpan, middle);

    if (time < span->from)
      high = middle;
    else if (time >= span->until)
      low = middle + 1;
    else
      return TRUE;
  }

  return FALSE;
}
