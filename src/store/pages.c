/* pages.c - the pages of an SQLite file, read without SQLite
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "store/pages.h"

#include <string.h>

#define LEAF 0x0d
#define INTERIOR 0x05
#define FILE_HEADER_BYTES 100
#define FREELIST_AT 32
#define LEAF_HEADER_BYTES 8
#define INTERIOR_HEADER_BYTES 12
#define OVERFLOW_BYTES (VAULT_PAGE_BYTES - 4)
/* More levels than a tree of 2^32 pages can have. */
#define MAX_DEPTH 20
/* The page that holds byte 2^30 is SQLite's for locking, and never used. */
#define LOCK_PAGE ((1 << 30) / VAULT_PAGE_BYTES + 1)

/* What of a row stays in its leaf, by the file format. */
#define MAX_LOCAL (VAULT_PAGE_BYTES - 35)
#define MIN_LOCAL ((VAULT_PAGE_BYTES - 12) * 32 / 255 - 23)

static guint
load_u16 (const guint8 *at)
{
  return (guint) (at[0] << 8 | at[1]);
}

static guint32
load_u32 (const guint8 *at)
{
  return (guint32) at[0] << 24 | (guint32) at[1] << 16 | (guint32) at[2] << 8 | at[3];
}

/* The first page begins with the header of the file. */
static gsize
header_at (guint32 number)
{
  return number == 1 ? FILE_HEADER_BYTES : 0;
}

/* Returns: the bytes it takes, 0 if it does not end before @end. */
static gsize
load_varint (const guint8 *page, gsize at, gsize end, guint64 *out)
{
  *out = 0;
  for (gsize i = 0; i < 9 && at + i < end; i++) {
    guint8 byte = page[at + i];

    if (i == 8) {
      *out = *out << 8 | byte;
      return 9;
    }
    *out = *out << 7 | (byte & 0x7f);
    if (byte < 0x80)
      return i + 1;
  }

  return 0;
}

gboolean
vault_page_is_leaf (const guint8 page[VAULT_PAGE_BYTES], guint32 number)
{
  return page[header_at (number)] == LEAF
         && vault_page_get_n_cells (page, number) <= VAULT_PAGE_MAX_CELLS;
}

guint
vault_page_get_n_cells (const guint8 page[VAULT_PAGE_BYTES], guint32 number)
{
  return load_u16 (page + header_at (number) + 3);
}

static gsize
pointers_at (const guint8 *page, guint32 number)
{
  gsize at = header_at (number);

  return at + (page[at] == LEAF ? LEAF_HEADER_BYTES : INTERIOR_HEADER_BYTES);
}

static gsize
cell_at (const guint8 *page, guint32 number, guint index)
{
  return load_u16 (page + pointers_at (page, number) + 2 * (gsize) index);
}

static gsize
local_bytes (guint64 n_payload_bytes)
{
  gsize n = MIN_LOCAL + (gsize) ((n_payload_bytes - MIN_LOCAL) % OVERFLOW_BYTES);

  if (n_payload_bytes <= MAX_LOCAL)
    return (gsize) n_payload_bytes;
  return n <= MAX_LOCAL ? n : MIN_LOCAL;
}

gboolean
vault_page_get_row (const guint8 page[VAULT_PAGE_BYTES],
                    guint32 number,
                    guint index,
                    VaultPageRow *out)
{
  gsize start;
  gsize at;
  gsize n;
  guint64 id;

  memset (out, 0, sizeof *out);
  if (pointers_at (page, number) + 2 * ((gsize) index + 1) > VAULT_PAGE_BYTES)
    return FALSE;

  start = at = cell_at (page, number, index);
  n = load_varint (page, at, VAULT_PAGE_BYTES, &out->n_payload_bytes);
  at += n;
  if (n == 0 || out->n_payload_bytes > G_MAXINT32)
    return FALSE;
  n = load_varint (page, at, VAULT_PAGE_BYTES, &id);
  at += n;
  if (n == 0)
    return FALSE;

  out->id = (gint64) id;
  out->at = at;
  out->n_local_bytes = local_bytes (out->n_payload_bytes);
  at += out->n_local_bytes;
  if (out->n_local_bytes < out->n_payload_bytes) {
    if (at + 4 > VAULT_PAGE_BYTES)
      return FALSE;
    out->next_overflow = load_u32 (page + at);
    at += 4;
  }

  out->n_cell_bytes = MAX (at - start, 4);
  return start + out->n_cell_bytes <= VAULT_PAGE_BYTES;
}

typedef struct {
  const VaultPages *pages;
  guint8 *seen;
  guint32 root;
  guint32 n_visited;
  guint n_faults;
  gboolean ended;
  gint64 last_id; /* of the row before, in this tree */
  gboolean has_last;
} Walk;

/* Each page has one place: in one tree, in one row's overflow, or in the freelist. */
static gboolean
visit (Walk *walk, guint32 number, guint8 *page)
{
  const VaultPages *pages = walk->pages;

  if (walk->ended)
    return FALSE;
  if (number == 0 || number > pages->n_pages || number == LOCK_PAGE
      || walk->seen[number]) {
    walk->n_faults++;
    return FALSE;
  }

  walk->seen[number] = 1;
  walk->n_visited++;
  if (pages->go_on != NULL && !pages->go_on (walk->n_visited, pages->user_data)) {
    walk->ended = TRUE;
    return FALSE;
  }
  if (!pages->read (number, page, pages->user_data)) {
    walk->n_faults++;
    return FALSE;
  }

  return TRUE;
}

static void
walk_overflow (Walk *walk, const VaultPageRow *row)
{
  g_autofree guint8 *page = g_malloc (VAULT_PAGE_BYTES);
  guint64 n_left = row->n_payload_bytes - row->n_local_bytes;
  guint32 number = row->next_overflow;

  while (n_left > 0) {
    if (!visit (walk, number, page))
      return;
    number = load_u32 (page);
    n_left -= MIN (n_left, OVERFLOW_BYTES);
  }

  walk->n_faults += number != 0 && row->next_overflow != 0;
}

/* Mark bytes of a page as used; FALSE if some of them are already, or lie outside. */
static gboolean
claim (guint8 *used, gsize at, gsize n_bytes)
{
  if (at > VAULT_PAGE_BYTES || n_bytes > VAULT_PAGE_BYTES - at)
    return FALSE;

  for (gsize i = 0; i < n_bytes; i++) {
    if (used[at + i])
      return FALSE;
    used[at + i] = 1;
  }

  return TRUE;
}

static gboolean
claim_free_blocks (const guint8 *page, gsize header, guint8 *used)
{
  gsize at = load_u16 (page + header + 1);
  gsize last = 0;

  while (at != 0) {
    if (at <= last || at + 4 > VAULT_PAGE_BYTES
        || !claim (used, at, load_u16 (page + at + 2)))
      return FALSE;
    last = at;
    at = load_u16 (page + at);
  }

  return TRUE;
}

/* The bytes of a page are its header, its pointers, its cells, its free blocks, and as many
 * fragments as it says.  If they overlap, the next row written would overwrite another. */
static gboolean
is_well_packed (const guint8 *page, guint32 number, const gsize *cell_bytes)
{
  g_autofree guint8 *used = g_malloc0 (VAULT_PAGE_BYTES);
  gsize header = header_at (number);
  guint n_cells = vault_page_get_n_cells (page, number);
  gsize content = load_u16 (page + header + 5);
  gsize n_unclaimed = 0;

  if (!claim (used, 0, pointers_at (page, number) + 2 * (gsize) n_cells))
    return FALSE;
  for (guint i = 0; i < n_cells; i++) {
    if (cell_at (page, number, i) < content
        || !claim (used, cell_at (page, number, i), cell_bytes[i]))
      return FALSE;
  }
  if (!claim_free_blocks (page, header, used))
    return FALSE;

  for (gsize i = content; i < VAULT_PAGE_BYTES; i++)
    n_unclaimed += !used[i];
  return n_unclaimed == page[header + 7];
}

static gboolean
is_in_order (Walk *walk, gint64 id)
{
  gboolean ok = !walk->has_last || id > walk->last_id;

  walk->last_id = id;
  walk->has_last = TRUE;
  return ok;
}

static void
walk_leaf (Walk *walk, guint32 number, const guint8 *page)
{
  guint n_cells = vault_page_get_n_cells (page, number);
  g_autofree gsize *cell_bytes = g_new0 (gsize, n_cells);

  for (guint i = 0; i < n_cells && !walk->ended; i++) {
    VaultPageRow row;

    if (!vault_page_get_row (page, number, i, &row)) {
      walk->n_faults++;
      continue;
    }

    cell_bytes[i] = row.n_cell_bytes;
    walk->n_faults += !is_in_order (walk, row.id);
    if (walk->pages->row != NULL)
      walk->pages->row (walk->root, &row, walk->pages->user_data);
    if (row.n_local_bytes < row.n_payload_bytes && !walk->pages->trees_only)
      walk_overflow (walk, &row);
  }

  walk->n_faults += !is_well_packed (page, number, cell_bytes);
}

static void walk_page (Walk *walk, guint32 number, guint depth);

static void
walk_interior (Walk *walk, guint32 number, const guint8 *page, guint depth)
{
  guint n_cells = vault_page_get_n_cells (page, number);
  g_autofree gsize *cell_bytes = g_new0 (gsize, n_cells);

  for (guint i = 0; i < n_cells && !walk->ended; i++) {
    gsize at = cell_at (page, number, i);
    guint64 id = 0;
    gsize n = at + 4 <= VAULT_PAGE_BYTES
                  ? load_varint (page, at + 4, VAULT_PAGE_BYTES, &id)
                  : 0;

    if (n == 0) {
      walk->n_faults++;
      continue;
    }

    cell_bytes[i] = 4 + n;
    walk_page (walk, load_u32 (page + at), depth + 1);
    /* The key of a subtree is not below its last row. */
    walk->n_faults += walk->has_last && walk->last_id > (gint64) id;
    walk->last_id = (gint64) id;
    walk->has_last = TRUE;
  }

  walk->n_faults += !is_well_packed (page, number, cell_bytes);
  walk_page (walk, load_u32 (page + header_at (number) + 8), depth + 1);
}

static void
walk_page (Walk *walk, guint32 number, guint depth)
{
  g_autofree guint8 *page = g_malloc (VAULT_PAGE_BYTES);
  guint8 type;

  if (!visit (walk, number, page))
    return;

  type = page[header_at (number)];
  if (vault_page_get_n_cells (page, number) > VAULT_PAGE_MAX_CELLS)
    walk->n_faults++;
  else if (type == LEAF)
    walk_leaf (walk, number, page);
  else if (type == INTERIOR && depth < MAX_DEPTH)
    walk_interior (walk, number, page, depth);
  else
    walk->n_faults++;
}

static void
walk_freelist (Walk *walk)
{
  g_autofree guint8 *page = g_malloc (VAULT_PAGE_BYTES);
  g_autofree guint8 *leaf = g_malloc (VAULT_PAGE_BYTES);
  guint32 number;
  guint32 n_left;

  if (walk->pages->n_pages == 0 || !walk->pages->read (1, page, walk->pages->user_data))
    return;

  number = load_u32 (page + FREELIST_AT);
  n_left = load_u32 (page + FREELIST_AT + 4);
  while (number != 0 && visit (walk, number, page)) {
    guint32 n_leaves = load_u32 (page + 4);

    if (n_leaves > VAULT_PAGE_BYTES / 4 - 2 || n_left < n_leaves + 1) {
      walk->n_faults++;
      return;
    }
    for (guint32 i = 0; i < n_leaves; i++)
      (void) visit (walk, load_u32 (page + 8 + 4 * (gsize) i), leaf);
    n_left -= n_leaves + 1;
    number = load_u32 (page);
  }

  walk->n_faults += n_left != 0 && !walk->ended;
}

static void
count_lost (Walk *walk)
{
  for (guint32 number = 1; number <= walk->pages->n_pages; number++)
    walk->n_faults += !walk->seen[number] && number != LOCK_PAGE;
}

gboolean
vault_pages_walk (const VaultPages *pages,
                  const guint32 *roots,
                  gsize n_roots,
                  guint8 *seen,
                  guint *out_n_faults)
{
  Walk walk = { .pages = pages, .seen = seen };

  memset (seen, 0, (gsize) pages->n_pages + 1);
  for (gsize i = 0; i < n_roots && !walk.ended; i++) {
    walk.root = roots[i];
    walk.has_last = FALSE;
    walk_page (&walk, roots[i], 0);
  }
  if (!walk.ended && !pages->trees_only)
    walk_freelist (&walk);
  /* Pages that were not met because the way to them is broken are the same fault. */
  if (!walk.ended && !pages->trees_only && walk.n_faults == 0)
    count_lost (&walk);

  *out_n_faults = walk.n_faults;
  return !walk.ended;
}
