/* read-hint.c - telling the disk what will be read before SQLite asks for it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "store/read-hint.h"

#include <fcntl.h>

/* A piece takes four pages and an eighth of a leaf, see FORMAT.md, "Chunks". */
#define ROW_PAGES 4
#define ROWS_PER_LEAF 8
#define PAGE_BYTES ((gint64) VAULT_PAGE_BYTES)
#define ROW_BYTES (ROW_PAGES * PAGE_BYTES + PAGE_BYTES / ROWS_PER_LEAF)
/* What the disk is told of at once it hands over as a whole, so the first piece is asked for
 * alone; but telling costs the same for much and for little, so each step is as long as all
 * before it together, up to the longest. */
#define STEP_BYTES ((gint64) 64 << 10)
#define LONGEST_STEP_BYTES (4 * STEP_BYTES)
/* So much is under way. */
#define AHEAD_BYTES (24 * STEP_BYTES)
/* Whoever wants more than this reads on, and is met by what the system fetches by itself. */
#define MAX_ROWS 64
/* A thousand leaves have a page above them, which lies in between somewhere. */
#define SLIP_BYTES PAGE_BYTES
#define TOLERANCE_BYTES (2 * SLIP_BYTES)

void
vault_read_hint_init (VaultReadHint *self, int fd)
{
  *self = (VaultReadHint){ .fd = fd };
  g_mutex_init (&self->mutex);
}

void
vault_read_hint_clear (VaultReadHint *self)
{
  g_mutex_clear (&self->mutex);
}

void
vault_read_hint_set_fd (VaultReadHint *self, int fd)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  self->fd = fd;
}

static gint64
get_step (VaultReadHint *self)
{
  return CLAMP (self->told - self->begun, STEP_BYTES, LONGEST_STEP_BYTES);
}

/* As long as less than @n_ahead_bytes are under way. */
static gboolean
tell (VaultReadHint *self, gint64 n_ahead_bytes)
{
  gint64 offset, n_bytes;
  int fd;

  g_mutex_lock (&self->mutex);
  fd = self->fd;
  offset = self->told;
  n_bytes =
      MIN (get_step (self), MIN (self->end, self->read + n_ahead_bytes) - self->told);
  if (n_bytes > 0)
    self->told += n_bytes;
  g_mutex_unlock (&self->mutex);

  /* Outside: it takes longer than all the rest, and two may tell at once. */
  if (n_bytes > 0)
    (void) posix_fadvise (fd, offset, n_bytes, POSIX_FADV_WILLNEED);
  return n_bytes > 0;
}

gboolean
vault_read_hint_tell (VaultReadHint *self)
{
  return tell (self, AHEAD_BYTES);
}

static void
expect (VaultReadHint *self, gint64 from, gint64 end)
{
  self->begun = self->told = self->read = MAX (from, 0);
  self->end = end;
}

/* Numbers far apart are not laid out together. */
static gboolean
are_far_apart (guint64 one, guint64 other)
{
  return MAX (one, other) - MIN (one, other) > G_MAXINT32;
}

/* How far behind the leaf that begins with row @first row @id should go on, and its leaf be.
 * A leaf is taken when the first row in it has its pages, so it lies behind those. */
static gint64
get_distance (guint64 id, guint64 first, gint64 *out_leaf)
{
  gint64 n_rows = (gint64) id - (gint64) first;
  gint64 n_leaves = n_rows / ROWS_PER_LEAF - (n_rows % ROWS_PER_LEAF < 0);
  gint64 n_in_leaf = n_rows - n_leaves * ROWS_PER_LEAF;

  *out_leaf = n_leaves * ROWS_PER_LEAF * ROW_BYTES;
  return *out_leaf
         + (n_in_leaf * ROW_PAGES - (n_in_leaf == 0 ? ROW_PAGES : 3)) * PAGE_BYTES;
}

/* With the mutex held.  Returns: where the leaf is thought to be; -1 for no idea. */
static gint64
begin (VaultReadHint *self, guint64 id, guint64 n_rows)
{
  gint64 leaf, slip, unused;

  self->wanted = id;
  self->n_wanted_bytes = (gint64) MIN (n_rows, MAX_ROWS) * ROW_BYTES;
  self->guess = -1;
  expect (self, 0, 0);
  if (self->known == 0 || are_far_apart (id, self->known_first)
      || are_far_apart (self->known, self->known_first))
    return -1;

  self->guess = self->known_at + get_distance (id, self->known_first, &leaf)
                - get_distance (self->known, self->known_first, &unused);
  if (self->guess < 0)
    return -1;

  /* What slips in lies between here and there. */
  slip = id < self->known ? SLIP_BYTES : 0;
  expect (self, self->guess - slip, self->guess + self->n_wanted_bytes + SLIP_BYTES);
  return self->known_leaf + leaf - slip;
}

void
vault_read_hint_begin (VaultReadHint *self, guint64 id, guint64 n_rows)
{
  gint64 leaf = -1;
  int fd;

  g_mutex_lock (&self->mutex);
  fd = self->fd;
  if (fd >= 0)
    leaf = begin (self, id, n_rows);
  g_mutex_unlock (&self->mutex);

  if (leaf >= 0)
    (void) posix_fadvise (fd, leaf, PAGE_BYTES + SLIP_BYTES, POSIX_FADV_WILLNEED);
}

/* Where the row goes on that is looked for; -1 if it is not on this page. */
static gint64
find_row (VaultReadHint *self, const guint8 *page, guint32 number, guint64 *out_first)
{
  guint n_cells = vault_page_get_n_cells (page, number);

  for (guint i = 0; i < n_cells; i++) {
    VaultPageRow row;

    if (!vault_page_get_row (page, number, i, &row))
      continue;
    if (i == 0)
      *out_first = (guint64) row.id;
    if (row.id == (gint64) self->wanted && row.next_overflow > 0)
      return (gint64) (row.next_overflow - 1) * VAULT_PAGE_BYTES;
  }

  return -1;
}

static void
find (VaultReadHint *self, const guint8 *page, gint64 offset)
{
  guint32 number = (guint32) (offset / VAULT_PAGE_BYTES) + 1;
  guint64 first = self->wanted;
  gint64 at =
      vault_page_is_leaf (page, number) ? find_row (self, page, number, &first) : -1;
  gboolean was_right = self->guess >= 0 && ABS (at - self->guess) <= TOLERANCE_BYTES;

  if (at < 0)
    return;

  if (!was_right)
    expect (self, at, at + self->n_wanted_bytes + SLIP_BYTES);
  self->known = was_right || self->guess < 0 ? self->wanted : 0;
  self->known_at = at;
  self->known_first = first;
  self->known_leaf = offset;
  self->wanted = 0;
}

void
vault_read_hint_look (VaultReadHint *self,
                      const guint8 page[VAULT_PAGE_BYTES],
                      gint64 offset)
{
  g_mutex_lock (&self->mutex);
  if (self->wanted != 0)
    find (self, page, offset);
  if (offset >= self->read && offset < self->end)
    self->read = offset;
  g_mutex_unlock (&self->mutex);

  /* Whoever reads is waited for, and leaves as much as can be to others. */
  (void) tell (self, AHEAD_BYTES / 2);
}
