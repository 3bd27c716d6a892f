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

typedef struct _VaultTarget VaultTarget;

/* A new file in @folder, for its owner alone, without a name of its own yet: see file/draft.h.
 * In folders that GIO reaches for us it has a hidden one until it is finished.
 *
 * Errors: those of GIO.
 * Returns: (transfer full). */
VaultTarget *vault_target_new (GFile *folder,
                               GCancellable *cancellable,
                               GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Write at the end.  Errors: those of GIO. */
gboolean vault_target_write (VaultTarget *self,
                             const guint8 *bytes,
                             gsize n_bytes,
                             GCancellable *cancellable,
                             GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Flush to the disk, for whoever has copied something out may destroy the vault next; and then
 * take the first name that is free: "film.mp4", "film (2).mp4" and so on.  @suffix, such as
 * " (damaged)", goes before the ending; it may be empty.  A name too long for that is cut.
 * Where the file system does not take the name another may be tried.
 *
 * Errors: those of GIO, and VAULT_ERROR_TARGET_FAILED.
 * @out_name: (transfer full) (nullable). */
gboolean vault_target_finish (VaultTarget *self,
                              const char *name,
                              const char *suffix,
                              char **out_name,
                              GCancellable *cancellable,
                              GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* What is not finished is removed.  NULL is fine. */
void vault_target_free (VaultTarget *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (VaultTarget, vault_target_free)

/* Whether this folder may be written to: not the vault's own, where what lies open would look
 * sealed and stay behind a wipe.  Errors: VAULT_ERROR_TARGET_FAILED. */
gboolean vault_target_check (GFile *folder,
                             const char *vault_folder,
                             GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Takes an error of writing to a target.  Returns: (transfer full): as a VaultError, or as it
 * was if that is what it is, or cancellation. */
GError *vault_target_translate (GError *error);

G_END_DECLS
