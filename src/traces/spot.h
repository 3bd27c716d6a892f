/* spot.h - one file that was found, and removing that one and no other
 *
 * Between finding and removing, a person reads a list.  Meanwhile a program may have saved
 * another file under the name, or somebody may have put a link in the place of a folder, so
 * that a file is removed that nobody has agreed to.  A spot knows the file by its number, its
 * length and its time, and the folder by its number; everything else is left alone.
 *
 * Owns:     strings and numbers, no descriptor.
 * Threads:  any; one at a time for each spot.
 * Blocks:   waits for the disk.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>
#include <sys/stat.h>

#include <vault/vault-traces.h>

G_BEGIN_DECLS

typedef struct {
  char *folder; /* without links */
  char *name;
  struct stat folder_info;
  struct stat info;
} VaultSpot;

/* Whether what is read from @fd may be removed.  @fd is at its beginning. */
typedef gboolean (*VaultSpotProof) (int fd,
                                    guint64 n_bytes,
                                    gpointer user_data,
                                    GError **error);

/* The regular file at @path.  Links on the way to it are followed here, and never again.
 * Returns: (transfer full) (nullable): NULL if there is none.  Errors: those of file.h, with
 * VAULT_ERROR_NO_VAULT for what is not there and VAULT_ERROR_NOT_A_FILE. */
VaultSpot *vault_spot_new (const char *path, GError **error);
void vault_spot_free (VaultSpot *self);

char *vault_spot_dup_path (const VaultSpot *self);

/* Open it for reading.  Errors: VAULT_ERROR_SOURCE_CHANGED if it is another one now, and
 * those of file.h.  Returns: a descriptor, or -1. */
int vault_spot_open (const VaultSpot *self, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Remove it.  @proof may be NULL.  Returns: REMOVED, GONE, CHANGED or FAILED; @error is set
 * with the last alone. */
VaultTraceOutcome vault_spot_remove (const VaultSpot *self,
                                     VaultSpotProof proof,
                                     gpointer user_data,
                                     GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (VaultSpot, vault_spot_free)

G_END_DECLS
