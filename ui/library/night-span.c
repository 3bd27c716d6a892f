/* night-span.c - where two lists differ
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "library/night-span.h"

NightSpan
night_span_between (const GPtrArray *before, const GPtrArray *after)
{
  guint shorter = MIN (before->len, after->len);
  guint n_head = 0;
  guint n_tail = 0;

  while (n_head < shorter && before->pdata[n_head] == after->pdata[n_head])
    n_head++;
  while (n_tail < shorter - n_head
         && before->pdata[before->len - 1 - n_tail]
                == after->pdata[after->len - 1 - n_tail])
    n_tail++;

  if (n_head == before->len && n_head == after->len)
    return (NightSpan){ 0, 0, 0 };
  return (NightSpan){ n_head, before->len - n_head - n_tail,
                      after->len - n_head - n_tail };
}
