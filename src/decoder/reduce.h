/* reduce.h - area averaging of rows as they come
 *
 * Every target pixel is the mean of the source area it covers, edges weighted.
 *
 * Threads:  one.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

typedef struct _Reducer Reducer;

/* Neither target side may exceed its source side.  Returns: NULL without memory. */
Reducer *reducer_new (guint source_width,
                      guint source_height,
                      guint target_width,
                      guint target_height);

/* Add one source row.  Returns: TRUE if that completed a target row, now in @out, which
 * has room for the target width. */
gboolean reducer_add (Reducer *self, const guint8 *row, guint8 *out);

void reducer_free (Reducer *self);
