/* night-viewer-actions.c - what a person can do with the item shown, and the keys for it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "viewer/night-viewer-private.h"

#include "library/night-delete.h"
#include "library/night-expiry-dialog.h"
#include "library/night-export.h"
#include "library/night-views-question.h"
#include "organise/night-change.h"
#include "organise/night-rename.h"

/* ---- going about ---- */

static void
next_action (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  night_viewer_go (NIGHT_VIEWER_PAGE (widget), 1);
}

static void
previous_action (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  night_viewer_go (NIGHT_VIEWER_PAGE (widget), -1);
}

static void
first_action (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  night_viewer_go_to_first (NIGHT_VIEWER_PAGE (widget));
}

static void
last_action (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  night_viewer_go_to_last (NIGHT_VIEWER_PAGE (widget));
}

/* The arrows on the keyboard point to where the buttons are. */
static gboolean
arrow_pressed (GtkWidget *widget, GVariant *args, gpointer user_data)
{
  gboolean mirrored = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  int step = g_variant_get_int32 (args);

  night_viewer_go (NIGHT_VIEWER_PAGE (widget), mirrored ? -step : step);
  return GDK_EVENT_STOP;
}

static void
close_action (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  night_viewer_close (NIGHT_VIEWER_PAGE (widget));
}

/* One step back at a time. */
static void
escape_action (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  NightViewerPage *self = NIGHT_VIEWER_PAGE (widget);

  if (night_viewer_is_in_slideshow (self))
    night_viewer_set_slideshow (self, FALSE);
  else if (night_viewer_is_fullscreen (self))
    night_viewer_set_fullscreen (self, FALSE);
  else if (night_viewer_shows_details (self) && adw_flap_get_folded (self->pane))
    night_viewer_show_details (self, FALSE);
  else
    night_viewer_close (self);
}

/* ---- looking closer ---- */

static void
zoom_in_action (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  night_image_view_zoom_in (NIGHT_VIEWER_PAGE (widget)->image);
}

static void
zoom_out_action (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  night_image_view_zoom_out (NIGHT_VIEWER_PAGE (widget)->image);
}

static void
zoom_fit_action (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  night_image_view_zoom_fit (NIGHT_VIEWER_PAGE (widget)->image);
}

static void
zoom_own_size_action (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  night_image_view_zoom_own_size (NIGHT_VIEWER_PAGE (widget)->image);
}

static void
zoom_toggle_action (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  night_image_view_zoom_toggle (NIGHT_VIEWER_PAGE (widget)->image);
}

static void
turn (GtkWidget *widget, int quarter_turns)
{
  NightViewerPage *self = NIGHT_VIEWER_PAGE (widget);

  if (self->turner == NULL)
    return;

  night_turner_turn (self->turner, quarter_turns);
  night_image_view_set_rotation (self->image, night_turner_get_rotation (self->turner),
                                 TRUE);
}

static void
rotate_left_action (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  turn (widget, -1);
}

static void
rotate_right_action (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  turn (widget, 1);
}

static void
play_action (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  NightViewerPage *self = NIGHT_VIEWER_PAGE (widget);
  NightPicture *picture = night_image_view_get_picture (self->image);

  if (picture != NULL)
    night_picture_set_playing (picture, !night_picture_is_playing (picture));
  else
    night_player_toggle (self->player);
}

static void
leave_fullscreen_action (GtkWidget *widget,
                         const char *action_name,
                         GVariant *parameter)
{
  NightViewerPage *self = NIGHT_VIEWER_PAGE (widget);

  night_viewer_set_slideshow (self, FALSE);
  night_viewer_set_fullscreen (self, FALSE);
}

/* ---- what can be done with it ---- */

/* Returns: (transfer full) (element-type VaultItem): the one item shown. */
static GPtrArray *
dup_items (NightViewerPage *self)
{
  GPtrArray *items = g_ptr_array_new_with_free_func (g_object_unref);

  if (self->item != NULL)
    g_ptr_array_add (items, g_object_ref (self->item));
  return items;
}

static void
expiry_action (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  NightViewerPage *self = NIGHT_VIEWER_PAGE (widget);
  g_autoptr (GPtrArray) items = dup_items (self);

  night_expiry_dialog_present (widget, self->vault, items);
}

static void
views_action (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  NightViewerPage *self = NIGHT_VIEWER_PAGE (widget);
  g_autoptr (GPtrArray) items = dup_items (self);

  night_views_ask (widget, self->vault, items);
}

static void
view_action (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  night_viewer_begin_view (NIGHT_VIEWER_PAGE (widget));
}

static void
export_action (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  NightViewerPage *self = NIGHT_VIEWER_PAGE (widget);
  g_autoptr (GPtrArray) items = dup_items (self);

  night_export (widget, self->vault, items);
}

static void
delete_action (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  NightViewerPage *self = NIGHT_VIEWER_PAGE (widget);
  g_autoptr (GPtrArray) items = dup_items (self);

  night_delete (widget, self->vault, items);
}

static void
rename_action (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  NightViewerPage *self = NIGHT_VIEWER_PAGE (widget);
  GtkWidget *beside = night_viewer_shows_details (self) ? GTK_WIDGET (self->details)
                                                        : GTK_WIDGET (self->image);

  if (self->item != NULL)
    night_rename_ask (beside, self->vault, self->item);
}

static void
favourite_action (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  NightViewerPage *self = NIGHT_VIEWER_PAGE (widget);
  g_autoptr (GPtrArray) items = dup_items (self);

  if (self->item != NULL)
    night_change_favourite (widget, self->vault, items,
                            !vault_item_is_favourite (self->item));
}

void
night_viewer_update_actions (NightViewerPage *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  VaultMediaKind kind = night_viewer_is_open (self) ? vault_item_get_kind (self->item)
                                                    : VAULT_MEDIA_OTHER;
  gboolean is_picture = kind == VAULT_MEDIA_IMAGE || kind == VAULT_MEDIA_ANIMATION
                        || kind == VAULT_MEDIA_DOCUMENT;
  static const char *const of_pictures[] = {
    "viewer.zoom-in",     "viewer.zoom-out",      "viewer.zoom-fit",
    "viewer.zoom-toggle", "viewer.zoom-own-size", "viewer.rotate-left",
    "viewer.rotate-right"
  };

  for (gsize i = 0; i < G_N_ELEMENTS (of_pictures); i++)
    gtk_widget_action_set_enabled (widget, of_pictures[i], is_picture);
  gtk_widget_action_set_enabled (widget, "viewer.play",
                                 kind == VAULT_MEDIA_VIDEO || kind == VAULT_MEDIA_AUDIO
                                     || kind == VAULT_MEDIA_ANIMATION);
}

static const struct {
  const char *name;
  GtkWidgetActionActivateFunc activate;
  guint keys[4];
} actions[] = {
  { "viewer.close", close_action, { 0 } },
  { "viewer.escape", escape_action, { GDK_KEY_Escape } },
  { "viewer.next", next_action, { GDK_KEY_Page_Down, GDK_KEY_KP_Page_Down } },
  { "viewer.previous", previous_action, { GDK_KEY_Page_Up, GDK_KEY_KP_Page_Up } },
  { "viewer.first", first_action, { GDK_KEY_Home, GDK_KEY_KP_Home } },
  { "viewer.last", last_action, { GDK_KEY_End, GDK_KEY_KP_End } },
  { "viewer.zoom-in", zoom_in_action, { GDK_KEY_plus, GDK_KEY_equal, GDK_KEY_KP_Add } },
  { "viewer.zoom-out", zoom_out_action, { GDK_KEY_minus, GDK_KEY_KP_Subtract } },
  { "viewer.zoom-fit", zoom_fit_action, { GDK_KEY_0, GDK_KEY_KP_0, GDK_KEY_f } },
  { "viewer.zoom-own-size", zoom_own_size_action, { GDK_KEY_1, GDK_KEY_KP_1 } },
  { "viewer.zoom-toggle", zoom_toggle_action, { 0 } },
  { "viewer.rotate-left", rotate_left_action, { 0 } },
  { "viewer.rotate-right", rotate_right_action, { 0 } },
  { "viewer.leave-fullscreen", leave_fullscreen_action, { 0 } },
  { "viewer.play", play_action, { GDK_KEY_space } },
  { "viewer.expiry", expiry_action, { 0 } },
  { "viewer.views", views_action, { 0 } },
  { "viewer.view", view_action, { 0 } },
  { "viewer.rename", rename_action, { GDK_KEY_F2 } },
  { "viewer.favourite", favourite_action, { 0 } },
  { "viewer.export", export_action, { 0 } },
  { "viewer.delete", delete_action, { GDK_KEY_Delete } },
};

/* Properties of the page that are switched. */
static const struct {
  const char *name;
  const char *property;
  guint keys[2];
} switches[] = {
  { "viewer.fullscreen", "fullscreen", { GDK_KEY_F11 } },
  { "viewer.slideshow", "slideshow", { GDK_KEY_F5 } },
  { "viewer.details", "details", { GDK_KEY_F9, GDK_KEY_i } },
};

static void
add_keys (GtkWidgetClass *widget_class, const char *name, const guint *keys, gsize n)
{
  for (gsize i = 0; i < n && keys[i] != 0; i++)
    gtk_widget_class_add_binding_action (widget_class, keys[i], 0, name, NULL);
}

static void
add_combinations (GtkWidgetClass *widget_class)
{
  static const struct {
    guint key;
    GdkModifierType modifier;
    const char *name;
  } table[] = {
    { GDK_KEY_e, GDK_CONTROL_MASK, "viewer.expiry" },
    { GDK_KEY_d, GDK_CONTROL_MASK, "viewer.favourite" },
    { GDK_KEY_Left, GDK_CONTROL_MASK, "viewer.rotate-left" },
    { GDK_KEY_Right, GDK_CONTROL_MASK, "viewer.rotate-right" },
    { GDK_KEY_plus, GDK_CONTROL_MASK, "viewer.zoom-in" },
    { GDK_KEY_equal, GDK_CONTROL_MASK, "viewer.zoom-in" },
    { GDK_KEY_minus, GDK_CONTROL_MASK, "viewer.zoom-out" },
    { GDK_KEY_0, GDK_CONTROL_MASK, "viewer.zoom-fit" },
    { GDK_KEY_Return, GDK_ALT_MASK, "viewer.details" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (table); i++)
    gtk_widget_class_add_binding_action (widget_class, table[i].key, table[i].modifier,
                                         table[i].name, NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Right, 0, arrow_pressed, "i", 1);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Left, 0, arrow_pressed, "i", -1);
}

void
night_viewer_install_actions (GtkWidgetClass *widget_class)
{
  for (gsize i = 0; i < G_N_ELEMENTS (actions); i++) {
    gtk_widget_class_install_action (widget_class, actions[i].name, NULL,
                                     actions[i].activate);
    add_keys (widget_class, actions[i].name, actions[i].keys,
              G_N_ELEMENTS (actions[i].keys));
  }
  for (gsize i = 0; i < G_N_ELEMENTS (switches); i++) {
    gtk_widget_class_install_property_action (widget_class, switches[i].name,
                                              switches[i].property);
    add_keys (widget_class, switches[i].name, switches[i].keys,
              G_N_ELEMENTS (switches[i].keys));
  }
  add_combinations (widget_class);
}
