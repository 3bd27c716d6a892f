/* night-sync-folder.h - does a folder lie where something copies it away?
 *
 * A vault in a synced folder has copies that no wipe and no expiry reaches.
 *
 * Threads:  any.
 * Blocks:   waits for the disk, except night_sync_folder_find_async().
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* The name of what seems to sync @folder or a folder above it, "Dropbox"; NULL if
 * nothing gives it away.  Returns: (transfer none) (nullable). */
const char *night_sync_folder_find (const char *folder);

void night_sync_folder_find_async (const char *folder,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);

/* Errors: G_IO_ERROR_CANCELLED.  Returns: (transfer none) (nullable). */
const char *night_sync_folder_find_finish (GAsyncResult *result, GError **error);

G_END_DECLS
