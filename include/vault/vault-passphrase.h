/* vault-passphrase.h - the ways into a vault: passphrases and a recovery key
 *
 * A vault has up to VAULT_MAX_PASSPHRASES ways in.  Adding one seals the same master key
 * once more.  Changing or removing one makes new keys for the whole vault, so that who knew
 * the old passphrase and kept a copy of the old keyring cannot open what the vault holds from
 * then on; the other ways in stay as they are.  What such a person copied before is theirs.
 *
 * Threads:  the main context, except where said.
 * Blocks:   never, except where said; deriving takes about two seconds on a thread.
 * Promise:  no change is reported before it is on the disk.  Interrupted anywhere, the vault
 *           opens afterwards with the old ways in or with the new ones, never with neither.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <vault/vault.h>

G_BEGIN_DECLS

#define VAULT_MAX_PASSPHRASES 8
#define VAULT_PASSPHRASE_WORDS 6

typedef enum {
  VAULT_PASSPHRASE_CHOSEN = 1,   /* thought of, or generated, and remembered */
  VAULT_PASSPHRASE_RECOVERY = 2, /* a recovery key, on paper */
  /* Opens nothing: unlocking with it wipes the vault as vault_wipe_async() does, and then
   * comes to an empty one, made afresh, which it opens from then on. */
  VAULT_PASSPHRASE_PANIC = 3,
} VaultPassphraseKind;

typedef struct {
  guint number; /* 0 to VAULT_MAX_PASSPHRASES - 1; stays while the entry lives */
  VaultPassphraseKind kind;
  gint64 added_s;   /* when it was added or last changed, seconds since 1970 */
  gboolean current; /* the vault was unlocked with it */
} VaultPassphraseInfo;

/* The ways in of the open vault, by number; none if it is not open.  Does not block.
 * Returns: how many of @out were filled. */
guint vault_list_passphrases (Vault *self,
                              VaultPassphraseInfo out[VAULT_MAX_PASSPHRASES]);

/* For vault_change_passphrase_async(): the entry that @current opens. */
#define VAULT_PASSPHRASE_OF_CURRENT G_MAXUINT

/* All four ask for @current again although the vault is open: a minute at somebody's
 * unlocked computer must not be enough to take the vault over.
 *
 * Common errors: VAULT_ERROR_WRONG_PASSPHRASE (@current opens nothing),
 * VAULT_ERROR_LOCKED, VAULT_ERROR_DESTROYED, VAULT_ERROR_NO_MEMORY, VAULT_ERROR_IO and the
 * like, G_IO_ERROR_CANCELLED while deriving.  VAULT_ERROR_HALF_CHANGED: the disk failed
 * between old and new; the vault is read-only until it is unlocked again, and the next
 * unlocking finishes or forgets the change.
 */

/* Replace the entry @number by a chosen passphrase.  Errors: VAULT_ERROR_BAD_PASSPHRASE,
 * VAULT_ERROR_PASSPHRASE_IN_USE, VAULT_ERROR_NO_PASSPHRASE (there is no such entry). */
void vault_change_passphrase_async (Vault *self,
                                    VaultSecret *current,
                                    guint number,
                                    VaultSecret *replacement,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);
gboolean vault_change_passphrase_finish (Vault *self,
                                         GAsyncResult *result,
                                         GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Add one more way in.  @kind says what @added is; a recovery key comes from
 * vault_recovery_key_new(), and the caller has shown it to the person first.  Errors:
 * VAULT_ERROR_BAD_PASSPHRASE, VAULT_ERROR_PASSPHRASE_IN_USE,
 * VAULT_ERROR_TOO_MANY_PASSPHRASES. */
void vault_add_passphrase_async (Vault *self,
                                 VaultSecret *current,
                                 VaultSecret *added,
                                 VaultPassphraseKind kind,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);
gboolean vault_add_passphrase_finish (Vault *self,
                                      GAsyncResult *result,
                                      GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Remove the entry @number.  Errors: VAULT_ERROR_NO_PASSPHRASE,
 * VAULT_ERROR_LAST_PASSPHRASE (it is the only chosen one). */
void vault_remove_passphrase_async (Vault *self,
                                    VaultSecret *current,
                                    guint number,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);
gboolean vault_remove_passphrase_finish (Vault *self,
                                         GAsyncResult *result,
                                         GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Whether the last unlocking was by a panic passphrase, until the vault is locked.  If it is open
 * then, it was made just now, in the place of one that is destroyed; if not, something went
 * wrong, which whoever watches is told as of any unlocking. */
gboolean vault_has_panicked (Vault *self);

/* Wrong passphrases since the last unlocking that succeeded, as the keyring's plain clock
 * block has it: who can write the file can set it back, and who tries on a copy leaves no
 * trace here.  All zero when locked. */
typedef struct {
  guint n_attempts;
  gint64 last_s; /* when the latest was, seconds since 1970 */
} VaultFailedAttempts;

void vault_get_failed_attempts (Vault *self, VaultFailedAttempts *out);

/* Six words of the EFF's long list, chosen independently and uniformly (77 bits), with
 * single spaces between.  Any thread.  Does not block.  Errors: VAULT_ERROR_NO_MEMORY.
 * Returns: (transfer full): text, or NULL. */
VaultSecret *vault_passphrase_generate (GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* 26 random symbols of Crockford's base 32 with his check symbol, in groups of four with
 * hyphens: 27 symbols.  Typed in either case, with or without hyphens and spaces, O for 0
 * and I or L for 1, it is the same key.  Any thread.  Does not block.
 * Source: Douglas Crockford, "Base 32", https://www.crockford.com/base32.html
 * Errors: VAULT_ERROR_NO_MEMORY.  Returns: (transfer full): text, or NULL. */
VaultSecret *vault_recovery_key_new (GError **error) G_GNUC_WARN_UNUSED_RESULT;

typedef enum {
  VAULT_RECOVERY_KEY_NOT_ONE,  /* looks like a passphrase */
  VAULT_RECOVERY_KEY_MISTYPED, /* has the form of a recovery key, but its check fails */
  VAULT_RECOVERY_KEY_GOOD,     /* well-formed; whether it opens anything is not known */
} VaultRecoveryKeyForm;

/* For a hint after a wrong passphrase.  Any thread.  Does not block. */
VaultRecoveryKeyForm vault_recovery_key_look (const VaultSecret *typed);

G_END_DECLS
