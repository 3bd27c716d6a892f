/* night-storage-text.c - what a disk makes of an overwritten key, and what to do about it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "wipe/night-storage-text.h"

#include <glib/gi18n.h>

const char *
night_storage_get_title (VaultLight light)
{
  switch (light) {
  case VAULT_LIGHT_GOOD:
    return _ ("Disk: Good");
  case VAULT_LIGHT_FAIR:
    return _ ("Disk: Fair");
  case VAULT_LIGHT_POOR:
  case VAULT_N_LIGHTS:
  default:
    return _ ("Disk: Poor");
  }
}

const char *
night_storage_get_meaning (VaultLight light)
{
  switch (light) {
  case VAULT_LIGHT_GOOD:
    return _ (
        "Keys are overwritten where they lie, and the disk is encrypted: whatever "
        "it keeps inside can’t be read without breaking that first.");
  case VAULT_LIGHT_FAIR:
    return _ (
        "Keys are overwritten where they lie, as far as the computer can see. "
        "Someone who reads the chips of the disk itself and knows your passphrase "
        "might recover some.");
  case VAULT_LIGHT_POOR:
  case VAULT_N_LIGHTS:
  default:
    return _ (
        "Old keys may be kept here. Someone with your passphrase could bring back "
        "what was destroyed.");
  }
}

const char *
night_storage_get_icon (VaultLight light)
{
  switch (light) {
  case VAULT_LIGHT_GOOD:
    return "object-select-symbolic";
  case VAULT_LIGHT_FAIR:
    return "dialog-information-symbolic";
  case VAULT_LIGHT_POOR:
  case VAULT_N_LIGHTS:
  default:
    return "dialog-warning-symbolic";
  }
}

const char *
night_storage_get_style (VaultLight light)
{
  switch (light) {
  case VAULT_LIGHT_GOOD:
    return "success";
  case VAULT_LIGHT_FAIR:
    return "accent";
  case VAULT_LIGHT_POOR:
  case VAULT_N_LIGHTS:
  default:
    return "warning";
  }
}

/* In the order of VaultStorageFacts; NULL where nothing need be done. */
static const char *const advice[VAULT_STORAGE_N_FACTS] = {
  N_ ("When a key was overwritten for a test, the new bytes went to another place on "
      "the "
      "disk, and the old ones stayed. Keep the vault on a file system that overwrites "
      "in "
      "place, such as ext4."),
  N_ ("A snapshot or a clone has the same blocks. Delete the snapshots of this folder, "
      "then change the passphrase."),
  N_ ("The file system writes contents through its journal, which keeps copies. Mount "
      "it "
      "without “data=journal”."),
  N_ ("This kind of file system never overwrites in place. Keep the vault on another "
      "one, "
      "such as ext4."),
  N_ ("The folder lies on another computer, or another program stands between. Keep "
      "the "
      "vault on a disk of this computer."),
  NULL, /* has a name in it */
  N_ ("A snapshot program looks after this file system. Leave the folder of the vault "
      "out "
      "of its snapshots."),
  N_ ("The file system doesn’t tell where it writes, so nothing could be checked."),
  NULL,
  N_ ("There is no disk: the vault lies in memory, and is gone when the computer is "
      "switched off. Parts of it may be swapped out."),
  NULL,
  N_ ("An SSD keeps old blocks inside, where only a laboratory can read them. "
      "Encrypting "
      "the whole disk is the best remedy."),
  NULL,
};

static void
add_paragraph (GString *text, const char *paragraph)
{
  if (text->len > 0)
    g_string_append (text, "\n");
  g_string_append (text, paragraph);
}

char *
night_storage_dup_advice (const VaultStorage *storage)
{
  GString *text = g_string_new (NULL);

  if ((storage->facts & VAULT_STORAGE_SYNCED) != 0) {
    /* Translators: %s is the name of a sync program, "Dropbox". */
    g_autofree char *synced = g_strdup_printf (
        _ ("This folder seems to be copied elsewhere by %s. What is "
           "copied away neither expires nor is reached by an emergency "
           "wipe. Choose a folder that stays on this computer."),
        storage->sync_service);

    add_paragraph (text, synced);
  }

  for (guint i = 0; i < VAULT_STORAGE_N_FACTS; i++) {
    gboolean encrypted = (storage->facts & VAULT_STORAGE_ENCRYPTED) != 0;

    if ((storage->facts & (1u << i)) == 0 || advice[i] == NULL
        || (encrypted && (1u << i) == VAULT_STORAGE_FLASH))
      continue;
    add_paragraph (text, _ (advice[i]));
  }

  return g_string_free (text, FALSE);
}
