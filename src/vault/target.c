/* target.c - new files for what is copied out, never in the place of others
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "vault/target.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include <vault/vault-error.h>

#include "file/file.h"
#include "vault/entry.h"

#define MAX_NAME_TRIES 10000

/* The name's first bytes, at most @n_bytes, without cutting a character. */
static int
stem_bytes (const char *name, gsize n_stem, gsize n_bytes)
{
  if (n_stem <= n_bytes)
    return (int) n_stem;

  while (n_bytes > 0 && ((guint8) name[n_bytes] & 0xc0) == 0x80)
    n_bytes--;
  return (int) n_bytes;
}

/* "film.mp4", "film (2).mp4", ...  What the file system takes is VAULT_NAME_MAX_BYTES. */
static char *
numbered_name (const char *name, const char *suffix, guint number)
{
  g_autofree char *tail =
      number < 2 ? g_strdup (suffix) : g_strdup_printf ("%s (%u)", suffix, number);
  const char *dot = strrchr (name, '.');
  gsize n_tail;
  gsize n_stem;

  if (*tail == '\0')
    return g_strdup (name);

  /* An ending that is most of the name is no ending. */
  if (dot == NULL || dot == name || strlen (dot) > VAULT_NAME_MAX_BYTES / 2)
    dot = name + strlen (name);
  n_stem = (gsize) (dot - name);
  n_tail = strlen (tail) + strlen (dot);
  return g_strdup_printf ("%.*s%s%s",
                          stem_bytes (name, n_stem, VAULT_NAME_MAX_BYTES - n_tail),
                          name, tail, dot);
}

static char *
dup_file_id (GFile *file)
{
  g_autoptr (GFileInfo) info = g_file_query_info (file, G_FILE_ATTRIBUTE_ID_FILE,
                                                  G_FILE_QUERY_INFO_NONE, NULL, NULL);

  return info == NULL ? NULL
                      : g_strdup (g_file_info_get_attribute_string (
                          info, G_FILE_ATTRIBUTE_ID_FILE));
}

gboolean
vault_target_check (GFile *folder, const char *vault_folder, GError **error)
{
  g_autoptr (GFile) vault = g_file_new_for_path (vault_folder);
  g_autofree char *id = dup_file_id (folder);
  g_autofree char *vault_id = dup_file_id (vault);

  if (id == NULL || g_strcmp0 (id, vault_id) != 0)
    return TRUE;

  g_set_error (error, VAULT_ERROR, VAULT_ERROR_TARGET_FAILED, "the vault's own folder");
  return FALSE;
}

GFileOutputStream *
vault_target_create (GFile *folder,
                     const char *name,
                     const char *suffix,
                     GFile **out_file,
                     GCancellable *cancellable,
                     GError **error)
{
  for (guint number = 1; number <= MAX_NAME_TRIES; number++) {
    g_autofree char *candidate = numbered_name (name, suffix, number);
    g_autoptr (GFile) file = g_file_get_child (folder, candidate);
    g_autoptr (GError) local = NULL;
    GFileOutputStream *stream =
        g_file_create (file, G_FILE_CREATE_PRIVATE, cancellable, &local);

    if (stream != NULL) {
      *out_file = g_steal_pointer (&file);
      return stream;
    }
    if (!g_error_matches (local, G_IO_ERROR, G_IO_ERROR_EXISTS)) {
      g_propagate_error (error, g_steal_pointer (&local));
      return NULL;
    }
  }

  g_set_error (error, VAULT_ERROR, VAULT_ERROR_TARGET_FAILED, "no free name");
  return NULL;
}

/* @flags: more of them for open().  FALSE with errno set. */
static gboolean
flush_path (const char *path, int flags)
{
  int fd = open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | flags);
  gboolean ok = fd >= 0 && fsync (fd) == 0;
  int saved_errno = errno;

  if (fd >= 0)
    close (fd);
  errno = saved_errno;
  /* There are file systems that cannot, and nothing is to be done about that. */
  return ok || saved_errno == EINVAL || saved_errno == EROFS;
}

gboolean
vault_target_finish (GFileOutputStream *stream,
                     GFile *file,
                     GCancellable *cancellable,
                     GError **error)
{
  g_autoptr (GFile) folder = g_file_get_parent (file);

  if (!g_output_stream_close (G_OUTPUT_STREAM (stream), cancellable, error))
    return FALSE;

  /* Somebody who mounts a folder of another machine knows what its flushing is worth. */
  if (g_file_peek_path (file) == NULL)
    return TRUE;
  /* The file is ours and no link; the folder somebody chose may well be one. */
  return (flush_path (g_file_peek_path (file), O_NOFOLLOW)
          && flush_path (g_file_peek_path (folder), O_DIRECTORY))
         || vault_file_set_error (error, errno, "flush a file copied out");
}

void
vault_target_abandon (GFileOutputStream *stream, GFile *file)
{
  (void) g_output_stream_close (G_OUTPUT_STREAM (stream), NULL, NULL);
  (void) g_file_delete (file, NULL, NULL);
}

GError *
vault_target_translate (GError *error)
{
  VaultError code = VAULT_ERROR_TARGET_FAILED;
  GError *translated;

  if (error->domain != G_IO_ERROR
      || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return error;
  if (error->code == G_IO_ERROR_NO_SPACE)
    code = VAULT_ERROR_NO_SPACE;

  translated = g_error_new (VAULT_ERROR, (int) code, "GIO error %d", error->code);
  g_error_free (error);
  return translated;
}
