/* night-library-actions.c - what can be done with what is selected, and the ways in
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "library/night-library-private.h"

#include <glib/gi18n.h>

#include "hygiene/night-traces-window.h"
#include "library/night-delete.h"
#include "library/night-expiry-dialog.h"
#include "library/night-export.h"
#include "library/night-paste.h"
#include "library/night-views-question.h"
#include "night-chooser.h"
#include "organise/night-change.h"
#include "organise/night-offer.h"
#include "organise/night-picker.h"
#include "organise/night-rename.h"

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
views_action (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  NightLibraryPage *self = NIGHT_LIBRARY_PAGE (widget);
  g_autoptr (GPtrArray) items = night_library_grid_dup_selected (self->grid);

  night_views_ask (widget, self->vault, items);
}

static void
export_action (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  NightLibraryPage *self = NIGHT_LIBRARY_PAGE (widget);
  g_autoptr (GPtrArray) items = night_library_grid_dup_selected (self->grid);

  night_export (widget, self->vault, items);
}

static void
unselect_action (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  gtk_widget_activate_action (GTK_WIDGET (NIGHT_LIBRARY_PAGE (widget)->grid),
                              "grid.unselect", NULL);
}

static void
delete_action (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  NightLibraryPage *self = NIGHT_LIBRARY_PAGE (widget);
  g_autoptr (GPtrArray) items = night_library_grid_dup_selected (self->grid);

  night_delete (widget, self->vault, items);
}

/* ---- what is said of them ---- */

/* Once it is there, it is in the hands of whatever reads the clipboard. */
static void
copy_action (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  NightLibraryPage *self = NIGHT_LIBRARY_PAGE (widget);
  g_autoptr (GPtrArray) items = night_library_grid_dup_selected (self->grid);
  g_autoptr (GdkContentProvider) offer = NULL;

  if (!night_offer_is_picture (items))
    return;

  offer = night_offer_new_picture (self->vault, items->pdata[0]);
  gdk_clipboard_set_content (gtk_widget_get_clipboard (widget), offer);
  gtk_widget_activate_action (
      widget, "win.toast", "s",
      _ ("Copied. Other programs can read the clipboard, and keep "
         "what they read."));
}

static gboolean
are_favourites (GPtrArray *items)
{
  for (guint i = 0; i < items->len; i++)
    if (!vault_item_is_favourite (items->pdata[i]))
      return FALSE;

  return items->len > 0;
}

static void
favourite_action (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  NightLibraryPage *self = NIGHT_LIBRARY_PAGE (widget);
  g_autoptr (GPtrArray) items = night_library_grid_dup_selected (self->grid);

  night_change_favourite (widget, self->vault, items, !are_favourites (items));
}

static void
pick (NightLibraryPage *self, GtkWidget *beside, NightPickKind kind)
{
  g_autoptr (GPtrArray) items = night_library_grid_dup_selected (self->grid);

  if (items->len > 0)
    night_picker_ask (beside, self->vault, items, kind);
}

static void
albums_action (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  NightLibraryPage *self = NIGHT_LIBRARY_PAGE (widget);

  pick (self, self->albums_button, NIGHT_PICK_ALBUMS);
}

static void
people_action (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  NightLibraryPage *self = NIGHT_LIBRARY_PAGE (widget);

  pick (self, self->is_narrow ? self->more_button : self->people_button,
        NIGHT_PICK_PEOPLE);
}

static void
tags_action (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  NightLibraryPage *self = NIGHT_LIBRARY_PAGE (widget);

  pick (self, self->is_narrow ? self->more_button : self->tags_button, NIGHT_PICK_TAGS);
}

/* Of the album, person or tag that is looked at. */
static void
take_out_action (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  NightLibraryPage *self = NIGHT_LIBRARY_PAGE (widget);
  NightPlace *place = night_sidebar_get_place (self->sidebar);
  g_autoptr (GPtrArray) items = night_library_grid_dup_selected (self->grid);

  if (night_place_get_kind (place) == NIGHT_PLACE_GROUP)
    night_change_group (widget, self->vault, items, night_place_get_group (place),
                        FALSE);
  else if (night_place_get_kind (place) == NIGHT_PLACE_TAG)
    night_change_tag (widget, self->vault, items, night_place_get_title (place), FALSE);
}

/* The star is full where pressing it takes it away. */
void
night_library_update_actions (NightLibraryPage *self, guint n_selected)
{
  GtkWidget *widget = GTK_WIDGET (self);
  NightPlaceKind kind = night_place_get_kind (night_sidebar_get_place (self->sidebar));
  g_autoptr (GPtrArray) items = NULL;
  gboolean are_all = FALSE;

  gtk_widget_action_set_enabled (widget, "library.favourite", n_selected > 0);
  gtk_widget_action_set_enabled (widget, "library.albums", n_selected > 0);
  gtk_widget_action_set_enabled (widget, "library.people", n_selected > 0);
  gtk_widget_action_set_enabled (widget, "library.tags", n_selected > 0);
  gtk_widget_action_set_enabled (widget, "library.rename", n_selected == 1);
  gtk_widget_action_set_enabled (widget, "library.copies", n_selected == 1);
  gtk_widget_action_set_enabled (widget, "library.copy", FALSE);
  gtk_widget_action_set_enabled (
      widget, "library.take-out",
      n_selected > 0 && (kind == NIGHT_PLACE_GROUP || kind == NIGHT_PLACE_TAG));
  if (n_selected == 0)
    return;

  items = night_library_grid_dup_selected (self->grid);
  gtk_widget_action_set_enabled (widget, "library.copy",
                                 night_offer_is_picture (items));
  are_all = are_favourites (items);
  gtk_button_set_icon_name (self->favourite_button,
                            are_all ? "starred-symbolic" : "non-starred-symbolic");
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->favourite_button),
                               are_all ? _ ("No Favourite Any More")
                                       : _ ("Make Favourite"));
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (self->favourite_button), GTK_ACCESSIBLE_PROPERTY_LABEL,
      are_all ? _ ("No favourite any more") : _ ("Make favourite"), -1);
}

static void
rename_action (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  NightLibraryPage *self = NIGHT_LIBRARY_PAGE (widget);
  g_autoptr (GPtrArray) items = night_library_grid_dup_selected (self->grid);
  GtkWidget *tile;

  if (items->len != 1)
    return;

  tile = night_library_grid_find_tile (self->grid, items->pdata[0]);
  night_rename_ask (tile != NULL ? tile : GTK_WIDGET (self->n_selected), self->vault,
                    items->pdata[0]);
}

/* ---- the ways in ---- */

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
copies_action (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  NightLibraryPage *self = NIGHT_LIBRARY_PAGE (widget);
  g_autoptr (GPtrArray) items = night_library_grid_dup_selected (self->grid);

  if (items->len == 1)
    night_traces_window_present_item (GTK_WINDOW (gtk_widget_get_root (widget)),
                                      self->vault, items->pdata[0]);
}

static void
originals_action (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  NightLibraryPage *self = NIGHT_LIBRARY_PAGE (widget);

  night_traces_window_present_files (GTK_WINDOW (gtk_widget_get_root (widget)),
                                     self->vault,
                                     night_import_bar_get_originals (self->import_bar));
}

void
night_library_originals_changed (NightLibraryPage *self)
{
  GListModel *originals = night_import_bar_get_originals (self->import_bar);

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "library.originals",
                                 g_list_model_get_n_items (originals) > 0);
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
  static const struct {
    const char *name;
    GtkWidgetActionActivateFunc activate;
    guint keyval;
    GdkModifierType mods;
  } table[] = {
    { "library.open", open_action, 0, 0 },
    { "library.expiry", expiry_action, GDK_KEY_e, GDK_CONTROL_MASK },
    { "library.views", views_action, 0, 0 },
    { "library.export", export_action, 0, 0 },
    { "library.unselect", unselect_action, 0, 0 },
    { "library.delete", delete_action, GDK_KEY_Delete, 0 },
    { "library.copy", copy_action, GDK_KEY_c, GDK_CONTROL_MASK },
    { "library.favourite", favourite_action, GDK_KEY_d, GDK_CONTROL_MASK },
    { "library.albums", albums_action, GDK_KEY_b, GDK_CONTROL_MASK },
    { "library.people", people_action, GDK_KEY_p, GDK_CONTROL_MASK },
    { "library.tags", tags_action, GDK_KEY_t, GDK_CONTROL_MASK },
    { "library.take-out", take_out_action, 0, 0 },
    { "library.rename", rename_action, GDK_KEY_F2, 0 },
    { "library.paste", paste_action, GDK_KEY_v, GDK_CONTROL_MASK },
    { "library.find", find_action, GDK_KEY_f, GDK_CONTROL_MASK },
    { "library.focus", focus_action, 0, 0 },
    { "library.import-files", import_files_action, GDK_KEY_o, GDK_CONTROL_MASK },
    { "library.import-folder", import_folder_action, 0, 0 },
    { "library.originals", originals_action, 0, 0 },
    { "library.copies", copies_action, 0, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++) {
    gtk_widget_class_install_action (widget_class, table[i].name, NULL,
                                     table[i].activate);
    if (table[i].keyval != 0)
      gtk_widget_class_add_binding_action (widget_class, table[i].keyval, table[i].mods,
                                           table[i].name, NULL);
  }
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_F9, 0, "library.sidebar",
                                       NULL);
}
