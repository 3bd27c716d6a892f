/* vault-error.h - everything that can go wrong, as a closed list
 *
 * Each code is one situation a person can be in, and ui/ has exactly one sentence for
 * each.  The message inside a GError is for developers: it carries numbers, never a
 * file name, a path, a title or a key.  Cancellation stays G_IO_ERROR_CANCELLED.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define VAULT_ERROR (vault_error_quark ())

/* Append only: nightstandctl derives its exit codes from the classes of this list. */
typedef enum {
  /* What was typed. */
  VAULT_ERROR_WRONG_PASSPHRASE, /* no slot opens with it */
  VAULT_ERROR_BAD_PASSPHRASE,   /* cannot be one: length, not text, control character */
  VAULT_ERROR_BAD_TIME,         /* not a time, or one that has passed */

  /* The vault as a whole. */
  VAULT_ERROR_NO_VAULT,         /* the folder holds none */
  VAULT_ERROR_VAULT_EXISTS,     /* the folder holds one already */
  VAULT_ERROR_BUSY,             /* another process has it open */
  VAULT_ERROR_LOCKED,           /* it is, or was just, locked */
  VAULT_ERROR_DESTROYED,        /* an emergency wipe destroyed it */
  VAULT_ERROR_NEWER_FORMAT,     /* written by a later version */
  VAULT_ERROR_KDF_REFUSED,      /* key derivation cost outside the accepted bounds */
  VAULT_ERROR_DAMAGED_KEYRING,  /* cut short, overwritten or altered */
  VAULT_ERROR_DAMAGED_DATABASE, /* cut short, overwritten or altered */
  VAULT_ERROR_MISSING_DATABASE, /* keyring without vault.db, or an empty one */
  VAULT_ERROR_FOREIGN_DATABASE, /* a database, but not this vault's */
  VAULT_ERROR_OLDER_DATABASE,   /* this vault's, but from before the keyring's time */
  VAULT_ERROR_OLDER_KEYRING,    /* this vault's, or its header, but an older copy */

  /* The computer. */
  VAULT_ERROR_NO_MEMORY,
  VAULT_ERROR_NO_SPACE,
  VAULT_ERROR_READ_ONLY,
  VAULT_ERROR_PERMISSION,
  VAULT_ERROR_TOO_MANY_FILES, /* the process ran out of descriptors */
  VAULT_ERROR_IO,
  VAULT_ERROR_CLOCK_DOUBTFUL, /* jumped forward: nothing is destroyed on its word yet */

  /* One item. */
  VAULT_ERROR_NO_ITEM,
  VAULT_ERROR_DAMAGED_ITEM, /* a piece of it does not verify */
  VAULT_ERROR_EXPIRED,      /* its time came, perhaps during the call */

  /* Something to be imported or exported. */
  VAULT_ERROR_SOURCE_GONE,
  VAULT_ERROR_SOURCE_UNREADABLE,
  VAULT_ERROR_SOURCE_CHANGED, /* while it was being read */
  VAULT_ERROR_EMPTY_FILE,
  VAULT_ERROR_BAD_NAME,      /* line breaks, control characters or invalid UTF-8 */
  VAULT_ERROR_NOT_A_FILE,    /* a device, socket, pipe or symbolic link */
  VAULT_ERROR_TARGET_FAILED, /* the export folder cannot be written */

  /* Media that cannot be shown.  The item itself is kept. */
  VAULT_ERROR_UNSUPPORTED_MEDIA,
  VAULT_ERROR_DAMAGED_MEDIA,
  VAULT_ERROR_TOO_LARGE_MEDIA, /* more pixels than the decoder accepts */
  VAULT_ERROR_DECODER_FAILED,  /* it crashed, hung, or could not be started */

  /* Changing the ways into a vault. */
  VAULT_ERROR_PASSPHRASE_IN_USE,    /* it opens this vault already */
  VAULT_ERROR_TOO_MANY_PASSPHRASES, /* every slot is taken */
  VAULT_ERROR_LAST_PASSPHRASE,      /* without it nobody could get in */
  VAULT_ERROR_NO_PASSPHRASE,        /* there is no entry of this number */
  VAULT_ERROR_HALF_CHANGED, /* the disk failed between the old keys and the new */

  VAULT_ERROR_ENCRYPTED_MEDIA, /* a document that asks for a password of its own */

  /* Taking out of a file what describes it: place, camera, dates, texts. */
  VAULT_ERROR_METADATA_STAYS, /* it cannot be taken out, or not all of it */

  VAULT_ERROR_OWN_FILE, /* to be imported: one of those the vault itself lies in */
  /* What a person says of items. */
  VAULT_ERROR_BAD_TEXT,     /* cannot be a name, tag or note: length, characters */
  VAULT_ERROR_NAME_IN_USE,  /* there is an album, or a person, of this name */
  VAULT_ERROR_NO_GROUP,     /* the album or person is gone */
  VAULT_ERROR_NO_ROOM,      /* more than a sealed record has room for */
  VAULT_ERROR_VIEW_LIMITED, /* only to be looked at, and each look is counted */
  VAULT_ERROR_BAD_SETTING,  /* no such setting, or not a value it can have */
  VAULT_ERROR_TIMER_FAILED, /* systemctl did not do what it was asked to */

  VAULT_ERROR_SYNCED_FOLDER, /* a vault is to be made where something copies it away */

  VAULT_ERROR_WEAK_PASSPHRASE, /* a new one, and a program that tries many finds it */

  VAULT_N_ERRORS
} VaultError;

GQuark vault_error_quark (void);

/* The code's name in lower case with hyphens, "wrong-passphrase"; for scripts and logs.
 * Returns: (transfer none): a static string, "unknown" outside the list. */
const char *vault_error_get_nick (VaultError code);

G_END_DECLS
