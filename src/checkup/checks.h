/* checks.h - one look at each topic of a check-up
 *
 * Threads:  any.
 * Blocks:   waits for the disk, the kernel and the buses.
 * Promise:  see <vault/vault-checkup.h>; everything is read through the roots.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <vault/vault-checkup.h>
#include <vault/vault-storage.h>
#include <vault/vault-timer.h>

#include "file/roots.h"

G_BEGIN_DECLS

typedef struct {
  const char *nick;
  VaultCheckTopic topic;
  VaultCheckState state;
  const char *found;
  const char *meaning;
  const char *advice; /* or NULL */
} VaultFindingWords;

extern const VaultFindingWords vault_finding_words[VAULT_N_FINDINGS];

/* @what may be NULL. */
VaultCheck vault_check_make (VaultFinding finding, const char *what);

/* check-disk.c */
VaultCheck vault_check_disk (const VaultRoots *roots, const char *folder);
VaultCheck vault_check_swap (const VaultRoots *roots);
VaultCheck vault_check_hibernation (const VaultRoots *roots);

/* check-copies.c */
VaultCheck vault_check_sync (const VaultRoots *roots, const char *folder);
VaultCheck vault_check_backup (const VaultRoots *roots, const char *folder);
VaultCheck vault_check_snapshots (const VaultRoots *roots, const char *folder);

/* check-desktop.c */
VaultCheck vault_check_screen (const VaultRoots *roots);
VaultCheck vault_check_accessibility (const VaultRoots *roots);
VaultCheck vault_check_remote (const VaultRoots *roots);
VaultCheck vault_check_cores (const VaultRoots *roots);
VaultCheck vault_check_clock (const VaultRoots *roots);

/* Whether Snapper looks after @folder: it keeps its snapshots in a folder of a name of its own,
 * at the top of what it looks after. */
gboolean vault_check_is_below_snapper (const char *folder);

/* What does not depend on what was looked at elsewhere. */
VaultCheck vault_check_storage (gboolean is_known, VaultLight light);
VaultCheck vault_check_timer (const VaultTimerStatus *status);
VaultCheck vault_check_cost (guint64 memory_bytes, guint64 passes);

G_END_DECLS
