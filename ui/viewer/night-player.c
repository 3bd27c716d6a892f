/* night-player.c - a film or recording with its controls
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "viewer/night-player.h"

#include <glib/gi18n.h>

#include <vault/vault-media.h>

#include "night-problem.h"
#include "night-stack.h"
#include "night-text.h"
#include "viewer/night-media-stream.h"

#define RESIZE_AFTER_MS 150
#define JUMP_US (5 * G_USEC_PER_SEC)

/* As they are in the action's state and in the menu. */
static const char *const speeds[] = { "0.5", "0.75", "1", "1.25", "1.5", "2" };

#define NORMAL_SPEED "1"

struct _NightPlayer {
  GtkBox parent_instance;

  GtkStack *stack;
  GtkPicture *picture;
  GtkLabel *name;
  GtkButton *play;
  GtkScale *position;
  GtkLabel *time;
  GtkMenuButton *speed;
  GtkMenuButton *volume;
  GtkScale *loudness;
  GSimpleActionGroup *actions;

  NightMediaStream *stream;
  gboolean following; /* the scale moves because time does */
  guint resize_id;
};

G_DEFINE_FINAL_TYPE (NightPlayer, night_player, GTK_TYPE_BOX)

enum {
  FAILED,
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
enable_actions (NightPlayer *self, gboolean enabled)
{
  g_auto (GStrv) names = g_action_group_list_actions (G_ACTION_GROUP (self->actions));

  for (guint i = 0; names[i] != NULL; i++) {
    GAction *action =
        g_action_map_lookup_action (G_ACTION_MAP (self->actions), names[i]);

    g_simple_action_set_enabled (G_SIMPLE_ACTION (action), enabled);
  }
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
  enable_actions (self, TRUE);
  gtk_widget_set_visible (GTK_WIDGET (self->volume),
                          gtk_media_stream_has_audio (stream));
  night_stack_show_name (self->stack,
                         gtk_media_stream_has_video (stream) ? "film" : "sound");
  update_time (self);
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

static gboolean
is_muted (NightPlayer *self)
{
  g_autoptr (GVariant) state = g_action_group_get_action_state (
      G_ACTION_GROUP (self->actions), "mute");

  return g_variant_get_boolean (state);
}

/* Ears hear ratios; the cube makes equal ways sound like equal steps. */
static void
loudness_changed (NightPlayer *self)
{
  double loudness = gtk_range_get_value (GTK_RANGE (self->loudness));
  gboolean muted = is_muted (self);

  gtk_menu_button_set_icon_name (self->volume, loudness > 0 && !muted
                                                   ? "audio-volume-high-symbolic"
                                                   : "audio-volume-muted-symbolic");
  if (self->stream == NULL)
    return;
  gtk_media_stream_set_muted (GTK_MEDIA_STREAM (self->stream), muted);
  gtk_media_stream_set_volume (GTK_MEDIA_STREAM (self->stream),
                               loudness * loudness * loudness);
}

/* ---- what the buttons and the keys do ---- */

static void
mute_changed (GSimpleAction *action, GVariant *state, gpointer user_data)
{
  g_simple_action_set_state (action, state);
  loudness_changed (user_data);
}

static void
loop_changed (GSimpleAction *action, GVariant *state, gpointer user_data)
{
  NightPlayer *self = user_data;

  g_simple_action_set_state (action, state);
  if (self->stream != NULL)
    gtk_media_stream_set_loop (GTK_MEDIA_STREAM (self->stream),
                               g_variant_get_boolean (state));
}

static void
speed_changed (GSimpleAction *action, GVariant *state, gpointer user_data)
{
  NightPlayer *self = user_data;
  double rate = g_ascii_strtod (g_variant_get_string (state, NULL), NULL);
  g_autofree char *number = g_strdup_printf ("%g", rate);
  /* Translators: how fast a film plays; %s is a number such as 1.5. */
  g_autofree char *label = g_strdup_printf (_ ("%s×"), number);

  g_simple_action_set_state (action, state);
  gtk_menu_button_set_label (self->speed, label);
  if (self->stream != NULL)
    night_media_stream_set_rate (self->stream, rate);
}

static void
change_speed (NightPlayer *self, int step)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self->actions), "speed");
  g_autoptr (GVariant) state = g_action_get_state (action);
  int at = 0;

  while (!g_str_equal (speeds[at], g_variant_get_string (state, NULL)))
    at++;
  at = CLAMP (at + step, 0, (int) G_N_ELEMENTS (speeds) - 1);
  g_action_change_state (action, g_variant_new_string (speeds[at]));
}

static void
slower_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  change_speed (user_data, -1);
}

static void
faster_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  change_speed (user_data, 1);
}

static void
jump (NightPlayer *self, gint64 by_us)
{
  GtkMediaStream *stream = GTK_MEDIA_STREAM (self->stream);
  gint64 end_us = gtk_media_stream_get_duration (stream);

  if (gtk_media_stream_is_seekable (stream))
    gtk_media_stream_seek (
        stream, CLAMP (gtk_media_stream_get_timestamp (stream) + by_us, 0, end_us));
}

static void
back_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  jump (user_data, -JUMP_US);
}

static void
forward_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  jump (user_data, JUMP_US);
}

static void
add_actions (NightPlayer *self)
{
  static const GActionEntry entries[] = {
    { .name = "mute", .state = "false", .change_state = mute_changed },
    { .name = "loop", .state = "false", .change_state = loop_changed },
    { .name = "speed",
      .parameter_type = "s",
      .state = "'" NORMAL_SPEED "'",
      .change_state = speed_changed },
    { .name = "slower", .activate = slower_action },
    { .name = "faster", .activate = faster_action },
    { .name = "back", .activate = back_action },
    { .name = "forward", .activate = forward_action },
  };

  self->actions = g_simple_action_group_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries,
                                   G_N_ELEMENTS (entries), self);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "player",
                                  G_ACTION_GROUP (self->actions));
  enable_actions (self, FALSE);
}

GActionGroup *
night_player_get_actions (NightPlayer *self)
{
  return G_ACTION_GROUP (self->actions);
}

void
night_player_add_keys (GtkWidgetClass *widget_class)
{
  static const struct {
    guint key;
    GdkModifierType modifiers;
    const char *action;
  } keys[] = {
    { GDK_KEY_m, 0, "player.mute" },
    { GDK_KEY_l, 0, "player.loop" },
    { GDK_KEY_bracketleft, 0, "player.slower" },
    { GDK_KEY_less, 0, "player.slower" },
    { GDK_KEY_bracketright, 0, "player.faster" },
    { GDK_KEY_greater, 0, "player.faster" },
    { GDK_KEY_Left, GDK_SHIFT_MASK, "player.back" },
    { GDK_KEY_Right, GDK_SHIFT_MASK, "player.forward" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    gtk_widget_class_add_binding_action (widget_class, keys[i].key, keys[i].modifiers,
                                         keys[i].action, NULL);
}

static void
stream_failed (NightPlayer *self, int code)
{
  g_signal_emit (self, signals[FAILED], 0, code);
}

static void
connect_stream (NightPlayer *self)
{
  struct {
    const char *signal;
    GCallback handler;
  } table[] = {
    { "notify::playing", G_CALLBACK (update_play) },
    { "notify::timestamp", G_CALLBACK (update_time) },
    { "notify::prepared", G_CALLBACK (update_prepared) },
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

  gtk_label_set_text (self->name, vault_item_get_name (item));
  night_stack_show_name (
      self->stack, vault_item_get_kind (item) == VAULT_MEDIA_AUDIO ? "sound" : "film");
  connect_stream (self);
  gtk_picture_set_paintable (self->picture, GDK_PAINTABLE (self->stream));
  g_action_group_change_action_state (G_ACTION_GROUP (self->actions), "loop",
                                      g_variant_new_boolean (FALSE));
  g_action_group_change_action_state (G_ACTION_GROUP (self->actions), "speed",
                                      g_variant_new_string (NORMAL_SPEED));
  loudness_changed (self);
  update_play (self);
}

void
night_player_drop (NightPlayer *self)
{
  g_return_if_fail (NIGHT_IS_PLAYER (self));

  g_clear_handle_id (&self->resize_id, g_source_remove);
  gtk_picture_set_paintable (self->picture, NULL);
  gtk_label_set_text (self->name, "");
  gtk_label_set_text (self->time, "");
  gtk_widget_set_sensitive (GTK_WIDGET (self->play), FALSE);
  gtk_widget_set_sensitive (GTK_WIDGET (self->position), FALSE);
  enable_actions (self, FALSE);
  if (self->stream == NULL)
    return;

  g_signal_handlers_disconnect_by_data (self->stream, self);
  night_media_stream_close (self->stream);
  g_clear_object (&self->stream);
}

void
night_player_toggle (NightPlayer *self)
{
  GtkMediaStream *stream = GTK_MEDIA_STREAM (self->stream);

  g_return_if_fail (NIGHT_IS_PLAYER (self));

  if (self->stream != NULL && gtk_media_stream_is_prepared (stream))
    gtk_media_stream_set_playing (stream, !gtk_media_stream_get_playing (stream));
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
  if (self->stream != NULL) {
    g_signal_handlers_disconnect_by_data (self->stream, self);
    night_media_stream_close (self->stream);
    g_clear_object (&self->stream);
  }

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

  gtk_widget_class_set_template_from_resource (
      widget_class, "/org/nightstand/Nightstand/viewer/night-player.ui");
  gtk_widget_class_bind_template_child (widget_class, NightPlayer, stack);
  gtk_widget_class_bind_template_child (widget_class, NightPlayer, picture);
  gtk_widget_class_bind_template_child (widget_class, NightPlayer, name);
  gtk_widget_class_bind_template_child (widget_class, NightPlayer, play);
  gtk_widget_class_bind_template_child (widget_class, NightPlayer, position);
  gtk_widget_class_bind_template_child (widget_class, NightPlayer, time);
  gtk_widget_class_bind_template_child (widget_class, NightPlayer, speed);
  gtk_widget_class_bind_template_child (widget_class, NightPlayer, volume);
  gtk_widget_class_bind_template_child (widget_class, NightPlayer, loudness);
  gtk_widget_class_bind_template_callback (widget_class, night_player_toggle);
  gtk_widget_class_bind_template_callback (widget_class, position_changed);
  gtk_widget_class_bind_template_callback (widget_class, loudness_changed);
}

static void
night_player_init (NightPlayer *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  add_actions (self);
}
