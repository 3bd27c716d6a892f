/* night-viewer-page.c - one item, large: an image, a film, a recording, or why not
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "viewer/night-viewer-private.h"

#include <glib/gi18n.h>

#include "night-problem.h"
#include "night-stack.h"
#include "night-text.h"
#include "viewer/night-picture-bar.h"

#define TICK_S 10

G_DEFINE_FINAL_TYPE (NightViewerPage, night_viewer_page, GTK_TYPE_BOX)

enum {
  CLOSED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

GParamSpec *night_viewer_properties[NIGHT_VIEWER_N_PROPS];

/* What is left of it: views, time, or both. */
static char *
dup_left (NightViewerPage *self)
{
  gint64 expires = vault_item_get_expires (self->item);
  g_autofree char *views = night_text_dup_views_left (self->item);
  g_autofree char *left = NULL;

  if (expires != VAULT_EXPIRES_NEVER)
    left = night_text_dup_time_left (expires - vault_get_time (self->vault));
  if (views != NULL && left != NULL)
    return g_strdup_printf ("%s, %s", views, left);
  return g_strdup (views != NULL ? views : left != NULL ? left : "");
}

static void
update_title (NightViewerPage *self)
{
  g_autofree char *left = dup_left (self);

  adw_window_title_set_title (self->title, vault_item_get_name (self->item));
  adw_window_title_set_subtitle (self->title, left);
  night_details_update_expiry (self->details);
  night_viewer_update_cover (self);
}

/* It has a limit now, or none any more. */
static void
limit_changed (NightViewerPage *self)
{
  if (!vault_item_is_gone (self->item) && self->view == NULL)
    night_viewer_show_item (self, self->item, NULL);
}

static gboolean
tick (gpointer user_data)
{
  update_title (user_data);
  return G_SOURCE_CONTINUE;
}

void
night_viewer_show_problem (NightViewerPage *self, int code)
{
  night_image_view_drop (self->image);
  night_player_drop (self->player);
  adw_status_page_set_icon_name (
      self->problem, night_text_get_icon (vault_item_get_kind (self->item)));
  adw_status_page_set_title (self->problem,
                             night_problem_get_title ((VaultError) code));
  adw_status_page_set_description (self->problem,
                                   night_problem_get_text ((VaultError) code));
  night_stack_show_name (self->stack, "problem");
  night_viewer_screen_shown (self);
}

void
night_viewer_close (NightViewerPage *self)
{
  g_autoptr (VaultItem) item = g_steal_pointer (&self->item);

  if (item == NULL)
    return;

  g_signal_handlers_disconnect_by_data (item, self);
  night_viewer_page_drop (self);
  g_signal_emit (self, signals[CLOSED], 0, item);
}

static void
item_gone (NightViewerPage *self)
{
  if (vault_item_is_gone (self->item))
    night_viewer_close (self);
}

/* ---- the neighbours ---- */

static void
update_neighbours (NightViewerPage *self)
{
  g_autoptr (VaultItem) before = night_cursor_dup_neighbour (self->cursor, -1);
  g_autoptr (VaultItem) after = night_cursor_dup_neighbour (self->cursor, 1);

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "viewer.previous", before != NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "viewer.next", after != NULL);
}

/* Everything of the item alone; what belongs to the place among the others stays. */
static void
drop_item (NightViewerPage *self)
{
  if (self->item != NULL)
    g_signal_handlers_disconnect_by_data (self->item, self);
  g_clear_object (&self->item);
  g_clear_object (&self->turner);
  self->looked_ahead = FALSE;

  night_image_view_drop (self->image);
  night_player_drop (self->player);
  night_viewer_end_view (self);
  gtk_accessible_reset_property (GTK_ACCESSIBLE (self->image),
                                 GTK_ACCESSIBLE_PROPERTY_LABEL);
  adw_window_title_set_title (self->title, "");
  adw_window_title_set_subtitle (self->title, "");
}

void
night_viewer_show_item (NightViewerPage *self, VaultItem *item, GdkTexture *preview)
{
  g_autoptr (VaultItem) held = g_object_ref (item);

  drop_item (self);
  self->item = g_steal_pointer (&held);
  g_signal_connect_object (item, "notify::gone", G_CALLBACK (item_gone), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (item, "notify::name", G_CALLBACK (update_title), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (item, "notify::expires", G_CALLBACK (update_title), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (item, "notify::views-left", G_CALLBACK (update_title), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (item, "notify::view-limited", G_CALLBACK (limit_changed),
                           self, G_CONNECT_SWAPPED);
  if (night_viewer_shows_details (self))
    night_details_show (self->details, self->vault, item);
  update_title (self);
  update_neighbours (self);
  night_viewer_update_actions (self);
  if (vault_item_is_view_limited (item))
    night_viewer_cover (self);
  else
    night_viewer_show_content (self, preview);
  night_viewer_screen_shown (self);
}

/* Takes @item, which may be NULL. */
static void
go_to (NightViewerPage *self, VaultItem *item)
{
  g_autoptr (VaultItem) held = item;

  if (item == NULL || item == self->item)
    return;

  night_viewer_show_item (self, item, NULL);
  gtk_widget_grab_focus (GTK_WIDGET (self));
}

void
night_viewer_go (NightViewerPage *self, int step)
{
  VaultItem *item;

  if (self->cursor == NULL)
    return;

  item = night_cursor_dup_neighbour (self->cursor, step);
  night_cursor_step (self->cursor, step);
  go_to (self, item);
}

void
night_viewer_go_to_first (NightViewerPage *self)
{
  if (self->cursor == NULL)
    return;

  night_cursor_go_to_first (self->cursor);
  go_to (self, night_cursor_dup_neighbour (self->cursor, 0));
}

void
night_viewer_go_to_last (NightViewerPage *self)
{
  if (self->cursor == NULL)
    return;

  night_cursor_go_to_last (self->cursor);
  go_to (self, night_cursor_dup_neighbour (self->cursor, 0));
}

/* ---- showing and forgetting ---- */

void
night_viewer_page_show (NightViewerPage *self,
                        Vault *vault,
                        GListModel *items,
                        VaultItem *item,
                        GdkTexture *preview)
{
  g_return_if_fail (NIGHT_IS_VIEWER_PAGE (self));

  night_viewer_page_drop (self);
  self->vault = g_object_ref (vault);
  self->cursor = night_cursor_new (items, item);
  self->ahead = night_ahead_new (vault);
  g_signal_connect_object (self->cursor, "moved", G_CALLBACK (update_neighbours), self,
                           G_CONNECT_SWAPPED);
  self->tick_id = g_timeout_add_seconds (TICK_S, tick, self);
  night_viewer_show_item (self, item, preview);
  night_fader_wake (self->fader);
}

void
night_viewer_page_drop (NightViewerPage *self)
{
  g_return_if_fail (NIGHT_IS_VIEWER_PAGE (self));

  g_clear_handle_id (&self->tick_id, g_source_remove);
  night_viewer_screen_drop (self);
  if (self->cursor != NULL)
    g_signal_handlers_disconnect_by_data (self->cursor, self);
  g_clear_object (&self->cursor);
  if (self->ahead != NULL)
    night_ahead_drop (self->ahead);
  g_clear_object (&self->ahead);
  self->shows_details = FALSE;
  night_details_drop (self->details);
  adw_flap_set_reveal_flap (self->pane, FALSE);
  g_object_notify_by_pspec (G_OBJECT (self),
                            night_viewer_properties[NIGHT_VIEWER_DETAILS]);
  drop_item (self);
  g_clear_object (&self->vault);
}

static void
night_viewer_page_realize (GtkWidget *widget)
{
  GdkSurface *surface = gtk_native_get_surface (gtk_widget_get_native (widget));

  GTK_WIDGET_CLASS (night_viewer_page_parent_class)->realize (widget);

  g_signal_connect_object (surface, "notify::width",
                           G_CALLBACK (night_viewer_fit_width), widget,
                           G_CONNECT_SWAPPED);
  night_viewer_fit_width (NIGHT_VIEWER_PAGE (widget));
  night_viewer_follow_window (NIGHT_VIEWER_PAGE (widget));
}

static void
night_viewer_page_get_property (GObject *object,
                                guint id,
                                GValue *value,
                                GParamSpec *pspec)
{
  NightViewerPage *self = NIGHT_VIEWER_PAGE (object);

  if (id == NIGHT_VIEWER_FULLSCREEN)
    g_value_set_boolean (value, night_viewer_is_fullscreen (self));
  else if (id == NIGHT_VIEWER_SLIDESHOW)
    g_value_set_boolean (value, night_viewer_is_in_slideshow (self));
  else
    g_value_set_boolean (value, night_viewer_shows_details (self));
}

static void
night_viewer_page_set_property (GObject *object,
                                guint id,
                                const GValue *value,
                                GParamSpec *pspec)
{
  NightViewerPage *self = NIGHT_VIEWER_PAGE (object);

  if (id == NIGHT_VIEWER_FULLSCREEN)
    night_viewer_set_fullscreen (self, g_value_get_boolean (value));
  else if (id == NIGHT_VIEWER_SLIDESHOW)
    night_viewer_set_slideshow (self, g_value_get_boolean (value));
  else
    night_viewer_show_details (self, g_value_get_boolean (value));
}

static void
night_viewer_page_dispose (GObject *object)
{
  NightViewerPage *self = NIGHT_VIEWER_PAGE (object);

  g_clear_handle_id (&self->tick_id, g_source_remove);
  g_clear_object (&self->fader);
  g_clear_object (&self->slideshow);
  g_clear_object (&self->cursor);
  g_clear_object (&self->ahead);
  g_clear_object (&self->turner);
  g_clear_object (&self->item);
  g_clear_object (&self->vault);

  G_OBJECT_CLASS (night_viewer_page_parent_class)->dispose (object);
}

static void
install_properties (GObjectClass *klass)
{
  static const char *const names[NIGHT_VIEWER_N_PROPS] = {
    [NIGHT_VIEWER_FULLSCREEN] = "fullscreen",
    [NIGHT_VIEWER_SLIDESHOW] = "slideshow",
    [NIGHT_VIEWER_DETAILS] = "details",
  };

  for (guint i = 1; i < NIGHT_VIEWER_N_PROPS; i++)
    night_viewer_properties[i] = g_param_spec_boolean (
        names[i], NULL, NULL, FALSE,
        G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (klass, NIGHT_VIEWER_N_PROPS,
                                     night_viewer_properties);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  g_type_ensure (NIGHT_TYPE_DETAILS);
  g_type_ensure (NIGHT_TYPE_IMAGE_VIEW);
  g_type_ensure (NIGHT_TYPE_PICTURE_BAR);
  g_type_ensure (NIGHT_TYPE_PLAYER);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/org/nightstand/Nightstand/viewer/night-viewer-page.ui");
  gtk_widget_class_bind_template_child (widget_class, NightViewerPage, frame);
  gtk_widget_class_bind_template_child (widget_class, NightViewerPage, pane);
  gtk_widget_class_bind_template_child (widget_class, NightViewerPage, title);
  gtk_widget_class_bind_template_child (widget_class, NightViewerPage, expiry);
  gtk_widget_class_bind_template_child (widget_class, NightViewerPage, details_button);
  gtk_widget_class_bind_template_child (widget_class, NightViewerPage,
                                        leave_fullscreen);
  gtk_widget_class_bind_template_child (widget_class, NightViewerPage, stage);
  gtk_widget_class_bind_template_child (widget_class, NightViewerPage, stack);
  gtk_widget_class_bind_template_child (widget_class, NightViewerPage, image);
  gtk_widget_class_bind_template_child (widget_class, NightViewerPage, player);
  gtk_widget_class_bind_template_child (widget_class, NightViewerPage, problem);
  gtk_widget_class_bind_template_child (widget_class, NightViewerPage, cover);
  gtk_widget_class_bind_template_child (widget_class, NightViewerPage, view_button);
  gtk_widget_class_bind_template_child (widget_class, NightViewerPage, details);
  gtk_widget_class_bind_template_child (widget_class, NightViewerPage, previous);
  gtk_widget_class_bind_template_child (widget_class, NightViewerPage, next);
  gtk_widget_class_bind_template_child (widget_class, NightViewerPage, zoom_bar);
  gtk_widget_class_bind_template_child (widget_class, NightViewerPage, zoom);
  gtk_widget_class_bind_template_callback (widget_class, night_viewer_show_problem);
  gtk_widget_class_bind_template_callback (widget_class, night_viewer_image_changed);
  gtk_widget_class_bind_template_callback (widget_class, night_viewer_pane_revealed);
}

static void
night_viewer_page_class_init (NightViewerPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = night_viewer_page_dispose;
  object_class->get_property = night_viewer_page_get_property;
  object_class->set_property = night_viewer_page_set_property;
  widget_class->realize = night_viewer_page_realize;

  signals[CLOSED] =
      g_signal_new ("closed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                    NULL, NULL, G_TYPE_NONE, 1, VAULT_TYPE_ITEM);

  install_properties (object_class);
  bind_template (widget_class);
  night_viewer_install_actions (widget_class);
  night_player_add_keys (widget_class);
}

static void
night_viewer_page_init (NightViewerPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  night_viewer_init_screen (self);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "player",
                                  night_player_get_actions (self->player));
}
