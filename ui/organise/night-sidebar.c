/* night-sidebar.c - the parts of the library: favourites, albums, people, tags
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "organise/night-sidebar.h"

#include <glib/gi18n.h>

#include <vault/vault-organise.h>

#include "night-files.h"
#include "organise/night-group-expiry.h"
#include "organise/night-groups.h"
#include "organise/night-place-row.h"

struct _NightSidebar {
  GtkBox parent_instance;

  GtkListBox *list;
  GtkPopoverMenu *menu;

  Vault *vault;
  NightPlace *place;
  VaultGroup *menu_group; /* what the menu is of: its row may be made anew meanwhile */
  guint update_id;
};

G_DEFINE_FINAL_TYPE (NightSidebar, night_sidebar, GTK_TYPE_BOX)

enum {
  CHOSEN,
  FILES_DROPPED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

NightPlace *
night_sidebar_get_place (NightSidebar *self)
{
  g_return_val_if_fail (NIGHT_IS_SIDEBAR (self), NULL);

  return self->place;
}

/* The list does not select by itself: passing over a row on the way elsewhere chooses nothing. */
static void
mark_chosen (NightSidebar *self)
{
  GtkListBoxRow *row;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->list, i)) != NULL; i++) {
    NightPlace *place = night_place_row_get_place (NIGHT_PLACE_ROW (row));

    if (place != NULL)
      night_place_row_set_chosen (NIGHT_PLACE_ROW (row),
                                  night_place_equals (place, self->place));
  }
}

static void
choose (NightSidebar *self, NightPlace *place)
{
  g_set_object (&self->place, place);
  mark_chosen (self);
  g_signal_emit (self, signals[CHOSEN], 0);
}

/* ---- rows ---- */

static void
append (NightSidebar *self, GtkWidget *row, const char *heading)
{
  if (heading != NULL)
    g_object_set_data (G_OBJECT (row), "night-heading", (gpointer) heading);
  gtk_list_box_append (self->list, row);
}

static void
files_dropped (NightSidebar *self, VaultGroup *group, NightFiles *files)
{
  g_signal_emit (self, signals[FILES_DROPPED], 0, group, files);
}

/* Takes @place.  Returns: whether it is the one that is chosen. */
static gboolean
append_place (NightSidebar *self, NightPlace *place, const char *heading)
{
  g_autoptr (NightPlace) owned = place;
  GtkWidget *row = night_place_row_new (self->vault, place);

  g_signal_connect_object (row, "files-dropped", G_CALLBACK (files_dropped), self,
                           G_CONNECT_SWAPPED);
  append (self, row, heading);
  return night_place_equals (self->place, place);
}

static gboolean
append_groups (NightSidebar *self, VaultGroupKind kind)
{
  GListModel *groups = vault_get_groups (self->vault, kind);
  const char *heading = kind == VAULT_GROUP_PERSON ? _ ("People") : _ ("Albums");
  gboolean is_chosen = FALSE;
  guint n = g_list_model_get_n_items (groups);

  for (guint i = 0; i < n; i++) {
    g_autoptr (VaultGroup) group = g_list_model_get_item (groups, i);

    if (append_place (self, night_place_new_group (group), i == 0 ? heading : NULL))
      is_chosen = TRUE;
  }
  append (self,
          night_place_row_new_maker (kind == VAULT_GROUP_PERSON ? _ ("New Person…")
                                                                : _ ("New Album…"),
                                     "sidebar.create", kind),
          n == 0 ? heading : NULL);
  return is_chosen;
}

static gboolean
append_tags (NightSidebar *self)
{
  g_auto (GStrv) tags = vault_dup_all_tags (self->vault);
  gboolean is_chosen = FALSE;

  for (guint i = 0; tags[i] != NULL; i++)
    if (append_place (self, night_place_new_tag (tags[i]), i == 0 ? _ ("Tags") : NULL))
      is_chosen = TRUE;

  return is_chosen;
}

static void
clear (NightSidebar *self)
{
  GtkListBoxRow *row;

  while ((row = gtk_list_box_get_row_at_index (self->list, 0)) != NULL)
    gtk_list_box_remove (self->list, GTK_WIDGET (row));
}

/* What was chosen may be gone. */
static void
fill (NightSidebar *self)
{
  const NightPlaceKind fixed[] = { NIGHT_PLACE_EVERYTHING, NIGHT_PLACE_FAVOURITES,
                                   NIGHT_PLACE_EXPIRING };
  g_autoptr (NightPlace) everything = NULL;
  gboolean is_chosen = FALSE;

  clear (self);
  for (guint i = 0; i < G_N_ELEMENTS (fixed); i++)
    is_chosen |= append_place (self, night_place_new (fixed[i]), NULL);
  is_chosen |= append_groups (self, VAULT_GROUP_ALBUM);
  is_chosen |= append_groups (self, VAULT_GROUP_PERSON);
  is_chosen |= append_tags (self);
  mark_chosen (self);
  if (is_chosen)
    return;

  everything = night_place_new (NIGHT_PLACE_EVERYTHING);
  choose (self, everything);
}

static gboolean
update_now (gpointer user_data)
{
  NightSidebar *self = user_data;

  self->update_id = 0;
  if (self->vault != NULL && vault_get_state (self->vault) == VAULT_STATE_OPEN)
    fill (self);
  return G_SOURCE_REMOVE;
}

void
night_sidebar_update (NightSidebar *self)
{
  g_return_if_fail (NIGHT_IS_SIDEBAR (self));

  if (self->update_id == 0)
    self->update_id = g_idle_add (update_now, self);
}

static void
add_heading (GtkListBoxRow *row, GtkListBoxRow *before, gpointer user_data)
{
  const char *heading = g_object_get_data (G_OBJECT (row), "night-heading");
  GtkWidget *label;

  if (heading == NULL || gtk_list_box_row_get_header (row) != NULL)
    return;

  label = gtk_label_new (heading);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "night-heading");
  gtk_list_box_row_set_header (row, label);
}

static void
row_activated (NightSidebar *self, NightPlaceRow *row)
{
  NightPlace *place = night_place_row_get_place (row);

  if (place != NULL)
    choose (self, place);
}

/* ---- what can be done with one ---- */

static NightPlaceRow *
get_focus_row (NightSidebar *self)
{
  GtkWidget *row = gtk_widget_get_focus_child (GTK_WIDGET (self->list));

  return row != NULL && NIGHT_IS_PLACE_ROW (row) ? NIGHT_PLACE_ROW (row) : NULL;
}

static void
pop_up_menu (NightSidebar *self, NightPlaceRow *row, int x, int y)
{
  NightPlace *place = row != NULL ? night_place_row_get_place (row) : NULL;

  if (place == NULL || night_place_get_group (place) == NULL)
    return;

  g_set_object (&self->menu_group, night_place_get_group (place));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "sidebar.expiry",
                                 vault_group_get_kind (self->menu_group)
                                     == VAULT_GROUP_ALBUM);
  gtk_widget_grab_focus (GTK_WIDGET (row));
  gtk_popover_set_pointing_to (GTK_POPOVER (self->menu), &(GdkRectangle){ x, y, 1, 1 });
  gtk_popover_popup (GTK_POPOVER (self->menu));
}

static void
right_click (NightSidebar *self, int n, double x, double y)
{
  double here_x, here_y;

  if (!gtk_widget_translate_coordinates (GTK_WIDGET (self->list), GTK_WIDGET (self), x,
                                         y, &here_x, &here_y))
    return;

  pop_up_menu (self, (NightPlaceRow *) gtk_list_box_get_row_at_y (self->list, (int) y),
               (int) here_x, (int) here_y);
}

static void
menu_action (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  NightSidebar *self = NIGHT_SIDEBAR (widget);
  NightPlaceRow *row = get_focus_row (self);
  double x, y;

  if (row != NULL
      && gtk_widget_translate_coordinates (
          GTK_WIDGET (row), widget, gtk_widget_get_width (GTK_WIDGET (row)) / 2.0,
          gtk_widget_get_height (GTK_WIDGET (row)), &x, &y))
    pop_up_menu (self, row, (int) x, (int) y);
}

static GtkWidget *
find_row (NightSidebar *self, VaultGroup *group)
{
  GtkListBoxRow *row;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->list, i)) != NULL; i++) {
    NightPlace *place = night_place_row_get_place (NIGHT_PLACE_ROW (row));

    if (place != NULL && night_place_get_group (place) == group)
      return GTK_WIDGET (row);
  }

  return NULL;
}

/* That of the row with the focus, which the menu gave it; or, if the row was made anew since, what
 * the menu is of.  Returns: (transfer full) (nullable). */
static VaultGroup *
take_group (NightSidebar *self)
{
  g_autoptr (VaultGroup) of_menu = g_steal_pointer (&self->menu_group);
  NightPlaceRow *row = get_focus_row (self);
  NightPlace *place = row != NULL ? night_place_row_get_place (row) : NULL;

  if (place != NULL && night_place_get_group (place) != NULL)
    return g_object_ref (night_place_get_group (place));
  return g_steal_pointer (&of_menu);
}

static void
rename_action (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  NightSidebar *self = NIGHT_SIDEBAR (widget);
  g_autoptr (VaultGroup) group = take_group (self);
  GtkWidget *row = group != NULL ? find_row (self, group) : NULL;

  if (row != NULL)
    night_groups_ask_name (widget, row, self->vault, group);
}

static void
expiry_action (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  NightSidebar *self = NIGHT_SIDEBAR (widget);
  g_autoptr (VaultGroup) group = take_group (self);

  if (group != NULL)
    night_group_expiry_ask (widget, self->vault, group);
}

static void
remove_action (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  NightSidebar *self = NIGHT_SIDEBAR (widget);
  g_autoptr (VaultGroup) group = take_group (self);

  if (group != NULL)
    night_groups_ask_remove (widget, self->vault, group);
}

static void
create_action (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  NightSidebar *self = NIGHT_SIDEBAR (widget);
  NightPlaceRow *row = get_focus_row (self);

  if (self->vault != NULL)
    night_groups_ask_new (
        widget, row != NULL ? GTK_WIDGET (row) : GTK_WIDGET (self->list), self->vault,
        (VaultGroupKind) g_variant_get_uint32 (parameter));
}

/* ---- the widget ---- */

static void
watch (NightSidebar *self, VaultGroupKind kind)
{
  g_signal_connect_object (vault_get_groups (self->vault, kind), "items-changed",
                           G_CALLBACK (night_sidebar_update), self, G_CONNECT_SWAPPED);
}

void
night_sidebar_drop (NightSidebar *self)
{
  g_return_if_fail (NIGHT_IS_SIDEBAR (self));

  g_clear_handle_id (&self->update_id, g_source_remove);
  gtk_popover_popdown (GTK_POPOVER (self->menu));
  clear (self);
  if (self->vault != NULL)
    for (VaultGroupKind kind = 0; kind < VAULT_N_GROUP_KINDS; kind++)
      g_signal_handlers_disconnect_by_data (vault_get_groups (self->vault, kind), self);
  g_clear_object (&self->menu_group);
  g_clear_object (&self->vault);
  g_clear_object (&self->place);
  self->place = night_place_new (NIGHT_PLACE_EVERYTHING);
}

void
night_sidebar_show (NightSidebar *self, Vault *vault)
{
  g_return_if_fail (NIGHT_IS_SIDEBAR (self));

  night_sidebar_drop (self);
  self->vault = g_object_ref (vault);
  for (VaultGroupKind kind = 0; kind < VAULT_N_GROUP_KINDS; kind++)
    watch (self, kind);
  fill (self);
}

static void
night_sidebar_dispose (GObject *object)
{
  NightSidebar *self = NIGHT_SIDEBAR (object);

  if (self->menu != NULL) {
    night_sidebar_drop (self);
    gtk_widget_unparent (GTK_WIDGET (self->menu));
    self->menu = NULL;
  }
  g_clear_object (&self->place);

  G_OBJECT_CLASS (night_sidebar_parent_class)->dispose (object);
}

static void
install_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "sidebar.menu", NULL, menu_action);
  gtk_widget_class_install_action (widget_class, "sidebar.create", "u", create_action);
  gtk_widget_class_install_action (widget_class, "sidebar.rename", NULL, rename_action);
  gtk_widget_class_install_action (widget_class, "sidebar.expiry", NULL, expiry_action);
  gtk_widget_class_install_action (widget_class, "sidebar.remove", NULL, remove_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Menu, 0, "sidebar.menu",
                                       NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_F10, GDK_SHIFT_MASK,
                                       "sidebar.menu", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_F2, 0, "sidebar.rename",
                                       NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Delete, 0,
                                       "sidebar.remove", NULL);
}

static void
night_sidebar_class_init (NightSidebarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = night_sidebar_dispose;

  signals[CHOSEN] =
      g_signal_new ("chosen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                    NULL, NULL, G_TYPE_NONE, 0);

  signals[FILES_DROPPED] = g_signal_new (
      "files-dropped", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
      NULL, G_TYPE_NONE, 2, VAULT_TYPE_GROUP, NIGHT_TYPE_FILES);

  gtk_widget_class_set_template_from_resource (
      widget_class, "/org/nightstand/Nightstand/organise/night-sidebar.ui");
  gtk_widget_class_bind_template_child (widget_class, NightSidebar, list);
  gtk_widget_class_bind_template_child (widget_class, NightSidebar, menu);
  gtk_widget_class_bind_template_callback (widget_class, row_activated);
  install_actions (widget_class);
}

static void
night_sidebar_init (NightSidebar *self)
{
  GtkGesture *click = gtk_gesture_click_new ();

  self->place = night_place_new (NIGHT_PLACE_EVERYTHING);
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_set_parent (GTK_WIDGET (self->menu), GTK_WIDGET (self));
  gtk_list_box_set_header_func (self->list, add_heading, NULL, NULL);
  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (click), GDK_BUTTON_SECONDARY);
  g_signal_connect_object (click, "pressed", G_CALLBACK (right_click), self,
                           G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self->list), GTK_EVENT_CONTROLLER (click));
}
