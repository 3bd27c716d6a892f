/* places.h - the folders of a person in which copies of a file end up
 *
 * The home with all that is hidden in it, where chats, browsers and mail keep what they are
 * sent; the folders for pictures, downloads and the like, wherever the settings say they are;
 * the trashes; what snapshots show of all these.
 *
 * Threads:  any.
 * Blocks:   waits for the disk.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "file/roots.h"

G_BEGIN_DECLS

typedef struct {
  char *folder;         /* without links */
  gboolean is_snapshot; /* of such a folder */
} VaultPlace;

/* None lies in another one.  Returns: (transfer full) (element-type VaultPlace). */
GPtrArray *vault_places_list (const VaultRoots *roots);

/* The name of the program whose folder @path, in the home, lies in: "Telegram".
 * Returns: (transfer none) (nullable): a static string. */
const char *vault_places_find_program (const VaultRoots *roots, const char *path);

typedef struct {
  const char *without; /* a folder to leave out, by its real path */
  guint64 n_bytes;     /* files of this size are found, */
  const char *name;    /* and files of this name */
  /* FALSE ends the walk. */
  gboolean (*found) (const char *path, gpointer user_data);
  /* A folder that cannot be read. */
  void (*unread) (const char *path, gpointer user_data);
  /* Now and then; FALSE ends the walk. */
  gboolean (*go_on) (guint n_files, gpointer user_data);
  gpointer user_data;
} VaultPlaceWalk;

/* Walk through @folder and all folders in it, without following a link.  @io_n_files goes up
 * with each file.  FALSE if it was ended. */
gboolean vault_places_walk (const VaultPlaceWalk *self,
                            const char *folder,
                            guint *io_n_files) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
