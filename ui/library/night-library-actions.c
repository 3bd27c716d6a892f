/* night-library-actions.c - what can be done with what is selected, and the ways in
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "library/night-library-private.h"

#include <glib/gi18n.h>

#include "library/night-delete.h"
#include "library/night-expiry-dialog.h"
#include "library/night-export.h"
#include "library/night-paste.h"
#include "night-chooser.h"

static void
open_action (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  NightLibraryPage *self = NIGHT_LIBRARY_PAGE (widget);
  g_autoptr (GPtrArray) items = night_library_grid_dup_selected (self->grid);

  if (items->len == 1)
    night_library_open_item (self, g_ptr_array_index (items, 0));
}

static void
expiry_action (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  NightLibraryPage *self = NIGHT_LIBRARY_PAGE (widget);
  g_autoptr (GPtrArray) items = night_library_grid_dup_selected (self->grid);

  night_expiry_dialog_present (widget, self->vault, items);
}

static void
export_action (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  NightLibraryPage *self = NIGHT_LIBRARY_PAGE (widget);
  g_autoptr (GPtrArray) items = night_library_grid_dup_selected (self->grid);

  night_export (widget, self->vault, items);
}

static void
delete_action (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  NightLibraryPage *self = NIGHT_LIBRARY_PAGE (widget);
  g_autoptr (GPtrArray) items = night_library_grid_dup_selected (self->grid);

  night_delete (widget, self->vault, items);
}

static void
import_chosen (GtkWidget *widget, GListModel *files)
{
  night_import_bar_add_files (NIGHT_LIBRARY_PAGE (widget)->import_bar, files);
}

static void
import_files_action (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  night_chooser_open (widget, _ ("Import Files"), _ ("_Import"),
                      GTK_FILE_CHOOSER_ACTION_OPEN, import_chosen);
}

static void
import_folder_action (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  night_chooser_open (widget, _ ("Import a Folder"), _ ("_Import"),
                      GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER, import_chosen);
}

static void
paste_action (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  night_paste (widget, NIGHT_LIBRARY_PAGE (widget)->import_bar);
}

static void
find_action (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  night_find_bar_open (NIGHT_LIBRARY_PAGE (widget)->find_bar);
}

static void
focus_action (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  gtk_widget_child_focus (GTK_WIDGET (NIGHT_LIBRARY_PAGE (widget)->grid),
                          GTK_DIR_TAB_FORWARD);
}

void
night_library_install_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "library.open", NULL, open_action);
  gtk_widget_class_install_action (widget_class, "library.expiry", NULL, expiry_action);
  gtk_widget_class_install_action (widget_class, "library.export", NULL, export_action);
  gtk_widget_class_install_action (widget_class, "library.delete", NULL, delete_action);
  gtk_widget_class_install_action (widget_class, "library.paste", NULL, paste_action);
  gtk_widget_class_install_action (widget_class, "library.find", NULL, find_action);
  gtk_widget_class_install_action (widget_class, "library.focus", NULL, focus_action);
  gtk_widget_class_install_action (widget_class, "library.import-files", NULL,
                                   import_files_action);
  gtk_widget_class_install_action (widget_class, "library.import-folder", NULL,
                                   import_folder_action);

  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Delete, 0,
                                       "library.delete", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_v, GDK_CONTROL_MASK,
                                       "library.paste", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_o, GDK_CONTROL_MASK,
                                       "library.import-files", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_e, GDK_CONTROL_MASK,
                                       "library.expiry", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_f, GDK_CONTROL_MASK,
                                       "library.find", NULL);
}
