/* night-library-page.c - everything in the open vault, and what can be done with it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "library/night-library-private.h"

#include <glib/gi18n.h>

#include "night-stack.h"

/* In a window narrower than this a bar below has what the header bar has no room for. */
#define NARROW_PX 500

/* In one narrower than this the sidebar lies over the items. */
#define FOLD_PX 700

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

/* Returns: which page of the stack is true. */
static const char *
find_page (NightLibraryPage *self)
{
  NightShelf *shelf = night_library_grid_get_shelf (self->grid);

  if (shelf == NULL || night_shelf_get_n_all (shelf) == 0)
    return "empty";
  if (g_list_model_get_n_items (G_LIST_MODEL (shelf)) > 0)
    return "grid";
  return night_filter_is_search (self->filter) ? "nothing" : "bare";
}

/* One bar is enough: that of the selection takes its place. */
static void
show_narrow_bar (NightLibraryPage *self)
{
  gtk_widget_set_visible (
      self->narrow_bar,
      self->is_narrow && !gtk_widget_get_visible (GTK_WIDGET (self->action_bar)));
}

static gboolean
reveal_bar (gpointer user_data)
{
  NightLibraryPage *self = user_data;

  self->bar_id = 0;
  gtk_widget_show (GTK_WIDGET (self->action_bar));
  show_narrow_bar (self);
  return G_SOURCE_REMOVE;
}

/* The grid scrolls when the bar takes some of its place.  Between the two clicks that open
 * an item that would take it away from under the mouse. */
static void
show_bar (NightLibraryPage *self, gboolean wanted)
{
  int double_click_ms;

  if (!wanted) {
    g_clear_handle_id (&self->bar_id, g_source_remove);
    gtk_widget_hide (GTK_WIDGET (self->action_bar));
    show_narrow_bar (self);
  } else if (self->bar_id == 0
             && !gtk_widget_get_visible (GTK_WIDGET (self->action_bar))) {
    g_object_get (gtk_widget_get_settings (GTK_WIDGET (self)), "gtk-double-click-time",
                  &double_click_ms, NULL);
    self->bar_id = g_timeout_add ((guint) double_click_ms, reveal_bar, self);
  }
}

/* Beside all the buttons, a narrow window has room for the number alone. */
static void
show_n_selected (NightLibraryPage *self)
{
  guint n = night_library_grid_get_n_selected (self->grid);
  /* Translators: how many items are selected. */
  g_autofree char *text =
      g_strdup_printf (ngettext ("%u selected", "%u selected", n), n);
  g_autofree char *number = g_strdup_printf ("%u", n);

  gtk_label_set_text (self->n_selected, self->is_narrow ? number : text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->n_selected),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
}

static void
update (NightLibraryPage *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  guint n = night_library_grid_get_n_selected (self->grid);

  gtk_widget_action_set_enabled (widget, "library.open", n == 1);
  gtk_widget_action_set_enabled (widget, "library.expiry", n > 0);
  gtk_widget_action_set_enabled (widget, "library.views", n > 0);
  gtk_widget_action_set_enabled (widget, "library.export", n > 0);
  gtk_widget_action_set_enabled (widget, "library.delete", n > 0);
  night_library_update_actions (self, n);
  show_bar (self, n > 0);
  night_stack_show_name (self->stack, find_page (self));
  show_n_selected (self);
  keep_focus (self);
}

static void
searching_changed (NightLibraryPage *self)
{
  g_object_notify_by_pspec (G_OBJECT (self),
                            night_library_properties[NIGHT_LIBRARY_SEARCHING]);
  if (!night_find_bar_is_open (self->find_bar) && self->vault != NULL)
    gtk_widget_grab_focus (GTK_WIDGET (self));
}

/* Out of sight it is out of the way of the keyboard and of screen readers as well. */
static void
sidebar_moved (NightLibraryPage *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self->sidebar),
                          adw_flap_get_reveal_flap (self->flap)
                              || adw_flap_get_reveal_progress (self->flap) > 0);
}

static void
sidebar_changed (NightLibraryPage *self)
{
  sidebar_moved (self);
  g_object_notify_by_pspec (G_OBJECT (self),
                            night_library_properties[NIGHT_LIBRARY_SIDEBAR]);
}

static void
fit (NightLibraryPage *self, int width)
{
  GtkWidget *only_wide[] = { self->import_button, self->view_button,
                             self->search_button, self->lock_button,
                             self->people_button, self->tags_button };

  self->is_narrow = width < NARROW_PX;
  for (guint i = 0; i < G_N_ELEMENTS (only_wide); i++)
    gtk_widget_set_visible (only_wide[i], !self->is_narrow);
  gtk_widget_set_visible (self->more_button, self->is_narrow);
  show_n_selected (self);
  show_narrow_bar (self);
  adw_flap_set_fold_policy (self->flap, width < FOLD_PX ? ADW_FLAP_FOLD_POLICY_ALWAYS
                                                        : ADW_FLAP_FOLD_POLICY_NEVER);
}

void
night_library_open_item (NightLibraryPage *self, VaultItem *item)
{
  g_signal_emit (self, signals[OPEN_ITEM], 0, item);
}

static gboolean
drop_files (NightLibraryPage *self, const GValue *value)
{
  if (!G_VALUE_HOLDS (value, NIGHT_TYPE_FILES) || self->vault == NULL)
    return FALSE;

  night_import_bar_add_file_list (self->import_bar, g_value_get_boxed (value));
  return TRUE;
}

static void
files_dropped (NightLibraryPage *self, VaultGroup *group, NightFiles *files)
{
  night_import_bar_add_into (self->import_bar, files, group);
}

void
night_library_page_import (NightLibraryPage *self, GListModel *files)
{
  g_return_if_fail (NIGHT_IS_LIBRARY_PAGE (self));

  night_import_bar_add_files (self->import_bar, files);
}

void
night_library_page_show (NightLibraryPage *self, Vault *vault)
{
  g_return_if_fail (NIGHT_IS_LIBRARY_PAGE (self));

  g_set_object (&self->vault, vault);
  night_import_bar_set_vault (self->import_bar, vault);
  night_sidebar_show (self->sidebar, vault);
  night_library_grid_show (self->grid, vault);
  night_library_place_chosen (self);
  night_notice_show_summary (self->notice, vault);
  night_due_bar_set_vault (self->due, vault);
  g_signal_connect_object (vault, "deadlines-changed",
                           G_CALLBACK (night_library_deadlines_changed), self,
                           G_CONNECT_SWAPPED);
}

void
night_library_page_drop (NightLibraryPage *self)
{
  g_return_if_fail (NIGHT_IS_LIBRARY_PAGE (self));

  show_bar (self, FALSE);
  night_import_bar_set_vault (self->import_bar, NULL);
  night_find_bar_close (self->find_bar);
  night_notice_hide (self->notice);
  night_due_bar_set_vault (self->due, NULL);
  night_library_grid_drop (self->grid);
  night_sidebar_drop (self->sidebar);
  adw_window_title_set_title (self->title, "Nightstand");
  night_filter_free (self->filter);
  self->filter = night_filter_new ();
  if (self->vault != NULL)
    g_signal_handlers_disconnect_by_data (self->vault, self);
  g_clear_object (&self->vault);
}

GListModel *
night_library_page_get_model (NightLibraryPage *self)
{
  g_return_val_if_fail (NIGHT_IS_LIBRARY_PAGE (self), NULL);

  return (GListModel *) night_library_grid_get_shelf (self->grid);
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

  g_clear_handle_id (&self->bar_id, g_source_remove);
  g_clear_object (&self->vault);
  g_clear_pointer (&self->filter, night_filter_free);

  G_OBJECT_CLASS (night_library_page_parent_class)->dispose (object);
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

  night_library_install_view (klass);
  g_type_ensure (NIGHT_TYPE_FIT);
  g_type_ensure (NIGHT_TYPE_FIND_BAR);
  g_type_ensure (NIGHT_TYPE_SIDEBAR);
  g_type_ensure (NIGHT_TYPE_LIBRARY_GRID);
  g_type_ensure (NIGHT_TYPE_IMPORT_BAR);
  g_type_ensure (NIGHT_TYPE_NOTICE);
  g_type_ensure (NIGHT_TYPE_DUE_BAR);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/org/nightstand/Nightstand/library/night-library-page.ui");
  gtk_widget_class_bind_template_child (widget_class, NightLibraryPage, fit);
  gtk_widget_class_bind_template_child (widget_class, NightLibraryPage, flap);
  gtk_widget_class_bind_template_child (widget_class, NightLibraryPage, sidebar);
  gtk_widget_class_bind_template_child (widget_class, NightLibraryPage, title);
  gtk_widget_class_bind_template_child (widget_class, NightLibraryPage,
                                        favourite_button);
  gtk_widget_class_bind_template_child (widget_class, NightLibraryPage, albums_button);
  gtk_widget_class_bind_template_child (widget_class, NightLibraryPage, people_button);
  gtk_widget_class_bind_template_child (widget_class, NightLibraryPage, tags_button);
  gtk_widget_class_bind_template_child (widget_class, NightLibraryPage, import_button);
  gtk_widget_class_bind_template_child (widget_class, NightLibraryPage, view_button);
  gtk_widget_class_bind_template_child (widget_class, NightLibraryPage, search_button);
  gtk_widget_class_bind_template_child (widget_class, NightLibraryPage, lock_button);
  gtk_widget_class_bind_template_child (widget_class, NightLibraryPage, more_button);
  gtk_widget_class_bind_template_child (widget_class, NightLibraryPage, narrow_bar);
  gtk_widget_class_bind_template_child (widget_class, NightLibraryPage, find_bar);
  gtk_widget_class_bind_template_child (widget_class, NightLibraryPage, stack);
  gtk_widget_class_bind_template_child (widget_class, NightLibraryPage, grid);
  gtk_widget_class_bind_template_child (widget_class, NightLibraryPage, action_bar);
  gtk_widget_class_bind_template_child (widget_class, NightLibraryPage, n_selected);
  gtk_widget_class_bind_template_child (widget_class, NightLibraryPage, import_bar);
  gtk_widget_class_bind_template_child (widget_class, NightLibraryPage, notice);
  gtk_widget_class_bind_template_child (widget_class, NightLibraryPage, due);
  gtk_widget_class_bind_template_callback (widget_class, update);
  gtk_widget_class_bind_template_callback (widget_class, fit);
  gtk_widget_class_bind_template_callback (widget_class, night_library_open_item);
  gtk_widget_class_bind_template_callback (widget_class, night_library_find);
  gtk_widget_class_bind_template_callback (widget_class, searching_changed);
  gtk_widget_class_bind_template_callback (widget_class, sidebar_changed);
  gtk_widget_class_bind_template_callback (widget_class, files_dropped);
  gtk_widget_class_bind_template_callback (widget_class, sidebar_moved);
  gtk_widget_class_bind_template_callback (widget_class, night_library_place_chosen);
  night_library_install_actions (widget_class);
}

static void
night_library_page_init (NightLibraryPage *self)
{
  GtkDropTarget *target = gtk_drop_target_new (NIGHT_TYPE_FILES, GDK_ACTION_COPY);

  self->filter = night_filter_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_object (target, "drop", G_CALLBACK (drop_files), self,
                           G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (target));
  night_find_bar_capture (self->find_bar, GTK_WIDGET (self));
  night_library_init_view (self);
  g_signal_connect_object (
      night_import_bar_get_originals (self->import_bar), "items-changed",
      G_CALLBACK (night_library_originals_changed), self, G_CONNECT_SWAPPED);
  night_library_originals_changed (self);
  update (self);
}
