/* target.c - new files for what is copied out, never in the place of others
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "vault/target.h"

#include <string.h>

#include <vault/vault-error.h>

#include "file/draft.h"
#include "vault/entry.h"

#define MAX_NAME_TRIES 10000

/* Either a draft or a file and its stream. */
struct _VaultTarget {
  GFile *folder;
  VaultDraft *draft;

  /* In a folder that only GIO reaches, as on another machine. */
  GFile *part;
  GOutputStream *stream;
};

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

static gboolean
open_part (VaultTarget *self, GCancellable *cancellable, GError **error)
{
  g_autofree char *name = vault_draft_dup_part_name ();
  g_autoptr (GFile) part = g_file_get_child (self->folder, name);

  self->stream =
      (GOutputStream *) g_file_create (part, G_FILE_CREATE_PRIVATE, cancellable, error);
  if (self->stream == NULL)
    return FALSE;
  self->part = g_steal_pointer (&part);
  return TRUE;
}

VaultTarget *
vault_target_new (GFile *folder, GCancellable *cancellable, GError **error)
{
  g_autoptr (VaultTarget) self = g_new0 (VaultTarget, 1);

  self->folder = g_object_ref (folder);
  if (!g_file_is_native (folder))
    return open_part (self, cancellable, error) ? g_steal_pointer (&self) : NULL;

  self->draft = vault_draft_new (g_file_peek_path (folder), error);
  return self->draft != NULL ? g_steal_pointer (&self) : NULL;
}

gboolean
vault_target_write (VaultTarget *self,
                    const guint8 *bytes,
                    gsize n_bytes,
                    GCancellable *cancellable,
                    GError **error)
{
  if (self->stream != NULL)
    return g_output_stream_write_all (self->stream, bytes, n_bytes, NULL, cancellable,
                                      error);
  return !g_cancellable_set_error_if_cancelled (cancellable, error)
         && vault_draft_write (self->draft, bytes, n_bytes, error);
}

/* Somebody who mounts a folder of another machine knows what its flushing is worth. */
static gboolean
flush (VaultTarget *self, GCancellable *cancellable, GError **error)
{
  gboolean ok = self->stream != NULL
                    ? g_output_stream_close (self->stream, cancellable, error)
                    : vault_draft_flush (self->draft, error);

  return ok && !g_cancellable_set_error_if_cancelled (cancellable, error);
}

/* Phones cannot move files, but rename them. */
static gboolean
move_part (VaultTarget *self,
           const char *name,
           GCancellable *cancellable,
           GError **error)
{
  g_autoptr (GFile) file = g_file_get_child (self->folder, name);
  g_autoptr (GFile) renamed = NULL;
  GError *local = NULL;

  if (!g_file_move (self->part, file,
                    G_FILE_COPY_NO_FALLBACK_FOR_MOVE | G_FILE_COPY_NOFOLLOW_SYMLINKS,
                    cancellable, NULL, NULL, &local)) {
    if (!g_error_matches (local, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED)) {
      g_propagate_error (error, local);
      return FALSE;
    }
    g_error_free (local);
    renamed = g_file_set_display_name (self->part, name, cancellable, error);
    if (renamed == NULL)
      return FALSE;
  }

  g_clear_object (&self->part);
  return TRUE;
}

static gboolean
take_name (VaultTarget *self,
           const char *name,
           GCancellable *cancellable,
           GError **error)
{
  return self->draft != NULL ? vault_draft_name (self->draft, name, error)
                             : move_part (self, name, cancellable, error);
}

gboolean
vault_target_finish (VaultTarget *self,
                     const char *name,
                     const char *suffix,
                     char **out_name,
                     GCancellable *cancellable,
                     GError **error)
{
  if (!flush (self, cancellable, error))
    return FALSE;

  for (guint number = 1; number <= MAX_NAME_TRIES; number++) {
    g_autofree char *candidate = numbered_name (name, suffix, number);
    GError *local = NULL;

    if (take_name (self, candidate, cancellable, &local)) {
      if (out_name != NULL)
        *out_name = g_steal_pointer (&candidate);
      return TRUE;
    }
    if (!g_error_matches (local, G_IO_ERROR, G_IO_ERROR_EXISTS)) {
      g_propagate_error (error, local);
      return FALSE;
    }
    g_error_free (local);
  }

  g_set_error (error, VAULT_ERROR, VAULT_ERROR_TARGET_FAILED, "no free name");
  return FALSE;
}

void
vault_target_free (VaultTarget *self)
{
  if (self == NULL)
    return;

  vault_draft_free (self->draft);
  if (self->stream != NULL)
    (void) g_output_stream_close (self->stream, NULL, NULL);
  if (self->part != NULL)
    (void) g_file_delete (self->part, NULL, NULL);
  g_clear_object (&self->stream);
  g_clear_object (&self->part);
  g_object_unref (self->folder);
  g_free (self);
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
  else if (error->code == G_IO_ERROR_TOO_MANY_OPEN_FILES)
    code = VAULT_ERROR_TOO_MANY_FILES;

  translated = g_error_new (VAULT_ERROR, (int) code, "GIO error %d", error->code);
  g_error_free (error);
  return translated;
}
