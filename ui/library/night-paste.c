/* night-paste.c - files and pictures from the clipboard into the vault
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "library/night-paste.h"

#include <glib/gi18n.h>

/* What a picture may be offered as, best first, and the ending of its name. */
static const struct {
  const char *mime_type;
  const char *ending;
} pictures[] = {
  { "image/png", ".png" },   { "image/jpeg", ".jpg" }, { "image/webp", ".webp" },
  { "image/tiff", ".tiff" }, { "image/gif", ".gif" },  { "image/bmp", ".bmp" },
};

typedef struct {
  NightImportBar *bar;
  const char *ending;
} Paste;

static void
paste_free (Paste *self)
{
  g_object_unref (self->bar);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Paste, paste_free)

static void
files_pasted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (NightImportBar) bar = user_data;
  const GValue *value =
      gdk_clipboard_read_value_finish (GDK_CLIPBOARD (source), result, NULL);

  if (value != NULL)
    night_import_bar_add_file_list (bar, g_value_get_boxed (value));
}

static void
bytes_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Paste) paste = user_data;
  g_autoptr (GBytes) bytes = NULL;

  if (g_output_stream_splice_finish (G_OUTPUT_STREAM (source), result, NULL) <= 0)
    return;

  bytes = g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (source));
  night_import_bar_add_picture (paste->bar, bytes, paste->ending);
}

static const char *
ending_of (const char *mime_type)
{
  for (guint i = 0; i < G_N_ELEMENTS (pictures); i++) {
    if (g_strcmp0 (mime_type, pictures[i].mime_type) == 0)
      return pictures[i].ending;
  }

  return "";
}

static void
picture_offered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Paste) paste = user_data;
  g_autoptr (GInputStream) stream = NULL;
  g_autoptr (GOutputStream) memory = NULL;
  const char *mime_type = NULL;

  stream = gdk_clipboard_read_finish (GDK_CLIPBOARD (source), result, &mime_type, NULL);
  if (stream == NULL)
    return;

  paste->ending = ending_of (mime_type);
  memory = g_memory_output_stream_new_resizable ();
  g_output_stream_splice_async (
      memory, stream,
      G_OUTPUT_STREAM_SPLICE_CLOSE_SOURCE | G_OUTPUT_STREAM_SPLICE_CLOSE_TARGET,
      G_PRIORITY_DEFAULT, NULL, bytes_read_cb, g_steal_pointer (&paste));
}

static gboolean
offers_picture (GdkContentFormats *formats)
{
  for (guint i = 0; i < G_N_ELEMENTS (pictures); i++) {
    if (gdk_content_formats_contain_mime_type (formats, pictures[i].mime_type))
      return TRUE;
  }

  return FALSE;
}

static void
read_picture (GdkClipboard *clipboard, NightImportBar *bar)
{
  const char *mime_types[G_N_ELEMENTS (pictures) + 1] = { NULL };
  Paste *paste = g_new0 (Paste, 1);

  for (guint i = 0; i < G_N_ELEMENTS (pictures); i++)
    mime_types[i] = pictures[i].mime_type;

  paste->bar = g_object_ref (bar);
  gdk_clipboard_read_async (clipboard, mime_types, G_PRIORITY_DEFAULT, NULL,
                            picture_offered_cb, paste);
}

void
night_paste (GtkWidget *widget, NightImportBar *bar)
{
  GdkClipboard *clipboard = gtk_widget_get_clipboard (widget);
  GdkContentFormats *formats = gdk_clipboard_get_formats (clipboard);

  if (gdk_content_formats_contain_mime_type (formats, "text/uri-list"))
    gdk_clipboard_read_value_async (clipboard, NIGHT_TYPE_FILES, G_PRIORITY_DEFAULT,
                                    NULL, files_pasted_cb, g_object_ref (bar));
  else if (offers_picture (formats))
    read_picture (clipboard, bar);
  else
    gtk_widget_activate_action (widget, "win.toast", "s",
                                _ ("The clipboard holds no files and no picture"));
}
