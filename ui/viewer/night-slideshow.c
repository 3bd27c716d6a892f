/* night-slideshow.c - when it is the next one's turn
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "viewer/night-slideshow.h"

#include "night-settings.h"

struct _NightSlideshow {
  GObject parent_instance;

  gboolean is_running;
  guint timer_id;
};

G_DEFINE_FINAL_TYPE (NightSlideshow, night_slideshow, G_TYPE_OBJECT)

enum {
  ADVANCE,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static gboolean
time_is_up (gpointer user_data)
{
  NightSlideshow *self = user_data;

  self->timer_id = 0;
  g_signal_emit (self, signals[ADVANCE], 0);
  return G_SOURCE_REMOVE;
}

void
night_slideshow_shown (NightSlideshow *self, gboolean ends_by_itself)
{
  g_return_if_fail (NIGHT_IS_SLIDESHOW (self));

  g_clear_handle_id (&self->timer_id, g_source_remove);
  if (self->is_running && !ends_by_itself)
    self->timer_id =
        g_timeout_add_seconds (night_settings_get_slideshow_s (), time_is_up, self);
}

void
night_slideshow_ended (NightSlideshow *self)
{
  g_return_if_fail (NIGHT_IS_SLIDESHOW (self));

  if (self->is_running)
    g_signal_emit (self, signals[ADVANCE], 0);
}

void
night_slideshow_start (NightSlideshow *self)
{
  g_return_if_fail (NIGHT_IS_SLIDESHOW (self));

  self->is_running = TRUE;
}

void
night_slideshow_stop (NightSlideshow *self)
{
  g_return_if_fail (NIGHT_IS_SLIDESHOW (self));

  self->is_running = FALSE;
  g_clear_handle_id (&self->timer_id, g_source_remove);
}

gboolean
night_slideshow_is_running (NightSlideshow *self)
{
  g_return_val_if_fail (NIGHT_IS_SLIDESHOW (self), FALSE);

  return self->is_running;
}

NightSlideshow *
night_slideshow_new (void)
{
  return g_object_new (NIGHT_TYPE_SLIDESHOW, NULL);
}

static void
night_slideshow_dispose (GObject *object)
{
  night_slideshow_stop (NIGHT_SLIDESHOW (object));

  G_OBJECT_CLASS (night_slideshow_parent_class)->dispose (object);
}

static void
night_slideshow_class_init (NightSlideshowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = night_slideshow_dispose;

  signals[ADVANCE] =
      g_signal_new ("advance", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                    NULL, NULL, G_TYPE_NONE, 0);
}

static void
night_slideshow_init (NightSlideshow *self)
{
}
