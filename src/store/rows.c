/* rows.c - the rows of a database that SQLite may refuse, found by looking at every page
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "store/rows.h"

#include <fcntl.h>
#include <gio/gio.h>
#include <string.h>
#include <unistd.h>

#include <vault/vault-error.h>

#include "file/file.h"
#include "store/pages.h"

/* Where store-open.c has SQLite put the tables. */
#define RECORD_ROOT 2
#define PIECE_ROOT 3
#define PAGES_PER_REPORT 256

/* A row in SQLite's record format: the length of this header, the type of the id, which is
 * the row's number and not repeated, and a blob of this length. */
static const guint8 record_header[] = { 4, 0, 0x8f, 0x6c };
static const guint8 piece_header[] = { 5, 0, 0x88, 0x9f, 0x40 };

G_STATIC_ASSERT (2 * VAULT_RECORD_BYTES + 12 == ((0x0f << 7) | 0x6c));
G_STATIC_ASSERT (2 * VAULT_PIECE_BYTES + 12 == ((0x08 << 14) | (0x1f << 7) | 0x40));

typedef struct {
  guint64 id;
  guint32 page;
  guint16 cell;
  guint16 is_stale; /* no table leads to it */
} Place;

struct _VaultRows {
  int fd;
  guint32 n_pages;
  guint8 *live;    /* for each page: a table leads to it */
  GArray *records; /* Place, by number, the stale ones last */
  GArray *pieces;
  guint32 cached; /* the page in @page, 0 for none */
  guint8 page[VAULT_PAGE_BYTES];
};

void
vault_rows_free (VaultRows *self)
{
  if (self == NULL)
    return;

  if (self->fd >= 0)
    close (self->fd);
  g_free (self->live);
  g_array_unref (self->records);
  g_array_unref (self->pieces);
  g_free (self);
}

static gboolean
read_page (guint32 number, guint8 out[VAULT_PAGE_BYTES], gpointer user_data)
{
  VaultRows *self = user_data;

  return vault_file_read_at (self->fd, out, VAULT_PAGE_BYTES,
                             (guint64) (number - 1) * VAULT_PAGE_BYTES, NULL);
}

static int
compare_places (gconstpointer a, gconstpointer b)
{
  const Place *x = a;
  const Place *y = b;

  if (x->id != y->id)
    return x->id < y->id ? -1 : 1;
  return (int) x->is_stale - (int) y->is_stale;
}

static gboolean
begins_with (const guint8 *page,
             const VaultPageRow *row,
             const guint8 *header,
             gsize n_header_bytes,
             gsize n_blob_bytes)
{
  return row->n_payload_bytes == n_header_bytes + n_blob_bytes
         && row->n_local_bytes >= n_header_bytes
         && memcmp (page + row->at, header, n_header_bytes) == 0;
}

/* A page may point to the same bytes as often as it has room for pointers, and each would be
 * read and decrypted: a gigabyte of such pages would keep a salvage busy for hours.  Rows of
 * ours are long; so each @block of a page is given to the first row that begins in it. */
#define BLOCK_BYTES 512

static gboolean
takes_block (guint8 taken[VAULT_PAGE_BYTES / BLOCK_BYTES], const VaultPageRow *row)
{
  gsize block = row->at / BLOCK_BYTES;

  if (taken[block])
    return FALSE;

  taken[block] = 1;
  return TRUE;
}

static void
index_page (VaultRows *self, guint32 number, const guint8 *page)
{
  guint n_cells = vault_page_get_n_cells (page, number);
  guint8 taken[VAULT_PAGE_BYTES / BLOCK_BYTES] = { 0 };

  for (guint i = 0; i < n_cells; i++) {
    Place place = { 0, number, (guint16) i, !self->live[number] };
    VaultPageRow row;
    gboolean is_record;

    if (!vault_page_get_row (page, number, i, &row) || row.id < 0)
      continue;
    is_record = begins_with (page, &row, record_header, sizeof record_header,
                             VAULT_RECORD_BYTES);
    if ((!is_record
         && !begins_with (page, &row, piece_header, sizeof piece_header,
                          VAULT_PIECE_BYTES))
        || !takes_block (taken, &row))
      continue;

    place.id = (guint64) row.id;
    if (is_record)
      g_array_append_val (self->records, place);
    else
      g_array_append_val (self->pieces, place);
  }
}

static gboolean
build_index (VaultRows *self, VaultRowsFunc func, gpointer user_data, GError **error)
{
  static const guint32 roots[] = { RECORD_ROOT, PIECE_ROOT };
  const VaultPages pages = {
    .n_pages = self->n_pages, .read = read_page, .user_data = self, .trees_only = TRUE
  };
  guint64 n_total = (guint64) self->n_pages * VAULT_PAGE_BYTES;
  guint n_faults;

  /* It cannot be ended, there being nothing to end it. */
  (void) !vault_pages_walk (&pages, roots, G_N_ELEMENTS (roots), self->live, &n_faults);

  for (guint32 number = 1; number <= self->n_pages; number++) {
    if (number % PAGES_PER_REPORT == 1
        && !func ((guint64) number * VAULT_PAGE_BYTES, n_total, user_data)) {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, "cancelled");
      return FALSE;
    }
    if (read_page (number, self->page, self) && vault_page_is_leaf (self->page, number))
      index_page (self, number, self->page);
  }

  self->cached = 0;
  g_array_sort (self->records, compare_places);
  g_array_sort (self->pieces, compare_places);
  return TRUE;
}

VaultRows *
vault_rows_open (int dir_fd, VaultRowsFunc func, gpointer user_data, GError **error)
{
  g_autoptr (VaultRows) self = g_new0 (VaultRows, 1);
  g_autoptr (GError) local = NULL;
  guint64 n_file_bytes = 0;

  self->records = g_array_new (FALSE, FALSE, sizeof (Place));
  self->pieces = g_array_new (FALSE, FALSE, sizeof (Place));
  self->fd = vault_file_open_at (dir_fd, VAULT_STORE_NAME, O_RDONLY, &local);
  if (self->fd < 0 && !g_error_matches (local, VAULT_ERROR, VAULT_ERROR_NO_VAULT)) {
    g_propagate_error (error, g_steal_pointer (&local));
    return NULL;
  }
  if (self->fd >= 0 && !vault_file_get_size (self->fd, &n_file_bytes, error))
    return NULL;
  if (n_file_bytes == 0) {
    g_set_error (error, VAULT_ERROR, VAULT_ERROR_MISSING_DATABASE, "no vault.db");
    return NULL;
  }

  self->n_pages =
      (guint32) MIN (n_file_bytes / VAULT_PAGE_BYTES, (guint64) G_MAXUINT32 - 1);
  self->live = g_malloc0 ((gsize) self->n_pages + 1);
  return build_index (self, func, user_data, error) ? g_steal_pointer (&self) : NULL;
}

GArray *
vault_rows_dup_records (VaultRows *self)
{
  GArray *ids = g_array_new (FALSE, FALSE, sizeof (guint64));

  for (guint i = 0; i < self->records->len; i++) {
    const Place *place = &g_array_index (self->records, Place, i);
    guint64 last = ids->len == 0 ? 0 : g_array_index (ids, guint64, ids->len - 1);

    if (!place->is_stale && place->id != VAULT_STORE_STAMP_ROW
        && place->id < VAULT_STORE_STAMP_MIRROR_ROW && place->id != last)
      g_array_append_val (ids, place->id);
  }

  return ids;
}

/* The first place of this number, or beyond the end. */
static guint
find (GArray *places, guint64 id)
{
  guint low = 0;
  guint high = places->len;

  while (low < high) {
    guint middle = low + (high - low) / 2;

    if (g_array_index (places, Place, middle).id < id)
      low = middle + 1;
    else
      high = middle;
  }

  return low;
}

/* Put together what @place says; zero where a page is missing, or is another one by now: whoever
 * may write to the file may do so while it is read. */
static void
read_row (VaultRows *self, const Place *place, gsize n_header, guint8 *out, gsize n_out)
{
  VaultPageRow row;
  gsize n_done;
  guint32 next;

  memset (out, 0, n_out);
  if (self->cached != place->page) {
    self->cached = 0;
    if (!read_page (place->page, self->page, self))
      return;
    self->cached = place->page;
  }
  if (!vault_page_is_leaf (self->page, place->page)
      || !vault_page_get_row (self->page, place->page, place->cell, &row)
      || row.n_payload_bytes != n_header + n_out || row.n_local_bytes < n_header)
    return;

  n_done = MIN (row.n_local_bytes - n_header, n_out);
  memcpy (out, self->page + row.at + n_header, n_done);
  next = row.next_overflow;
  while (n_done < n_out) {
    guint8 page[VAULT_PAGE_BYTES];
    gsize n = MIN (n_out - n_done, VAULT_PAGE_BYTES - 4);

    if (next == 0 || next > self->n_pages || !read_page (next, page, self))
      return;
    memcpy (out + n_done, page + 4, n);
    n_done += n;
    next = (guint32) page[0] << 24 | (guint32) page[1] << 16 | (guint32) page[2] << 8
           | page[3];
  }
}

/* NULL if there are no more. */
static const Place *
find_nth (GArray *places, guint64 id, guint nth)
{
  guint at = find (places, id);
  const Place *place;

  if (nth >= places->len - at)
    return NULL;

  place = &g_array_index (places, Place, at + nth);
  return place->id == id ? place : NULL;
}

gboolean
vault_rows_get_record (VaultRows *self,
                       guint64 row,
                       guint nth,
                       guint8 out[VAULT_RECORD_BYTES],
                       gboolean *out_is_stale)
{
  const Place *place = find_nth (self->records, row, nth);

  if (place == NULL)
    return FALSE;

  *out_is_stale = place->is_stale;
  read_row (self, place, sizeof record_header, out, VAULT_RECORD_BYTES);
  return TRUE;
}

gboolean
vault_rows_get_piece (VaultRows *self,
                      guint64 id,
                      guint nth,
                      guint8 out[VAULT_PIECE_BYTES])
{
  const Place *place = find_nth (self->pieces, id, nth);

  if (place == NULL)
    return FALSE;

  read_row (self, place, sizeof piece_header, out, VAULT_PIECE_BYTES);
  return TRUE;
}
