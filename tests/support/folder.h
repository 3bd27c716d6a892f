/* folder.h - a folder of a test's own, and careless edits of the files in it
 *
 * Everything here ends the test when it fails.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

/* A path; the folder goes with it. */
typedef char Folder;

Folder *folder_new (void);
void folder_free (Folder *self);

/* Returns: (transfer full): the path of @name in it. */
char *folder_path (const Folder *self, const char *name);

/* Write a file.  Returns: (transfer full): its path. */
char *
folder_put (const Folder *self, const char *name, const void *bytes, gsize n_bytes);
char *folder_put_text (const Folder *self, const char *name, const char *text);

/* How many entries there are. */
guint folder_count (const char *path);

GBytes *file_get (const char *path);
void file_put (const char *path, GBytes *bytes);
void file_copy (const char *from, const char *to);
guint64 file_size (const char *path);
void file_read (const char *path, guint64 offset, void *out, gsize n_bytes);
void file_write (const char *path, guint64 offset, const void *bytes, gsize n_bytes);
void file_flip (const char *path, guint64 offset, guint8 mask);
void file_truncate (const char *path, guint64 n_bytes);
gboolean file_exists (const char *path);

/* Random bytes, the same for the same seed. */
GBytes *bytes_noise (guint32 seed, gsize n_bytes);

void assert_same_bytes (GBytes *a, GBytes *b);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Folder, folder_free)
