/* night-media-stream.c - a film or recording of the vault as a GtkMediaStream
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "viewer/night-media-stream.h"

#include "viewer/night-pipeline.h"

#define TICK_MS 100

struct _NightMediaStream {
  GtkMediaStream parent_instance;

  NightPipeline *pipeline; /* NULL when closed */
  GdkTexture *frame;
  guint tick_id;
};

enum {
  FAILED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void init_paintable (GdkPaintableInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (NightMediaStream,
                               night_media_stream,
                               GTK_TYPE_MEDIA_STREAM,
                               G_IMPLEMENT_INTERFACE (GDK_TYPE_PAINTABLE,
                                                      init_paintable))

/* ---- the current frame ---- */

static void
paintable_snapshot (GdkPaintable *paintable,
                    GdkSnapshot *snapshot,
                    double width,
                    double height)
{
  NightMediaStream *self = NIGHT_MEDIA_STREAM (paintable);

  if (self->frame != NULL)
    gdk_paintable_snapshot (GDK_PAINTABLE (self->frame), snapshot, width, height);
}

static GdkPaintable *
paintable_get_current_image (GdkPaintable *paintable)
{
  NightMediaStream *self = NIGHT_MEDIA_STREAM (paintable);

  if (self->frame != NULL)
    return GDK_PAINTABLE (g_object_ref (self->frame));

  return gdk_paintable_new_empty (0, 0);
}

static int
paintable_get_width (GdkPaintable *paintable)
{
  NightMediaStream *self = NIGHT_MEDIA_STREAM (paintable);

  return self->frame != NULL ? gdk_texture_get_width (self->frame) : 0;
}

static int
paintable_get_height (GdkPaintable *paintable)
{
  NightMediaStream *self = NIGHT_MEDIA_STREAM (paintable);

  return self->frame != NULL ? gdk_texture_get_height (self->frame) : 0;
}

static void
init_paintable (GdkPaintableInterface *iface)
{
  iface->snapshot = paintable_snapshot;
  iface->get_current_image = paintable_get_current_image;
  iface->get_intrinsic_width = paintable_get_width;
  iface->get_intrinsic_height = paintable_get_height;
}

/* ---- what the pipeline says ---- */

static void
tell_position (NightMediaStream *self)
{
  gint64 position_us = night_pipeline_get_position_us (self->pipeline);

  if (position_us >= 0 && gtk_media_stream_is_prepared (GTK_MEDIA_STREAM (self)))
    gtk_media_stream_update (GTK_MEDIA_STREAM (self), position_us);
}

static gboolean
tick (gpointer user_data)
{
  tell_position (user_data);
  return G_SOURCE_CONTINUE;
}

static void
stop_tick (NightMediaStream *self)
{
  g_clear_handle_id (&self->tick_id, g_source_remove);
}

static void
ready_cb (const VaultPlayerFacts *facts, gpointer data)
{
  gint64 duration_us = facts->duration_ns / 1000;

  gtk_media_stream_stream_prepared (data, facts->has_sound, facts->has_picture,
                                    facts->is_seekable && duration_us > 0, duration_us);
}

static void
frame_cb (GdkTexture *texture, gpointer data)
{
  NightMediaStream *self = data;
  gboolean resized =
      self->frame == NULL
      || gdk_texture_get_width (self->frame) != gdk_texture_get_width (texture)
      || gdk_texture_get_height (self->frame) != gdk_texture_get_height (texture);

  g_set_object (&self->frame, texture);
  if (resized)
    gdk_paintable_invalidate_size (GDK_PAINTABLE (self));
  gdk_paintable_invalidate_contents (GDK_PAINTABLE (self));
}

static void
seeked_cb (gpointer data)
{
  tell_position (data);

  /* Playing again after the end seeks too, and GTK did not ask for that one. */
  if (gtk_media_stream_is_seeking (data))
    gtk_media_stream_seek_success (data);
}

static void
ended_cb (gpointer data)
{
  NightMediaStream *self = data;

  if (gtk_media_stream_get_loop (data) && gtk_media_stream_is_seekable (data)) {
    night_pipeline_seek (self->pipeline, 0);
    return;
  }

  stop_tick (data);
  tell_position (data);
  gtk_media_stream_stream_ended (data);
}

static void
failed_cb (VaultError code, gpointer data)
{
  g_autoptr (NightMediaStream) self = g_object_ref (data);

  /* Media that is broken in the middle goes on reporting; once is enough. */
  night_media_stream_close (self);
  g_signal_emit (self, signals[FAILED], 0, (int) code);
}

static const NightPipelineEvents events = {
  .ready = ready_cb,
  .frame = frame_cb,
  .seeked = seeked_cb,
  .ended = ended_cb,
  .failed = failed_cb,
};

/* ---- what GTK asks for ---- */

static gboolean
night_media_stream_play (GtkMediaStream *stream)
{
  NightMediaStream *self = NIGHT_MEDIA_STREAM (stream);

  if (self->pipeline == NULL)
    return FALSE;

  if (gtk_media_stream_get_ended (stream))
    night_pipeline_seek (self->pipeline, 0);
  night_pipeline_play (self->pipeline);
  if (self->tick_id == 0)
    self->tick_id = g_timeout_add (TICK_MS, tick, self);

  return TRUE;
}

static void
night_media_stream_pause (GtkMediaStream *stream)
{
  NightMediaStream *self = NIGHT_MEDIA_STREAM (stream);

  stop_tick (self);
  if (self->pipeline != NULL)
    night_pipeline_pause (self->pipeline);
}

static void
night_media_stream_seek (GtkMediaStream *stream, gint64 position_us)
{
  NightMediaStream *self = NIGHT_MEDIA_STREAM (stream);

  if (self->pipeline != NULL)
    night_pipeline_seek (self->pipeline, position_us);
  else
    gtk_media_stream_seek_failed (stream);
}

static void
night_media_stream_update_audio (GtkMediaStream *stream, gboolean muted, double volume)
{
  NightMediaStream *self = NIGHT_MEDIA_STREAM (stream);

  if (self->pipeline != NULL)
    night_pipeline_set_volume (self->pipeline, muted, volume);
}

NightMediaStream *
night_media_stream_new (Vault *vault,
                        VaultItem *item,
                        int width,
                        int height,
                        GError **error)
{
  g_autoptr (NightMediaStream) self = g_object_new (NIGHT_TYPE_MEDIA_STREAM, NULL);

  self->pipeline =
      night_pipeline_new (vault, item, width, height, &events, self, error);
  return self->pipeline != NULL ? g_steal_pointer (&self) : NULL;
}

void
night_media_stream_close (NightMediaStream *self)
{
  g_return_if_fail (NIGHT_IS_MEDIA_STREAM (self));

  stop_tick (self);
  g_clear_pointer (&self->pipeline, night_pipeline_close);
  g_clear_object (&self->frame);
  gdk_paintable_invalidate_contents (GDK_PAINTABLE (self));
}

void
night_media_stream_limit_size (NightMediaStream *self, int width, int height)
{
  g_return_if_fail (NIGHT_IS_MEDIA_STREAM (self));

  if (self->pipeline != NULL)
    night_pipeline_limit_size (self->pipeline, width, height);
}

void
night_media_stream_set_rate (NightMediaStream *self, double rate)
{
  g_return_if_fail (NIGHT_IS_MEDIA_STREAM (self));

  if (self->pipeline != NULL)
    night_pipeline_set_rate (self->pipeline, rate);
}

static void
night_media_stream_dispose (GObject *object)
{
  NightMediaStream *self = NIGHT_MEDIA_STREAM (object);

  stop_tick (self);
  g_clear_pointer (&self->pipeline, night_pipeline_close);
  g_clear_object (&self->frame);

  G_OBJECT_CLASS (night_media_stream_parent_class)->dispose (object);
}

static void
night_media_stream_class_init (NightMediaStreamClass *klass)
{
  GtkMediaStreamClass *stream_class = GTK_MEDIA_STREAM_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = night_media_stream_dispose;
  stream_class->play = night_media_stream_play;
  stream_class->pause = night_media_stream_pause;
  stream_class->seek = night_media_stream_seek;
  stream_class->update_audio = night_media_stream_update_audio;

  signals[FAILED] =
      g_signal_new ("failed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                    NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT);
}

static void
night_media_stream_init (NightMediaStream *self)
{
}
