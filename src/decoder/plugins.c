/* plugins.c - the part of GStreamer that is let in
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "plugins.h"

#include <gst/gst.h>
#include <stdlib.h>
#include <string.h>

/* Those that a system does not have are left out: one codec fewer. */
static const char *const names[] = {
  /* the machinery */
  "coreelements",
  "typefindfunctions",
  "playback",
  "app",
  "videoconvertscale",
  /* containers */
  "isomp4",
  "matroska",
  "ogg",
  "wavparse",
  "id3demux",
  "apetag",
  /* where one frame ends and the next begins */
  "audioparsers",
  "videoparsersbad",
  "jpegformat",
  "opusparse",
  "vorbis",
  /* pictures */
  "libav",
  "vpx",
  "aom",
  "dav1d",
  "theora",
};

/* Sound: what is played, and of what a waveform is drawn. */
static const char *const names_for_sound[] = {
  "audioconvert", "audioresample", "opus", "flac", "mulaw", "alaw",
};

/* libav alone brings some hundred decoders, most of them for formats nobody has tested in
 * twenty years. */
static const char *const decoders[] = {
  "avdec_h264", "avdec_h265", "avdec_mpeg4", "avdec_h263", "avdec_mjpeg",  "vp8dec",
  "vp9dec",     "av1dec",     "dav1ddec",    "theoradec",  "avdec_prores",
};

static const char *const decoders_for_sound[] = {
  "avdec_aac",   "avdec_mp3",      "avdec_alac",
  "avdec_ac3",   "avdec_eac3",     "avdec_amrnb",
  "avdec_amrwb", "avdec_adpcm_ms", "avdec_adpcm_ima_wav",
  "vorbisdec",   "opusdec",        "flacdec",
  "mulawdec",    "alawdec",
};

static gboolean has_sound;

static gsize
load (const char *const *plugins, gsize n)
{
  gsize n_loaded = 0;

  for (gsize i = 0; i < n; i++) {
    g_autofree char *path =
        g_strdup_printf ("%s/libgst%s.so", GSTREAMER_PLUGIN_FOLDER, plugins[i]);
    g_autoptr (GstPlugin) plugin = gst_plugin_load_file (path, NULL);

    n_loaded += plugin != NULL ? 1 : 0;
  }
  return n_loaded;
}

gboolean
plugins_load (PluginsUse use)
{
  setenv ("GST_REGISTRY_1_0", "/nonexistent", 1);
  setenv ("GST_REGISTRY_UPDATE", "no", 1);
  setenv ("GST_PLUGIN_SYSTEM_PATH_1_0", "", 1);
  /* Without machine code made at run time there is no memory that is both writable and
   * executable.  What is slow without it, converting frames, libswscale does instead. */
  setenv ("ORC_CODE", "backup", 1);
  gst_registry_fork_set_enabled (FALSE);
  if (!gst_init_check (NULL, NULL, NULL))
    return FALSE;

  has_sound = use == PLUGINS_PLAY;
  load (names_for_sound, G_N_ELEMENTS (names_for_sound));
  return load (names, G_N_ELEMENTS (names)) > 0;
}

static gboolean
is_listed (const char *const *list, gsize n, const char *name)
{
  for (gsize i = 0; i < n; i++)
    if (g_str_equal (name, list[i]))
      return TRUE;
  return FALSE;
}

gboolean
plugins_allow_sound (const char *name, const char *klass)
{
  if (g_str_has_prefix (name, "avdemux_"))
    return FALSE;
  return strstr (klass, "Decoder") == NULL
         || is_listed (decoders_for_sound, G_N_ELEMENTS (decoders_for_sound), name);
}

gboolean
plugins_allow (const char *name, const char *klass)
{
  gboolean is_sound = strstr (klass, "Audio") != NULL;

  /* libav's own demuxers would be a second way into the same files. */
  if (g_str_has_prefix (name, "avdemux_") || (is_sound && !has_sound))
    return FALSE;
  if (strstr (klass, "Decoder") == NULL)
    return TRUE;
  return is_sound
             ? is_listed (decoders_for_sound, G_N_ELEMENTS (decoders_for_sound), name)
             : is_listed (decoders, G_N_ELEMENTS (decoders), name);
}
