/* night-library-view.c - in which order the library stands, and what of it is shown
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "library/night-library-private.h"

#include "night-settings.h"

GParamSpec *night_library_properties[NIGHT_LIBRARY_N_PROPS];

static gboolean
is_asked_for (VaultItem *item, gpointer user_data)
{
  return night_filter_matches (user_data, item);
}

void
night_library_find (NightLibraryPage *self)
{
  NightShelf *shelf = night_library_grid_get_shelf (self->grid);
  gint64 n_found = -1;

  if (shelf == NULL)
    return;

  night_find_bar_apply (self->find_bar, self->vault, self->filter);
  night_filter_set_place (self->filter, self->vault,
                          night_sidebar_get_place (self->sidebar));
  if (night_filter_take_narrower (self->filter)
      && !night_filter_is_empty (self->filter))
    night_shelf_narrow (shelf, is_asked_for, self->filter);
  else
    night_shelf_set_filter (shelf,
                            night_filter_is_empty (self->filter) ? NULL : is_asked_for,
                            self->filter);
  if (night_filter_is_search (self->filter))
    n_found = g_list_model_get_n_items (G_LIST_MODEL (shelf));
  night_find_bar_show_count (self->find_bar, n_found);
}

/* ---- parts of the library ---- */

static void
show_title (NightLibraryPage *self)
{
  adw_window_title_set_title (
      self->title, night_place_get_title (night_sidebar_get_place (self->sidebar)));
}

static gboolean
is_where_things_expire (NightLibraryPage *self)
{
  return night_place_get_kind (night_sidebar_get_place (self->sidebar))
         == NIGHT_PLACE_EXPIRING;
}

/* What is about to expire stands in the order in which it will, until a person wants it
 * otherwise there. */
static void
sort_place (NightLibraryPage *self)
{
  if (is_where_things_expire (self))
    night_library_grid_sort (self->grid, NIGHT_ORDER_TIME_LEFT,
                             NIGHT_DIRECTION_ASCENDING, self->is_grouped);
  else
    night_library_grid_sort (self->grid, self->order, self->direction,
                             self->is_grouped);
}

/* Something may be about to expire that was not, or no longer, or in another order. */
void
night_library_deadlines_changed (NightLibraryPage *self)
{
  NightShelf *shelf = night_library_grid_get_shelf (self->grid);

  if (shelf == NULL
      || (!is_where_things_expire (self)
          && night_shelf_get_order (shelf) != NIGHT_ORDER_TIME_LEFT))
    return;

  night_filter_set_place (self->filter, self->vault,
                          night_sidebar_get_place (self->sidebar));
  night_shelf_refresh (shelf);
}

/* What is imported from now on is wanted where one is.  Over the library, the sidebar has done
 * its work then. */
void
night_library_place_chosen (NightLibraryPage *self)
{
  NightPlace *place = night_sidebar_get_place (self->sidebar);

  show_title (self);
  night_import_bar_set_group (self->import_bar, night_place_get_group (place));
  sort_place (self);
  night_library_find (self);
  if (adw_flap_get_folded (self->flap))
    adw_flap_set_reveal_flap (self->flap, FALSE);
}

/* Names, albums, tags or favourites have changed, and with them what is where. */
void
night_library_page_refresh (NightLibraryPage *self)
{
  NightShelf *shelf = night_library_grid_get_shelf (self->grid);

  g_return_if_fail (NIGHT_IS_LIBRARY_PAGE (self));

  if (shelf == NULL)
    return;

  night_sidebar_update (self->sidebar);
  show_title (self);
  night_shelf_refresh (shelf);
  night_library_grid_update (self->grid);
}

static void
get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  NightLibraryPage *self = NIGHT_LIBRARY_PAGE (object);

  switch ((NightLibraryProperty) id) {
  case NIGHT_LIBRARY_SIDEBAR:
    g_value_set_boolean (value, adw_flap_get_reveal_flap (self->flap));
    break;
  case NIGHT_LIBRARY_SEARCHING:
    g_value_set_boolean (value, night_find_bar_is_open (self->find_bar));
    break;
  case NIGHT_LIBRARY_ORDER:
    g_value_set_enum (value, self->order);
    break;
  case NIGHT_LIBRARY_DIRECTION:
    g_value_set_enum (value, self->direction);
    break;
  case NIGHT_LIBRARY_GROUPED:
    g_value_set_boolean (value, self->is_grouped);
    break;
  case NIGHT_LIBRARY_N_PROPS:
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  NightLibraryPage *self = NIGHT_LIBRARY_PAGE (object);

  switch ((NightLibraryProperty) id) {
  case NIGHT_LIBRARY_SIDEBAR:
    adw_flap_set_reveal_flap (self->flap, g_value_get_boolean (value));
    return;
  case NIGHT_LIBRARY_SEARCHING:
    if (g_value_get_boolean (value))
      night_find_bar_open (self->find_bar);
    else
      night_find_bar_close (self->find_bar);
    return;
  case NIGHT_LIBRARY_ORDER:
    self->order = (NightOrder) g_value_get_enum (value);
    break;
  case NIGHT_LIBRARY_DIRECTION:
    self->direction = (NightDirection) g_value_get_enum (value);
    break;
  case NIGHT_LIBRARY_GROUPED:
    self->is_grouped = g_value_get_boolean (value);
    sort_place (self);
    return;
  case NIGHT_LIBRARY_N_PROPS:
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    return;
  }

  night_library_grid_sort (self->grid, self->order, self->direction, self->is_grouped);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "library.grouped",
                                 night_order_is_of_time (self->order));
}

void
night_library_install_view (NightLibraryPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GParamSpec **properties = night_library_properties;
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = get_property;
  object_class->set_property = set_property;
  properties[NIGHT_LIBRARY_SEARCHING] =
      g_param_spec_boolean ("searching", NULL, NULL, FALSE, flags);
  properties[NIGHT_LIBRARY_SIDEBAR] =
      g_param_spec_boolean ("sidebar", NULL, NULL, TRUE, flags);
  properties[NIGHT_LIBRARY_ORDER] = g_param_spec_enum (
      "order", NULL, NULL, NIGHT_TYPE_ORDER, NIGHT_ORDER_ADDED, flags);
  properties[NIGHT_LIBRARY_DIRECTION] = g_param_spec_enum (
      "direction", NULL, NULL, NIGHT_TYPE_DIRECTION, NIGHT_DIRECTION_DESCENDING, flags);
  properties[NIGHT_LIBRARY_GROUPED] =
      g_param_spec_boolean ("grouped", NULL, NULL, TRUE, flags);
  g_object_class_install_properties (object_class, NIGHT_LIBRARY_N_PROPS, properties);

  gtk_widget_class_install_property_action (widget_class, "library.searching",
                                            "searching");
  gtk_widget_class_install_property_action (widget_class, "library.sidebar", "sidebar");
  gtk_widget_class_install_property_action (widget_class, "library.order", "order");
  gtk_widget_class_install_property_action (widget_class, "library.direction",
                                            "direction");
  gtk_widget_class_install_property_action (widget_class, "library.grouped", "grouped");
}

void
night_library_init_view (NightLibraryPage *self)
{
  g_object_set (self, "order", NIGHT_ORDER_ADDED, "direction",
                NIGHT_DIRECTION_DESCENDING, "grouped", TRUE, NULL);
  night_settings_bind ("sort-order", self, "order");
  night_settings_bind ("sort-direction", self, "direction");
  night_settings_bind ("group-by-month", self, "grouped");
}
