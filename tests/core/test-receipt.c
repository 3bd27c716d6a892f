/* test-receipt.c - what a receipt may say, and where each of it is proven
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <glib.h>

#include <vault/vault-wipe.h>

/* For each saying the test that makes a wipe end in it and looks for itself whether it is
 * true; of the good light, that an encrypted disk is told from others.  The lint "promises" holds that these are there. */
static const char *const proofs[VAULT_N_SAYINGS] = {
  [VAULT_SAYS_DESTROYED] = "`core / vault-wipe / open`",
  [VAULT_SAYS_OVERWRITTEN] = "`disk / images / test_light`",
  [VAULT_SAYS_NOT_DESTROYED] = "`disk / faults / test_read_only`",
  [VAULT_SAYS_NO_KEYS] = "`core / vault-wipe / empty-keyring`",
  [VAULT_SAYS_MEMORY_DESTROYED] = "`memory / memory`",
  [VAULT_SAYS_MEMORY_NONE] = "`core / vault-wipe / locked`",
  [VAULT_SAYS_KEYS_DESTROYED] = "`core / keyring-wipe / everything`",
  [VAULT_SAYS_KEYS_UNREAD] = "`core / keyring-wipe / not-readable`",
  [VAULT_SAYS_KEYS_OLD_KEPT] = "`disk / images / test_light`",
  [VAULT_SAYS_KEYS_FAILED] = "`fault / fault-wipe`",
  [VAULT_SAYS_KEYS_NONE] = "`core / vault-wipe / database-alone`",
  [VAULT_SAYS_DATABASE_REMOVED] = "`core / vault-wipe / locked`",
  [VAULT_SAYS_DATABASE_FAILED] = "`disk / faults / test_read_only`",
  [VAULT_SAYS_DATABASE_NONE] = "`core / vault-wipe / twice`",
  [VAULT_SAYS_OTHERS_LET_GO] = "`core / vault-wipe / by-another`",
  [VAULT_SAYS_OTHERS_UNKNOWN] = "`core / vault-wipe / another-holds-on`",
  [VAULT_SAYS_OTHERS_NONE] = "`core / vault-wipe / open`",
  [VAULT_SAYS_COPIES_UNKNOWN] = "`core / vault-pairs / old-pair-after-a-wipe`",
  [VAULT_SAYS_LIGHT_GOOD] = "`core / disk / devices`",
  [VAULT_SAYS_LIGHT_FAIR] = "`disk / images / test_light`",
  [VAULT_SAYS_LIGHT_POOR] = "`disk / images / test_light`",
};

static void
test_every_saying_has_a_proof (void)
{
  for (VaultSaying saying = 0; saying < VAULT_N_SAYINGS; saying++) {
    g_test_message ("%s: %s", vault_saying_get_nick (saying),
                    proofs[saying] != NULL ? proofs[saying] : "NOTHING");
    g_assert_nonnull (vault_saying_get_nick (saying));
    g_assert_nonnull (proofs[saying]);
    for (VaultSaying other = 0; other < saying; other++)
      g_assert_cmpstr (vault_saying_get_nick (other), !=,
                       vault_saying_get_nick (saying));
  }
}

static void
set (VaultReceipt *receipt,
     VaultWipeOutcome header,
     VaultWipeOutcome epochs,
     VaultWipeOutcome cells)
{
  receipt->steps[VAULT_WIPE_HEADER].outcome = header;
  receipt->steps[VAULT_WIPE_EPOCHS].outcome = epochs;
  receipt->steps[VAULT_WIPE_CELLS].outcome = cells;
}

/* Destroyed is what no passphrase opens: the header gone, or else epochs and cells. */
static void
test_receipt (void)
{
  const VaultWipeOutcome gone[] = { VAULT_WIPE_DESTROYED, VAULT_WIPE_OVERWRITTEN };
  const VaultWipeOutcome not_gone[] = { VAULT_WIPE_REMOVED, VAULT_WIPE_FAILED,
                                        VAULT_WIPE_NOTHING, VAULT_WIPE_UNKNOWN };
  VaultReceipt receipt = { 0 };

  for (guint i = 0; i < G_N_ELEMENTS (gone); i++) {
    for (guint k = 0; k < G_N_ELEMENTS (not_gone); k++) {
      set (&receipt, gone[i], not_gone[k], not_gone[k]);
      g_assert_true (vault_receipt_is_destroyed (&receipt));
      set (&receipt, not_gone[k], gone[i], gone[1 - i]);
      g_assert_true (vault_receipt_is_destroyed (&receipt));
      set (&receipt, not_gone[k], gone[i], not_gone[k]);
      g_assert_false (vault_receipt_is_destroyed (&receipt));
      set (&receipt, not_gone[k], not_gone[k], gone[i]);
      g_assert_false (vault_receipt_is_destroyed (&receipt));
      set (&receipt, not_gone[k], not_gone[k], not_gone[k]);
      g_assert_false (vault_receipt_is_destroyed (&receipt));
    }
  }
}

/* Whatever a receipt has in it, one of the sayings comes out, and none that is better. */
static void
test_says_no_more (void)
{
  for (VaultWipePart part = VAULT_WIPE_HEADER; part <= VAULT_WIPE_CELLS; part++) {
    for (VaultWipeOutcome outcome = 0; outcome <= VAULT_WIPE_UNKNOWN; outcome++) {
      VaultReceipt receipt = { 0 };

      receipt.steps[part].outcome = outcome;
      g_assert_true (
          (vault_receipt_say_part (&receipt, part) == VAULT_SAYS_KEYS_DESTROYED)
          == (outcome == VAULT_WIPE_DESTROYED));
      g_assert_true (
          (vault_receipt_say_whole (&receipt) == VAULT_SAYS_DESTROYED)
          == (outcome == VAULT_WIPE_DESTROYED || outcome == VAULT_WIPE_NOTHING));
    }
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/receipt/every-saying-has-a-proof", test_every_saying_has_a_proof);
  g_test_add_func ("/receipt/destroyed", test_receipt);
  g_test_add_func ("/receipt/says-no-more", test_says_no_more);
  return g_test_run ();
}
