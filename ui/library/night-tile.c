/* night-tile.c - one item in the library grid
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "library/night-tile.h"

#include <vault/vault-media.h>

#include "library/night-face.h"
#include "library/night-tile-chips.h"
#include "night-blank.h"
#include "night-pixels.h"
#include "night-text.h"

#define COVERED_ICON "view-conceal-symbolic"

struct _NightTile {
  GtkWidget parent_instance;

  NightFace *face;

  Vault *vault;
  NightTextureCache *cache;
  VaultItem *item;
  GCancellable *cancellable; /* of the load under way */
  gboolean has_failed;       /* there will be no picture of this item */
  gboolean is_selected;
  gboolean is_selecting;
};

G_DEFINE_FINAL_TYPE (NightTile, night_tile, GTK_TYPE_WIDGET)

typedef struct {
  NightTile *self;
  VaultItem *item;
  GCancellable *cancellable;
  guint side_px;
  gboolean is_making; /* there was none to load */
} Load;

static void
load_free (Load *load)
{
  g_object_unref (load->self);
  g_object_unref (load->item);
  g_object_unref (load->cancellable);
  g_free (load);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Load, load_free)

static void show_facts (NightTile *self);

static const char *
get_icon (NightTile *self)
{
  return night_text_get_icon (vault_item_get_kind (self->item));
}

static gboolean
take_pixels (NightTile *self, const VaultPixels *pixels, guint side_px)
{
  guint scale = (guint) gtk_widget_get_scale_factor (GTK_WIDGET (self));
  g_autoptr (GdkTexture) square =
                 night_pixels_to_square (pixels, side_px, NIGHT_FACE_RADIUS * scale);
  g_autoptr (GdkTexture) whole = night_pixels_to_texture (pixels);
  NightThumbnail thumbnail = { square, whole, night_pixels_are_opaque (pixels) };

  if (square == NULL || whole == NULL)
    return FALSE;
  night_texture_cache_put (self->cache, vault_item_get_id (self->item), &thumbnail);
  night_face_set_picture (self->face, square, thumbnail.is_opaque);
  return TRUE;
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Load) load = user_data;
  NightTile *self = load->self;
  g_autoptr (GError) error = NULL;
  g_autoptr (VaultPixels) pixels = NULL;

  pixels = vault_load_thumbnail_finish (VAULT_VAULT (source), result, &error);

  /* The tile may show another item by now, or be out of sight. */
  if (self->cancellable != load->cancellable)
    return;
  g_clear_object (&self->cancellable);
  if (vault_item_is_gone (load->item))
    return;

  self->has_failed = pixels == NULL || !take_pixels (self, pixels, load->side_px);
  if (self->has_failed)
    night_face_set_icon (self->face, get_icon (self));
  if (load->is_making)
    show_facts (self);
}

/* Whether the texture shown is as large as the square it is shown in. */
static gboolean
is_sharp (NightTile *self)
{
  GdkTexture *texture = night_face_get_picture (self->face);

  return texture != NULL
         && ABS (gdk_texture_get_width (texture)
                 - (int) night_face_get_side_px (self->face))
                <= NIGHT_PIXELS_CLOSE;
}

void
night_tile_load (NightTile *self)
{
  Load *load;

  g_return_if_fail (NIGHT_IS_TILE (self));

  if (self->item == NULL || self->cancellable != NULL || self->has_failed
      || night_face_get_side_px (self->face) == 0 || is_sharp (self))
    return;

  load = g_new0 (Load, 1);
  load->self = g_object_ref (self);
  load->item = g_object_ref (self->item);
  load->side_px = night_face_get_side_px (self->face);
  load->is_making = !vault_item_has_thumbnail (self->item);
  load->cancellable = g_cancellable_new ();
  self->cancellable = g_object_ref (load->cancellable);
  vault_load_thumbnail_async (self->vault, self->item, load->side_px, load->cancellable,
                              loaded_cb, load);
}

void
night_tile_stop (NightTile *self)
{
  g_return_if_fail (NIGHT_IS_TILE (self));

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
}

/* What may be looked at a number of times only is not looked at here, either. */
static void
show_cover (NightTile *self)
{
  night_tile_stop (self);
  night_texture_cache_remove (self->cache, vault_item_get_id (self->item));
  self->has_failed = TRUE;
  night_face_set_icon (self->face, COVERED_ICON);
}

/* Where a picture is still to come, no icon flashes by. */
static void
show_picture (NightTile *self)
{
  const NightThumbnail *thumbnail =
      night_texture_cache_get (self->cache, vault_item_get_id (self->item));

  self->has_failed = vault_item_get_kind (self->item) == VAULT_MEDIA_OTHER
                     && !vault_item_has_thumbnail (self->item);
  night_face_set_icon (self->face, self->has_failed ? get_icon (self) : NULL);
  if (thumbnail != NULL)
    night_face_set_picture (self->face, thumbnail->square, thumbnail->is_opaque);
}

/* The focus is on the cell around the tile, so that is what gets read. */
static void
update_label (NightTile *self, gint64 now)
{
  g_autofree char *label = NULL;
  GtkWidget *cell = gtk_widget_get_parent (GTK_WIDGET (self));

  if (cell == NULL)
    return;
  label = night_text_dup_item_label (self->item, now);
  gtk_accessible_update_property (GTK_ACCESSIBLE (cell), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  label, -1);
}

/* The clock is asked for what it decides, and not by every tile there is. */
static gint64
get_now (NightTile *self)
{
  return vault_item_get_expires (self->item) == VAULT_EXPIRES_NEVER
             ? 0
             : vault_get_time (self->vault);
}

/* A picture was made of what had none: what was found out with it is shown as well. */
static void
show_facts (NightTile *self)
{
  night_tile_chips_show (self->face, self->item);
  update_label (self, get_now (self));
}

void
night_tile_update_expiry (NightTile *self)
{
  gint64 now;

  g_return_if_fail (NIGHT_IS_TILE (self));

  if (self->item == NULL)
    return;

  now = get_now (self);
  update_label (self, now);
  night_tile_chips_show_time (self->face, self->item, now);
}

static void
update_check (NightTile *self)
{
  gboolean is_pointed_at =
      (gtk_widget_get_state_flags (GTK_WIDGET (self)) & GTK_STATE_FLAG_PRELIGHT) != 0;

  if (self->item == NULL)
    return;
  night_face_set_check (self->face, self->is_selected ? NIGHT_CHECK_TICKED
                                    : self->is_selecting || is_pointed_at
                                        ? NIGHT_CHECK_OPEN
                                        : NIGHT_CHECK_NONE);
}

void
night_tile_set_selected (NightTile *self, gboolean is_selected)
{
  g_return_if_fail (NIGHT_IS_TILE (self));

  self->is_selected = is_selected;
  update_check (self);
}

void
night_tile_set_selecting (NightTile *self, gboolean is_selecting)
{
  g_return_if_fail (NIGHT_IS_TILE (self));

  self->is_selecting = is_selecting;
  update_check (self);
}

gboolean
night_tile_is_check (NightTile *self, double x, double y)
{
  return self->item != NULL && night_face_is_check (self->face, x, y);
}

static void
update_rotation (NightTile *self)
{
  night_face_set_rotation (self->face, vault_item_get_rotation (self->item));
}

static void
show_item (NightTile *self)
{
  night_face_begin (self->face, self->cache, vault_item_get_name (self->item));
  update_rotation (self);
  if (vault_item_is_view_limited (self->item))
    show_cover (self);
  else
    show_picture (self);
  night_tile_chips_show (self->face, self->item);
  update_check (self);
  night_tile_update_expiry (self);
}

void
night_tile_update (NightTile *self)
{
  g_return_if_fail (NIGHT_IS_TILE (self));

  if (self->item != NULL && !vault_item_is_gone (self->item))
    show_item (self);
}

void
night_tile_bind (NightTile *self,
                 Vault *vault,
                 NightTextureCache *cache,
                 VaultItem *item)
{
  g_return_if_fail (NIGHT_IS_TILE (self));

  night_tile_unbind (self);
  self->vault = g_object_ref (vault);
  self->cache = cache;
  self->item = g_object_ref (item);
  g_signal_connect_object (item, "notify::expires",
                           G_CALLBACK (night_tile_update_expiry), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (item, "notify::views-left", G_CALLBACK (night_tile_update),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (item, "notify::rotation", G_CALLBACK (update_rotation), self,
                           G_CONNECT_SWAPPED);

  show_item (self);
}

void
night_tile_unbind (NightTile *self)
{
  g_return_if_fail (NIGHT_IS_TILE (self));

  night_tile_stop (self);
  if (self->item != NULL)
    g_signal_handlers_disconnect_by_data (self->item, self);
  g_clear_object (&self->item);
  g_clear_object (&self->vault);
  self->cache = NULL;

  night_face_clear (self->face);
}

VaultItem *
night_tile_get_item (NightTile *self)
{
  g_return_val_if_fail (NIGHT_IS_TILE (self), NULL);

  return self->item;
}

GtkWidget *
night_tile_new (void)
{
  return g_object_new (NIGHT_TYPE_TILE, NULL);
}

static void
night_tile_dispose (GObject *object)
{
  NightTile *self = NIGHT_TILE (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->item);
  g_clear_object (&self->vault);

  G_OBJECT_CLASS (night_tile_parent_class)->dispose (object);
}

static void
night_tile_finalize (GObject *object)
{
  night_face_free (NIGHT_TILE (object)->face);

  G_OBJECT_CLASS (night_tile_parent_class)->finalize (object);
}

static GtkSizeRequestMode
night_tile_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
night_tile_measure (GtkWidget *widget,
                    GtkOrientation orientation,
                    int for_size,
                    int *minimum,
                    int *natural,
                    int *minimum_baseline,
                    int *natural_baseline)
{
  night_face_measure (NIGHT_TILE (widget)->face, orientation, for_size, minimum,
                      natural);
}

static void
night_tile_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  night_face_refresh (NIGHT_TILE (widget)->face);
}

static void
night_tile_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  night_face_snapshot (NIGHT_TILE (widget)->face, snapshot);
}

static void
night_tile_css_changed (GtkWidget *widget, GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (night_tile_parent_class)->css_changed (widget, change);
  night_face_refresh (NIGHT_TILE (widget)->face);
}

static void
night_tile_state_flags_changed (GtkWidget *widget, GtkStateFlags previous)
{
  update_check (NIGHT_TILE (widget));
}

static gboolean
night_tile_query_tooltip (GtkWidget *widget,
                          int x,
                          int y,
                          gboolean is_keyboard,
                          GtkTooltip *tooltip)
{
  const char *name = night_face_get_name_at (NIGHT_TILE (widget)->face, y);

  if (name == NULL || is_keyboard)
    return FALSE;
  gtk_tooltip_set_text (tooltip, name);
  return TRUE;
}

static void
night_tile_class_init (NightTileClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = night_tile_dispose;
  G_OBJECT_CLASS (klass)->finalize = night_tile_finalize;
  widget_class->get_request_mode = night_tile_get_request_mode;
  widget_class->measure = night_tile_measure;
  widget_class->size_allocate = night_tile_size_allocate;
  widget_class->snapshot = night_tile_snapshot;
  widget_class->css_changed = night_tile_css_changed;
  widget_class->state_flags_changed = night_tile_state_flags_changed;
  widget_class->query_tooltip = night_tile_query_tooltip;

  gtk_widget_class_set_css_name (widget_class, "nighttile");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
night_tile_init (NightTile *self)
{
  GtkWidget *widget = GTK_WIDGET (self);

  self->face = night_face_new (widget);
  gtk_widget_set_valign (widget, GTK_ALIGN_START);
  gtk_widget_add_css_class (widget, "caption");
  gtk_widget_set_has_tooltip (widget, TRUE);
  night_blank_watch_tooltip (widget);
}
