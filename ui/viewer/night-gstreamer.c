/* night-gstreamer.c - the part of GStreamer that this process uses: no demuxer, no decoder
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "viewer/night-gstreamer.h"

#include <gst/gst.h>

#include "night-config.h"

/* What comes in is raw; these pace it, mix it and hand it to the sound server. */
static const char *const names[] = {
  "coreelements", "app", "audioconvert", "audioresample", "audiofx", "volume",
};

/* Without it there is no sound, but films are still seen. */
static const char sound_server[] = "pulseaudio";

void
night_gstreamer_restrict (void)
{
  static const char *const variables[][2] = {
    { "GST_REGISTRY_1_0", "/nonexistent" },
    { "GST_REGISTRY_UPDATE", "no" },
    { "GST_PLUGIN_SYSTEM_PATH_1_0", "" },
    { "GST_PLUGIN_PATH_1_0", "" },
    { "ORC_CODE", "backup" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (variables); i++)
    g_setenv (variables[i][0], variables[i][1], TRUE);
}

static gboolean
load (const char *name)
{
  g_autofree char *path =
      g_strdup_printf ("%s/libgst%s.so", NIGHT_GSTREAMER_FOLDER, name);
  g_autoptr (GstPlugin) plugin = gst_plugin_load_file (path, NULL);

  return plugin != NULL;
}

static gpointer
start (gpointer unused)
{
  gboolean is_complete;

  gst_registry_fork_set_enabled (FALSE);
  is_complete = gst_init_check (NULL, NULL, NULL);
  for (gsize i = 0; is_complete && i < G_N_ELEMENTS (names); i++)
    is_complete = load (names[i]);
  if (is_complete)
    load (sound_server);
  return GINT_TO_POINTER (is_complete);
}

gboolean
night_gstreamer_start (void)
{
  static GOnce once = G_ONCE_INIT;

  return GPOINTER_TO_INT (g_once (&once, start, NULL));
}
