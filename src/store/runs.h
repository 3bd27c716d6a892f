/* runs.h - which piece numbers are free
 *
 * Numbers are given out again after their pieces are gone, smallest fitting gap first, so
 * that the gaps an observer of the locked database can see close over time and the pieces
 * of one stream stay together.
 *
 * Threads:  one at a time.  Pure.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A run of piece numbers. */
typedef struct {
  guint64 first;
  guint64 count;
} VaultRun;

typedef struct _VaultRuns VaultRuns;

/* Take the runs in use, in any order; all numbers from 1 that lie between them are free.
 * @used: (element-type VaultRun) is sorted in place.
 * Returns: NULL if two of them overlap, or one is empty or reaches beyond 2^62. */
VaultRuns *vault_runs_new (GArray *used);

void vault_runs_free (VaultRuns *self);

/* From now on give out only numbers above @number: there is something whose numbers nobody
 * knows. */
void vault_runs_append_only (VaultRuns *self, guint64 number);

/* Take @count numbers in one run.  Returns the first, 0 if there are none left. */
guint64 vault_runs_take (VaultRuns *self, guint64 count);

/* Give a run back. */
void vault_runs_give (VaultRuns *self, VaultRun run);

/* The free runs below the highest number in use.  Returns: (transfer full). */
GArray *vault_runs_dup_gaps (VaultRuns *self);

/* The first number above all in use. */
guint64 vault_runs_get_end (VaultRuns *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (VaultRuns, vault_runs_free)

G_END_DECLS
