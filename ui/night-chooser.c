/* night-chooser.c - asking for files and folders without leaving a trace of the choice
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "night-chooser.h"

#include <glib/gi18n.h>

#include "night-portal.h"

#define KEY "night-chooser"

/* GTK adds what was chosen to its list of recent files at some time after the answer, and
 * writes the list to the disk a quarter of a second later.  So it is looked for much more
 * often than that, and for longer than a slow disk or a portal takes. */
#define FORGET_EVERY_MS 20
#define FORGET_N_TIMES 100

typedef struct {
  GtkWidget *widget;
  GtkWindow *window; /* not owned: the dialog does not outlive it */
  NightChosenFunc chosen;
} Request;

typedef struct {
  GPtrArray *uris;
  guint n_left; /* times to look */
} Forgetting;

static void
request_free (gpointer data, GClosure *closure)
{
  Request *self = data;

  g_object_unref (self->widget);
  g_free (self);
}

static void
forgetting_free (gpointer data)
{
  Forgetting *self = data;

  g_ptr_array_unref (self->uris);
  g_free (self);
}

/* An entry that is not there is what is wanted, so the error is no error.  One that was
 * may come again: it can have been there before it was chosen here. */
static gboolean
forget (gpointer user_data)
{
  Forgetting *self = user_data;

  for (guint i = 0; i < self->uris->len; i++)
    gtk_recent_manager_remove_item (gtk_recent_manager_get_default (),
                                    self->uris->pdata[i], NULL);

  return --self->n_left > 0;
}

static void
start_forgetting (GListModel *files)
{
  Forgetting *self = g_new0 (Forgetting, 1);

  self->uris = g_ptr_array_new_with_free_func (g_free);
  self->n_left = FORGET_N_TIMES;
  for (guint i = 0; i < g_list_model_get_n_items (files); i++) {
    g_autoptr (GFile) file = g_list_model_get_item (files, i);

    g_ptr_array_add (self->uris, g_file_get_uri (file));
  }
  g_timeout_add_full (G_PRIORITY_DEFAULT, FORGET_EVERY_MS, forget, self,
                      forgetting_free);
}

static void
response_cb (GtkFileChooser *dialog, int response, gpointer user_data)
{
  Request *request = user_data;
  GtkWindow *window = request->window;
  g_autoptr (GObject) kept = g_object_ref (G_OBJECT (dialog));
  g_autoptr (GListModel) files = NULL;

  if (response == GTK_RESPONSE_ACCEPT)
    files = gtk_file_chooser_get_files (dialog);

  if (files != NULL && g_list_model_get_n_items (files) > 0) {
    start_forgetting (files);
    request->chosen (request->widget, files);
  }

  night_chooser_dismiss (window);
}

static void
destroy_native (gpointer dialog)
{
  gtk_native_dialog_destroy (dialog);
  g_object_unref (dialog);
}

static void
destroy_window (gpointer dialog)
{
  gtk_window_destroy (dialog);
}

/* The desktop's, if its portal serves us; else GTK's own.  Left to itself GTK would ask a
 * portal that turns us away, and some versions of it take that for an answer. */
static GtkFileChooser *
make_dialog (GtkWindow *window,
             const char *title,
             const char *accept_label,
             GtkFileChooserAction action)
{
  GtkFileChooserNative *native;
  GtkWidget *own;

  if (night_portal_serves ()) {
    native = gtk_file_chooser_native_new (title, window, action, accept_label, NULL);
    gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (native), TRUE);
    g_object_set_data_full (G_OBJECT (window), KEY, native, destroy_native);
    return GTK_FILE_CHOOSER (native);
  }

  own = gtk_file_chooser_dialog_new (title, window, action, _ ("Cancel"),
                                     GTK_RESPONSE_CANCEL, accept_label,
                                     GTK_RESPONSE_ACCEPT, NULL);
  gtk_dialog_set_default_response (GTK_DIALOG (own), GTK_RESPONSE_ACCEPT);
  gtk_window_set_modal (GTK_WINDOW (own), TRUE);
  g_object_set_data_full (G_OBJECT (window), KEY, own, destroy_window);
  return GTK_FILE_CHOOSER (own);
}

void
night_chooser_open (GtkWidget *widget,
                    const char *title,
                    const char *accept_label,
                    GtkFileChooserAction action,
                    NightChosenFunc chosen)
{
  GtkWindow *window = GTK_WINDOW (gtk_widget_get_root (widget));
  GtkFileChooser *dialog;
  Request *request;

  if (g_object_get_data (G_OBJECT (window), KEY) != NULL)
    return;

  dialog = make_dialog (window, title, accept_label, action);
  gtk_file_chooser_set_select_multiple (dialog, action == GTK_FILE_CHOOSER_ACTION_OPEN);

  request = g_new0 (Request, 1);
  request->widget = g_object_ref (widget);
  request->window = window;
  request->chosen = chosen;
  g_signal_connect_data (dialog, "response", G_CALLBACK (response_cb), request,
                         request_free, 0);
  if (GTK_IS_NATIVE_DIALOG (dialog))
    gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
  else
    gtk_window_present (GTK_WINDOW (dialog));
}

gboolean
night_chooser_is_open (void)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++) {
    g_autoptr (GObject) window = g_list_model_get_item (windows, i);

    if (g_object_get_data (window, KEY) != NULL)
      return TRUE;
  }

  return FALSE;
}

void
night_chooser_dismiss (GtkWindow *window)
{
  g_object_set_data (G_OBJECT (window), KEY, NULL);
}
