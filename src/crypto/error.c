/* error.c - the error domain and its nicknames
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <vault/vault-error.h>

GQuark
vault_error_quark (void)
{
  return g_quark_from_static_string ("vault-error-quark");
}

static const char *const nicks[] = {
  [VAULT_ERROR_WRONG_PASSPHRASE] = "wrong-passphrase",
  [VAULT_ERROR_BAD_PASSPHRASE] = "bad-passphrase",
  [VAULT_ERROR_BAD_TIME] = "bad-time",
  [VAULT_ERROR_NO_VAULT] = "no-vault",
  [VAULT_ERROR_VAULT_EXISTS] = "vault-exists",
  [VAULT_ERROR_BUSY] = "busy",
  [VAULT_ERROR_LOCKED] = "locked",
  [VAULT_ERROR_DESTROYED] = "destroyed",
  [VAULT_ERROR_NEWER_FORMAT] = "newer-format",
  [VAULT_ERROR_KDF_REFUSED] = "kdf-refused",
  [VAULT_ERROR_DAMAGED_KEYRING] = "damaged-keyring",
  [VAULT_ERROR_DAMAGED_DATABASE] = "damaged-database",
  [VAULT_ERROR_MISSING_DATABASE] = "missing-database",
  [VAULT_ERROR_FOREIGN_DATABASE] = "foreign-database",
  [VAULT_ERROR_OLDER_DATABASE] = "older-database",
  [VAULT_ERROR_OLDER_KEYRING] = "older-keyring",
  [VAULT_ERROR_NO_MEMORY] = "no-memory",
  [VAULT_ERROR_NO_SPACE] = "no-space",
  [VAULT_ERROR_READ_ONLY] = "read-only",
  [VAULT_ERROR_PERMISSION] = "permission",
  [VAULT_ERROR_TOO_MANY_FILES] = "too-many-files",
  [VAULT_ERROR_IO] = "io",
  [VAULT_ERROR_CLOCK_DOUBTFUL] = "clock-doubtful",
  [VAULT_ERROR_NO_ITEM] = "no-item",
  [VAULT_ERROR_DAMAGED_ITEM] = "damaged-item",
  [VAULT_ERROR_EXPIRED] = "expired",
  [VAULT_ERROR_SOURCE_GONE] = "source-gone",
  [VAULT_ERROR_SOURCE_UNREADABLE] = "source-unreadable",
  [VAULT_ERROR_SOURCE_CHANGED] = "source-changed",
  [VAULT_ERROR_EMPTY_FILE] = "empty-file",
  [VAULT_ERROR_BAD_NAME] = "bad-name",
  [VAULT_ERROR_NOT_A_FILE] = "not-a-file",
  [VAULT_ERROR_TARGET_FAILED] = "target-failed",
  [VAULT_ERROR_UNSUPPORTED_MEDIA] = "unsupported-media",
  [VAULT_ERROR_DAMAGED_MEDIA] = "damaged-media",
  [VAULT_ERROR_TOO_LARGE_MEDIA] = "too-large-media",
  [VAULT_ERROR_DECODER_FAILED] = "decoder-failed",
  [VAULT_ERROR_PASSPHRASE_IN_USE] = "passphrase-in-use",
  [VAULT_ERROR_TOO_MANY_PASSPHRASES] = "too-many-passphrases",
  [VAULT_ERROR_LAST_PASSPHRASE] = "last-passphrase",
  [VAULT_ERROR_NO_PASSPHRASE] = "no-passphrase",
  [VAULT_ERROR_HALF_CHANGED] = "half-changed",
  [VAULT_ERROR_ENCRYPTED_MEDIA] = "encrypted-media",
  [VAULT_ERROR_METADATA_STAYS] = "metadata-stays",
  [VAULT_ERROR_OWN_FILE] = "own-file",
  [VAULT_ERROR_BAD_TEXT] = "bad-text",
  [VAULT_ERROR_NAME_IN_USE] = "name-in-use",
  [VAULT_ERROR_NO_GROUP] = "no-group",
  [VAULT_ERROR_NO_ROOM] = "no-room",
  [VAULT_ERROR_VIEW_LIMITED] = "view-limited",
  [VAULT_ERROR_BAD_SETTING] = "bad-setting",
  [VAULT_ERROR_TIMER_FAILED] = "timer-failed",
  [VAULT_ERROR_SYNCED_FOLDER] = "synced-folder",
  [VAULT_ERROR_WEAK_PASSPHRASE] = "weak-passphrase",
};

G_STATIC_ASSERT (G_N_ELEMENTS (nicks) == VAULT_N_ERRORS);

const char *
vault_error_get_nick (VaultError code)
{
  if ((guint) code >= VAULT_N_ERRORS || nicks[code] == NULL)
    return "unknown";

  return nicks[code];
}
