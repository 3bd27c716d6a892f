/* read-hint.c - telling the disk what will be read before SQLite asks for it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "store/read-hint.h"

#include <fcntl.h>

/* A piece takes four pages and an eighth of a leaf, see FORMAT.md, "Chunks". */
#define ROW_BYTES ((gint64) (4 * VAULT_PAGE_BYTES + VAULT_PAGE_BYTES / 8))
/* What the disk is told of at once it hands over as a whole.  With longer steps the first piece
 * would be there no sooner than the last. */
#define STEP_BYTES ((gint64) 128 << 10)
/* Telling takes time, too: so much before anything is read, the rest while that comes. */
#define FIRST_STEPS 3
/* Whoever wants more than this reads on, and is met by what the system fetches by itself. */
#define MAX_ROWS 64
/* A leaf more or less in between. */
#define TOLERANCE_BYTES ((gint64) 2 * VAULT_PAGE_BYTES)

static void
tell (VaultReadHint *self)
{
  gint64 n_bytes = MIN (STEP_BYTES, self->end - self->told);

  if (n_bytes <= 0)
    return;

  (void) posix_fadvise (self->fd, self->told, n_bytes, POSIX_FADV_WILLNEED);
  self->told += n_bytes;
}

static void
expect (VaultReadHint *self, gint64 offset)
{
  self->told = MAX (offset - TOLERANCE_BYTES, 0);
  self->end = offset + self->n_wanted_bytes + TOLERANCE_BYTES;
  for (guint i = 0; i < FIRST_STEPS; i++)
    tell (self);
}

void
vault_read_hint_begin (VaultReadHint *self, guint64 id, guint64 n_rows)
{
  if (self->fd < 0)
    return;

  self->wanted = id;
  self->n_wanted_bytes = (gint64) MIN (n_rows, MAX_ROWS) * ROW_BYTES;
  self->guess = -1;
  self->told = self->end = 0;
  /* Numbers far apart are not laid out together. */
  if (self->known == 0 || MAX (id, self->known) - MIN (id, self->known) > G_MAXINT32)
    return;

  self->guess = self->known_at + ((gint64) id - (gint64) self->known) * ROW_BYTES;
  if (self->guess >= 0)
    expect (self, self->guess);
}

/* Where the row goes on that is looked for; -1 if it is not on this page. */
static gint64
find_row (VaultReadHint *self, const guint8 *page, guint32 number)
{
  guint n_cells = vault_page_get_n_cells (page, number);

  for (guint i = 0; i < n_cells; i++) {
    VaultPageRow row;

    if (vault_page_get_row (page, number, i, &row) && row.id == (gint64) self->wanted
        && row.next_overflow > 0)
      return (gint64) (row.next_overflow - 1) * VAULT_PAGE_BYTES;
  }

  return -1;
}

static void
find (VaultReadHint *self, const guint8 *page, gint64 offset)
{
  guint32 number = (guint32) (offset / VAULT_PAGE_BYTES) + 1;
  gint64 at = vault_page_is_leaf (page, number) ? find_row (self, page, number) : -1;
  gboolean was_right = self->guess >= 0 && ABS (at - self->guess) <= TOLERANCE_BYTES;

  if (at < 0)
    return;

  if (!was_right)
    expect (self, at);
  self->known = was_right || self->guess < 0 ? self->wanted : 0;
  self->known_at = at;
  self->wanted = 0;
}

void
vault_read_hint_look (VaultReadHint *self,
                      const guint8 page[VAULT_PAGE_BYTES],
                      gint64 offset)
{
  if (self->wanted != 0)
    find (self, page, offset);
  tell (self);
}
