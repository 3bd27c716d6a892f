/* extents.c - where on the disk the bytes of a file lie
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "file/extents.h"

#include <linux/fiemap.h>
#include <linux/fs.h>
#include <string.h>
#include <sys/ioctl.h>

/* Extents asked for at once; on the stack. */
#define BATCH 32

/* The address given with one of these is no place on a disk. */
#define NO_PLACE                                                                       \
  (FIEMAP_EXTENT_UNKNOWN | FIEMAP_EXTENT_DELALLOC | FIEMAP_EXTENT_ENCODED              \
   | FIEMAP_EXTENT_DATA_INLINE | FIEMAP_EXTENT_NOT_ALIGNED)

typedef union {
  struct fiemap map;
  guint8 room[sizeof (struct fiemap) + BATCH * sizeof (struct fiemap_extent)];
} Answer;

static void
add (VaultExtents *self, const struct fiemap_extent *extent)
{
  VaultExtent *last = self->n_runs == 0 ? NULL : &self->runs[self->n_runs - 1];

  if (last != NULL && last->logical + last->n_bytes == extent->fe_logical
      && last->physical + last->n_bytes == extent->fe_physical) {
    last->n_bytes += extent->fe_length;
    return;
  }
  if (self->n_runs == VAULT_EXTENTS_MAX) {
    self->known = FALSE;
    return;
  }

  self->runs[self->n_runs++] =
      (VaultExtent){ extent->fe_logical, extent->fe_physical, extent->fe_length };
}

/* FALSE when there is nothing more to ask.  @at moves on. */
static gboolean
read_batch (int fd, guint32 flags, guint64 *at, guint64 end, VaultExtents *out)
{
  Answer answer = { 0 };
  struct fiemap *map = &answer.map;

  map->fm_start = *at;
  map->fm_length = end - *at;
  map->fm_flags = flags;
  map->fm_extent_count = BATCH;
  if (ioctl (fd, FS_IOC_FIEMAP, map) != 0) {
    out->known = FALSE;
    return FALSE;
  }

  for (guint i = 0; i < map->fm_mapped_extents && i < BATCH; i++) {
    const struct fiemap_extent *extent = &map->fm_extents[i];
    guint64 next = extent->fe_logical + extent->fe_length;

    /* An answer that does not move on would be asked for for ever. */
    if (next <= *at || (extent->fe_flags & NO_PLACE) != 0) {
      out->known = FALSE;
      return FALSE;
    }
    out->shared = out->shared || (extent->fe_flags & FIEMAP_EXTENT_SHARED) != 0;
    add (out, extent);
    *at = next;
    if ((extent->fe_flags & FIEMAP_EXTENT_LAST) != 0)
      return FALSE;
  }

  return map->fm_mapped_extents > 0 && *at < end;
}

static void
read_all (int fd, guint32 flags, guint64 from, guint64 n_bytes, VaultExtents *out)
{
  guint64 at = from;

  out->known = n_bytes > 0;
  out->shared = FALSE;
  out->n_runs = 0;
  while (out->known && read_batch (fd, flags, &at, from + n_bytes, out))
    ;
  out->known = out->known && out->n_runs > 0;
}

void
vault_extents_read (int fd, guint64 from, guint64 n_bytes, VaultExtents *out)
{
  read_all (fd, FIEMAP_FLAG_SYNC, from, n_bytes, out);
}

void
vault_extents_peek (int fd, guint64 from, guint64 n_bytes, VaultExtents *out)
{
  read_all (fd, 0, from, n_bytes, out);
}

/* Where byte @logical lies, and how many after it follow there; 0 if it lies nowhere. */
static guint64
find (const VaultExtents *self, guint64 logical, guint64 *out_physical)
{
  for (guint i = 0; i < self->n_runs; i++) {
    const VaultExtent *run = &self->runs[i];

    if (logical < run->logical || logical - run->logical >= run->n_bytes)
      continue;
    *out_physical = run->physical + (logical - run->logical);
    return run->n_bytes - (logical - run->logical);
  }

  return 0;
}

static gboolean
run_stayed (const VaultExtent *run, const VaultExtents *after)
{
  guint64 done = 0;

  while (done < run->n_bytes) {
    guint64 physical;
    guint64 n = find (after, run->logical + done, &physical);

    if (n == 0 || physical != run->physical + done)
      return FALSE;
    done += n;
  }

  return TRUE;
}

gboolean
vault_extents_stayed (const VaultExtents *before, const VaultExtents *after)
{
  if (!before->known || !after->known)
    return FALSE;

  for (guint i = 0; i < before->n_runs; i++) {
    if (!run_stayed (&before->runs[i], after))
      return FALSE;
  }

  return TRUE;
}
