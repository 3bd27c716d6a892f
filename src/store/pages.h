/* pages.h - the pages of an SQLite file, read without SQLite
 *
 * Two things are done here that SQLite does not do: its structure is checked page by page, so
 * that one can see how far it has come and stop; and rows are found on pages that no longer
 * hang together.  The format is that of https://sqlite.org/fileformat2.html, of which only
 * what our own databases use is known: table b-trees, overflow pages, the freelist.
 *
 * Nothing found here is believed: rows are sealed, and who reads them checks that.
 *
 * Threads:  any.  Pure but for the reading function.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define VAULT_PAGE_BYTES 16384
/* More cells than fit a page. */
#define VAULT_PAGE_MAX_CELLS (VAULT_PAGE_BYTES / 6)

/* One row on a leaf page. */
typedef struct {
  gint64 id;
  guint64 n_payload_bytes;
  gsize at;              /* of the payload's first part, in the page */
  gsize n_local_bytes;   /* of the payload in the page itself */
  guint32 next_overflow; /* the page where it goes on; 0 for none */
  gsize n_cell_bytes;    /* all that it takes of the page */
} VaultPageRow;

/* Whether page @number looks like a leaf of a table. */
gboolean vault_page_is_leaf (const guint8 page[VAULT_PAGE_BYTES], guint32 number);

guint vault_page_get_n_cells (const guint8 page[VAULT_PAGE_BYTES], guint32 number);

/* Row @index of a leaf.  FALSE if it does not lie wholly inside the page. */
gboolean vault_page_get_row (const guint8 page[VAULT_PAGE_BYTES],
                             guint32 number,
                             guint index,
                             VaultPageRow *out) G_GNUC_WARN_UNUSED_RESULT;

/* Where a file's pages come from, and who looks on. */
typedef struct {
  guint32 n_pages;
  /* FALSE: it cannot be read. */
  gboolean (*read) (guint32 number, guint8 out[VAULT_PAGE_BYTES], gpointer user_data);
  /* Before each page; FALSE ends the walk.  May be NULL. */
  gboolean (*go_on) (guint32 n_visited, gpointer user_data);
  /* Each row, with the root of its tree.  May be NULL. */
  void (*row) (guint32 root, const VaultPageRow *row, gpointer user_data);
  gpointer user_data;
  /* Only the pages of the trees: not where long rows go on, and not the freelist. */
  gboolean trees_only;
} VaultPages;

/* Walk the trees under @roots and the freelist.  @seen gets n_pages + 1 bytes, 1 for each page
 * that was met.  @out_n_faults: how many places contradict each other or cannot be read.
 * Returns FALSE if go_on() ended it. */
gboolean vault_pages_walk (const VaultPages *pages,
                           const guint32 *roots,
                           gsize n_roots,
                           guint8 *seen,
                           guint *out_n_faults) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
