/* file.h - POSIX files, done carefully
 *
 * Threads:  any.
 * Blocks:   waits for the disk.
 * Promise:  a read is whole or an error; a write is whole or an error; interrupted calls
 *           are repeated; nothing follows a symbolic link in the last component; every
 *           descriptor closes on exec.
 *
 * Errors everywhere: VAULT_ERROR_NO_SPACE, VAULT_ERROR_READ_ONLY, VAULT_ERROR_PERMISSION,
 * VAULT_ERROR_TOO_MANY_FILES, VAULT_ERROR_NO_VAULT for what does not exist,
 * VAULT_ERROR_NO_MEMORY, and VAULT_ERROR_IO for the rest.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Set @error from @saved_errno; @what is a verb phrase without any path.  Returns FALSE. */
gboolean vault_file_set_error (GError **error, int saved_errno, const char *what);

/* @path, which is absolute and without "..", becomes the folder it is in.  FALSE if there is
 * none above. */
gboolean vault_file_go_up (char **path);

/* @path without links and "..".  Returns: (transfer full) (nullable): NULL if it is not
 * there. */
char *vault_file_dup_real (const char *path);

/* Open the folder at @path; with @mode not 0 make it and its parents first.
 * Returns: a descriptor, or -1. */
int vault_file_open_folder (const char *path,
                            guint mode,
                            GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* openat() with O_CLOEXEC | O_NOFOLLOW added; only regular files.
 * Returns: a descriptor, or -1. */
int vault_file_open_at (int dir_fd, const char *name, int flags, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

gboolean vault_file_get_size (int fd,
                              guint64 *out_n_bytes,
                              GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The size of a regular file in the folder; FALSE without an error being needed if it is
 * not there or is something else. */
gboolean vault_file_stat_at (int dir_fd, const char *name, guint64 *out_n_bytes);

gboolean vault_file_read_at (int fd,
                             guint8 *out,
                             gsize n_bytes,
                             guint64 offset,
                             GError **error) G_GNUC_WARN_UNUSED_RESULT;

gboolean vault_file_write_at (int fd,
                              const guint8 *bytes,
                              gsize n_bytes,
                              guint64 offset,
                              GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* fdatasync(); after an error the state of the file is unknown, and the caller must not
 * go on as if a second call could mend it. */
gboolean vault_file_sync (int fd, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Take the open-file-description lock on @fd, which goes with the last descriptor.
 * Errors: VAULT_ERROR_BUSY if another process has it. */
gboolean vault_file_lock (int fd, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Ask a copy-on-write file system to overwrite this (still empty) file in place.  Without
 * that, an overwritten key stays readable in the old block.  Where the file system has no
 * such thing nothing happens. */
void vault_file_set_nocow (int fd);

G_END_DECLS
