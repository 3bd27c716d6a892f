/* night-face.c - what a tile looks like: a picture, its name, and what lies on the picture
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "library/night-face.h"

#include <adwaita.h>
#include <math.h>

#include "library/night-stamp.h"
#include "night-pixels.h"

#define MIN_SIDE 128
#define NATURAL_SIDE 168
/* Between the square and the name, and around a chip. */
#define GAP 4
#define CHIP_MARGIN 6
#define CHIP_GAP 4
/* More than the mark: a finger is wider. */
#define CHECK_REACH (NIGHT_STAMP_CHECK_SIDE + 2 * CHIP_MARGIN)
/* So far from the size it is drawn in, a texture is taken to be of that size. */
#define CLOSE 0.013f

typedef struct {
  const char *icon_name; /* static; NULL for none */
  char *text;
  NightChipLook look;
  GdkTexture *stamp; /* NULL until it is seen */
} Chip;

struct _NightFace {
  GtkWidget *tile; /* borrowed, as the cache is */
  NightTextureCache *cache;

  PangoLayout *name;
  int line_height; /* 0: not known yet */
  GdkTexture *picture;
  gboolean is_opaque;
  guint rotation;
  const char *icon_name;
  GdkTexture *plate; /* NULL until it is seen */
  Chip chips[NIGHT_N_CHIPS];
  NightCheck check;
};

static void
drop_stamps (NightFace *self)
{
  g_clear_object (&self->plate);
  for (guint i = 0; i < NIGHT_N_CHIPS; i++)
    g_clear_object (&self->chips[i].stamp);
}

NightFace *
night_face_new (GtkWidget *tile)
{
  NightFace *self = g_new0 (NightFace, 1);

  self->tile = tile;
  self->name = gtk_widget_create_pango_layout (tile, NULL);
  pango_layout_set_ellipsize (self->name, PANGO_ELLIPSIZE_MIDDLE);
  pango_layout_set_single_paragraph_mode (self->name, TRUE);
  pango_layout_set_alignment (self->name, PANGO_ALIGN_CENTER);
  g_signal_connect_swapped (tile, "notify::scale-factor",
                            G_CALLBACK (night_face_refresh), self);
  g_signal_connect_swapped (adw_style_manager_get_default (), "notify::high-contrast",
                            G_CALLBACK (night_face_refresh), self);
  return self;
}

void
night_face_free (NightFace *self)
{
  if (self == NULL)
    return;

  night_face_clear (self);
  g_signal_handlers_disconnect_by_data (self->tile, self);
  g_signal_handlers_disconnect_by_data (adw_style_manager_get_default (), self);
  g_object_unref (self->name);
  g_free (self);
}

void
night_face_begin (NightFace *self, NightTextureCache *cache, const char *name)
{
  night_face_clear (self);
  self->cache = cache;
  pango_layout_set_text (self->name, name, -1);
  gtk_widget_queue_draw (self->tile);
}

void
night_face_clear (NightFace *self)
{
  self->cache = NULL;
  self->icon_name = NULL;
  self->rotation = 0;
  self->check = NIGHT_CHECK_NONE;
  pango_layout_set_text (self->name, "", -1);
  g_clear_object (&self->picture);
  drop_stamps (self);
  for (guint i = 0; i < NIGHT_N_CHIPS; i++) {
    self->chips[i].icon_name = NULL;
    g_clear_pointer (&self->chips[i].text, g_free);
  }
}

void
night_face_set_picture (NightFace *self, GdkTexture *square, gboolean is_opaque)
{
  g_set_object (&self->picture, square);
  self->is_opaque = is_opaque;
  gtk_widget_queue_draw (self->tile);
}

GdkTexture *
night_face_get_picture (NightFace *self)
{
  return self->picture;
}

void
night_face_set_rotation (NightFace *self, guint rotation)
{
  if (self->rotation != rotation)
    gtk_widget_queue_draw (self->tile);
  self->rotation = rotation;
}

void
night_face_set_icon (NightFace *self, const char *icon_name)
{
  self->icon_name = g_intern_string (icon_name);
  g_clear_object (&self->plate);
  gtk_widget_queue_draw (self->tile);
}

void
night_face_set_chip (NightFace *self,
                     NightChip which,
                     const char *icon_name,
                     const char *text,
                     NightChipLook look)
{
  Chip *chip = &self->chips[which];

  icon_name = g_intern_string (icon_name);
  if (chip->icon_name == icon_name && chip->look == look
      && g_strcmp0 (chip->text, text) == 0)
    return;

  g_free (chip->text);
  g_clear_object (&chip->stamp);
  chip->icon_name = icon_name;
  chip->text = g_strdup (text);
  chip->look = look;
  /* What is beside it has more room now, or less. */
  g_clear_object (&self->chips[NIGHT_CHIP_KIND].stamp);
  gtk_widget_queue_draw (self->tile);
}

void
night_face_set_check (NightFace *self, NightCheck check)
{
  if (self->check != check)
    gtk_widget_queue_draw (self->tile);
  self->check = check;
}

gboolean
night_face_is_check (NightFace *self, double x, double y)
{
  if (gtk_widget_get_direction (self->tile) == GTK_TEXT_DIR_RTL)
    x = gtk_widget_get_width (self->tile) - x;
  return x >= 0 && x < CHECK_REACH && y >= 0 && y < CHECK_REACH;
}

void
night_face_refresh (NightFace *self)
{
  self->line_height = 0;
  drop_stamps (self);
  gtk_widget_queue_draw (self->tile);
}

guint
night_face_get_side_px (NightFace *self)
{
  return (guint) (gtk_widget_get_width (self->tile)
                  * gtk_widget_get_scale_factor (self->tile));
}

const char *
night_face_get_name_at (NightFace *self, int y)
{
  const char *name = pango_layout_get_text (self->name);

  return y >= gtk_widget_get_width (self->tile) && *name != '\0' ? name : NULL;
}

/* ---- layout ---- */

/* Of the font, not of the name: that would be shaped for each tile that nobody sees. */
static int
get_line_height (NightFace *self)
{
  if (self->line_height == 0) {
    g_autoptr (PangoLayout) empty = gtk_widget_create_pango_layout (self->tile, NULL);

    pango_layout_get_pixel_size (empty, NULL, &self->line_height);
  }

  return self->line_height;
}

void
night_face_measure (NightFace *self,
                    GtkOrientation orientation,
                    int for_size,
                    int *out_minimum,
                    int *out_natural)
{
  *out_minimum = MIN_SIDE;
  *out_natural = NATURAL_SIDE;
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    return;

  if (for_size > 0)
    *out_minimum = *out_natural = MAX (for_size, MIN_SIDE);
  *out_minimum += GAP + get_line_height (self);
  *out_natural += GAP + get_line_height (self);
}

/* ---- drawing ---- */

/* It covers a square, and so it does however it is turned. */
static void
turn (GtkSnapshot *snapshot, const graphene_rect_t *place, guint rotation)
{
  graphene_point_t centre;

  graphene_rect_get_center (place, &centre);
  gtk_snapshot_translate (snapshot, &centre);
  gtk_snapshot_rotate (snapshot, 90 * (float) rotation);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (-centre.x, -centre.y));
}

static void
draw_picture (NightFace *self, GtkSnapshot *snapshot, float side)
{
  float pixel = (float) gtk_widget_get_scale_factor (self->tile);
  float texture_side = (float) gdk_texture_get_width (self->picture);
  float scale = side / texture_side;
  graphene_rect_t place;

  if (fabsf (scale * pixel - 1) < CLOSE)
    scale = 1 / pixel;
  texture_side *= scale;
  graphene_rect_init (&place, roundf ((side - texture_side) / 2),
                      roundf ((side - texture_side) / 2), texture_side, texture_side);
  if (self->rotation == 0) {
    night_pixels_draw (self->picture, self->tile, snapshot, &place);
    return;
  }

  gtk_snapshot_save (snapshot);
  turn (snapshot, &place, self->rotation);
  night_pixels_draw (self->picture, self->tile, snapshot, &place);
  gtk_snapshot_restore (snapshot);
}

static void
draw_stamp (NightFace *self, GtkSnapshot *snapshot, GdkTexture *stamp, float x, float y)
{
  float pixel = (float) gtk_widget_get_scale_factor (self->tile);
  graphene_rect_t place =
      GRAPHENE_RECT_INIT (x, y, (float) gdk_texture_get_width (stamp) / pixel,
                          (float) gdk_texture_get_height (stamp) / pixel);

  night_pixels_draw (stamp, self->tile, snapshot, &place);
}

static void
draw_plate (NightFace *self, GtkSnapshot *snapshot, int side)
{
  if (self->plate == NULL)
    self->plate =
        night_stamp_dup_plate (self->tile, self->cache, self->icon_name, side);
  if (self->plate != NULL)
    draw_stamp (self, snapshot, self->plate, 0, 0);
}

/* Of a stamp that is @width wide and begins @from_edge behind where reading begins or ends. */
static float
place_beside (NightFace *self,
              int side,
              float width,
              float from_edge,
              gboolean at_start)
{
  gboolean is_rtl = gtk_widget_get_direction (self->tile) == GTK_TEXT_DIR_RTL;

  return at_start != is_rtl ? from_edge : (float) side - width - from_edge;
}

/* How far from its edge a chip begins. */
static int
get_indent (NightFace *self, NightChip which)
{
  if (which == NIGHT_CHIP_KIND && self->chips[NIGHT_CHIP_FAVOURITE].icon_name != NULL)
    return CHIP_MARGIN + NIGHT_STAMP_BARE_SIDE + CHIP_GAP;
  return CHIP_MARGIN;
}

static void
draw_chip (NightFace *self, GtkSnapshot *snapshot, NightChip which, int side)
{
  Chip *chip = &self->chips[which];
  int scale = gtk_widget_get_scale_factor (self->tile);
  int indent = get_indent (self, which);
  gboolean is_first = which == NIGHT_CHIP_TIME_LEFT;
  int room = side - indent - (is_first ? CHIP_MARGIN : CHECK_REACH);
  float width, height, x, y;

  if (chip->icon_name == NULL)
    return;
  if (chip->stamp == NULL)
    chip->stamp = night_stamp_dup_chip (self->tile, self->cache, chip->icon_name,
                                        chip->text, chip->look, room);
  if (chip->stamp == NULL)
    return;

  width = (float) gdk_texture_get_width (chip->stamp) / (float) scale;
  height = (float) gdk_texture_get_height (chip->stamp) / (float) scale;
  x = place_beside (self, side, width, (float) indent, is_first);
  y = is_first ? (float) side - height - CHIP_MARGIN : CHIP_MARGIN;
  draw_stamp (self, snapshot, chip->stamp, x, y);
}

static void
draw_check (NightFace *self, GtkSnapshot *snapshot, int side)
{
  g_autoptr (GdkTexture) stamp = NULL;

  if (self->check == NIGHT_CHECK_NONE)
    return;
  stamp = night_stamp_dup_check (self->tile, self->cache,
                                 self->check == NIGHT_CHECK_TICKED);
  if (stamp != NULL)
    draw_stamp (self, snapshot, stamp,
                place_beside (self, side, NIGHT_STAMP_CHECK_SIDE, CHIP_MARGIN, TRUE),
                CHIP_MARGIN);
}

static void
draw_name (NightFace *self, GtkSnapshot *snapshot, int side)
{
  GdkRGBA colour;

  gtk_style_context_get_color (gtk_widget_get_style_context (self->tile), &colour);
  pango_layout_set_width (self->name, side * PANGO_SCALE);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (0, (float) side + GAP));
  gtk_snapshot_append_layout (snapshot, self->name, &colour);
  gtk_snapshot_restore (snapshot);
}

void
night_face_snapshot (NightFace *self, GtkSnapshot *snapshot)
{
  int side = gtk_widget_get_width (self->tile);

  if (self->cache == NULL || side <= 0)
    return;

  /* No plate behind what covers it. */
  if (self->picture == NULL || !self->is_opaque)
    draw_plate (self, snapshot, side);
  if (self->picture != NULL)
    draw_picture (self, snapshot, (float) side);
  for (guint i = 0; i < NIGHT_N_CHIPS; i++)
    draw_chip (self, snapshot, (NightChip) i, side);
  draw_check (self, snapshot, side);
  draw_name (self, snapshot, side);
}
