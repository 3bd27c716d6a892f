/* salvage-box.h - vaults to be damaged, and what a salvage made of them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "support/vault-box.h"

#define PAGE_BYTES 16384
#define CHUNK_BYTES 67530
#define N_SMALL 24
#define SMALL_BYTES 1000
#define FILM_BYTES 1000000

/* "film.mp4" and N_SMALL small ones, "0.bin" and so on, of bytes_noise (i), so that either table
 * has inner pages; closed. */
VaultBox *salvage_box_of_many (void);

/* A few, quickly made: "one.bin", "film.mp4" and "due.bin" with a deadline in a day; closed.
 * The film is bytes_noise (100), the others bytes_noise (1). */
VaultBox *salvage_box_of_few (void);

typedef struct {
  Folder *out;
  VaultSalvageReport report;
  GPtrArray *damaged;
  GError *error;
  gboolean ok;
} Salvaged;

void salvaged_clear (Salvaged *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Salvaged, salvaged_clear)

/* Salvage into a new folder.  The vault's files are the same bytes afterwards, and no other
 * file has come. */
Salvaged salvage (VaultBox *box);

void assert_salvaged_file (const Salvaged *self, const char *name, GBytes *expected);

/* That it went well, and how. */
void assert_salvaged (const Salvaged *self,
                      guint n_whole,
                      guint n_partial,
                      guint n_lost,
                      guint n_nameless);
