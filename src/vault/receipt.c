/* receipt.c - what may be said of a wipe
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <vault/vault-wipe.h>

static gboolean
is_gone (const VaultReceipt *self, VaultWipePart part)
{
  VaultWipeOutcome outcome = self->steps[part].outcome;

  return outcome == VAULT_WIPE_DESTROYED || outcome == VAULT_WIPE_OVERWRITTEN;
}

gboolean
vault_receipt_is_destroyed (const VaultReceipt *self)
{
  return is_gone (self, VAULT_WIPE_HEADER)
         || (is_gone (self, VAULT_WIPE_EPOCHS) && is_gone (self, VAULT_WIPE_CELLS));
}

/* Whether all of the keyring is as the outcome says. */
static gboolean
all_keys (const VaultReceipt *self, VaultWipeOutcome outcome)
{
  for (VaultWipePart part = VAULT_WIPE_HEADER; part <= VAULT_WIPE_CELLS; part++) {
    if (self->steps[part].outcome != outcome)
      return FALSE;
  }

  return TRUE;
}

VaultSaying
vault_receipt_say_whole (const VaultReceipt *self)
{
  if (all_keys (self, VAULT_WIPE_NOTHING))
    return VAULT_SAYS_NO_KEYS;
  if (!vault_receipt_is_destroyed (self))
    return VAULT_SAYS_NOT_DESTROYED;

  for (VaultWipePart part = VAULT_WIPE_HEADER; part <= VAULT_WIPE_CELLS; part++) {
    if (self->steps[part].outcome != VAULT_WIPE_DESTROYED
        && self->steps[part].outcome != VAULT_WIPE_NOTHING)
      return VAULT_SAYS_OVERWRITTEN;
  }

  return VAULT_SAYS_DESTROYED;
}

static VaultSaying
say_keys (const VaultWipeStep *step)
{
  switch (step->outcome) {
  case VAULT_WIPE_DESTROYED:
    return VAULT_SAYS_KEYS_DESTROYED;
  case VAULT_WIPE_OVERWRITTEN:
    return step->reason == VAULT_WIPE_OLD_KEPT ? VAULT_SAYS_KEYS_OLD_KEPT
                                               : VAULT_SAYS_KEYS_UNREAD;
  case VAULT_WIPE_NOTHING:
    return VAULT_SAYS_KEYS_NONE;
  case VAULT_WIPE_FAILED:
  case VAULT_WIPE_REMOVED:
  case VAULT_WIPE_UNKNOWN:
  default:
    return VAULT_SAYS_KEYS_FAILED;
  }
}

VaultSaying
vault_receipt_say_part (const VaultReceipt *self, VaultWipePart part)
{
  const VaultWipeStep *step = &self->steps[part];

  switch (part) {
  case VAULT_WIPE_MEMORY:
    return step->outcome == VAULT_WIPE_DESTROYED ? VAULT_SAYS_MEMORY_DESTROYED
                                                 : VAULT_SAYS_MEMORY_NONE;
  case VAULT_WIPE_HEADER:
  case VAULT_WIPE_EPOCHS:
  case VAULT_WIPE_CELLS:
    return say_keys (step);
  case VAULT_WIPE_DATABASE:
    if (step->outcome == VAULT_WIPE_FAILED)
      return VAULT_SAYS_DATABASE_FAILED;
    return step->outcome == VAULT_WIPE_REMOVED ? VAULT_SAYS_DATABASE_REMOVED
                                               : VAULT_SAYS_DATABASE_NONE;
  case VAULT_WIPE_OTHERS:
    if (step->outcome == VAULT_WIPE_UNKNOWN)
      return VAULT_SAYS_OTHERS_UNKNOWN;
    return step->outcome == VAULT_WIPE_DESTROYED ? VAULT_SAYS_OTHERS_LET_GO
                                                 : VAULT_SAYS_OTHERS_NONE;
  case VAULT_WIPE_COPIES:
  case VAULT_WIPE_N_PARTS:
  default:
    return VAULT_SAYS_COPIES_UNKNOWN;
  }
}

VaultSaying
vault_receipt_say_light (const VaultReceipt *self)
{
  static const VaultSaying sayings[VAULT_N_LIGHTS] = {
    [VAULT_LIGHT_POOR] = VAULT_SAYS_LIGHT_POOR,
    [VAULT_LIGHT_FAIR] = VAULT_SAYS_LIGHT_FAIR,
    [VAULT_LIGHT_GOOD] = VAULT_SAYS_LIGHT_GOOD,
  };

  return sayings[self->storage.light];
}

const char *
vault_saying_get_nick (VaultSaying saying)
{
  static const char *const nicks[VAULT_N_SAYINGS] = {
    [VAULT_SAYS_DESTROYED] = "destroyed",
    [VAULT_SAYS_OVERWRITTEN] = "overwritten",
    [VAULT_SAYS_NOT_DESTROYED] = "not-destroyed",
    [VAULT_SAYS_NO_KEYS] = "no-keys",
    [VAULT_SAYS_MEMORY_DESTROYED] = "memory-destroyed",
    [VAULT_SAYS_MEMORY_NONE] = "memory-none",
    [VAULT_SAYS_KEYS_DESTROYED] = "keys-destroyed",
    [VAULT_SAYS_KEYS_UNREAD] = "keys-unread",
    [VAULT_SAYS_KEYS_OLD_KEPT] = "keys-old-kept",
    [VAULT_SAYS_KEYS_FAILED] = "keys-failed",
    [VAULT_SAYS_KEYS_NONE] = "keys-none",
    [VAULT_SAYS_DATABASE_REMOVED] = "database-removed",
    [VAULT_SAYS_DATABASE_FAILED] = "database-failed",
    [VAULT_SAYS_DATABASE_NONE] = "database-none",
    [VAULT_SAYS_OTHERS_LET_GO] = "others-let-go",
    [VAULT_SAYS_OTHERS_UNKNOWN] = "others-unknown",
    [VAULT_SAYS_OTHERS_NONE] = "others-none",
    [VAULT_SAYS_COPIES_UNKNOWN] = "copies-unknown",
    [VAULT_SAYS_LIGHT_GOOD] = "light-good",
    [VAULT_SAYS_LIGHT_FAIR] = "light-fair",
    [VAULT_SAYS_LIGHT_POOR] = "light-poor",
  };

  return nicks[saying];
}
