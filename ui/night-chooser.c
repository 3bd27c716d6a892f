/* night-chooser.c - asking for files and folders without leaving a trace of the choice
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "night-chooser.h"

#define KEY "night-chooser"

/* GTK writes its list some time after the answer, so ours comes later still. */
#define FORGET_AFTER_MS 1000

typedef struct {
  GtkWidget *widget;
  NightChosenFunc chosen;
} Request;

static void
request_free (gpointer data, GClosure *closure)
{
  Request *self = data;

  g_object_unref (self->widget);
  g_free (self);
}

/* An entry that is not there is what is wanted, so the error is no error. */
static gboolean
forget (gpointer user_data)
{
  GListModel *files = user_data;

  for (guint i = 0; i < g_list_model_get_n_items (files); i++) {
    g_autoptr (GFile) file = g_list_model_get_item (files, i);
    g_autofree char *uri = g_file_get_uri (file);

    gtk_recent_manager_remove_item (gtk_recent_manager_get_default (), uri, NULL);
  }

  return G_SOURCE_REMOVE;
}

static void
response_cb (GtkNativeDialog *dialog, int response, gpointer user_data)
{
  Request *request = user_data;
  GtkWindow *window = gtk_native_dialog_get_transient_for (dialog);
  g_autoptr (GtkNativeDialog) kept = g_object_ref (dialog);
  g_autoptr (GListModel) files = NULL;

  if (response == GTK_RESPONSE_ACCEPT)
    files = gtk_file_chooser_get_files (GTK_FILE_CHOOSER (dialog));

  if (files != NULL && g_list_model_get_n_items (files) > 0) {
    g_timeout_add_full (G_PRIORITY_DEFAULT, FORGET_AFTER_MS, forget,
                        g_object_ref (files), g_object_unref);
    request->chosen (request->widget, files);
  }

  night_chooser_dismiss (window);
}

static void
destroy_dialog (gpointer dialog)
{
  gtk_native_dialog_destroy (dialog);
  g_object_unref (dialog);
}

void
night_chooser_open (GtkWidget *widget,
                    const char *title,
                    const char *accept_label,
                    GtkFileChooserAction action,
                    NightChosenFunc chosen)
{
  GtkWindow *window = GTK_WINDOW (gtk_widget_get_root (widget));
  GtkFileChooserNative *dialog;
  Request *request;

  if (g_object_get_data (G_OBJECT (window), KEY) != NULL)
    return;

  dialog = gtk_file_chooser_native_new (title, window, action, accept_label, NULL);
  gtk_file_chooser_set_select_multiple (GTK_FILE_CHOOSER (dialog),
                                        action == GTK_FILE_CHOOSER_ACTION_OPEN);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);

  request = g_new0 (Request, 1);
  request->widget = g_object_ref (widget);
  request->chosen = chosen;
  g_signal_connect_data (dialog, "response", G_CALLBACK (response_cb), request,
                         request_free, 0);
  g_object_set_data_full (G_OBJECT (window), KEY, dialog, destroy_dialog);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}

void
night_chooser_dismiss (GtkWindow *window)
{
  g_object_set_data (G_OBJECT (window), KEY, NULL);
}
