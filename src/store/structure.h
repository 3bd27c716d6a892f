/* structure.h - whether the open database still hangs together
 *
 * Every page is read and must have exactly one place.  A page with two would be given to a
 * new row and overwrite an old one, which no seal can prevent.
 *
 * Threads:  any.
 * Blocks:   waits for the disk, but lets others have their turn between pages.  If they
 *           change something it begins again, a few times; then they wait.
 * Promise:  changes nothing.  What others have written is committed first, see store.h.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "store/store.h"

G_BEGIN_DECLS

/* Called for every page of @n_pages, with how many were visited; FALSE ends the check. */
typedef gboolean (*VaultStructureFunc) (guint32 n_visited,
                                        guint32 n_pages,
                                        gpointer user_data);

typedef struct {
  guint n_faults;        /* places that contradict each other, or cannot be read */
  guint n_stray_records; /* rows of "record" where no reader of ours looks */
  guint64 n_strays;      /* rows of "piece" that no run lists */
} VaultStructure;

/* @listed: (element-type VaultRun): ascending, not overlapping.
 * Errors: those of the store, and G_IO_ERROR_CANCELLED if @func ended it. */
gboolean vault_store_check_structure (VaultStore *self,
                                      GArray *listed,
                                      VaultStructureFunc func,
                                      gpointer user_data,
                                      VaultStructure *out,
                                      GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
