/* night-image-view.c - one image, animation or page, zoomed and panned
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "viewer/night-image-view.h"

#include <adwaita.h>
#include <math.h>
#include <string.h>

#include "viewer/night-animation.h"
#include "viewer/night-image-input.h"
#include "viewer/night-still.h"

#define ZOOM_STEP 1.25
#define TURN_MS 200
#define ROUND_PX 512

/* What "turned" says has changed. */
typedef struct {
  guint can_play;
  guint is_playing;
  guint page;
  guint n_pages;
} State;

struct _NightImageView {
  GtkWidget parent_instance;

  NightPicture *picture;
  GdkTexture *preview;
  guint tick_id;
  State state;
  NightZoom zoom;

  guint rotation; /* quarter turns */
  double behind;  /* by how many of them it is still to turn, on its way */
  AdwAnimation *turning;
};

G_DEFINE_FINAL_TYPE (NightImageView, night_image_view, GTK_TYPE_WIDGET)

enum {
  FAILED,
  TURNED,
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

/* How many pixels of the longer side the screen could show now. */
static guint
get_useful_side_px (NightImageView *self)
{
  double factor = gtk_widget_get_scale_factor (GTK_WIDGET (self));
  double side = MAX (self->zoom.image_width, self->zoom.image_height);

  /* Before the size of the image is known the view sets the measure. */
  if (side <= 0)
    return (guint) (MAX (self->zoom.view_width, self->zoom.view_height) * factor);

  if (night_picture_is_endless (self->picture))
    return (guint) ceil (side * self->zoom.scale * factor);
  return (guint) ceil (side * MIN (self->zoom.scale, 1.0) * factor);
}

void
night_image_view_zoomed (NightImageView *self)
{
  g_return_if_fail (NIGHT_IS_IMAGE_VIEW (self));

  gtk_widget_queue_draw (GTK_WIDGET (self));
  if (self->picture != NULL && self->zoom.view_width > 0)
    night_picture_want (self->picture, get_useful_side_px (self));
  g_signal_emit (self, signals[CHANGED], 0);
}

static GdkTexture *
get_texture (NightImageView *self)
{
  if (night_image_view_is_loaded (self))
    return night_picture_get_texture (self->picture);

  return self->preview;
}

static void
measure (NightImageView *self)
{
  double factor = gtk_widget_get_scale_factor (GTK_WIDGET (self));
  guint width = 0, height = 0;

  if (self->picture != NULL)
    night_picture_get_size (self->picture, &width, &height);
  if ((width == 0 || height == 0) && self->preview != NULL) {
    width = (guint) gdk_texture_get_width (self->preview);
    height = (guint) gdk_texture_get_height (self->preview);
  }

  night_zoom_set_image (&self->zoom,
                        (self->rotation % 2 == 0 ? width : height) / factor,
                        (self->rotation % 2 == 0 ? height : width) / factor);
  night_image_view_zoomed (self);
}

/* ---- what moves, and what has pages ---- */

static gboolean
tick (GtkWidget *widget, GdkFrameClock *clock, gpointer user_data)
{
  NightImageView *self = NIGHT_IMAGE_VIEW (widget);

  night_animation_advance (NIGHT_ANIMATION (self->picture),
                           gdk_frame_clock_get_frame_time (clock));
  return G_SOURCE_CONTINUE;
}

static void
update_ticking (NightImageView *self)
{
  gboolean wanted = gtk_widget_get_mapped (GTK_WIDGET (self))
                    && night_picture_is_playing (self->picture);

  if (wanted == (self->tick_id != 0))
    return;
  if (wanted)
    self->tick_id = gtk_widget_add_tick_callback (GTK_WIDGET (self), tick, NULL, NULL);
  else {
    gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->tick_id);
    self->tick_id = 0;
  }
}

static void
update_state (NightImageView *self)
{
  State state = { 0 };

  update_ticking (self);
  state.can_play = night_picture_can_play (self->picture);
  state.is_playing = night_picture_is_playing (self->picture);
  state.page = night_picture_get_page (self->picture, &state.n_pages);
  if (memcmp (&state, &self->state, sizeof state) == 0)
    return;
  self->state = state;
  g_signal_emit (self, signals[TURNED], 0);
}

/* ---- what is shown ---- */

static void
picture_changed (NightImageView *self)
{
  measure (self);
  update_state (self);
}

static void
picture_failed (NightImageView *self, int code)
{
  g_signal_emit (self, signals[FAILED], 0, code);
}

/* A person who asked for less motion starts it by hand. */
static void
begin_moving (NightImageView *self)
{
  gboolean enabled;

  if (!NIGHT_IS_ANIMATION (self->picture))
    return;
  g_object_get (gtk_widget_get_settings (GTK_WIDGET (self)), "gtk-enable-animations",
                &enabled, NULL);
  night_animation_set_playing (NIGHT_ANIMATION (self->picture), enabled);
}

void
night_image_view_show (NightImageView *self,
                       Vault *vault,
                       VaultItem *item,
                       GdkTexture *preview,
                       GdkTexture *ready,
                       guint side_px)
{
  g_return_if_fail (NIGHT_IS_IMAGE_VIEW (self));

  night_image_view_drop (self);
  self->rotation = vault_item_get_rotation (item);
  g_set_object (&self->preview, preview);
  self->picture = night_picture_new (vault, item);
  if (ready != NULL && NIGHT_IS_STILL (self->picture))
    night_still_begin (NIGHT_STILL (self->picture), ready, side_px);
  g_signal_connect_object (self->picture, "changed", G_CALLBACK (picture_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->picture, "failed", G_CALLBACK (picture_failed), self,
                           G_CONNECT_SWAPPED);
  begin_moving (self);
  night_zoom_fit (&self->zoom);
  measure (self);
}

guint
night_image_view_get_side_px (NightImageView *self)
{
  double side = MAX (self->zoom.view_width, self->zoom.view_height)
                * gtk_widget_get_scale_factor (GTK_WIDGET (self));

  g_return_val_if_fail (NIGHT_IS_IMAGE_VIEW (self), 0);

  return ((guint) side + ROUND_PX - 1) / ROUND_PX * ROUND_PX;
}

static void
turn_on (double behind, gpointer user_data)
{
  NightImageView *self = user_data;

  self->behind = behind;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
stop_turning (NightImageView *self)
{
  if (self->turning != NULL)
    adw_animation_skip (self->turning);
  g_clear_object (&self->turning);
  self->behind = 0;
}

void
night_image_view_set_rotation (NightImageView *self,
                               guint quarter_turns,
                               gboolean smoothly)
{
  int step = (int) ((quarter_turns - self->rotation) % VAULT_FULL_TURN);

  g_return_if_fail (NIGHT_IS_IMAGE_VIEW (self));

  if (self->picture == NULL || step == 0)
    return;

  stop_turning (self);
  self->rotation = quarter_turns % VAULT_FULL_TURN;
  measure (self);
  if (!smoothly)
    return;

  /* The short way round. */
  self->turning = adw_timed_animation_new (
      GTK_WIDGET (self), step == VAULT_FULL_TURN - 1 ? 1 : -step, 0, TURN_MS,
      adw_callback_animation_target_new (turn_on, self, NULL));
  adw_animation_play (self->turning);
}

void
night_image_view_drop (NightImageView *self)
{
  g_return_if_fail (NIGHT_IS_IMAGE_VIEW (self));

  stop_turning (self);
  self->rotation = 0;

  if (self->picture != NULL) {
    g_signal_handlers_disconnect_by_data (self->picture, self);
    night_picture_close (self->picture);
  }
  g_clear_object (&self->picture);
  g_clear_object (&self->preview);
  night_zoom_set_image (&self->zoom, 0, 0);
  update_state (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

gboolean
night_image_view_is_loaded (NightImageView *self)
{
  g_return_val_if_fail (NIGHT_IS_IMAGE_VIEW (self), FALSE);

  return self->picture != NULL && night_picture_get_texture (self->picture) != NULL;
}

NightPicture *
night_image_view_get_picture (NightImageView *self)
{
  g_return_val_if_fail (NIGHT_IS_IMAGE_VIEW (self), NULL);

  return self->picture;
}

NightZoom *
night_image_view_get_zoom (NightImageView *self)
{
  g_return_val_if_fail (NIGHT_IS_IMAGE_VIEW (self), NULL);

  return &self->zoom;
}

static void
zoom_by (NightImageView *self, double by)
{
  night_zoom_to (&self->zoom, self->zoom.scale * by, self->zoom.view_width / 2,
                 self->zoom.view_height / 2);
  night_image_view_zoomed (self);
}

void
night_image_view_zoom_in (NightImageView *self)
{
  zoom_by (self, ZOOM_STEP);
}

void
night_image_view_zoom_out (NightImageView *self)
{
  zoom_by (self, 1 / ZOOM_STEP);
}

void
night_image_view_zoom_fit (NightImageView *self)
{
  night_zoom_fit (&self->zoom);
  night_image_view_zoomed (self);
}

void
night_image_view_zoom_own_size (NightImageView *self)
{
  night_zoom_to (&self->zoom, 1, self->zoom.view_width / 2, self->zoom.view_height / 2);
  night_image_view_zoomed (self);
}

void
night_image_view_zoom_toggle (NightImageView *self)
{
  night_zoom_toggle (&self->zoom, self->zoom.view_width / 2,
                     self->zoom.view_height / 2);
  night_image_view_zoomed (self);
}

guint
night_image_view_get_percent (NightImageView *self)
{
  g_return_val_if_fail (NIGHT_IS_IMAGE_VIEW (self), 0);

  if (self->zoom.image_width <= 0)
    return 0;
  return MAX (1, (guint) lround (self->zoom.scale * 100));
}

/* ---- the widget ---- */

static void
night_image_view_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (night_image_view_parent_class)->map (widget);

  update_ticking (NIGHT_IMAGE_VIEW (widget));
}

static void
night_image_view_unmap (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (night_image_view_parent_class)->unmap (widget);

  update_ticking (NIGHT_IMAGE_VIEW (widget));
}

static void
night_image_view_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  NightImageView *self = NIGHT_IMAGE_VIEW (widget);

  night_zoom_set_view (&self->zoom, width, height);
  night_image_view_zoomed (self);
}

static void
night_image_view_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  NightImageView *self = NIGHT_IMAGE_VIEW (widget);
  GdkTexture *texture = get_texture (self);
  double x, y, width, height;
  float grown = (float) night_zoom_get_growth (&self->zoom, self->behind);
  float across, along;

  if (texture == NULL)
    return;

  night_zoom_get_rect (&self->zoom, &x, &y, &width, &height);
  across = (float) (self->rotation % 2 == 0 ? width : height) * grown;
  along = (float) (self->rotation % 2 == 0 ? height : width) * grown;
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT ((float) (x + width / 2),
                                                          (float) (y + height / 2)));
  gtk_snapshot_rotate (snapshot, (float) (90 * (self->rotation + self->behind)));
  gtk_snapshot_append_texture (
      snapshot, texture, &GRAPHENE_RECT_INIT (-across / 2, -along / 2, across, along));
  gtk_snapshot_restore (snapshot);
}

static void
night_image_view_dispose (GObject *object)
{
  night_image_view_drop (NIGHT_IMAGE_VIEW (object));

  G_OBJECT_CLASS (night_image_view_parent_class)->dispose (object);
}

static void
night_image_view_class_init (NightImageViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = night_image_view_dispose;
  widget_class->map = night_image_view_map;
  widget_class->unmap = night_image_view_unmap;
  widget_class->size_allocate = night_image_view_size_allocate;
  widget_class->snapshot = night_image_view_snapshot;

  signals[FAILED] = g_signal_new ("failed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                  NULL, G_TYPE_NONE, 1, G_TYPE_INT);
  signals[CHANGED] = g_signal_new ("changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 0);
  signals[TURNED] = g_signal_new ("turned", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                  NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_css_name (widget_class, "nightimage");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
night_image_view_init (NightImageView *self)
{
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  night_image_input_add (self);
}
