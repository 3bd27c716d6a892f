/* bench-items.c - importing many items
 *
 * NIGHTSTAND_BENCH_ITEMS: how many; 10,000 if not set.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "bench.h"

#include <stdio.h>

int
main (int argc, char **argv)
{
  guint n_items = (guint) bench_get_number ("NIGHTSTAND_BENCH_ITEMS", 10000);
  g_autofree char *many = NULL;
  double start_s;

  bench_start (argc, argv, "items");
  many = bench_path ("many");

  start_s = bench_now_s ();
  bench_make_vault (many, n_items);
  printf ("Import of %u tiny items: %.2f s\n", n_items, bench_now_s () - start_s);
  bench_settle ();

  return 0;
}
