/* words.h - a passphrase out of six words
 *
 * Source:   the long list of the Electronic Frontier Foundation, 7,776 words (CC BY 3.0), as
 *           Debian's package diceware has it; it is built in.
 *
 * Threads:  any.
 * Blocks:   never.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <vault/vault-secret.h>

G_BEGIN_DECLS

#define VAULT_N_WORDS 7776

/* @n_words words, chosen independently and uniformly, with single spaces between.
 * Errors: VAULT_ERROR_NO_MEMORY. */
VaultSecret *vault_words_generate (guint n_words,
                                   GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* One word of the list.  Returns: (transfer none). */
const char *vault_words_get (guint index);

G_END_DECLS
