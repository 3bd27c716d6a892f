/* patience.c - how long a helper may take for an answer
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "media/patience.h"

/* In milliseconds; threads read it while a test sets it. */
static int patience_ms = VAULT_PATIENCE_MS;

gint64
vault_patience_get_ms (void)
{
  return g_atomic_int_get (&patience_ms);
}

gint64
vault_patience_get_deadline (void)
{
  return g_get_monotonic_time () + vault_patience_get_ms () * G_TIME_SPAN_MILLISECOND;
}

void
vault_patience_set_ms (gint64 ms)
{
  g_atomic_int_set (&patience_ms, (int) ms);
}
