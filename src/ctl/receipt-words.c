/* receipt-words.c - what a receipt says, word for word
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "receipt-words.h"

static const char *const sayings[VAULT_N_SAYINGS] = {
  [VAULT_SAYS_DESTROYED] = "The vault is destroyed: no passphrase opens its files as "
                           "they are now.",
  [VAULT_SAYS_OVERWRITTEN] =
      "The keys are overwritten: no passphrase opens the files as "
      "they are now.  But not all of it is certain; see above.",
  [VAULT_SAYS_NOT_DESTROYED] =
      "The vault is NOT destroyed.  Whoever has the passphrase "
      "may open it.",
  [VAULT_SAYS_NO_KEYS] = "There was no key file here that could be destroyed.",
  [VAULT_SAYS_MEMORY_DESTROYED] = "wiped.",
  [VAULT_SAYS_MEMORY_NONE] = "there were none; it did not have the vault open.",
  [VAULT_SAYS_KEYS_DESTROYED] = "destroyed: overwritten, flushed to the disk and read "
                                "back.",
  [VAULT_SAYS_KEYS_UNREAD] = "overwritten and flushed to the disk, but reading it back "
                             "did not confirm that.",
  [VAULT_SAYS_KEYS_OLD_KEPT] = "overwritten and flushed, but this disk keeps what was "
                               "there before.",
  [VAULT_SAYS_KEYS_FAILED] = "NOT destroyed.",
  [VAULT_SAYS_KEYS_NONE] = "there was nothing of this kind.",
  [VAULT_SAYS_DATABASE_REMOVED] = "removed, not overwritten: the sealed blocks stay on "
                                  "the disk until they are used again.",
  [VAULT_SAYS_DATABASE_FAILED] = "NOT removed.  What is in it is sealed under the keys "
                                 "above.",
  [VAULT_SAYS_DATABASE_NONE] = "there was none.",
  [VAULT_SAYS_OTHERS_LET_GO] =
      "there was one; it has closed the vault, and the keys were "
      "looked at again after that.",
  [VAULT_SAYS_OTHERS_UNKNOWN] =
      "there is one, and it has not closed the vault.  What is "
      "in its memory cannot be known from here: end it.",
  [VAULT_SAYS_OTHERS_NONE] = "there was none.",
  [VAULT_SAYS_COPIES_UNKNOWN] =
      "cannot be known from here: backups, snapshots, synced folders, old blocks of an "
      "SSD, exported files.  An older copy of the key file still opens an older copy "
      "of "
      "the vault for whoever has the passphrase.",
  [VAULT_SAYS_LIGHT_GOOD] =
      "good: what is overwritten is overwritten in place, and the "
      "disk is encrypted.",
  [VAULT_SAYS_LIGHT_FAIR] =
      "fair: overwritten in place, as far as the computer sees.  Somebody who reads "
      "the "
      "chips of the disk and knows the passphrase might recover keys.",
  [VAULT_SAYS_LIGHT_POOR] = "poor: old keys may be kept.  Somebody with the passphrase "
                            "could bring back what was destroyed.",
};

static const char *const facts[VAULT_STORAGE_N_FACTS] = {
  "An overwrite went to another place on the disk, and the old place keeps the old "
  "bytes. "
  "Make a new vault on a file system that overwrites in place, such as ext4.",
  "A snapshot or a clone has the same blocks.  Delete snapshots of this folder, then "
  "change "
  "the passphrase.",
  "The file system writes contents through its journal (data=journal), which keeps "
  "copies. "
  "Mount it without that option.",
  "This kind of file system never overwrites in place.  Keep the vault on another one.",
  "Another computer, or another program, has the disk.  Keep the vault on a disk of "
  "this "
  "computer.",
  "A sync program looks after this folder: what it has copied stays.  Move the vault "
  "out of "
  "it.",
  "A snapshot program looks after this file system.  Leave this folder out of its "
  "snapshots.",
  "The file system does not say where it writes, so nothing could be checked.",
  "An overwrite was seen to stay in place.",
  "There is no disk: this is memory, and what is swapped out of it.",
  "The disk is encrypted (dm-crypt).",
  "The disk says that it does not rotate.  An SSD keeps old blocks inside, out of "
  "anybody's "
  "reach but a laboratory's.  Encrypting the whole disk is the best remedy.",
  "What is removed is told to the disk at once (discard).",
};

const char *
ctl_sentence_of_saying (VaultSaying saying)
{
  return sayings[saying];
}

const char *
ctl_sentence_of_fact (VaultStorageFacts fact)
{
  for (guint i = 0; i < VAULT_STORAGE_N_FACTS; i++) {
    if ((guint) fact == 1u << i)
      return facts[i];
  }

  return "";
}
