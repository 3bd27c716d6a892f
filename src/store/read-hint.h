/* read-hint.h - telling the disk what will be read before SQLite asks for it
 *
 * SQLite finds a row by its leaf, and then reads one page of it after the other.  Who jumps
 * into a film would wait for the disk each time.  But pieces are written in the order of their
 * numbers, and each takes the same room: where one of them lies tells where the others of that
 * film are, give or take a page; and where that is not so, the leaf says where the row goes on.
 * The same holds for the leaf itself, which is read first of all and alone.  A guess that is
 * wrong costs some reading that nobody needed, and no more are made until one would have been
 * right again.  Nothing else hangs on any of this.
 *
 * Owns:     a mutex; the descriptor is the caller's.
 * Threads:  any.
 * Blocks:   never for the disk.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

#include "store/pages.h"

G_BEGIN_DECLS

typedef struct {
  GMutex mutex; /* around all below */
  int fd;       /* of the database, -1 for none: then nothing happens */

  /* The row that is looked for, 0 once it has been found, and where it should go on: -1 if
   * there is nothing to guess by. */
  guint64 wanted;
  gint64 n_wanted_bytes;
  gint64 guess;

  /* A row that lay where it was thought to be, 0 for none, where it goes on, the first row of
   * its leaf, and where that is. */
  guint64 known;
  gint64 known_at;
  guint64 known_first;
  gint64 known_leaf;

  /* From where to where the disk is still to be told, and how far it has been read. */
  gint64 begun;
  gint64 told;
  gint64 end;
  gint64 read;
} VaultReadHint;

/* @fd: -1, or open as long as anything here is called. */
void vault_read_hint_init (VaultReadHint *self, int fd);
void vault_read_hint_clear (VaultReadHint *self);
void vault_read_hint_set_fd (VaultReadHint *self, int fd);

/* Row @id of "piece" and those behind it, @n_rows in all, will be read next.  The disk is told
 * of the leaf alone. */
void vault_read_hint_begin (VaultReadHint *self, guint64 id, guint64 n_rows);

/* The page at @offset was read; it may say where the row is. */
void vault_read_hint_look (VaultReadHint *self,
                           const guint8 page[VAULT_PAGE_BYTES],
                           gint64 offset);

/* Tell the disk of the next stretch.  FALSE if there is none left that is known of, or enough
 * is under way. */
gboolean vault_read_hint_tell (VaultReadHint *self);

G_END_DECLS
