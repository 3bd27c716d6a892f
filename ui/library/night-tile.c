/* night-tile.c - one item in the library grid
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "library/night-tile.h"

#include <vault/vault-media.h>

#include "library/night-thumb.h"
#include "night-blank.h"
#include "night-pixels.h"
#include "night-text.h"

/* A texture so close to the square it is drawn in needs no other. */
#define CLOSE_PX 2
/* As in style.css. */
#define RADIUS 9

/* From here on the chip stands out. */
#define SOON_S (60 * 60)

struct _NightTile {
  GtkBox parent_instance;

  NightThumb *thumb;
  GtkLabel *name;
  GtkWidget *chip;
  GtkLabel *chip_label;
  GtkWidget *badge;
  GtkImage *badge_icon;
  GtkLabel *badge_label;

  Vault *vault;
  NightTextureCache *cache;
  VaultItem *item;
  GCancellable *cancellable; /* of the load under way */
  gboolean has_failed;       /* there will be no picture of this item */
  gboolean has_largest;      /* what is shown is all there is */
};

G_DEFINE_FINAL_TYPE (NightTile, night_tile, GTK_TYPE_BOX)

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
  g_autoptr (GdkTexture) square = night_pixels_to_square (pixels, RADIUS * scale);
  g_autoptr (GdkTexture) whole = night_pixels_to_texture (pixels);
  NightThumbnail thumbnail = { square, whole, night_pixels_are_opaque (pixels) };

  if (square == NULL || whole == NULL)
    return FALSE;
  self->has_largest = MIN (pixels->width, pixels->height) + CLOSE_PX < side_px;
  night_texture_cache_put (self->cache, vault_item_get_id (self->item), &thumbnail);
  night_thumb_set_texture (self->thumb, square, thumbnail.is_opaque);
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
    night_thumb_set_icon (self->thumb, get_icon (self));
  if (load->is_making)
    show_facts (self);
}

/* How many pixels the square has on the screen. */
static guint
get_side_px (NightTile *self)
{
  GtkWidget *thumb = GTK_WIDGET (self->thumb);

  return (guint) (gtk_widget_get_width (thumb) * gtk_widget_get_scale_factor (thumb));
}

/* Whether the texture shown is as large as one that would be loaded now. */
static gboolean
is_sharp (NightTile *self)
{
  GdkTexture *texture = night_thumb_get_texture (self->thumb);
  int shortest;

  if (texture == NULL)
    return FALSE;
  shortest = MIN (gdk_texture_get_width (texture), gdk_texture_get_height (texture));
  return self->has_largest || ABS (shortest - (int) get_side_px (self)) <= CLOSE_PX;
}

void
night_tile_load (NightTile *self)
{
  Load *load;

  g_return_if_fail (NIGHT_IS_TILE (self));

  if (self->item == NULL || self->cancellable != NULL || self->has_failed
      || get_side_px (self) == 0 || is_sharp (self))
    return;

  load = g_new0 (Load, 1);
  load->self = g_object_ref (self);
  load->item = g_object_ref (self->item);
  load->side_px = get_side_px (self);
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

/* Where a picture is still to come, no icon flashes by: drawing one takes longer than drawing
 * the picture. */
static void
show_picture (NightTile *self)
{
  const NightThumbnail *thumbnail =
      night_texture_cache_get (self->cache, vault_item_get_id (self->item));

  self->has_largest = FALSE;
  self->has_failed = vault_item_get_kind (self->item) == VAULT_MEDIA_OTHER
                     && !vault_item_has_thumbnail (self->item);
  night_thumb_set_icon (self->thumb, self->has_failed ? get_icon (self) : NULL);
  if (thumbnail != NULL)
    night_thumb_set_texture (self->thumb, thumbnail->square, thumbnail->is_opaque);
}

/* What is there already is not set again: a grid binds hundreds of tiles in one frame while
 * its bar is dragged, and each label that changes is laid out anew. */
static void
set_text (GtkLabel *label, const char *text)
{
  if (!g_str_equal (gtk_label_get_text (label), text))
    gtk_label_set_text (label, text);
}

static void
set_icon (GtkImage *image, const char *name)
{
  if (g_strcmp0 (gtk_image_get_icon_name (image), name) != 0)
    gtk_image_set_from_icon_name (image, name);
}

static void
show_badge (NightTile *self)
{
  VaultMediaKind kind = vault_item_get_kind (self->item);
  guint64 duration_ms = vault_item_get_duration_ms (self->item);
  g_autofree char *duration = NULL;

  if (duration_ms > 0)
    duration = night_text_dup_duration (duration_ms);

  set_text (self->badge_label, duration != NULL ? duration : "");
  gtk_widget_set_visible (GTK_WIDGET (self->badge_label), duration != NULL);
  set_icon (self->badge_icon, night_text_get_icon (kind));

  /* A photo needs no sign, and the big icon of what has no picture says it already. */
  gtk_widget_set_visible (
      self->badge,
      duration != NULL
          || (kind != VAULT_MEDIA_IMAGE && vault_item_has_thumbnail (self->item)));
}

static void
update_label (NightTile *self)
{
  g_autofree char *label = NULL;
  GtkWidget *cell = gtk_widget_get_parent (GTK_WIDGET (self));

  label = night_text_dup_item_label (self->item, vault_get_time (self->vault));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  label, -1);

  /* The focus is on the cell around the tile, so that is what gets read. */
  if (cell != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (cell),
                                    GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
}

/* A picture was made of what had none: what was found out with it is shown as well. */
static void
show_facts (NightTile *self)
{
  show_badge (self);
  update_label (self);
}

void
night_tile_update_expiry (NightTile *self)
{
  g_autofree char *left = NULL;
  gint64 expires, seconds;

  g_return_if_fail (NIGHT_IS_TILE (self));

  if (self->item == NULL)
    return;

  expires = vault_item_get_expires (self->item);
  seconds = expires - vault_get_time (self->vault);
  gtk_widget_set_visible (self->chip, expires != VAULT_EXPIRES_NEVER);
  update_label (self);
  if (expires == VAULT_EXPIRES_NEVER)
    return;

  left = night_text_dup_time_left (seconds);
  set_text (self->chip_label, left);
  if (seconds < SOON_S)
    gtk_widget_add_css_class (self->chip, "soon");
  else
    gtk_widget_remove_css_class (self->chip, "soon");
}

static void
update_rotation (NightTile *self)
{
  night_thumb_set_rotation (self->thumb, vault_item_get_rotation (self->item));
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
  g_signal_connect_object (item, "notify::rotation", G_CALLBACK (update_rotation), self,
                           G_CONNECT_SWAPPED);

  update_rotation (self);
  gtk_label_set_text (self->name, vault_item_get_name (item));
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->name), vault_item_get_name (item));
  show_picture (self);
  show_badge (self);
  night_tile_update_expiry (self);
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

  gtk_accessible_reset_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL);
  night_thumb_set_texture (self->thumb, NULL, FALSE);
  gtk_label_set_text (self->name, "");
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->name), NULL);
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
night_tile_class_init (NightTileClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = night_tile_dispose;

  g_type_ensure (NIGHT_TYPE_THUMB);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/org/nightstand/Nightstand/library/night-tile.ui");
  gtk_widget_class_bind_template_child (widget_class, NightTile, thumb);
  gtk_widget_class_bind_template_child (widget_class, NightTile, name);
  gtk_widget_class_bind_template_child (widget_class, NightTile, chip);
  gtk_widget_class_bind_template_child (widget_class, NightTile, chip_label);
  gtk_widget_class_bind_template_child (widget_class, NightTile, badge);
  gtk_widget_class_bind_template_child (widget_class, NightTile, badge_icon);
  gtk_widget_class_bind_template_child (widget_class, NightTile, badge_label);
}

static void
night_tile_init (NightTile *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  night_blank_watch_tooltip (GTK_WIDGET (self->name));
}
