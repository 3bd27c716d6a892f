/* sort.c - what a library can be sorted by
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <vault/vault-search.h>

#include <string.h>

#include "vault/item.h"

static int
compare_numbers (gint64 a, gint64 b)
{
  return a < b ? -1 : a > b;
}

static gint64
get_captured (VaultItem *item)
{
  gint64 captured = vault_item_get_captured (item);

  return captured != 0 ? captured : vault_item_get_added (item);
}

/* What never ends comes last. */
static gint64
get_end (VaultItem *item)
{
  gint64 expires = vault_item_get_expires (item);

  return expires == VAULT_EXPIRES_NEVER ? G_MAXINT64 : expires;
}

/* Folded, for people do not sort by capitals; numbers in them count as numbers. */
static int
compare_names (VaultItem *a, VaultItem *b)
{
  const char *x = vault_item_get_folded (a);
  const char *y = vault_item_get_folded (b);

  return x == NULL || y == NULL ? 0 : strverscmp (x, y);
}

static int
compare_by (VaultItem *a, VaultItem *b, VaultSort sort)
{
  switch (sort) {
  case VAULT_SORT_CAPTURED:
    return compare_numbers (get_captured (b), get_captured (a));
  case VAULT_SORT_NAME:
    return compare_names (a, b);
  case VAULT_SORT_SIZE:
    return compare_numbers ((gint64) vault_item_get_n_bytes (b),
                            (gint64) vault_item_get_n_bytes (a));
  case VAULT_SORT_TIME_LEFT:
    return compare_numbers (get_end (a), get_end (b));
  case VAULT_SORT_ADDED:
  default:
    return 0;
  }
}

/* The library's own order; see item-list.c. */
static int
compare_places (VaultItem *a, VaultItem *b)
{
  int by_time = compare_numbers (vault_item_get_added (b), vault_item_get_added (a));
  int by_name = by_time != 0
                    ? by_time
                    : strverscmp (vault_item_get_name (a), vault_item_get_name (b));

  return by_name != 0 ? by_name : strcmp (vault_item_get_id (a), vault_item_get_id (b));
}

int
vault_sort_compare (gconstpointer a, gconstpointer b, gpointer sort)
{
  VaultItem *x = (VaultItem *) a;
  VaultItem *y = (VaultItem *) b;
  int by = compare_by (x, y, (VaultSort) GPOINTER_TO_UINT (sort));

  return by != 0 ? by : compare_places (x, y);
}
