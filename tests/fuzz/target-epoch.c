/* target-epoch.c - fuzzing deadlines against the table of epoch keys
 *
 * Input: deadline 8 | now 8 | how much later 8
 *
 * Accepted is a deadline that gets an epoch.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "fuzz/fuzz.h"

#include "file/clock.h"
#include "keyring/epoch.h"

/* The key dies at the end of its epoch: not before, for the item is to live until its
 * deadline, and not later. */
static void
check_death (VaultEpoch epoch, gint64 now_s, gint64 later_s)
{
  guint8 due[VAULT_N_EPOCH_KEYS];
  guint n_marked = 0;
  guint n_due = vault_epochs_find_passed (now_s, later_s, due);

  for (guint i = 0; i < VAULT_N_EPOCH_KEYS; i++)
    n_marked += due[i];
  g_assert_cmpuint (n_marked, ==, n_due);
  g_assert_cmpint (due[vault_epoch_get_index (epoch)], ==,
                   vault_epoch_get_end (epoch) <= later_s);
}

gboolean
fuzz_target (const guint8 *bytes, gsize n_bytes)
{
  FuzzInput input = { bytes, n_bytes };
  gint64 deadline_s = (gint64) fuzz_take_u64 (&input);
  gint64 now_s = (gint64) (fuzz_take_u64 (&input) % (VAULT_CLOCK_LATEST_S + 1));
  gint64 later_s = now_s + (gint64) (fuzz_take_u64 (&input) % VAULT_CLOCK_LATEST_S);
  VaultEpoch epoch = vault_epoch_for_deadline (deadline_s, now_s);

  later_s = MIN (later_s, VAULT_CLOCK_LATEST_S);
  if (epoch.class == VAULT_EPOCH_NEVER) {
    g_assert_cmpuint (epoch.number, ==, 0);
    g_assert_cmpint (vault_epoch_get_end (epoch), ==, G_MAXINT64);
    return FALSE;
  }

  g_assert_cmpuint (epoch.class, <, VAULT_N_EPOCH_CLASSES);
  g_assert_cmpuint (vault_epoch_get_index (epoch), <, VAULT_N_EPOCH_KEYS);
  g_assert_cmpint (vault_epoch_get_end (epoch), >=, deadline_s);
  g_assert_cmpint (vault_epoch_get_end (epoch), >, now_s);
  check_death (epoch, now_s, later_s);
  return TRUE;
}
