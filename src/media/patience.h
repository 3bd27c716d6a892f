/* patience.h - how long a helper may take for an answer
 *
 * One that hangs, or that a hostile file keeps busy, is given up and ended.
 *
 * Threads:  any.
 * Blocks:   never.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define VAULT_PATIENCE_MS 20000

/* Until when one that is asked now has to have answered, in g_get_monotonic_time(). */
gint64 vault_patience_get_deadline (void);

/* The same as a length of time. */
gint64 vault_patience_get_ms (void);

/* For tests, which would wait for every helper that hangs on purpose.  It counts from the next
 * question on, and nothing from outside the process gets here: whoever could make this long
 * would have a helper hang for ever. */
void vault_patience_set_ms (gint64 ms);

G_END_DECLS
