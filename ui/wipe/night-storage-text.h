/* night-storage-text.h - what a disk makes of an overwritten key, and what to do about it
 *
 * Threads:  any.
 * Blocks:   never.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <vault/vault-storage.h>

G_BEGIN_DECLS

/* "This Disk: Fair".  Returns: (transfer none). */
const char *night_storage_get_title (VaultLight light);

/* What the light means.  Returns: (transfer none). */
const char *night_storage_get_meaning (VaultLight light);

/* The name of a symbolic icon, and of the style class that gives it its colour. */
const char *night_storage_get_icon (VaultLight light);
const char *night_storage_get_style (VaultLight light);

/* What was seen and what to do about it, one paragraph for each fact; "" if there is nothing
 * to be said.  Returns: (transfer full). */
char *night_storage_dup_advice (const VaultStorage *storage);

G_END_DECLS
