/* epoch.c - the table of epoch keys: which key dies when
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "keyring/epoch.h"

#include <sodium.h>

static const struct {
  gint64 length_s;
  guint n_keys;
  guint first_key;
} classes[VAULT_N_EPOCH_CLASSES] = {
  [VAULT_EPOCH_HOURLY] = { 3600, VAULT_N_HOURLY, 0 },
  [VAULT_EPOCH_DAILY] = { 86400, VAULT_N_DAILY, VAULT_N_HOURLY },
  [VAULT_EPOCH_WEEKLY] = { 604800, VAULT_N_WEEKLY, VAULT_N_HOURLY + VAULT_N_DAILY },
};

VaultEpoch
vault_epoch_for_deadline (gint64 expires_s, gint64 now_s)
{
  VaultEpoch never = { .class = VAULT_EPOCH_NEVER };

  if (expires_s <= 0)
    return never;

  for (guint class = VAULT_EPOCH_HOURLY; class < VAULT_N_EPOCH_CLASSES; class ++) {
    gint64 length_s = classes[class].length_s;
    /* The first epoch whose end is not before the deadline. */
    gint64 number = (expires_s - 1) / length_s;
    gint64 current = MAX (now_s, 0) / length_s;

    /* Key e mod N still belongs to epoch e - N until that has passed; one epoch further
     * and the item would die a whole table too early. */
    number = MAX (number, current);
    if (number < current + (gint64) classes[class].n_keys) {
      VaultEpoch epoch = { .class = class, .number = (guint32) number };
      return epoch;
    }
  }

  return never;
}

gint64
vault_epoch_get_end (VaultEpoch epoch)
{
  if (epoch.class == VAULT_EPOCH_NEVER)
    return G_MAXINT64;

  return ((gint64) epoch.number + 1) * classes[epoch.class].length_s;
}

gboolean
vault_epoch_is_same (VaultEpoch a, VaultEpoch b)
{
  return a.class == b.class && a.number == b.number && a.heart == b.heart;
}

guint
vault_epoch_get_index (VaultEpoch epoch)
{
  g_assert (epoch.class != VAULT_EPOCH_NEVER && epoch.class < VAULT_N_EPOCH_CLASSES);

  return classes[epoch.class].first_key + epoch.number % classes[epoch.class].n_keys;
}

guint
vault_epochs_find_passed (gint64 after_s, gint64 now_s, guint8 due[VAULT_N_EPOCH_KEYS])
{
  guint n_due = 0;

  sodium_memzero (due, VAULT_N_EPOCH_KEYS);
  for (guint class = VAULT_EPOCH_HOURLY; class < VAULT_N_EPOCH_CLASSES; class ++) {
    gint64 first = MAX (after_s, 0) / classes[class].length_s;
    gint64 beyond = MAX (now_s, 0) / classes[class].length_s;

    first = MAX (first, beyond - (gint64) classes[class].n_keys);
    for (gint64 number = first; number < beyond; number++) {
      VaultEpoch epoch = { .class = class, .number = (guint32) number };

      due[vault_epoch_get_index (epoch)] = 1;
      n_due++;
    }
  }

  return n_due;
}
