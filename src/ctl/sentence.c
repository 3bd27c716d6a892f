/* sentence.c - an error as one plain sentence and as an exit status
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "sentence.h"

#include <gio/gio.h>

static const char *const sentences[] = {
  /* What was typed. */
  [VAULT_ERROR_WRONG_PASSPHRASE] = "That passphrase does not open this vault.",
  [VAULT_ERROR_BAD_PASSPHRASE] = "A passphrase is one line of 8 to 1024 bytes of text, "
                                 "without control characters.",
  [VAULT_ERROR_BAD_TIME] = "That is not a time to come.  Write 90m, 1h, 1d, 1w, 30d, "
                           "2027-03-01 (the end of that day), "
                           "2027-03-01T12:00:00Z or never.",

  /* The vault as a whole. */
  [VAULT_ERROR_NO_VAULT] = "There is no vault in this folder.",
  [VAULT_ERROR_VAULT_EXISTS] = "There is a vault in this folder already.",
  [VAULT_ERROR_BUSY] = "Another program has this vault open; close it there first.",
  [VAULT_ERROR_LOCKED] = "The vault was locked meanwhile.",
  [VAULT_ERROR_DESTROYED] = "This vault was destroyed by an emergency wipe.  No "
                            "passphrase opens it.",
  [VAULT_ERROR_NEWER_FORMAT] = "This vault was written by a newer version of "
                               "Nightstand, which is needed to open it.",
  [VAULT_ERROR_KDF_REFUSED] = "This vault asks for a key derivation outside the "
                              "accepted limits, so it was not opened.",
  [VAULT_ERROR_DAMAGED_KEYRING] =
      "The file keyring is damaged.  Nothing was changed; "
      "put a good copy back if there is one, or try salvage.",
  [VAULT_ERROR_DAMAGED_DATABASE] =
      "The file vault.db is damaged.  Nothing was "
      "changed; put a good copy back if there is one, or try salvage.",
  [VAULT_ERROR_MISSING_DATABASE] =
      "The file vault.db is missing or empty.  Nothing was "
      "changed; put it back and the items are back.",
  [VAULT_ERROR_FOREIGN_DATABASE] =
      "The file vault.db belongs to another vault.  Nothing "
      "was changed; put the right one back.",
  [VAULT_ERROR_OLDER_DATABASE] = "The file vault.db is an older copy than keyring "
                                 "knows.  Nothing was changed; put the newer one back.",
  [VAULT_ERROR_OLDER_KEYRING] =
      "The file keyring is an older copy, or a part of one was put back.  Nothing was "
      "changed; put the newer one back.",

  /* The computer. */
  [VAULT_ERROR_NO_MEMORY] = "There is not enough memory, or not enough of it may be "
                            "locked.",
  [VAULT_ERROR_NO_SPACE] = "The disk is full.",
  [VAULT_ERROR_READ_ONLY] = "The disk can only be read.",
  [VAULT_ERROR_PERMISSION] = "You are not allowed to use this folder or its files.",
  [VAULT_ERROR_TOO_MANY_FILES] = "Too many files are open at once.",
  [VAULT_ERROR_IO] = "Reading or writing failed.",
  [VAULT_ERROR_CLOCK_DOUBTFUL] = "The clock jumped far ahead.  Nothing is destroyed on "
                                 "its word until it is certain.",

  /* One item. */
  [VAULT_ERROR_NO_ITEM] = "There is no such item in this vault.",
  [VAULT_ERROR_DAMAGED_ITEM] = "Part of this item is damaged and was not used.",
  [VAULT_ERROR_EXPIRED] = "The item's time has come: it is destroyed.",

  /* Something to be imported or exported. */
  [VAULT_ERROR_SOURCE_GONE] = "The file is not there.",
  [VAULT_ERROR_SOURCE_UNREADABLE] = "The file cannot be read.",
  [VAULT_ERROR_SOURCE_CHANGED] = "The file changed while it was being read.",
  [VAULT_ERROR_EMPTY_FILE] = "The file is empty.",
  [VAULT_ERROR_BAD_NAME] =
      "The file's name holds a line break, another character that "
      "cannot be seen, or bytes that are no text; rename it first.",
  [VAULT_ERROR_NOT_A_FILE] = "This is a link or a device, not a file or folder.",
  [VAULT_ERROR_OWN_FILE] = "This is the vault itself, which cannot be kept in it.",
  [VAULT_ERROR_TARGET_FAILED] = "The folder to export to cannot be written.",

  /* Media that cannot be shown. */
  [VAULT_ERROR_UNSUPPORTED_MEDIA] = "Nightstand cannot show files of this type.",
  [VAULT_ERROR_DAMAGED_MEDIA] =
      "The media in this file are damaged and cannot be shown.",
  [VAULT_ERROR_TOO_LARGE_MEDIA] =
      "The picture has more pixels than Nightstand accepts.",
  [VAULT_ERROR_DECODER_FAILED] =
      "The program that makes pictures out of files failed at "
      "this one.",

  /* Changing the ways into a vault. */
  [VAULT_ERROR_PASSPHRASE_IN_USE] = "This passphrase opens the vault already.",
  [VAULT_ERROR_TOO_MANY_PASSPHRASES] =
      "The vault has eight passphrases already; remove one first.",
  [VAULT_ERROR_LAST_PASSPHRASE] =
      "This is the vault's only passphrase; change it instead of removing it.",
  [VAULT_ERROR_NO_PASSPHRASE] = "The vault has no passphrase of this number.",
  [VAULT_ERROR_HALF_CHANGED] =
      "The disk failed in the middle of the change.  The next unlocking finishes it or "
      "forgets it: try the new passphrase first, then the old one.",

  [VAULT_ERROR_ENCRYPTED_MEDIA] =
      "The document asks for a password of its own and cannot be shown.",

  /* Taking out of a file what describes it. */
  [VAULT_ERROR_METADATA_STAYS] =
      "Place, camera and other details cannot be removed from this file.",

  /* What a person says of items. */
  [VAULT_ERROR_BAD_TEXT] =
      "That cannot be used: it is empty or too long, or holds a line "
      "break or another character that cannot be seen.",
  [VAULT_ERROR_NAME_IN_USE] = "There is one of this name already.",
  [VAULT_ERROR_NO_GROUP] = "There is no such album or person in this vault.",
  [VAULT_ERROR_NO_ROOM] =
      "There is no room for more.  Take a tag, an album or a person "
      "away first, or use a shorter name.",
  [VAULT_ERROR_VIEW_LIMITED] = "This item has a limited number of views: it is looked "
                               "at in the window, and neither "
                               "copied out nor shown anywhere else.",
  [VAULT_ERROR_BAD_SETTING] = "There is no such setting, or it cannot have this value.",
  [VAULT_ERROR_TIMER_FAILED] = "The hourly timer is not as it was asked for, because "
                               "systemctl failed; see timer "
                               "status.",
  [VAULT_ERROR_SYNCED_FOLDER] =
      "Something seems to copy this folder away, to another computer or a cloud.  What "
      "is destroyed here would stay there.  Use another folder, or --synced-folder.",
  [VAULT_ERROR_WEAK_PASSPHRASE] =
      "That passphrase is too easy to guess: a program that tries passphrases would "
      "find it.  Add a few words that don't belong together, or let --generate choose.",
};

G_STATIC_ASSERT (G_N_ELEMENTS (sentences) == VAULT_N_ERRORS);

/* Without a default, so that the compiler misses a new code here.  A range cannot swallow
 * one: codes are appended. */
CtlExit
ctl_exit_of_code (VaultError code)
{
  switch (code) {
  case VAULT_ERROR_WRONG_PASSPHRASE:
  case VAULT_ERROR_BAD_PASSPHRASE:
  case VAULT_ERROR_PASSPHRASE_IN_USE:
  case VAULT_ERROR_TOO_MANY_PASSPHRASES:
  case VAULT_ERROR_LAST_PASSPHRASE:
  case VAULT_ERROR_NO_PASSPHRASE:
  case VAULT_ERROR_WEAK_PASSPHRASE:
    return CTL_EXIT_PASSPHRASE;
  case VAULT_ERROR_BAD_TIME:
  case VAULT_ERROR_BAD_TEXT:
  case VAULT_ERROR_NAME_IN_USE:
  case VAULT_ERROR_NO_ROOM:
  case VAULT_ERROR_BAD_SETTING:
    return CTL_EXIT_USAGE;
  case VAULT_ERROR_NO_VAULT:
  case VAULT_ERROR_VAULT_EXISTS:
  case VAULT_ERROR_SYNCED_FOLDER:
    return CTL_EXIT_PLACE;
  case VAULT_ERROR_BUSY:
  case VAULT_ERROR_LOCKED:
    return CTL_EXIT_BUSY;
  case VAULT_ERROR_DESTROYED:
    return CTL_EXIT_DESTROYED;
  case VAULT_ERROR_NEWER_FORMAT:
  case VAULT_ERROR_KDF_REFUSED:
  case VAULT_ERROR_DAMAGED_KEYRING:
  case VAULT_ERROR_DAMAGED_DATABASE:
  case VAULT_ERROR_MISSING_DATABASE:
  case VAULT_ERROR_FOREIGN_DATABASE:
  case VAULT_ERROR_OLDER_DATABASE:
  case VAULT_ERROR_OLDER_KEYRING:
  case VAULT_ERROR_DAMAGED_ITEM:
    return CTL_EXIT_DAMAGED;
  case VAULT_ERROR_NO_MEMORY:
  case VAULT_ERROR_NO_SPACE:
  case VAULT_ERROR_READ_ONLY:
  case VAULT_ERROR_PERMISSION:
  case VAULT_ERROR_TOO_MANY_FILES:
  case VAULT_ERROR_IO:
  case VAULT_ERROR_HALF_CHANGED:
  case VAULT_ERROR_TIMER_FAILED:
    return CTL_EXIT_COMPUTER;
  case VAULT_ERROR_CLOCK_DOUBTFUL:
    return CTL_EXIT_CLOCK;
  case VAULT_ERROR_NO_ITEM:
  case VAULT_ERROR_EXPIRED:
  case VAULT_ERROR_NO_GROUP:
    return CTL_EXIT_NO_ITEM;
  case VAULT_ERROR_SOURCE_GONE ... VAULT_ERROR_DECODER_FAILED:
  case VAULT_ERROR_ENCRYPTED_MEDIA:
  case VAULT_ERROR_METADATA_STAYS:
  case VAULT_ERROR_OWN_FILE:
  case VAULT_ERROR_VIEW_LIMITED:
    return CTL_EXIT_MEDIA;
  case VAULT_N_ERRORS:
    break;
  }
  g_return_val_if_reached (CTL_EXIT_SOME_FAILED);
}

const char *
ctl_sentence_of_code (VaultError code)
{
  g_return_val_if_fail ((guint) code < VAULT_N_ERRORS, NULL);

  return sentences[code];
}

CtlExit
ctl_exit_of_error (const GError *error)
{
  if (error->domain == VAULT_ERROR)
    return ctl_exit_of_code ((VaultError) error->code);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return CTL_EXIT_CANCELLED;
  return CTL_EXIT_SOME_FAILED;
}

const char *
ctl_sentence_of_error (const GError *error)
{
  if (error->domain == VAULT_ERROR)
    return ctl_sentence_of_code ((VaultError) error->code);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return "Cancelled.";
  return "Something went wrong that has no name here.";
}

CtlExit
ctl_fail (const GError *error)
{
  g_printerr ("nightstandctl: %s\n", ctl_sentence_of_error (error));
  return ctl_exit_of_error (error);
}

CtlExit
ctl_refuse (const GError *error)
{
  if (error->domain == VAULT_ERROR)
    return ctl_fail (error);
  g_printerr ("nightstandctl: %s\n"
              "Try nightstandctl --help.\n",
              error->message);
  return CTL_EXIT_USAGE;
}
