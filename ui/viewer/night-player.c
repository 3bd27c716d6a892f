/* night-player.c - a film or recording with its controls
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "viewer/night-player-private.h"

#include <glib/gi18n.h>

#include <vault/vault-media.h>

#include "night-problem.h"
#include "night-stack.h"
#include "night-text.h"

#define RESIZE_AFTER_MS 150

G_DEFINE_FINAL_TYPE (NightPlayer, night_player, GTK_TYPE_BOX)

enum {
  FAILED,
  ENDED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
update_play (NightPlayer *self)
{
  gboolean playing = gtk_media_stream_get_playing (GTK_MEDIA_STREAM (self->stream));
  const char *label = playing ? _ ("Pause") : _ ("Play");

  gtk_button_set_icon_name (self->play, playing ? "media-playback-pause-symbolic"
                                                : "media-playback-start-symbolic");
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->play), label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->play),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
}

static void
update_time (NightPlayer *self)
{
  GtkMediaStream *stream = GTK_MEDIA_STREAM (self->stream);
  gint64 at_us = gtk_media_stream_get_timestamp (stream);
  gint64 duration_us = gtk_media_stream_get_duration (stream);
  g_autofree char *at = night_text_dup_duration ((guint64) at_us / 1000);
  g_autofree char *all = night_text_dup_duration ((guint64) duration_us / 1000);
  g_autofree char *text = g_strdup_printf ("%s / %s", at, all);

  gtk_label_set_text (self->time, duration_us > 0 ? text : at);
  self->following = TRUE;
  gtk_range_set_value (GTK_RANGE (self->position), (double) at_us / G_USEC_PER_SEC);
  self->following = FALSE;
}

static void
update_prepared (NightPlayer *self)
{
  GtkMediaStream *stream = GTK_MEDIA_STREAM (self->stream);
  gint64 duration_us = gtk_media_stream_get_duration (stream);

  if (!gtk_media_stream_is_prepared (stream))
    return;

  self->following = TRUE;
  gtk_range_set_range (GTK_RANGE (self->position), 0,
                       MAX ((double) duration_us / G_USEC_PER_SEC, 0.1));
  gtk_widget_set_sensitive (GTK_WIDGET (self->position),
                            gtk_media_stream_is_seekable (stream));
  gtk_widget_set_sensitive (GTK_WIDGET (self->play), TRUE);
  night_player_enable_actions (self, TRUE);
  gtk_widget_set_visible (GTK_WIDGET (self->volume),
                          gtk_media_stream_has_audio (stream));
  night_stack_show_name (self->stack,
                         gtk_media_stream_has_video (stream) ? "film" : "sound");
  update_time (self);
  night_player_resume (self);
  if (self->starts)
    gtk_media_stream_play (stream);
  self->starts = FALSE;
}

/* By dragging, by keys, or by assistive technology. */
static void
position_changed (NightPlayer *self)
{
  double seconds = gtk_range_get_value (GTK_RANGE (self->position));
  GtkMediaStream *stream = GTK_MEDIA_STREAM (self->stream);

  if (!self->following && self->stream != NULL && gtk_media_stream_is_prepared (stream))
    gtk_media_stream_seek (stream, (gint64) (seconds * G_USEC_PER_SEC));
}

static void
stream_failed (NightPlayer *self, int code)
{
  g_signal_emit (self, signals[FAILED], 0, code);
}

static void
stream_ended (NightPlayer *self)
{
  if (gtk_media_stream_get_ended (GTK_MEDIA_STREAM (self->stream)))
    g_signal_emit (self, signals[ENDED], 0);
}

static void
playing_changed (NightPlayer *self)
{
  update_play (self);
  if (!gtk_media_stream_get_playing (GTK_MEDIA_STREAM (self->stream)))
    night_player_keep_position (self);
}

static void
connect_stream (NightPlayer *self)
{
  struct {
    const char *signal;
    GCallback handler;
  } table[] = {
    { "notify::playing", G_CALLBACK (playing_changed) },
    { "notify::timestamp", G_CALLBACK (update_time) },
    { "notify::prepared", G_CALLBACK (update_prepared) },
    { "notify::ended", G_CALLBACK (stream_ended) },
    { "failed", G_CALLBACK (stream_failed) },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (table); i++)
    g_signal_connect_object (self->stream, table[i].signal, table[i].handler, self,
                             G_CONNECT_SWAPPED);
}

/* No frame is larger than it is shown: what is scaled where it is decoded need not be
 * carried here.  Before the first layout, the window's size is a good guess. */
static void
get_size (NightPlayer *self, int *width, int *height)
{
  GtkWidget *widget = GTK_WIDGET (self->stack);
  int factor = gtk_widget_get_scale_factor (widget);

  if (gtk_widget_get_width (widget) == 0 && gtk_widget_get_root (widget) != NULL)
    widget = GTK_WIDGET (gtk_widget_get_root (widget));
  *width = gtk_widget_get_width (widget) * factor;
  *height = gtk_widget_get_height (widget) * factor;
}

static gboolean
limit_size (gpointer user_data)
{
  NightPlayer *self = user_data;
  int width, height;

  self->resize_id = 0;
  get_size (self, &width, &height);
  if (self->stream != NULL)
    night_media_stream_limit_size (self->stream, width, height);

  return G_SOURCE_REMOVE;
}

static void
night_player_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  NightPlayer *self = NIGHT_PLAYER (widget);

  GTK_WIDGET_CLASS (night_player_parent_class)
      ->size_allocate (widget, width, height, baseline);
  g_clear_handle_id (&self->resize_id, g_source_remove);
  self->resize_id = g_timeout_add (RESIZE_AFTER_MS, limit_size, self);
}

void
night_player_show (NightPlayer *self, Vault *vault, VaultItem *item)
{
  g_autoptr (GError) error = NULL;
  int width, height;

  g_return_if_fail (NIGHT_IS_PLAYER (self));

  night_player_drop (self);
  get_size (self, &width, &height);
  self->stream = night_media_stream_new (vault, item, width, height, &error);
  if (self->stream == NULL) {
    g_signal_emit (self, signals[FAILED], 0, (int) night_problem_from_error (error));
    return;
  }

  self->vault = g_object_ref (vault);
  self->item = g_object_ref (item);
  gtk_label_set_text (self->name, vault_item_get_name (item));
  night_stack_show_name (
      self->stack, vault_item_get_kind (item) == VAULT_MEDIA_AUDIO ? "sound" : "film");
  connect_stream (self);
  gtk_picture_set_paintable (self->picture, GDK_PAINTABLE (self->stream));
  night_player_reset_actions (self);
  night_player_set_loudness (self);
  update_play (self);
}

static void
close_stream (NightPlayer *self)
{
  g_signal_handlers_disconnect_by_data (self->stream, self);
  night_media_stream_close (self->stream);
  g_clear_object (&self->stream);
  g_clear_object (&self->item);
  g_clear_object (&self->vault);
}

void
night_player_drop (NightPlayer *self)
{
  g_return_if_fail (NIGHT_IS_PLAYER (self));

  g_clear_handle_id (&self->resize_id, g_source_remove);
  self->starts = FALSE;
  gtk_picture_set_paintable (self->picture, NULL);
  gtk_label_set_text (self->name, "");
  gtk_label_set_text (self->time, "");
  gtk_widget_set_sensitive (GTK_WIDGET (self->play), FALSE);
  gtk_widget_set_sensitive (GTK_WIDGET (self->position), FALSE);
  night_player_enable_actions (self, FALSE);
  if (self->stream == NULL)
    return;

  night_player_keep_position (self);
  close_stream (self);
}

void
night_player_toggle (NightPlayer *self)
{
  GtkMediaStream *stream = GTK_MEDIA_STREAM (self->stream);

  g_return_if_fail (NIGHT_IS_PLAYER (self));

  if (self->stream != NULL && gtk_media_stream_is_prepared (stream))
    gtk_media_stream_set_playing (stream, !gtk_media_stream_get_playing (stream));
}

void
night_player_pause (NightPlayer *self)
{
  g_return_if_fail (NIGHT_IS_PLAYER (self));

  self->starts = FALSE;
  if (self->stream != NULL)
    gtk_media_stream_pause (GTK_MEDIA_STREAM (self->stream));
}

gboolean
night_player_is_playing (NightPlayer *self)
{
  g_return_val_if_fail (NIGHT_IS_PLAYER (self), FALSE);

  return self->stream != NULL
         && gtk_media_stream_get_playing (GTK_MEDIA_STREAM (self->stream));
}

void
night_player_start (NightPlayer *self)
{
  g_return_if_fail (NIGHT_IS_PLAYER (self));

  if (self->stream == NULL)
    return;
  if (gtk_media_stream_is_prepared (GTK_MEDIA_STREAM (self->stream)))
    gtk_media_stream_play (GTK_MEDIA_STREAM (self->stream));
  else
    self->starts = TRUE;
}

static gboolean
night_player_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (NIGHT_PLAYER (widget)->play));
}

static void
night_player_dispose (GObject *object)
{
  NightPlayer *self = NIGHT_PLAYER (object);

  g_clear_handle_id (&self->resize_id, g_source_remove);
  if (self->stream != NULL)
    close_stream (self);

  G_OBJECT_CLASS (night_player_parent_class)->dispose (object);
}

/* Whoever drops the player's item last may do so after it was disposed of. */
static void
night_player_finalize (GObject *object)
{
  g_object_unref (NIGHT_PLAYER (object)->actions);

  G_OBJECT_CLASS (night_player_parent_class)->finalize (object);
}

static void
night_player_class_init (NightPlayerClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = night_player_dispose;
  G_OBJECT_CLASS (klass)->finalize = night_player_finalize;
  widget_class->size_allocate = night_player_size_allocate;
  widget_class->grab_focus = night_player_grab_focus;

  signals[FAILED] =
      g_signal_new ("failed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                    NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT);

  signals[ENDED] = g_signal_new ("ended", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (
      widget_class, "/org/nightstand/Nightstand/viewer/night-player.ui");
  gtk_widget_class_bind_template_child (widget_class, NightPlayer, stack);
  gtk_widget_class_bind_template_child (widget_class, NightPlayer, picture);
  gtk_widget_class_bind_template_child (widget_class, NightPlayer, name);
  gtk_widget_class_bind_template_child (widget_class, NightPlayer, controls);
  gtk_widget_class_bind_template_child (widget_class, NightPlayer, play);
  gtk_widget_class_bind_template_child (widget_class, NightPlayer, position);
  gtk_widget_class_bind_template_child (widget_class, NightPlayer, time);
  gtk_widget_class_bind_template_child (widget_class, NightPlayer, speed);
  gtk_widget_class_bind_template_child (widget_class, NightPlayer, volume);
  gtk_widget_class_bind_template_child (widget_class, NightPlayer, loudness);
  gtk_widget_class_bind_template_callback (widget_class, night_player_toggle);
  gtk_widget_class_bind_template_callback (widget_class, position_changed);
  gtk_widget_class_bind_template_callback_full (widget_class, "loudness_changed",
                                                G_CALLBACK (night_player_set_loudness));
}

/* A film goes from left to right, whatever is written beside it, and its keys do, too. */
static void
go_from_left (GtkWidget *widget)
{
  gtk_widget_set_direction (widget, GTK_TEXT_DIR_LTR);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    go_from_left (child);
}

static void
night_player_init (NightPlayer *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  go_from_left (self->controls);
  night_player_add_actions (self);
}
