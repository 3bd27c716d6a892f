/* night-player-actions.c - what a player's buttons and keys do
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "viewer/night-player-private.h"

#include <glib/gi18n.h>

#define JUMP_US (5 * G_USEC_PER_SEC)

/* As they are in the action's state and in the menu. */
static const char *const speeds[] = { "0.5", "0.75", "1", "1.25", "1.5", "2" };

#define NORMAL_SPEED "1"

void
night_player_enable_actions (NightPlayer *self, gboolean enabled)
{
  g_auto (GStrv) names = g_action_group_list_actions (G_ACTION_GROUP (self->actions));

  for (guint i = 0; names[i] != NULL; i++) {
    GAction *action =
        g_action_map_lookup_action (G_ACTION_MAP (self->actions), names[i]);

    g_simple_action_set_enabled (G_SIMPLE_ACTION (action), enabled);
  }
}

static gboolean
is_muted (NightPlayer *self)
{
  g_autoptr (GVariant) state = g_action_group_get_action_state (
      G_ACTION_GROUP (self->actions), "mute");

  return g_variant_get_boolean (state);
}

/* Ears hear ratios; the cube makes equal ways sound like equal steps. */
void
night_player_set_loudness (NightPlayer *self)
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
  night_player_set_loudness (user_data);
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
  gtk_label_set_text (self->speed, label);
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

void
night_player_add_actions (NightPlayer *self)
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
  night_player_enable_actions (self, FALSE);
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

void
night_player_reset_actions (NightPlayer *self)
{
  GActionGroup *actions = G_ACTION_GROUP (self->actions);

  g_action_group_change_action_state (actions, "loop", g_variant_new_boolean (FALSE));
  g_action_group_change_action_state (actions, "speed",
                                      g_variant_new_string (NORMAL_SPEED));
}
