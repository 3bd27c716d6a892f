/* target.h - new files for what is copied out, never in the place of others
 *
 * Threads:  any.
 * Blocks:   waits for the disk.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* A new file, for its owner alone, under the first name that is free: "film.mp4",
 * "film (2).mp4" and so on.  @suffix, such as " (damaged)", goes before the ending; it may be
 * empty.  A name too long for that is cut.
 *
 * Errors: those of GIO, and VAULT_ERROR_TARGET_FAILED.
 * Returns: (transfer full): the stream; @out_file: (transfer full). */
GFileOutputStream *vault_target_create (GFile *folder,
                                        const char *name,
                                        const char *suffix,
                                        GFile **out_file,
                                        GCancellable *cancellable,
                                        GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Whether this folder may be written to: not the vault's own, where what lies open would look
 * sealed and stay behind a wipe.  Errors: VAULT_ERROR_TARGET_FAILED. */
gboolean vault_target_check (GFile *folder,
                             const char *vault_folder,
                             GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Close, and flush to the disk: whoever has copied something out may destroy the vault next.
 * Errors: those of GIO, and of the file room. */
gboolean vault_target_finish (GFileOutputStream *stream,
                              GFile *file,
                              GCancellable *cancellable,
                              GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Close and remove a file that will not be finished: half a film under its real name would
 * pass for a whole one. */
void vault_target_abandon (GFileOutputStream *stream, GFile *file);

/* Takes an error of writing to a target.  Returns: (transfer full): as a VaultError, or as it
 * was if that is what it is, or cancellation. */
GError *vault_target_translate (GError *error);

G_END_DECLS
