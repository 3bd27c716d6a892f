/* date-word.h - words that mean days, as people type them into a search field
 *
 * Threads:  any.  Pure but for the time zone.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* From @from on and before @until, seconds since 1970. */
typedef struct {
  gint64 from;
  gint64 until;
} VaultSpan;

/* What the first of @words, NULL-terminated and folded, means together with those that belong
 * to it: "2024", "2024-03", "2024-03-17", "march", "17 march", "march 17", "today",
 * "yesterday".  A month without a year is that of every year.  @out_n_words: how many words
 * that is.  Returns: (transfer full): VaultSpan; NULL if the word is no date. */
GArray *
vault_date_words_parse (const char *const *words, gint64 now, guint *out_n_words);

/* Whether @time is in one of @spans. */
gboolean vault_spans_contain (const GArray *spans, gint64 time);

G_END_DECLS
