/* vault-strength.h - how hard a passphrase is to guess, honestly
 *
 * An estimate in bits by zxcvbn.  It knows English words and European names, so it
 * overrates what it has never seen: a passphrase with accents is rated by its plain
 * spelling too and the lower figure counts, and one in another script is not rated.  Of a
 * very long one the beginning is rated.
 *
 * Threads:  any.
 * Blocks:   some milliseconds at most.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <vault/vault-secret.h>

G_BEGIN_DECLS

/* Below this a passphrase is refused. */
#define VAULT_STRENGTH_FLOOR_BITS 45

/* From this on a passphrase is called good. */
#define VAULT_STRENGTH_GOOD_BITS 60

/* What six random words from a list of 7776 have. */
#define VAULT_STRENGTH_STRONG_BITS 77

typedef enum {
  VAULT_STRENGTH_EMPTY,
  VAULT_STRENGTH_REFUSED, /* under the floor */
  VAULT_STRENGTH_FAIR,
  VAULT_STRENGTH_GOOD,
  VAULT_STRENGTH_STRONG,
  VAULT_STRENGTH_CANNOT_JUDGE, /* a script the estimate knows nothing about */
} VaultStrength;

/* @out_bits, if given, is 0 for EMPTY and CANNOT_JUDGE. */
VaultStrength vault_strength_judge (const char *passphrase, double *out_bits);

/* Whether a passphrase may be chosen. */
gboolean vault_strength_is_accepted (VaultStrength strength);

/* The same of what is in @chosen, which stays the caller's.  Errors:
 * VAULT_ERROR_BAD_PASSPHRASE, VAULT_ERROR_WEAK_PASSPHRASE, VAULT_ERROR_NO_MEMORY. */
gboolean vault_strength_check (VaultSecret *chosen,
                               GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
