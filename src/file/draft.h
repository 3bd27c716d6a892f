/* draft.h - a new file that gets its name when all of it is there
 *
 * Whoever is killed half way leaves nothing behind where the file system has files without a
 * name, and elsewhere one whose name is hidden and nobody's: ".0123456789abcdef.part".  Half a
 * film under its real name would pass for a whole one.
 *
 * Owns:     descriptors of the folder and of the file.
 * Threads:  one at a time.
 * Blocks:   waits for the disk.
 * Promise:  no file that is there already is replaced, or written into.
 *
 * Errors everywhere: those of GIO for an errno.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _VaultDraft VaultDraft;

/* A hidden name for what is not whole.  Returns: (transfer full). */
char *vault_draft_dup_part_name (void);

/* For its owner alone.  The folder may be reached by a link.  Returns: (transfer full). */
VaultDraft *vault_draft_new (const char *folder,
                             GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Write at the end. */
gboolean vault_draft_write (VaultDraft *self,
                            const guint8 *bytes,
                            gsize n_bytes,
                            GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Everything written so far is on the disk when this returns. */
gboolean vault_draft_flush (VaultDraft *self, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Give it its name, which is then on the disk as well.  After an error it has none.  Errors:
 * also G_IO_ERROR_EXISTS: something has that name, and another may be tried, as after those of
 * a name that the file system does not take. */
gboolean vault_draft_name (VaultDraft *self,
                           const char *name,
                           GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* What has no name by now is removed.  NULL is fine. */
void vault_draft_free (VaultDraft *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (VaultDraft, vault_draft_free)

G_END_DECLS
