/* extents.h - where on the disk the bytes of a file lie
 *
 * Asked before and after an overwrite this tells whether the new bytes went where the old ones
 * were.  It says nothing of what a journal, or the inside of a disk, keeps.
 *
 * Source:   Linux, Documentation/filesystems/fiemap.rst.
 *
 * Threads:  any.
 * Blocks:   waits for the disk where the map of the file is not in memory.
 * Promise:  allocates nothing.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define VAULT_EXTENTS_MAX 256

/* What touches in the file and on the disk is one run. */
typedef struct {
  guint64 logical;
  guint64 physical;
  guint64 n_bytes;
} VaultExtent;

typedef struct {
  gboolean known;  /* the file system told all of it, and there was room */
  gboolean shared; /* something else has some of the same blocks */
  guint n_runs;
  VaultExtent runs[VAULT_EXTENTS_MAX];
} VaultExtents;

/* Where @n_bytes from @from lie.  What has not been written out yet is, and that is waited for,
 * behind whatever else the disk has to write. */
void vault_extents_read (int fd, guint64 from, guint64 n_bytes, VaultExtents *out);

/* The same as it is now, without waiting: bytes that have no place yet make it unknown. */
void vault_extents_peek (int fd, guint64 from, guint64 n_bytes, VaultExtents *out);

/* Whether both are known and every byte that lay somewhere in @before lies there in @after. */
gboolean vault_extents_stayed (const VaultExtents *before, const VaultExtents *after);

G_END_DECLS
