/* night-viewer-page.c - one item, large: an image, a film, a recording, or why not
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "viewer/night-viewer-page.h"

#include <glib/gi18n.h>

#include "library/night-delete.h"
#include "library/night-expiry-dialog.h"
#include "library/night-export.h"
#include "night-problem.h"
#include "night-stack.h"
#include "night-text.h"
#include "viewer/night-image-view.h"
#include "viewer/night-picture-bar.h"
#include "viewer/night-player.h"

#define TICK_S 10

/* In a window narrower than this the name needs the room, and the menu has Expiry. */
#define NARROW_PX 500

struct _NightViewerPage {
  GtkBox parent_instance;

  AdwWindowTitle *title;
  GtkWidget *expiry;
  GtkStack *stack;
  NightImageView *image;
  NightPlayer *player;
  AdwStatusPage *problem;

  Vault *vault;
  VaultItem *item; /* NULL when nothing is shown */
  guint tick_id;
};

G_DEFINE_FINAL_TYPE (NightViewerPage, night_viewer_page, GTK_TYPE_BOX)

enum {
  CLOSED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
update_title (NightViewerPage *self)
{
  gint64 expires = vault_item_get_expires (self->item);
  g_autofree char *left = NULL;

  if (expires != VAULT_EXPIRES_NEVER)
    left = night_text_dup_time_left (expires - vault_get_time (self->vault));

  adw_window_title_set_title (self->title, vault_item_get_name (self->item));
  adw_window_title_set_subtitle (self->title, left != NULL ? left : "");
}

static gboolean
tick (gpointer user_data)
{
  update_title (user_data);
  return G_SOURCE_CONTINUE;
}

static void
show_problem (NightViewerPage *self, int code)
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
}

static void
close_page (NightViewerPage *self)
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
    close_page (self);
}

static void
show_content (NightViewerPage *self, GdkTexture *preview)
{
  const char *name = vault_item_get_name (self->item);

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "viewer.play",
                                 vault_item_get_kind (self->item)
                                     == VAULT_MEDIA_ANIMATION);
  switch (vault_item_get_kind (self->item)) {
  case VAULT_MEDIA_IMAGE:
  case VAULT_MEDIA_ANIMATION:
  case VAULT_MEDIA_DOCUMENT:
    night_stack_show_name (self->stack, "image");
    gtk_accessible_update_property (GTK_ACCESSIBLE (self->image),
                                    GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
    night_image_view_show (self->image, self->vault, self->item, preview);
    break;
  case VAULT_MEDIA_VIDEO:
  case VAULT_MEDIA_AUDIO:
    night_stack_show_name (self->stack, "player");
    gtk_widget_action_set_enabled (GTK_WIDGET (self), "viewer.play", TRUE);
    night_player_show (self->player, self->vault, self->item);
    break;
  case VAULT_MEDIA_OTHER:
  default:
    show_problem (self, VAULT_ERROR_UNSUPPORTED_MEDIA);
    break;
  }
}

/* ---- the neighbours ---- */

/* Returns: (transfer full) (nullable): the item @step places on. */
static VaultItem *
dup_neighbour (NightViewerPage *self, int step)
{
  GListModel *items = vault_get_items (self->vault);
  guint n = g_list_model_get_n_items (items);

  for (guint i = 0; i < n; i++) {
    g_autoptr (VaultItem) item = g_list_model_get_item (items, i);

    if (item != self->item)
      continue;
    if ((step < 0 && i == 0) || (step > 0 && i + 1 == n))
      return NULL;
    return g_list_model_get_item (items, (guint) ((int) i + step));
  }

  return NULL;
}

static void
update_neighbours (NightViewerPage *self)
{
  g_autoptr (VaultItem) before = dup_neighbour (self, -1);
  g_autoptr (VaultItem) after = dup_neighbour (self, 1);

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "viewer.previous", before != NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "viewer.next", after != NULL);
}

static void
go (NightViewerPage *self, int step)
{
  g_autoptr (Vault) vault = g_object_ref (self->vault);
  g_autoptr (VaultItem) item = dup_neighbour (self, step);

  if (item == NULL)
    return;

  night_viewer_page_show (self, vault, item, NULL);
  gtk_widget_grab_focus (GTK_WIDGET (self));
}

static void
next_action (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  go (NIGHT_VIEWER_PAGE (widget), 1);
}

static void
previous_action (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  go (NIGHT_VIEWER_PAGE (widget), -1);
}

/* ---- what can be done ---- */

static void
close_action (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  close_page (NIGHT_VIEWER_PAGE (widget));
}

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
play_action (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  NightViewerPage *self = NIGHT_VIEWER_PAGE (widget);
  NightPicture *picture = night_image_view_get_picture (self->image);

  if (picture != NULL)
    night_picture_set_playing (picture, !night_picture_is_playing (picture));
  else
    night_player_toggle (self->player);
}

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

/* ---- showing and forgetting ---- */

void
night_viewer_page_show (NightViewerPage *self,
                        Vault *vault,
                        VaultItem *item,
                        GdkTexture *preview)
{
  g_return_if_fail (NIGHT_IS_VIEWER_PAGE (self));

  night_viewer_page_drop (self);
  self->vault = g_object_ref (vault);
  self->item = g_object_ref (item);
  g_signal_connect_object (item, "notify::gone", G_CALLBACK (item_gone), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (item, "notify::expires", G_CALLBACK (update_title), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (vault_get_items (vault), "items-changed",
                           G_CALLBACK (update_neighbours), self, G_CONNECT_SWAPPED);
  self->tick_id = g_timeout_add_seconds (TICK_S, tick, self);
  update_title (self);
  update_neighbours (self);
  show_content (self, preview);
}

void
night_viewer_page_drop (NightViewerPage *self)
{
  g_return_if_fail (NIGHT_IS_VIEWER_PAGE (self));

  g_clear_handle_id (&self->tick_id, g_source_remove);
  if (self->item != NULL)
    g_signal_handlers_disconnect_by_data (self->item, self);
  if (self->vault != NULL)
    g_signal_handlers_disconnect_by_data (vault_get_items (self->vault), self);
  g_clear_object (&self->item);
  g_clear_object (&self->vault);

  night_image_view_drop (self->image);
  night_player_drop (self->player);
  gtk_accessible_reset_property (GTK_ACCESSIBLE (self->image),
                                 GTK_ACCESSIBLE_PROPERTY_LABEL);
  adw_window_title_set_title (self->title, "");
  adw_window_title_set_subtitle (self->title, "");
}

static void
fit_width (NightViewerPage *self, GParamSpec *property, GdkSurface *surface)
{
  gtk_widget_set_visible (self->expiry, gdk_surface_get_width (surface) >= NARROW_PX);
}

static void
night_viewer_page_realize (GtkWidget *widget)
{
  GdkSurface *surface = gtk_native_get_surface (gtk_widget_get_native (widget));

  GTK_WIDGET_CLASS (night_viewer_page_parent_class)->realize (widget);

  g_signal_connect_object (surface, "notify::width", G_CALLBACK (fit_width), widget,
                           G_CONNECT_SWAPPED);
  fit_width (NIGHT_VIEWER_PAGE (widget), NULL, surface);
}

static void
night_viewer_page_dispose (GObject *object)
{
  NightViewerPage *self = NIGHT_VIEWER_PAGE (object);

  g_clear_handle_id (&self->tick_id, g_source_remove);
  g_clear_object (&self->item);
  g_clear_object (&self->vault);

  G_OBJECT_CLASS (night_viewer_page_parent_class)->dispose (object);
}

static void
install_actions (GtkWidgetClass *widget_class)
{
  static const struct {
    const char *name;
    GtkWidgetActionActivateFunc activate;
    guint keys[3];
  } table[] = {
    { "viewer.close", close_action, { GDK_KEY_Escape } },
    { "viewer.next", next_action, { GDK_KEY_Right, GDK_KEY_Page_Down } },
    { "viewer.previous", previous_action, { GDK_KEY_Left, GDK_KEY_Page_Up } },
    { "viewer.zoom-in",
      zoom_in_action,
      { GDK_KEY_plus, GDK_KEY_equal, GDK_KEY_KP_Add } },
    { "viewer.zoom-out", zoom_out_action, { GDK_KEY_minus, GDK_KEY_KP_Subtract } },
    { "viewer.zoom-fit", zoom_fit_action, { GDK_KEY_0, GDK_KEY_KP_0 } },
    { "viewer.play", play_action, { GDK_KEY_space } },
    { "viewer.expiry", expiry_action, { 0 } },
    { "viewer.export", export_action, { 0 } },
    { "viewer.delete", delete_action, { GDK_KEY_Delete } },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (table); i++) {
    gtk_widget_class_install_action (widget_class, table[i].name, NULL,
                                     table[i].activate);
    for (gsize k = 0; k < G_N_ELEMENTS (table[i].keys) && table[i].keys[k] != 0; k++)
      gtk_widget_class_add_binding_action (widget_class, table[i].keys[k], 0,
                                           table[i].name, NULL);
  }

  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_e, GDK_CONTROL_MASK,
                                       "viewer.expiry", NULL);
  night_player_add_keys (widget_class);
}

static void
night_viewer_page_class_init (NightViewerPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = night_viewer_page_dispose;
  widget_class->realize = night_viewer_page_realize;

  signals[CLOSED] =
      g_signal_new ("closed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                    NULL, NULL, G_TYPE_NONE, 1, VAULT_TYPE_ITEM);

  g_type_ensure (NIGHT_TYPE_IMAGE_VIEW);
  g_type_ensure (NIGHT_TYPE_PICTURE_BAR);
  g_type_ensure (NIGHT_TYPE_PLAYER);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/org/nightstand/Nightstand/viewer/night-viewer-page.ui");
  gtk_widget_class_bind_template_child (widget_class, NightViewerPage, title);
  gtk_widget_class_bind_template_child (widget_class, NightViewerPage, stack);
  gtk_widget_class_bind_template_child (widget_class, NightViewerPage, expiry);
  gtk_widget_class_bind_template_child (widget_class, NightViewerPage, image);
  gtk_widget_class_bind_template_child (widget_class, NightViewerPage, player);
  gtk_widget_class_bind_template_child (widget_class, NightViewerPage, problem);
  gtk_widget_class_bind_template_callback (widget_class, show_problem);
  install_actions (widget_class);
}

static void
night_viewer_page_init (NightViewerPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_insert_action_group (GTK_WIDGET (self), "player",
                                  night_player_get_actions (self->player));
}
