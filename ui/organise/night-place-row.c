/* night-place-row.c - a part of the library in the sidebar
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "organise/night-place-row.h"

#include <glib/gi18n.h>

#include "night-files.h"
#include "organise/night-change.h"

struct _NightPlaceRow {
  GtkListBoxRow parent_instance;

  GtkImage *icon;
  GtkLabel *title;
  GtkLabel *count;

  Vault *vault;
  NightPlace *place;
};

G_DEFINE_FINAL_TYPE (NightPlaceRow, night_place_row, GTK_TYPE_LIST_BOX_ROW)

enum {
  FILES_DROPPED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

NightPlace *
night_place_row_get_place (NightPlaceRow *self)
{
  g_return_val_if_fail (NIGHT_IS_PLACE_ROW (self), NULL);

  return self->place;
}

void
night_place_row_set_chosen (NightPlaceRow *self, gboolean is_chosen)
{
  g_return_if_fail (NIGHT_IS_PLACE_ROW (self));

  if (is_chosen)
    gtk_widget_add_css_class (GTK_WIDGET (self), "night-chosen");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "night-chosen");
  gtk_accessible_update_state (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_STATE_SELECTED,
                               is_chosen, -1);
}

/* How many are in an album is known without counting; of all else it is not said. */
static void
update (NightPlaceRow *self)
{
  VaultGroup *group = night_place_get_group (self->place);
  const char *title = night_place_get_title (self->place);
  g_autofree char *count = NULL;
  g_autofree char *label = NULL;
  guint n;

  gtk_label_set_text (self->title, title);
  if (group == NULL) {
    gtk_accessible_update_property (GTK_ACCESSIBLE (self),
                                    GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
    return;
  }

  n = vault_group_get_n_items (group);
  count = g_strdup_printf ("%u", n);
  gtk_label_set_text (self->count, count);
  /* Translators: an album or a person, and how many items there are of it. */
  label = g_strdup_printf (ngettext ("%s, %u item", "%s, %u items", n), title, n);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  label, -1);
}

static gboolean
drop (NightPlaceRow *self, const GValue *value)
{
  GPtrArray *items;
  GtkWidget *widget = GTK_WIDGET (self);

  if (G_VALUE_HOLDS (value, NIGHT_TYPE_FILES)) {
    g_signal_emit (self, signals[FILES_DROPPED], 0, night_place_get_group (self->place),
                   g_value_get_boxed (value));
    return TRUE;
  }
  items = g_value_get_boxed (value);

  switch (night_place_get_kind (self->place)) {
  case NIGHT_PLACE_FAVOURITES:
    night_change_favourite (widget, self->vault, items, TRUE);
    return TRUE;
  case NIGHT_PLACE_GROUP:
    night_change_group (widget, self->vault, items, night_place_get_group (self->place),
                        TRUE);
    return TRUE;
  case NIGHT_PLACE_TAG:
    night_change_tag (widget, self->vault, items, night_place_get_title (self->place),
                      TRUE);
    return TRUE;
  case NIGHT_PLACE_EVERYTHING:
  case NIGHT_PLACE_EXPIRING:
  default:
    return FALSE;
  }
}

static void
take_drops (NightPlaceRow *self)
{
  NightPlaceKind kind = night_place_get_kind (self->place);
  GType types[] = { G_TYPE_PTR_ARRAY, NIGHT_TYPE_FILES };
  GtkDropTarget *target;

  if (kind == NIGHT_PLACE_EVERYTHING || kind == NIGHT_PLACE_EXPIRING)
    return;

  target = gtk_drop_target_new (G_TYPE_INVALID, GDK_ACTION_COPY);
  gtk_drop_target_set_gtypes (target, types, kind == NIGHT_PLACE_GROUP ? 2 : 1);
  g_signal_connect_object (target, "drop", G_CALLBACK (drop), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (target));
}

GtkWidget *
night_place_row_new (Vault *vault, NightPlace *place)
{
  NightPlaceRow *self = g_object_new (NIGHT_TYPE_PLACE_ROW, NULL);
  VaultGroup *group = night_place_get_group (place);

  self->vault = g_object_ref (vault);
  self->place = g_object_ref (place);
  gtk_image_set_from_icon_name (self->icon, night_place_get_icon (place));
  if (group != NULL) {
    g_signal_connect_object (group, "notify::name", G_CALLBACK (update), self,
                             G_CONNECT_SWAPPED);
    g_signal_connect_object (group, "notify::n-items", G_CALLBACK (update), self,
                             G_CONNECT_SWAPPED);
  }
  update (self);
  take_drops (self);
  return GTK_WIDGET (self);
}

GtkWidget *
night_place_row_new_maker (const char *label, const char *action, VaultGroupKind kind)
{
  NightPlaceRow *self = g_object_new (NIGHT_TYPE_PLACE_ROW, NULL);

  gtk_image_set_from_icon_name (self->icon, "list-add-symbolic");
  gtk_label_set_text (self->title, label);
  gtk_widget_add_css_class (GTK_WIDGET (self->title), "dim-label");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  label, -1);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self), "u", (guint) kind);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self), action);
  return GTK_WIDGET (self);
}

static void
night_place_row_dispose (GObject *object)
{
  NightPlaceRow *self = NIGHT_PLACE_ROW (object);

  g_clear_object (&self->place);
  g_clear_object (&self->vault);

  G_OBJECT_CLASS (night_place_row_parent_class)->dispose (object);
}

static void
night_place_row_class_init (NightPlaceRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = night_place_row_dispose;

  signals[FILES_DROPPED] = g_signal_new (
      "files-dropped", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
      NULL, G_TYPE_NONE, 2, VAULT_TYPE_GROUP, NIGHT_TYPE_FILES);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/org/nightstand/Nightstand/organise/night-place-row.ui");
  gtk_widget_class_bind_template_child (widget_class, NightPlaceRow, icon);
  gtk_widget_class_bind_template_child (widget_class, NightPlaceRow, title);
  gtk_widget_class_bind_template_child (widget_class, NightPlaceRow, count);
}

static void
night_place_row_init (NightPlaceRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
