/* night-strength.h - what is said of how hard a passphrase is to guess
 *
 * Threads:  any.
 * Blocks:   never.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <vault/vault-strength.h>

G_BEGIN_DECLS

/* Returns: (transfer none): one translated sentence. */
const char *night_strength_get_text (VaultStrength strength);

G_END_DECLS
