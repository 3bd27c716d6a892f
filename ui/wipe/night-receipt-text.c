/* night-receipt-text.c - a wipe receipt in words that say no more than it does
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "wipe/night-receipt-text.h"

#include <glib/gi18n.h>

#include "night-problem.h"
#include "wipe/night-storage-text.h"

const char *
night_receipt_get_title (const VaultReceipt *receipt)
{
  switch (vault_receipt_say_whole (receipt)) {
  case VAULT_SAYS_DESTROYED:
    return _ ("The Vault Is Destroyed");
  case VAULT_SAYS_OVERWRITTEN:
    return _ ("The Keys Are Overwritten");
  case VAULT_SAYS_NO_KEYS:
    return _ ("There Were No Keys");
  case VAULT_SAYS_NOT_DESTROYED:
  default:
    return _ ("The Vault Was Not Destroyed");
  }
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

/* After which nothing opens any more.  Without the header both of the others decide, and
 * either may have been the later one. */
static gint64
get_decisive_us (const VaultReceipt *receipt)
{
  const VaultWipeStep *steps = receipt->steps;

  return is_overwritten (&steps[VAULT_WIPE_HEADER])
             ? steps[VAULT_WIPE_HEADER].elapsed_us
             : MAX (steps[VAULT_WIPE_EPOCHS].elapsed_us,
                    steps[VAULT_WIPE_CELLS].elapsed_us);
}

char *
night_receipt_dup_summary (const VaultReceipt *receipt)
{
  const char *text = night_receipt_get_saying (vault_receipt_say_whole (receipt));
  g_autofree char *ms = NULL;
  g_autofree char *after = NULL;

  if (!vault_receipt_is_destroyed (receipt))
    return g_strdup (text);

  ms = dup_ms (get_decisive_us (receipt));
  /* Translators: %s is a number of milliseconds. */
  after = g_strdup_printf (_ ("The keys were overwritten after %s ms."), ms);
  return g_strconcat (text, " ", after, NULL);
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
  case VAULT_WIPE_OTHERS:
    return _ ("Other Programs");
  case VAULT_WIPE_COPIES:
  case VAULT_WIPE_N_PARTS:
  default:
    return _ ("Copies Elsewhere");
  }
}

static const char *const sayings[VAULT_N_SAYINGS] = {
  [VAULT_SAYS_DESTROYED] =
      N_ ("No passphrase opens the vault’s files as they are now."),
  [VAULT_SAYS_OVERWRITTEN] =
      N_ ("No passphrase opens the vault’s files as they are now, but not all of it is "
          "certain: see below."),
  [VAULT_SAYS_NOT_DESTROYED] =
      N_ ("Its keys could not be overwritten. Whoever has the passphrase may still be "
          "able to open it. The reasons are below."),
  [VAULT_SAYS_NO_KEYS] = N_ ("There was no key file here that could be destroyed."),
  [VAULT_SAYS_MEMORY_DESTROYED] = N_ ("Destroyed: wiped from this program’s memory."),
  [VAULT_SAYS_MEMORY_NONE] =
      N_ ("None left: the vault was locked before, which wipes its keys from this "
          "program’s memory."),
  [VAULT_SAYS_KEYS_DESTROYED] =
      N_ ("Destroyed: overwritten, written through to the disk, and read back as "
          "overwritten."),
  [VAULT_SAYS_KEYS_UNREAD] =
      N_ ("Overwritten and written through to the disk, but not confirmed: reading it "
          "back failed."),
  [VAULT_SAYS_KEYS_OLD_KEPT] =
      N_ ("Overwritten and written through, but this disk keeps what was there before. "
          "Someone who has the passphrase and can read the whole disk might bring it "
          "back."),
  /* Translators: %s is a problem and what to do about it. */
  [VAULT_SAYS_KEYS_FAILED] = N_ ("Could not be done. %s"),
  [VAULT_SAYS_KEYS_NONE] = N_ ("There was nothing of this kind."),
  [VAULT_SAYS_DATABASE_REMOVED] = N_ (
      "Removed only: the file was deleted, not overwritten. What the disk still holds "
      "of it is sealed under the keys above."),
  /* Translators: %s is a problem and what to do about it. */
  [VAULT_SAYS_DATABASE_FAILED] =
      N_ ("Could not be removed. What is in it is sealed under the keys above. %s"),
  [VAULT_SAYS_DATABASE_NONE] = N_ ("There were none."),
  [VAULT_SAYS_OTHERS_LET_GO] = N_ (
      "Another program had the vault open. It has closed it, and the keys were looked "
      "at again after that."),
  [VAULT_SAYS_OTHERS_UNKNOWN] = N_ (
      "Another program has the vault open and has not closed it. What is in its memory "
      "cannot be known from here: end it, or switch the computer off."),
  [VAULT_SAYS_OTHERS_NONE] = N_ ("No other program had the vault open."),
  [VAULT_SAYS_COPIES_UNKNOWN] = N_ (
      "Cannot be known from here: backups, snapshots, synced folders, old blocks of an "
      "SSD, and files you exported. An older copy of the key file still opens an older "
      "copy of the vault for someone who has the passphrase."),
  [VAULT_SAYS_LIGHT_GOOD] = "",
  [VAULT_SAYS_LIGHT_FAIR] = "",
  [VAULT_SAYS_LIGHT_POOR] = "",
};

const char *
night_receipt_get_saying (VaultSaying saying)
{
  switch (saying) {
  case VAULT_SAYS_LIGHT_GOOD:
    return night_storage_get_meaning (VAULT_LIGHT_GOOD);
  case VAULT_SAYS_LIGHT_FAIR:
    return night_storage_get_meaning (VAULT_LIGHT_FAIR);
  case VAULT_SAYS_LIGHT_POOR:
    return night_storage_get_meaning (VAULT_LIGHT_POOR);
  default:
    return _ (sayings[saying]);
  }
}

char *
night_receipt_dup_outcome (const VaultReceipt *receipt, VaultWipePart part)
{
  const VaultWipeStep *step = &receipt->steps[part];
  const char *text = night_receipt_get_saying (vault_receipt_say_part (receipt, part));
  g_autofree char *why = NULL;
  g_auto (GStrv) halves = NULL;

  if (step->outcome != VAULT_WIPE_FAILED)
    return g_strdup (text);

  why = g_strdup_printf ("%s: %s", night_problem_get_title (step->error),
                         night_problem_get_text (step->error));
  halves = g_strsplit (text, "%s", 2);
  return g_strjoinv (why, halves);
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
  return g_strdup_printf (_ ("%s ms"), ms);
}
