/* keyring-wipe.c - the emergency wipe of one keyring file
 *
 *      where its blocks are, as far as the file system knows without writing anything
 *      headers A, B  -> fdatasync     from here no passphrase opens anything
 *      where they are, if it did not know: the rest still is as it was
 *      rest of both heads (state, clock, epochs) -> fdatasync
 *      all segments  -> fdatasync
 *      drop the page cache, read all of it back, compare
 *      where its blocks are now
 *
 * What cannot be written in one piece is tried again sector by sector, and what cannot be
 * flushed is written and flushed once more: after a failed flush the kernel has forgotten
 * what it did not write, so a second flush alone would prove nothing.
 *
 * Each block of 64 KiB is a keystream that only its offset decides, so it can be made again
 * for the comparison without memory for the whole file, and two processes that wipe the same
 * file at once, as when an opening meets a wipe and finishes it, write the same bytes and
 * each reads back what it wrote.  That anybody can compute the noise gives nothing away: the
 * marker in front says what it is.  Nothing here allocates, opens a file or takes a lock.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "keyring/keyring-private.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <vault/vault-error.h>

#include "crypto/bytes.h"
#include "file/file.h"

#define MAX_OVERWRITES 8
#define SECTOR_BYTES 4096
#define N_RANGES 2

typedef struct {
  guint64 from;
  guint64 to;
} Range;

/* One part of the file: the same range in either copy. */
typedef struct {
  Range ranges[N_RANGES];
} Part;

typedef struct {
  int fd;
  guint64 n_file_bytes;
  VaultWipeRoom *room;
  gint64 start_us;
  VaultWipeStep *step;
} Wipe;

/* The bytes that belong at @offset.  A header block starts with the marker that tells
 * every later opening what happened; all else is noise. */
static void
make_block (Wipe *wipe, guint64 offset, gsize n_bytes)
{
  guint8 seed[randombytes_SEEDBYTES];
  guint8 at[8];

  vault_store_u64_le (at, offset);
  crypto_generichash (seed, sizeof seed, at, sizeof at,
                      (const guint8 *) VAULT_DESTROYED_MARKER, VAULT_MARKER_BYTES);
  randombytes_buf_deterministic (wipe->room->buffer, n_bytes, seed);

  if (offset == vault_head_offset (VAULT_COPY_A)
      || offset == vault_head_offset (VAULT_COPY_B))
    memcpy (wipe->room->buffer, VAULT_DESTROYED_MARKER, VAULT_MARKER_BYTES);
}

static void
fail (Wipe *wipe, GError *error)
{
  wipe->step->outcome = VAULT_WIPE_FAILED;
  wipe->step->error = error != NULL ? (VaultError) error->code : VAULT_ERROR_IO;
  g_clear_error (&error);
}

/* One bad sector must not keep its fifteen neighbours alive. */
static void
write_sectors (Wipe *wipe, guint64 at, gsize n_bytes)
{
  for (gsize done = 0; done < n_bytes; done += SECTOR_BYTES) {
    GError *error = NULL;

    if (!vault_file_write_at (wipe->fd, wipe->room->buffer + done,
                              MIN (n_bytes - done, SECTOR_BYTES), at + done, &error))
      fail (wipe, error);
  }
}

/* A block that cannot be written does not stop the others: every one more is a gain. */
static void
overwrite_range (Wipe *wipe, Range range)
{
  range.to = MIN (range.to, wipe->n_file_bytes);
  for (guint64 at = range.from; at < range.to; at += VAULT_HEAD_BYTES) {
    gsize n_bytes = (gsize) MIN (range.to - at, VAULT_HEAD_BYTES);

    /* A file cut short has nothing in some ranges, and nothing is claimed of those. */
    if (wipe->step->outcome == VAULT_WIPE_NOTHING)
      wipe->step->outcome = VAULT_WIPE_DESTROYED;

    make_block (wipe, at, n_bytes);
    if (!vault_file_write_at (wipe->fd, wipe->room->buffer, n_bytes, at, NULL))
      write_sectors (wipe, at, n_bytes);
  }
}

static void
overwrite (Wipe *wipe, const Part *part)
{
  wipe->step->outcome = VAULT_WIPE_NOTHING;
  for (guint i = 0; i < N_RANGES; i++)
    overwrite_range (wipe, part->ranges[i]);
}

/* The time is that of what the step says: of the attempt that worked, not of one before. */
static void
overwrite_and_flush (Wipe *wipe, const Part *part)
{
  GError *error = NULL;

  overwrite (wipe, part);
  if (!vault_file_sync (wipe->fd, NULL)) {
    overwrite (wipe, part);
    if (!vault_file_sync (wipe->fd, &error))
      fail (wipe, error);
  }

  wipe->step->elapsed_us = g_get_monotonic_time () - wipe->start_us;
}

typedef enum {
  SAME,
  OTHER,
  UNREADABLE,
} Reread;

static Reread
reread_range (Wipe *wipe, Range range)
{
  range.to = MIN (range.to, wipe->n_file_bytes);
  if (range.from >= range.to)
    return SAME;

  posix_fadvise (wipe->fd, (off_t) range.from, (off_t) (range.to - range.from),
                 POSIX_FADV_DONTNEED);
  for (guint64 at = range.from; at < range.to; at += VAULT_HEAD_BYTES) {
    gsize n_bytes = (gsize) MIN (range.to - at, VAULT_HEAD_BYTES);

    make_block (wipe, at, n_bytes);
    if (!vault_file_read_at (wipe->fd, wipe->room->reread, n_bytes, at, NULL))
      return UNREADABLE;
    if (sodium_memcmp (wipe->room->reread, wipe->room->buffer, n_bytes) != 0)
      return OTHER;
  }

  return SAME;
}

static Reread
reread (Wipe *wipe, const Part *part)
{
  Reread worst = SAME;

  for (guint i = 0; i < N_RANGES; i++) {
    Reread result = reread_range (wipe, part->ranges[i]);

    worst = MAX (worst, result);
  }

  return worst;
}

/* Only what is read back as written is called destroyed.  Something else is there when a
 * process that has the vault open was in the middle of a write; it looks for the marker before
 * each of them, so there are few. */
static void
read_back (Wipe *wipe, const Part *part)
{
  Reread result;

  if (wipe->step->outcome != VAULT_WIPE_DESTROYED)
    return;

  result = reread (wipe, part);
  for (guint n_tries = 1; result == OTHER && n_tries < MAX_OVERWRITES; n_tries++) {
    overwrite_and_flush (wipe, part);
    if (wipe->step->outcome != VAULT_WIPE_DESTROYED)
      return;
    result = reread (wipe, part);
  }

  if (result == OTHER) {
    fail (wipe, NULL);
  } else if (result == UNREADABLE) {
    wipe->step->outcome = VAULT_WIPE_OVERWRITTEN;
    wipe->step->reason = VAULT_WIPE_UNREAD;
  }
}

/* In the order of VaultWipePart. */
static void
get_parts (Part out[3])
{
  const guint64 a = vault_head_offset (VAULT_COPY_A);
  const guint64 b = vault_head_offset (VAULT_COPY_B);

  out[0] = (Part){ { { a, a + VAULT_STATE_AT }, { b, b + VAULT_STATE_AT } } };
  out[1] = (Part){ { { a + VAULT_STATE_AT, a + VAULT_HEAD_BYTES },
                     { b + VAULT_STATE_AT, b + VAULT_HEAD_BYTES } } };
  out[2] =
      (Part){ { { a + VAULT_HEAD_BYTES, b }, { b + VAULT_HEAD_BYTES, G_MAXUINT64 } } };
}

static void
set_size (Wipe *wipe)
{
  struct stat info;

  /* If the size cannot be read, the smallest keyring is overwritten all the same. */
  wipe->n_file_bytes = VAULT_KEYRING_MIN_BYTES;
  if (fstat (wipe->fd, &info) == 0)
    wipe->n_file_bytes = (guint64) info.st_size;
  /* What is left of a file that was cut short becomes long enough to say what happened. */
  if (wipe->n_file_bytes > 0)
    wipe->n_file_bytes = MAX (wipe->n_file_bytes, VAULT_MARKER_BYTES);
}

/* What lay under the bytes before is only gone if it lies under them still. */
static void
see_where_it_went (Wipe *wipe, VaultWipeFile *file)
{
  VaultExtents *before = &wipe->room->before;
  VaultExtents *after = &wipe->room->after;

  vault_extents_read (wipe->fd, 0, wipe->n_file_bytes, after);
  if (before->shared)
    file->facts |= VAULT_STORAGE_SHARED;
  if (!before->known || !after->known)
    file->facts |= VAULT_STORAGE_UNTOLD;
  else
    file->facts |= vault_extents_stayed (before, after) ? VAULT_STORAGE_IN_PLACE
                                                        : VAULT_STORAGE_MOVED;
}

void
vault_keyring_wipe (int fd, VaultWipeRoom *room, gint64 start_us, VaultWipeFile *file)
{
  Wipe wipe = { fd, 0, room, start_us, NULL };
  Part parts[3];

  get_parts (parts);
  set_size (&wipe);
  /* Nothing that waits for a disk with other things to do comes before the first flush. */
  vault_extents_peek (fd, 0, wipe.n_file_bytes, &room->before);

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++) {
    wipe.step = &file->steps[VAULT_WIPE_HEADER + i];
    *wipe.step = (VaultWipeStep){ .part = VAULT_WIPE_HEADER + i };
    overwrite_and_flush (&wipe, &parts[i]);
    if (i == 0 && !room->before.known)
      vault_extents_read (fd, 0, wipe.n_file_bytes, &room->before);
  }

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++) {
    wipe.step = &file->steps[VAULT_WIPE_HEADER + i];
    read_back (&wipe, &parts[i]);
  }

  see_where_it_went (&wipe, file);
}

void
vault_keyring_wipe_again (int fd,
                          VaultWipeRoom *room,
                          gint64 start_us,
                          VaultWipeFile *file)
{
  Wipe wipe = { fd, 0, room, start_us, NULL };
  Part parts[3];

  get_parts (parts);
  set_size (&wipe);
  for (guint i = 0; i < G_N_ELEMENTS (parts); i++) {
    wipe.step = &file->steps[VAULT_WIPE_HEADER + i];
    if (wipe.step->outcome == VAULT_WIPE_FAILED)
      overwrite_and_flush (&wipe, &parts[i]);
    read_back (&wipe, &parts[i]);
  }
}

void
vault_keyring_set_wiped_error (const VaultWipeFile *file, GError **error)
{
  for (VaultWipePart part = VAULT_WIPE_HEADER; part <= VAULT_WIPE_CELLS; part++) {
    if (file->steps[part].outcome != VAULT_WIPE_FAILED)
      continue;
    g_set_error (error, VAULT_ERROR, (int) file->steps[part].error,
                 "a wipe was begun and cannot be finished");
    return;
  }

  g_set_error (error, VAULT_ERROR, VAULT_ERROR_DESTROYED, "the vault was wiped");
}

gboolean
vault_keyring_finish_wipe (int dir_fd, GError **error)
{
  g_autofree VaultWipeRoom *room = g_new0 (VaultWipeRoom, 1);
  VaultWipeFile file = { 0 };
  g_autoptr (GError) local = NULL;
  int fd = vault_file_open_at (dir_fd, VAULT_KEYRING_NAME, O_RDWR, error);

  if (fd < 0)
    return FALSE;

  vault_keyring_wipe (fd, room, g_get_monotonic_time (), &file);
  close (fd);
  vault_keyring_set_wiped_error (&file, &local);
  if (g_error_matches (local, VAULT_ERROR, VAULT_ERROR_DESTROYED))
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}
