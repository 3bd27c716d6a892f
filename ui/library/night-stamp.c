/* night-stamp.c - chips and plates, made once for all tiles that show the same
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "library/night-stamp.h"

#include "night-pixels.h"

#include <adwaita.h>

#define PLATE_ICON 48
#define PLATE_ALPHA 0.08f
#define PLATE_ICON_ALPHA 0.7f

#define CHIP_ICON 12
#define CHIP_PADDING_X 7
#define CHIP_PADDING_Y 2
#define CHIP_SPACING 4

#define CHECK_ICON 16
#define CHECK_LINE 2

/* Who asked for it sees where a thing ends by a line, not by a shade. */
static gboolean
is_high_contrast (void)
{
  return adw_style_manager_get_high_contrast (adw_style_manager_get_default ());
}

typedef struct {
  GdkRGBA behind;
  GdkRGBA before;
} Colours;

static GdkTexture *
look_up (NightTextureCache *cache, const char *key)
{
  const NightThumbnail *found = night_texture_cache_get (cache, key);

  return found != NULL ? g_object_ref (found->square) : NULL;
}

/* Draw what @snapshot has gathered, and keep it.  @snapshot is taken. */
static GdkTexture *
finish (GtkWidget *tile,
        NightTextureCache *cache,
        const char *key,
        GtkSnapshot *snapshot,
        int width,
        int height)
{
  g_autoptr (GskRenderNode) node = gtk_snapshot_free_to_node (snapshot);
  GdkTexture *texture;

  if (node == NULL)
    return NULL;
  texture =
      night_pixels_from_node (node, width, height, gtk_widget_get_scale_factor (tile));
  if (texture != NULL)
    night_texture_cache_put (cache, key, &(NightThumbnail){ texture, texture, FALSE });
  return texture;
}

static void
append_icon (GtkWidget *tile,
             GtkSnapshot *snapshot,
             const char *name,
             int size,
             int x,
             int y,
             const GdkRGBA *colour)
{
  GtkIconTheme *theme = gtk_icon_theme_get_for_display (gtk_widget_get_display (tile));
  g_autoptr (GtkIconPaintable) icon = gtk_icon_theme_lookup_icon (
      theme, name, NULL, size, gtk_widget_get_scale_factor (tile),
      gtk_widget_get_direction (tile), 0);

  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT ((float) x, (float) y));
  gtk_symbolic_paintable_snapshot_symbolic (GTK_SYMBOLIC_PAINTABLE (icon), snapshot,
                                            size, size, colour, 1);
  gtk_snapshot_restore (snapshot);
}

static void
append_plate (GtkSnapshot *snapshot,
              int width,
              int height,
              float radius,
              const Colours *colours)
{
  graphene_rect_t all = GRAPHENE_RECT_INIT (0, 0, (float) width, (float) height);
  const GdkRGBA line = colours->before;
  GskRoundedRect outline;

  gsk_rounded_rect_init_from_rect (&outline, &all, radius);
  gtk_snapshot_push_rounded_clip (snapshot, &outline);
  gtk_snapshot_append_color (snapshot, &colours->behind, &all);
  gtk_snapshot_pop (snapshot);
  if (is_high_contrast ())
    gtk_snapshot_append_border (snapshot, &outline, (const float[]){ 1, 1, 1, 1 },
                                (const GdkRGBA[]){ line, line, line, line });
}

GdkTexture *
night_stamp_dup_plate (GtkWidget *tile,
                       NightTextureCache *cache,
                       const char *icon_name,
                       int side)
{
  int scale = gtk_widget_get_scale_factor (tile);
  int at = (side - PLATE_ICON) / 2;
  g_autofree char *key = NULL;
  g_autofree char *said = NULL;
  GdkTexture *found;
  GtkSnapshot *snapshot;
  Colours colours;

  gtk_style_context_get_color (gtk_widget_get_style_context (tile), &colours.before);
  colours.behind = colours.before;
  said = gdk_rgba_to_string (&colours.before);
  key = g_strdup_printf ("plate %s %d %d %d %d %s", icon_name != NULL ? icon_name : "",
                         side, scale, gtk_widget_get_direction (tile),
                         is_high_contrast (), said);
  found = look_up (cache, key);
  if (found != NULL)
    return found;

  snapshot = gtk_snapshot_new ();
  colours.behind.alpha *= PLATE_ALPHA;
  append_plate (snapshot, side, side, NIGHT_FACE_RADIUS, &colours);
  colours.before.alpha *= PLATE_ICON_ALPHA;
  if (icon_name != NULL)
    append_icon (tile, snapshot, icon_name, PLATE_ICON, at, at, &colours.before);
  return finish (tile, cache, key, snapshot, side, side);
}

static void
find_colours (GtkWidget *tile, NightChipLook look, Colours *out)
{
  GtkStyleContext *context = gtk_widget_get_style_context (tile);

  *out = (Colours){ { 0, 0, 0, is_high_contrast () ? 1 : 0.72f }, { 1, 1, 1, 1 } };
  if (look == NIGHT_CHIP_PLAIN)
    return;
  (void) gtk_style_context_lookup_color (context, "warning_bg_color", &out->behind);
  (void) gtk_style_context_lookup_color (context, "warning_fg_color", &out->before);
}

/* Digits as wide as each other, so that durations look alike. */
static PangoLayout *
create_layout (GtkWidget *tile, const char *text, int max_width)
{
  PangoLayout *layout = gtk_widget_create_pango_layout (tile, text);
  g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();

  pango_attr_list_insert (attributes, pango_attr_weight_new (PANGO_WEIGHT_SEMIBOLD));
  pango_attr_list_insert (attributes, pango_attr_font_features_new ("tnum"));
  pango_layout_set_attributes (layout, attributes);
  pango_layout_set_width (layout, MAX (max_width, 0) * PANGO_SCALE);
  pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
  pango_layout_set_single_paragraph_mode (layout, TRUE);
  return layout;
}

static GdkTexture *
make_chip (GtkWidget *tile,
           NightTextureCache *cache,
           const char *key,
           const char *icon_name,
           const char *text,
           const Colours *colours,
           int max_width)
{
  GtkSnapshot *snapshot = gtk_snapshot_new ();
  gboolean is_rtl = gtk_widget_get_direction (tile) == GTK_TEXT_DIR_RTL;
  int width = text != NULL ? 2 * CHIP_PADDING_X + CHIP_ICON : NIGHT_STAMP_BARE_SIDE;
  int height = text != NULL ? CHIP_ICON : NIGHT_STAMP_BARE_SIDE - 2 * CHIP_PADDING_Y;
  int text_width = 0, text_height = 0, icon_x;
  g_autoptr (PangoLayout) layout = NULL;
  PangoRectangle extents;

  if (text != NULL) {
    layout = create_layout (tile, text, max_width - width - CHIP_SPACING);
    pango_layout_get_pixel_extents (layout, NULL, &extents);
    text_width = extents.width;
    text_height = extents.height;
    width += CHIP_SPACING + text_width;
  }
  height = MAX (height, text_height) + 2 * CHIP_PADDING_Y;
  icon_x = text == NULL ? (width - CHIP_ICON) / 2
           : is_rtl     ? width - CHIP_PADDING_X - CHIP_ICON
                        : CHIP_PADDING_X;

  append_plate (snapshot, width, height, (float) height / 2, colours);
  append_icon (tile, snapshot, icon_name, CHIP_ICON, icon_x, (height - CHIP_ICON) / 2,
               &colours->before);
  if (layout != NULL) {
    int text_x = is_rtl ? CHIP_PADDING_X : CHIP_PADDING_X + CHIP_ICON + CHIP_SPACING;

    /* Its lines begin where reading does, in a box as wide as it may be. */
    gtk_snapshot_translate (snapshot,
                            &GRAPHENE_POINT_INIT ((float) (text_x - extents.x),
                                                  (float) (height - text_height) / 2));
    gtk_snapshot_append_layout (snapshot, layout, &colours->before);
  }
  return finish (tile, cache, key, snapshot, width, height);
}

GdkTexture *
night_stamp_dup_chip (GtkWidget *tile,
                      NightTextureCache *cache,
                      const char *icon_name,
                      const char *text,
                      NightChipLook look,
                      int max_width)
{
  PangoContext *context = gtk_widget_get_pango_context (tile);
  g_autofree char *font =
      pango_font_description_to_string (pango_context_get_font_description (context));
  g_autofree char *behind = NULL;
  g_autofree char *key = NULL;
  Colours colours;
  GdkTexture *found;

  find_colours (tile, look, &colours);
  behind = gdk_rgba_to_string (&colours.behind);
  key = g_strdup_printf (
      "chip %s %s %d %d %d %d %g %s %s", icon_name, text != NULL ? text : "", max_width,
      gtk_widget_get_scale_factor (tile), gtk_widget_get_direction (tile),
      is_high_contrast (), pango_cairo_context_get_resolution (context), behind, font);
  found = look_up (cache, key);
  if (found != NULL)
    return found;
  return make_chip (tile, cache, key, icon_name, text, &colours, max_width);
}

/* A photo may have any colour: the mark has a dark and a light one, and the ring shows on both. */
static void
find_check_colours (GtkWidget *tile, gboolean is_ticked, Colours *out)
{
  GtkStyleContext *context = gtk_widget_get_style_context (tile);

  *out = (Colours){ { 0, 0, 0, is_high_contrast () ? 1 : 0.45f }, { 1, 1, 1, 1 } };
  if (!is_ticked)
    return;
  (void) gtk_style_context_lookup_color (context, "accent_bg_color", &out->behind);
  (void) gtk_style_context_lookup_color (context, "accent_fg_color", &out->before);
}

GdkTexture *
night_stamp_dup_check (GtkWidget *tile, NightTextureCache *cache, gboolean is_ticked)
{
  const int side = NIGHT_STAMP_CHECK_SIDE, at = (side - CHECK_ICON) / 2;
  graphene_rect_t all = GRAPHENE_RECT_INIT (0, 0, (float) side, (float) side);
  g_autofree char *behind = NULL;
  g_autofree char *key = NULL;
  GdkTexture *found;
  GtkSnapshot *snapshot;
  GskRoundedRect outline;
  Colours colours;

  find_check_colours (tile, is_ticked, &colours);
  behind = gdk_rgba_to_string (&colours.behind);
  key =
      g_strdup_printf ("check %d %d %d %s", is_ticked,
                       gtk_widget_get_scale_factor (tile), is_high_contrast (), behind);
  found = look_up (cache, key);
  if (found != NULL)
    return found;

  snapshot = gtk_snapshot_new ();
  append_plate (snapshot, side, side, (float) side / 2, &colours);
  gsk_rounded_rect_init_from_rect (&outline, &all, (float) side / 2);
  gtk_snapshot_append_border (
      snapshot, &outline,
      (const float[]){ CHECK_LINE, CHECK_LINE, CHECK_LINE, CHECK_LINE },
      (const GdkRGBA[]){ colours.before, colours.before, colours.before,
                         colours.before });
  if (is_ticked)
    append_icon (tile, snapshot, "object-select-symbolic", CHECK_ICON, at, at,
                 &colours.before);
  return finish (tile, cache, key, snapshot, side, side);
}
