/* night-span.h - where two lists differ
 *
 * Threads:  any.
 * Blocks:   never.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* As "items-changed" of a GListModel says it; all 0 where they do not differ. */
typedef struct {
  guint first;
  guint n_removed;
  guint n_added;
} NightSpan;

/* The shortest stretch outside of which @before and @after hold the same pointers. */
NightSpan night_span_between (const GPtrArray *before, const GPtrArray *after);

G_END_DECLS
