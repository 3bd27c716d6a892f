/* night-library-page.c - everything in the open vault, and what can be done with it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "library/night-library-page.h"

#include <glib/gi18n.h>

#include "library/night-delete.h"
#include "library/night-expiry-dialog.h"
#include "library/night-export.h"
#include "library/night-import-bar.h"
#include "library/night-library-grid.h"
#include "library/night-notice.h"
#include "library/night-paste.h"
#include "night-chooser.h"
#include "night-stack.h"

struct _NightLibraryPage {
  GtkBox parent_instance;

  GtkStack *stack;
  NightLibraryGrid *grid;
  GtkActionBar *action_bar;
  GtkLabel *n_selected;
  NightImportBar *import_bar;
  NightNotice *notice;

  Vault *vault;
};

G_DEFINE_FINAL_TYPE (NightLibraryPage, night_library_page, GTK_TYPE_BOX)

enum {
  OPEN_ITEM,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

/* What had the focus may have been hidden.  The keys have to reach the page all the same.
 */
static void
keep_focus (NightLibraryPage *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  if (root != NULL && gtk_widget_get_mapped (GTK_WIDGET (self))
      && gtk_root_get_focus (root) == NULL)
    gtk_widget_grab_focus (GTK_WIDGET (self));
}

static void
update (NightLibraryPage *self)
{
  g_autoptr (GPtrArray) items = night_library_grid_dup_selected (self->grid);
  GtkWidget *widget = GTK_WIDGET (self);
  g_autofree char *text = NULL;
  gboolean any = items->len > 0;
  gboolean empty = night_library_grid_get_n_items (self->grid) == 0;

  gtk_widget_action_set_enabled (widget, "library.open", items->len == 1);
  gtk_widget_action_set_enabled (widget, "library.expiry", any);
  gtk_widget_action_set_enabled (widget, "library.export", any);
  gtk_widget_action_set_enabled (widget, "library.delete", any);
  gtk_widget_set_visible (GTK_WIDGET (self->action_bar), any);
  night_stack_show_name (self->stack, empty ? "empty" : "grid");

  /* Translators: how many items are selected. */
  text =
      g_strdup_printf (ngettext ("%u selected", "%u selected", items->len), items->len);
  gtk_label_set_text (self->n_selected, text);
  keep_focus (self);
}

static void
open_item (NightLibraryPage *self, VaultItem *item)
{
  g_signal_emit (self, signals[OPEN_ITEM], 0, item);
}

static void
open_action (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  NightLibraryPage *self = NIGHT_LIBRARY_PAGE (widget);
  g_autoptr (GPtrArray) items = night_library_grid_dup_selected (self->grid);

  if (items->len == 1)
    open_item (self, g_ptr_array_index (items, 0));
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

static gboolean
drop_files (NightLibraryPage *self, const GValue *value)
{
  if (!G_VALUE_HOLDS (value, GDK_TYPE_FILE_LIST) || self->vault == NULL)
    return FALSE;

  night_import_bar_add_file_list (self->import_bar, g_value_get_boxed (value));
  return TRUE;
}

static void
paste_action (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  night_paste (widget, NIGHT_LIBRARY_PAGE (widget)->import_bar);
}

void
night_library_page_show (NightLibraryPage *self, Vault *vault)
{
  g_return_if_fail (NIGHT_IS_LIBRARY_PAGE (self));

  g_set_object (&self->vault, vault);
  night_library_grid_show (self->grid, vault);
  night_import_bar_set_vault (self->import_bar, vault);
  night_notice_show_summary (self->notice, vault);
}

void
night_library_page_drop (NightLibraryPage *self)
{
  g_return_if_fail (NIGHT_IS_LIBRARY_PAGE (self));

  night_import_bar_set_vault (self->import_bar, NULL);
  night_notice_hide (self->notice);
  night_library_grid_drop (self->grid);
  g_clear_object (&self->vault);
}

GListModel *
night_library_page_get_model (NightLibraryPage *self)
{
  g_return_val_if_fail (NIGHT_IS_LIBRARY_PAGE (self), NULL);

  return night_library_grid_get_model (self->grid);
}

GdkTexture *
night_library_page_get_thumbnail (NightLibraryPage *self, VaultItem *item)
{
  g_return_val_if_fail (NIGHT_IS_LIBRARY_PAGE (self), NULL);

  return night_library_grid_get_thumbnail (self->grid, item);
}

void
night_library_page_focus_item (NightLibraryPage *self, VaultItem *item)
{
  g_return_if_fail (NIGHT_IS_LIBRARY_PAGE (self));

  night_library_grid_focus_item (self->grid, item);
}

static gboolean
night_library_page_grab_focus (GtkWidget *widget)
{
  NightLibraryPage *self = NIGHT_LIBRARY_PAGE (widget);

  return gtk_widget_child_focus (GTK_WIDGET (self->stack), GTK_DIR_TAB_FORWARD)
         || GTK_WIDGET_CLASS (night_library_page_parent_class)->grab_focus (widget);
}

static void
night_library_page_dispose (GObject *object)
{
  NightLibraryPage *self = NIGHT_LIBRARY_PAGE (object);

  g_clear_object (&self->vault);

  G_OBJECT_CLASS (night_library_page_parent_class)->dispose (object);
}

static void
install_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "library.open", NULL, open_action);
  gtk_widget_class_install_action (widget_class, "library.expiry", NULL, expiry_action);
  gtk_widget_class_install_action (widget_class, "library.export", NULL, export_action);
  gtk_widget_class_install_action (widget_class, "library.delete", NULL, delete_action);
  gtk_widget_class_install_action (widget_class, "library.paste", NULL, paste_action);
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
}

static void
night_library_page_class_init (NightLibraryPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = night_library_page_dispose;
  widget_class->grab_focus = night_library_page_grab_focus;

  signals[OPEN_ITEM] =
      g_signal_new ("open-item", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                    NULL, NULL, G_TYPE_NONE, 1, VAULT_TYPE_ITEM);

  g_type_ensure (NIGHT_TYPE_LIBRARY_GRID);
  g_type_ensure (NIGHT_TYPE_IMPORT_BAR);
  g_type_ensure (NIGHT_TYPE_NOTICE);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/org/nightstand/Nightstand/library/night-library-page.ui");
  gtk_widget_class_bind_template_child (widget_class, NightLibraryPage, stack);
  gtk_widget_class_bind_template_child (widget_class, NightLibraryPage, grid);
  gtk_widget_class_bind_template_child (widget_class, NightLibraryPage, action_bar);
  gtk_widget_class_bind_template_child (widget_class, NightLibraryPage, n_selected);
  gtk_widget_class_bind_template_child (widget_class, NightLibraryPage, import_bar);
  gtk_widget_class_bind_template_child (widget_class, NightLibraryPage, notice);
  gtk_widget_class_bind_template_callback (widget_class, update);
  gtk_widget_class_bind_template_callback (widget_class, open_item);
  install_actions (widget_class);
}

static void
night_library_page_init (NightLibraryPage *self)
{
  GtkDropTarget *target = gtk_drop_target_new (GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);

  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_object (target, "drop", G_CALLBACK (drop_files), self,
                           G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (target));
  update (self);
}
