/* night-receipt-text.c - a wipe receipt in words that say no more than it does
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "wipe/night-receipt-text.h"

#include <glib/gi18n.h>

#include "night-problem.h"

const char *
night_receipt_get_title (const VaultReceipt *receipt)
{
  if (vault_receipt_is_destroyed (receipt))
    return _ ("The Vault Is Destroyed");

  return _ ("The Vault Was Not Destroyed");
}

static char *
dup_ms (gint64 elapsed_us)
{
  double ms = (double) elapsed_us / 1000.0;

  return g_strdup_printf (ms < 100 ? "%.1f" : "%.0f", ms);
}

static gboolean
is_overwritten (const VaultWipeStep *step)
{
  return step->outcome == VAULT_WIPE_DESTROYED
         || step->outcome == VAULT_WIPE_OVERWRITTEN;
}

char *
night_receipt_dup_summary (const VaultReceipt *receipt)
{
  const VaultWipeStep *decisive = &receipt->steps[VAULT_WIPE_HEADER];
  g_autofree char *ms = NULL;

  if (!vault_receipt_is_destroyed (receipt))
    return g_strdup (_ ("Its keys could not be overwritten. Whoever has the passphrase "
                        "may still be able to open it. The reasons are below."));

  /* Without the header the item keys decide, and they are the later step. */
  if (!is_overwritten (decisive))
    decisive = &receipt->steps[VAULT_WIPE_CELLS];

  ms = dup_ms (decisive->elapsed_us);
  return g_strdup_printf (
      _ ("No passphrase opens the vault’s files as they are now. The "
         "keys were overwritten after %s ms."),
      ms);
}

const char *
night_receipt_get_part (VaultWipePart part)
{
  switch (part) {
  case VAULT_WIPE_MEMORY:
    return _ ("Keys in Memory");
  case VAULT_WIPE_HEADER:
    return _ ("Master Keys");
  case VAULT_WIPE_EPOCHS:
    return _ ("Expiry Keys");
  case VAULT_WIPE_CELLS:
    return _ ("Keys of the Items");
  case VAULT_WIPE_DATABASE:
    return _ ("Sealed Photos, Films and Recordings");
  case VAULT_WIPE_COPIES:
  case VAULT_WIPE_N_PARTS:
  default:
    return _ ("Copies Elsewhere");
  }
}

static const char *
get_destroyed (VaultWipePart part)
{
  if (part == VAULT_WIPE_MEMORY)
    return _ ("Destroyed: wiped from this program’s memory.");

  return _ ("Destroyed: overwritten, written through to the disk, and read back as "
            "overwritten.");
}

static const char *
get_nothing (VaultWipePart part)
{
  if (part == VAULT_WIPE_MEMORY)
    return _ ("None: the vault was locked, so this program held no keys.");

  return _ ("There was nothing of this kind.");
}

static const char *
get_unknown (VaultWipePart part)
{
  if (part == VAULT_WIPE_COPIES)
    return _ (
        "Cannot be known from here: backups, snapshots, synced folders, old blocks "
        "of an SSD, and files you exported. An older copy of the key file still "
        "opens an older copy of the vault for someone who has the passphrase.");

  return _ ("Cannot be known from here.");
}

char *
night_receipt_dup_outcome (const VaultWipeStep *step)
{
  switch (step->outcome) {
  case VAULT_WIPE_DESTROYED:
    return g_strdup (get_destroyed (step->part));
  case VAULT_WIPE_OVERWRITTEN:
    return g_strdup (
        _ ("Overwritten and written through to the disk, but not confirmed: "
           "reading it back failed."));
  case VAULT_WIPE_REMOVED:
    return g_strdup (_ ("Removed only: the file was deleted, not overwritten. What the "
                        "disk still holds of it is sealed under the keys above."));
  case VAULT_WIPE_FAILED:
    return g_strdup_printf (_ ("Could not be done. %s: %s"),
                            night_problem_get_title (step->error),
                            night_problem_get_text (step->error));
  case VAULT_WIPE_NOTHING:
    return g_strdup (get_nothing (step->part));
  case VAULT_WIPE_UNKNOWN:
  default:
    return g_strdup (get_unknown (step->part));
  }
}

const char *
night_receipt_get_icon (VaultWipeOutcome outcome)
{
  switch (outcome) {
  case VAULT_WIPE_DESTROYED:
    return "object-select-symbolic";
  case VAULT_WIPE_FAILED:
    return "dialog-error-symbolic";
  case VAULT_WIPE_NOTHING:
    return "list-remove-symbolic";
  case VAULT_WIPE_OVERWRITTEN:
  case VAULT_WIPE_REMOVED:
    return "dialog-warning-symbolic";
  case VAULT_WIPE_UNKNOWN:
  default:
    return "dialog-question-symbolic";
  }
}

char *
night_receipt_dup_elapsed (const VaultWipeStep *step)
{
  g_autofree char *ms = NULL;

  if (step->outcome == VAULT_WIPE_NOTHING || step->outcome == VAULT_WIPE_UNKNOWN)
    return g_strdup ("");

  ms = dup_ms (step->elapsed_us);
  /* Translators: milliseconds since the wipe was started. */
  return g_strdup_printf (_ ("%s ms"), ms);
}
