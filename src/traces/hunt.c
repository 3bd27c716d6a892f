/* hunt.c - looking for the traces of files, one file after the other
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "traces/hunt.h"

#include <string.h>

#include "file/file.h"

VaultHunt *
vault_hunt_new (const VaultRoots *roots, GCancellable *cancellable)
{
  VaultHunt *self = g_new0 (VaultHunt, 1);

  self->roots = roots;
  self->cancellable = cancellable == NULL ? NULL : g_object_ref (cancellable);
  self->found = g_ptr_array_new_with_free_func ((GDestroyNotify) vault_trace_unref);
  self->needles = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  return self;
}

void
vault_hunt_free (VaultHunt *self)
{
  if (self == NULL)
    return;

  g_clear_object (&self->cancellable);
  g_ptr_array_unref (self->found);
  g_ptr_array_unref (self->needles);
  g_clear_pointer (&self->recent, g_bookmark_file_free);
  g_clear_pointer (&self->kde, g_ptr_array_unref);
  g_clear_pointer (&self->trashed, g_ptr_array_unref);
  g_free (self);
}

VaultTrace *
vault_hunt_add (VaultHunt *self,
                VaultTraceKind kind,
                VaultTraceState state,
                const char *place,
                VaultSpot *spot,
                const char *program)
{
  VaultTrace *trace = g_new0 (VaultTrace, 1);

  g_atomic_ref_count_init (&trace->n_refs);
  trace->kind = kind;
  trace->state = state;
  trace->file = self->file;
  trace->place = g_filename_display_name (place);
  trace->spot = spot;
  trace->program = program;
  g_ptr_array_add (self->found, trace);
  return trace;
}

VaultTrace *
vault_hunt_add_file (VaultHunt *self,
                     VaultTraceKind kind,
                     const char *path,
                     const char *program)
{
  g_autoptr (GError) error = NULL;
  VaultSpot *spot = vault_spot_new (path, &error);

  if (spot != NULL)
    return vault_hunt_add (self, kind, VAULT_TRACE_REMOVABLE, path, spot, program);
  if (g_error_matches (error, VAULT_ERROR, VAULT_ERROR_NO_VAULT))
    return NULL;

  return vault_hunt_add (self, kind, VAULT_TRACE_UNKNOWN, path, NULL, program);
}

gboolean
vault_hunt_has (const VaultHunt *self, const char *path, const char *uri)
{
  g_autofree char *shown = path == NULL ? NULL : g_filename_display_name (path);

  for (guint i = 0; i < self->found->len; i++) {
    const VaultTrace *trace = self->found->pdata[i];

    if ((uri != NULL && trace->list != NULL && g_str_equal (trace->uri, uri))
        || (shown != NULL && trace->spot != NULL && g_str_equal (trace->place, shown)))
      return TRUE;
  }

  return FALSE;
}

static void
add_uri (GPtrArray *uris, char *uri)
{
  if (uri != NULL && !g_ptr_array_find_with_equal_func (uris, uri, g_str_equal, NULL))
    g_ptr_array_add (uris, uri);
  else
    g_free (uri);
}

/* Everybody escapes what GLib does; some leave these two as they are, as an address of IPv6
 * would need them. */
static char *
dup_with_brackets (const char *uri)
{
  GString *text = g_string_new (uri);

  g_string_replace (text, "%5B", "[", 0);
  g_string_replace (text, "%5D", "]", 0);
  return g_string_free (text, FALSE);
}

GPtrArray *
vault_hunt_dup_uris (const char *path)
{
  GPtrArray *uris = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *above = g_path_get_dirname (path);
  g_autofree char *name = g_path_get_basename (path);
  g_autofree char *real_above = vault_file_dup_real (above);
  g_autofree char *real =
      real_above == NULL ? NULL : g_build_filename (real_above, name, NULL);
  guint n_plain;

  add_uri (uris, g_filename_to_uri (path, NULL, NULL));
  if (real != NULL)
    add_uri (uris, g_filename_to_uri (real, NULL, NULL));
  n_plain = uris->len;
  for (guint i = 0; i < n_plain; i++)
    add_uri (uris, dup_with_brackets (uris->pdata[i]));
  return uris;
}

void
vault_hunt_named (VaultHunt *self, const char *name)
{
  vault_hunt_thumbnails_named (self, name);
  vault_hunt_recent_named (self, name);
}

void
vault_hunt_file (VaultHunt *self, const char *path, guint number)
{
  g_autoptr (GPtrArray) uris = vault_hunt_dup_uris (path);

  self->file = number;
  vault_hunt_metadata (self, path);
  vault_hunt_thumbnails (self, path, uris);
  vault_hunt_recent (self, uris);
  vault_hunt_trash (self, path);
  vault_hunt_beside (self, path);
  vault_hunt_index (self, uris);

  g_ptr_array_add (self->needles, g_bytes_new (path, strlen (path)));
  for (guint i = 0; i < uris->len; i++)
    g_ptr_array_add (self->needles,
                     g_bytes_new (uris->pdata[i], strlen (uris->pdata[i])));
}
