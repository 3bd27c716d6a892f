/* night-files.c - files that are dropped or pasted here, as a value of a type of our own
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "night-files.h"

#include <gdk/gdk.h>

#define OFFERED_AS "text/uri-list"

G_DEFINE_BOXED_TYPE (NightFiles, night_files, g_ptr_array_ref, g_ptr_array_unref)

/* Returns: (transfer full). */
static NightFiles *
files_in (const char *text)
{
  g_auto (GStrv) uris = g_uri_list_extract_uris (text);
  NightFiles *files = g_ptr_array_new_with_free_func (g_object_unref);

  for (char **uri = uris; *uri != NULL; uri++)
    g_ptr_array_add (files, g_file_new_for_uri (*uri));
  return files;
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  static const char end = '\0';
  GdkContentDeserializer *deserializer = user_data;
  g_autoptr (GMemoryOutputStream) memory =
                 g_object_ref (G_MEMORY_OUTPUT_STREAM (source));
  g_autoptr (GPtrArray) files = NULL;
  GError *error = NULL;

  if (g_output_stream_splice_finish (G_OUTPUT_STREAM (source), result, &error) < 0
      || !g_output_stream_write_all (G_OUTPUT_STREAM (memory), &end, 1, NULL, NULL,
                                     &error)) {
    gdk_content_deserializer_return_error (deserializer, error);
    return;
  }

  files = files_in (g_memory_output_stream_get_data (memory));
  if (files->len == 0) {
    gdk_content_deserializer_return_error (
        deserializer,
        g_error_new (G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "no files are in it"));
    return;
  }

  g_value_take_boxed (gdk_content_deserializer_get_value (deserializer),
                      g_steal_pointer (&files));
  gdk_content_deserializer_return_success (deserializer);
}

/* It is kept alive until it has returned one or the other. */
static void
read_files (GdkContentDeserializer *deserializer)
{
  g_autoptr (GOutputStream) memory = g_memory_output_stream_new_resizable ();

  g_output_stream_splice_async (
      memory, gdk_content_deserializer_get_input_stream (deserializer),
      G_OUTPUT_STREAM_SPLICE_CLOSE_SOURCE,
      gdk_content_deserializer_get_priority (deserializer),
      gdk_content_deserializer_get_cancellable (deserializer), read_cb, deserializer);
}

void
night_files_register (void)
{
  gdk_content_register_deserializer (OFFERED_AS, NIGHT_TYPE_FILES, read_files, NULL,
                                     NULL);
}
