/* night-export.c - taking copies of items out of the vault
 *
 * The request travels on the widget that asked: one export at a time for each.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "library/night-export.h"

#include <glib/gi18n.h>

#include "library/night-export-bar.h"
#include "night-ask.h"
#include "night-chooser.h"

#define KEY "night-export"
#define SWITCH_KEY "night-export-switch"

typedef struct {
  Vault *vault;
  GPtrArray *items;
  VaultMetadata metadata;
} Request;

static void
request_free (gpointer data)
{
  Request *self = data;

  g_object_unref (self->vault);
  g_ptr_array_unref (self->items);
  g_free (self);
}

static void
folder_chosen (GtkWidget *widget, GListModel *files)
{
  Request *request = g_object_get_data (G_OBJECT (widget), KEY);
  g_autoptr (GFile) folder = g_list_model_get_item (files, 0);

  night_export_bar_add (night_export_bar_of (widget), request->vault, request->items,
                        folder, request->metadata);
  g_object_set_data (G_OBJECT (widget), KEY, NULL);
}

static void
response_cb (AdwMessageDialog *dialog, const char *response, gpointer user_data)
{
  GtkWidget *widget = user_data;
  Request *request = g_object_get_data (G_OBJECT (widget), KEY);

  if (!g_str_equal (response, NIGHT_ASK_ACCEPT)) {
    g_object_set_data (G_OBJECT (widget), KEY, NULL);
    return;
  }

  request->metadata =
      gtk_switch_get_active (g_object_get_data (G_OBJECT (dialog), SWITCH_KEY))
          ? VAULT_METADATA_REMOVED
          : VAULT_METADATA_KEPT;
  night_chooser_open (widget, _ ("Export To"), _ ("_Export Here"),
                      GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER, folder_chosen);
}

/* On by default, each time: what goes out is what others see. */
static void
add_switch (AdwMessageDialog *dialog)
{
  GtkWidget *list = gtk_list_box_new ();
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *toggle = gtk_switch_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row),
                                 _ ("Remove Location and Other Details"));
  adw_action_row_set_subtitle (
      ADW_ACTION_ROW (row),
      _ ("Place, device, dates, texts and previews inside the file. Picture and sound "
         "stay as they are."));
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  gtk_switch_set_active (GTK_SWITCH (toggle), TRUE);
  gtk_widget_set_valign (toggle, GTK_ALIGN_CENTER);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), toggle);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), toggle);
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  gtk_list_box_append (GTK_LIST_BOX (list), row);
  adw_message_dialog_set_extra_child (dialog, list);
  g_object_set_data (G_OBJECT (dialog), SWITCH_KEY, toggle);
}

/* A copy would outlive the count of views. */
static gboolean
are_all_limited (GPtrArray *items)
{
  for (guint i = 0; i < items->len; i++)
    if (!vault_item_is_view_limited (items->pdata[i]))
      return FALSE;

  return TRUE;
}

void
night_export (GtkWidget *widget, Vault *vault, GPtrArray *items)
{
  GtkWindow *window = GTK_WINDOW (gtk_widget_get_root (widget));
  g_autofree char *heading = NULL;
  AdwMessageDialog *dialog;
  Request *request;
  guint n = items->len;

  if (n == 0)
    return;
  if (are_all_limited (items)) {
    gtk_widget_activate_action (widget, "win.problem", "i",
                                (int) VAULT_ERROR_VIEW_LIMITED);
    return;
  }

  request = g_new0 (Request, 1);
  request->vault = g_object_ref (vault);
  request->items = g_ptr_array_ref (items);
  g_object_set_data_full (G_OBJECT (widget), KEY, request, request_free);

  heading = g_strdup_printf (ngettext ("Export This Item?", "Export %u Items?", n), n);
  dialog = night_ask_new (
      window, heading,
      _ ("A copy outside the vault is not sealed. It doesn’t expire, and an emergency "
         "wipe doesn’t reach it."),
      _ ("Choose Folder…"), ADW_RESPONSE_SUGGESTED);
  add_switch (dialog);
  g_signal_connect_object (dialog, "response", G_CALLBACK (response_cb), widget, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}
