/* sync.h - does something copy a folder away, to other computers or to a cloud?
 *
 * A vault in such a folder has copies that no wipe and no expiry reaches.  What is known:
 * marks that sync programs leave in folders, the folders in their settings, what they mount,
 * and the usual names of their folders, which are a guess.
 *
 * Threads:  any.
 * Blocks:   waits for the disk.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "file/roots.h"

G_BEGIN_DECLS

/* The name of what copies @folder away, "Dropbox"; NULL if nothing gives it away.
 * Returns: (transfer none) (nullable): a static string. */
const char *vault_sync_find (const VaultRoots *roots, const char *folder);

/* The name of a sync program that this person has set up and whose settings do not say in
 * words which folders it copies.  Returns: (transfer none) (nullable): a static string. */
const char *vault_sync_find_untold (const VaultRoots *roots);

/* sync-settings.c: which program has a folder in its settings that @folder, a real path, lies
 * in.  Returns: (transfer none) (nullable). */
const char *vault_sync_find_in_settings (const VaultRoots *roots, const char *folder);

G_END_DECLS
