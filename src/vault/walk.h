/* walk.h - what there is to import: files, and what lies in folders
 *
 * Threads:  any.
 * Blocks:   waits for the file systems the sources are on.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "vault/session.h"

G_BEGIN_DECLS

/* One file to be read. */
typedef struct {
  GFile *file;   /* NULL with @bytes */
  GBytes *bytes; /* NULL with @file */
  char *name;    /* to be kept and shown; may still be a bad one */
  guint64 n_bytes;
} VaultWalkFile;

/* List all files of @sources in order.  Folders are entered, except @vault_folder and
 * hidden ones; symbolic links are not followed.  What cannot be listed becomes a problem, and
 * so do the files of the vault itself, under whatever path.
 * Returns: (transfer full) (element-type VaultWalkFile): NULL if cancelled. */
GPtrArray *vault_walk (const VaultImportSource *sources,
                       gsize n_sources,
                       const char *vault_folder,
                       GPtrArray *problems,
                       GCancellable *cancellable,
                       GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Add a problem.  Takes @error. */
void vault_problems_add (GPtrArray *problems,
                         const char *name,
                         gboolean kept,
                         GError *error);

/* A VaultError for what GIO says about a source, with the same meaning; cancellation stays
 * itself.  Takes @gio_error. */
GError *vault_walk_translate (GError *gio_error);

G_END_DECLS
