/* strip.h - what it means for a person when a file cannot be stripped
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <vault/vault-error.h>

G_BEGIN_DECLS

/* Whether @error, of vault_decoder_strip(), says that this file's metadata cannot be
 * removed, as opposed to a disk that failed or a vault that was locked meanwhile. */
gboolean vault_strip_is_refusal (const GError *error);

/* Takes @error.  Returns: (transfer full): VAULT_ERROR_METADATA_STAYS for a refusal, and
 * every other error as it was. */
GError *vault_strip_translate (GError *error);

G_END_DECLS
