/* night-problem.c - the sentence a person reads for each thing that can go wrong
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "night-problem.h"

#include <glib/gi18n.h>

typedef struct {
  const char *title;
  const char *text;
} NightProblem;

static const NightProblem problems[] = {
  [VAULT_ERROR_WRONG_PASSPHRASE] = {
    N_ ("Wrong Passphrase"),
    N_ ("This passphrase doesn’t open the vault. Check Caps Lock and the keyboard "
        "layout, then try again. A recovery key works, too."),
  },
  [VAULT_ERROR_BAD_PASSPHRASE] = {
    N_ ("This Can’t Be a Passphrase"),
    N_ ("It is empty, too long, or holds a character that can’t be typed again. Use "
        "letters, digits, spaces and punctuation."),
  },
  [VAULT_ERROR_BAD_TIME] = {
    N_ ("This Time Has Passed"),
    N_ ("Choose a date and time in the future. Nothing was changed."),
  },
  [VAULT_ERROR_NO_VAULT] = {
    N_ ("No Vault Here"),
    N_ ("The folder holds no vault. If it is on another disk, connect that disk and try "
        "again, or create a new vault."),
  },
  [VAULT_ERROR_VAULT_EXISTS] = {
    N_ ("There Is a Vault Here Already"),
    N_ ("The folder already holds a vault, and it was left as it is. Unlock it, or "
        "choose another folder."),
  },
  [VAULT_ERROR_BUSY] = {
    N_ ("The Vault Is Open Elsewhere"),
    N_ ("Another program or window has this vault open. Lock or close it there, then try "
        "again."),
  },
  [VAULT_ERROR_LOCKED] = {
    N_ ("The Vault Is Locked"),
    N_ ("The vault was locked before this was finished. Unlock it and try again."),
  },
  [VAULT_ERROR_DESTROYED] = {
    N_ ("This Vault Was Destroyed"),
    N_ ("An emergency wipe overwrote its keys. No passphrase opens it any more. You can "
        "create a new vault in its place."),
  },
  [VAULT_ERROR_NEWER_FORMAT] = {
    N_ ("Made by a Newer Version"),
    N_ ("This vault was written by a later version of Nightstand. Nothing was changed. "
        "Update Nightstand to open it."),
  },
  [VAULT_ERROR_KDF_REFUSED] = {
    N_ ("Key Settings Refused"),
    N_ ("The vault asks for a key derivation that is weaker or more costly than "
        "Nightstand accepts. The key file may have been altered. Put back a copy of "
        "“keyring” that you trust."),
  },
  [VAULT_ERROR_DAMAGED_KEYRING] = {
    N_ ("The Key File Is Damaged"),
    N_ ("The file “keyring” was cut short, overwritten or altered, so nothing can be "
        "unlocked with it. Nothing was changed. If you have a backup of the vault, put "
        "its “keyring” back and try again."),
  },
  [VAULT_ERROR_DAMAGED_DATABASE] = {
    N_ ("The Database Is Damaged"),
    N_ ("The file “vault.db” was cut short, overwritten or altered. Nothing was changed. "
        "If you have a backup of the vault, put its “vault.db” back and try again."),
  },
  [VAULT_ERROR_MISSING_DATABASE] = {
    N_ ("The Database Is Missing"),
    N_ ("The key file is there, but “vault.db” beside it is missing or empty. Nothing "
        "was changed. Put the file back and everything in it comes back."),
  },
  [VAULT_ERROR_FOREIGN_DATABASE] = {
    N_ ("This Database Belongs to Something Else"),
    N_ ("The file “vault.db” is not this vault’s own. Nothing was changed. Put the right "
        "file back and try again."),
  },
  [VAULT_ERROR_OLDER_DATABASE] = {
    N_ ("An Older Database"),
    N_ ("The file “vault.db” is older than the key file beside it, as after putting back "
        "a backup of one of the two. Nothing was changed. Put the newer “vault.db” back."),
  },
  [VAULT_ERROR_OLDER_KEYRING] = {
    N_ ("An Older Key File"),
    N_ ("The file “keyring” is an older copy, or a part of one was put back, as from a "
        "backup made before a passphrase was changed. Nothing was changed. Put the newer "
        "“keyring” back."),
  },
  [VAULT_ERROR_NO_MEMORY] = {
    N_ ("Not Enough Memory"),
    N_ ("This computer has too little free memory for it. Close other programs and try "
        "again. Nightstand doesn’t use weaker keys instead."),
  },
  [VAULT_ERROR_NO_SPACE] = {
    N_ ("The Disk Is Full"),
    N_ ("There is no room left for what was to be written. What was already in the "
        "vault is unchanged. Free some space and try again."),
  },
  [VAULT_ERROR_READ_ONLY] = {
    N_ ("The Disk Can’t Be Written"),
    N_ ("The disk is read-only, so nothing on it can be changed or destroyed. Make it "
        "writable and try again."),
  },
  [VAULT_ERROR_PERMISSION] = {
    N_ ("No Permission"),
    N_ ("You are not allowed to read or write these files. Check who owns the folder, "
        "then try again."),
  },
  [VAULT_ERROR_TOO_MANY_FILES] = {
    N_ ("Too Many Open Files"),
    N_ ("Nightstand has as many files open as the system allows. Close it, start it "
        "again and repeat the last step."),
  },
  [VAULT_ERROR_IO] = {
    N_ ("The Disk Reported an Error"),
    N_ ("A file could not be read or written. Check that the disk is connected and "
        "sound, then try again."),
  },
  [VAULT_ERROR_CLOCK_DOUBTFUL] = {
    N_ ("The Clock Has Jumped Ahead"),
    N_ ("The computer’s clock is far ahead of where it was, so nothing is destroyed on "
        "its word yet. Set the clock right."),
  },
  [VAULT_ERROR_NO_ITEM] = {
    N_ ("No Longer Here"),
    N_ ("This item has been destroyed or has expired, or there is nothing of it to show."),
  },
  [VAULT_ERROR_DAMAGED_ITEM] = {
    N_ ("Part of This Item Is Damaged"),
    N_ ("Some of its data does not match what was kept, so it isn’t shown. The rest of "
        "the vault is not affected. A backup of the vault may hold it whole."),
  },
  [VAULT_ERROR_EXPIRED] = {
    N_ ("Expired"),
    N_ ("Its time has come. Its key was destroyed, and it can’t be brought back with "
        "this vault."),
  },
  [VAULT_ERROR_SOURCE_GONE] = {
    N_ ("The File Is Gone"),
    N_ ("It was moved or removed before it could be copied. Find it and import it again."),
  },
  [VAULT_ERROR_SOURCE_UNREADABLE] = {
    N_ ("The File Can’t Be Read"),
    N_ ("You have no permission to read it, or its disk reported an error. Check the "
        "file and import it again."),
  },
  [VAULT_ERROR_SOURCE_CHANGED] = {
    N_ ("The File Changed While It Was Read"),
    N_ ("Another program was writing it. Wait until it has finished and import the file "
        "again."),
  },
  [VAULT_ERROR_EMPTY_FILE] = {
    N_ ("The File Is Empty"),
    N_ ("It holds no data, so there is nothing to keep."),
  },
  [VAULT_ERROR_BAD_NAME] = {
    N_ ("The Name Can’t Be Kept"),
    N_ ("The file’s name holds line breaks, control characters or unreadable text. "
        "Rename the file and import it again."),
  },
  [VAULT_ERROR_NOT_A_FILE] = {
    N_ ("Not an Ordinary File"),
    N_ ("It is a link, a device or a pipe. Import the file it stands for instead."),
  },
  [VAULT_ERROR_TARGET_FAILED] = {
    N_ ("The Folder Can’t Be Written"),
    N_ ("Not everything could be saved in the folder you chose. Choose another one. The "
        "items are still in the vault."),
  },
  [VAULT_ERROR_UNSUPPORTED_MEDIA] = {
    N_ ("This Kind of File Can’t Be Shown"),
    N_ ("Nightstand keeps it sealed like everything else, but can’t display it. Export a "
        "copy to open it with another program."),
  },
  [VAULT_ERROR_DAMAGED_MEDIA] = {
    N_ ("This File Is Broken"),
    N_ ("It is kept exactly as it was imported, but its content is damaged and can’t be "
        "shown."),
  },
  [VAULT_ERROR_TOO_LARGE_MEDIA] = {
    N_ ("Too Large to Show"),
    N_ ("The picture has more pixels than Nightstand decodes. It is kept as it is. "
        "Export a copy to open it with another program."),
  },
  [VAULT_ERROR_DECODER_FAILED] = {
    N_ ("The Picture Could Not Be Decoded"),
    N_ ("The separate program that decodes pictures failed on this file or could not be "
        "started. The item is kept as it is."),
  },
  [VAULT_ERROR_PASSPHRASE_IN_USE] = {
    N_ ("Already in Use"),
    N_ ("This passphrase opens the vault already. Choose a different one. Nothing was "
        "changed."),
  },
  [VAULT_ERROR_TOO_MANY_PASSPHRASES] = {
    N_ ("Eight Passphrases Already"),
    N_ ("A vault can be opened in eight ways at most, recovery keys included. Remove one "
        "first. Nothing was changed."),
  },
  [VAULT_ERROR_LAST_PASSPHRASE] = {
    N_ ("The Only Passphrase"),
    N_ ("The vault has no other passphrase, so this one can be changed but not removed."),
  },
  [VAULT_ERROR_NO_PASSPHRASE] = {
    N_ ("No Such Passphrase"),
    N_ ("It was removed already. Nothing was changed."),
  },
  [VAULT_ERROR_HALF_CHANGED] = {
    N_ ("The Change Was Interrupted"),
    N_ ("The disk failed between the old keys and the new ones. Lock the vault and unlock "
        "it again: that finishes the change or forgets it. Try the new passphrase first, "
        "then the old one."),
  },
  [VAULT_ERROR_ENCRYPTED_MEDIA] = {
    N_ ("This Document Has Its Own Password"),
    N_ ("It was encrypted before it was imported, and Nightstand can’t show it. It is "
        "kept as it is. Export a copy to open it with another program."),
  },
  [VAULT_ERROR_METADATA_STAYS] = {
    N_ ("Details Can’t Be Removed"),
    N_ ("Nightstand can’t take location, device and other details out of this file. It is "
        "in the vault as it is, and can be exported only with everything in it."),
  },
  [VAULT_ERROR_OWN_FILE] = {
    N_ ("This Is the Vault Itself"),
    N_ ("The files a vault lies in can’t be kept in that vault. To back it up, lock it and "
        "copy its folder to another disk."),
  },
  [VAULT_ERROR_BAD_TEXT] = {
    N_ ("This Text Can’t Be Used"),
    N_ ("It is empty or too long, or holds a character that can’t be seen. Nothing was "
        "changed."),
  },
  [VAULT_ERROR_NAME_IN_USE] = {
    N_ ("This Name Is Taken"),
    N_ ("There is one of this name already. Choose another name. Nothing was changed."),
  },
  [VAULT_ERROR_NO_GROUP] = {
    N_ ("No Longer There"),
    N_ ("This album or person was removed meanwhile. Nothing else was changed."),
  },
  [VAULT_ERROR_NO_ROOM] = {
    N_ ("No Room for More"),
    N_ ("There is a limit to how much can be kept beside an item. Remove a tag, an album "
        "or a person from it first, or use a shorter name."),
  },
  [VAULT_ERROR_VIEW_LIMITED] = {
    N_ ("A Limited Number of Views"),
    N_ ("This item is destroyed after a number of views, so it can only be opened to be "
        "looked at, and not exported."),
  },
  [VAULT_ERROR_BAD_SETTING] = {
    N_ ("This Can’t Be Set"),
    N_ ("There is no such setting, or it can’t have this value. Nothing was changed."),
  },
  [VAULT_ERROR_TIMER_FAILED] = {
    N_ ("The Timer Could Not Be Changed"),
    N_ ("This system’s timers are kept by systemd, and systemctl reported an error. "
        "Preferences show what is in place now."),
  },
  [VAULT_ERROR_SYNCED_FOLDER] = {
    N_ ("This Folder Is Copied Away"),
    N_ ("A sync program, or another computer, seems to have copies of what is in this "
        "folder. What is destroyed here would stay there, and could be brought back with "
        "the passphrase. Choose a folder that stays on this computer."),
  },
  [VAULT_ERROR_WEAK_PASSPHRASE] = {
    N_ ("This Passphrase Is Too Easy to Guess"),
    N_ ("A program that tries passphrases would find it. Add a few words that don’t "
        "belong together."),
  },
};

G_STATIC_ASSERT (G_N_ELEMENTS (problems) == VAULT_N_ERRORS);

static const NightProblem *
lookup (VaultError code)
{
  if ((guint) code >= G_N_ELEMENTS (problems) || problems[code].title == NULL)
    return &problems[VAULT_ERROR_IO];

  return &problems[code];
}

const char *
night_problem_get_title (VaultError code)
{
  return _ (lookup (code)->title);
}

const char *
night_problem_get_text (VaultError code)
{
  return _ (lookup (code)->text);
}

VaultError
night_problem_from_error (const GError *error)
{
  g_return_val_if_fail (error != NULL, VAULT_ERROR_IO);

  if (error->domain == VAULT_ERROR)
    return (VaultError) error->code;

  return VAULT_ERROR_IO;
}
