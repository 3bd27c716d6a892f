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
  /* sound, for the picture of a recording */
  "audioconvert",
  "mpg123",
  "flac",
  "opus",
  "alaw",
  "mulaw",
  /* pictures */
  "libav",
  "vpx",
  "aom",
  "dav1d",
  "theora",
};

/* libav alone brings some hundred decoders, most of them for formats nobody has tested in
 * twenty years. */
static const char *const decoders[] = {
  "avdec_h264", "avdec_h265", "avdec_mpeg4", "avdec_h263", "avdec_mjpeg",  "vp8dec",
  "vp9dec",     "av1dec",     "dav1ddec",    "theoradec",  "avdec_prores",
};

static const char *const sound_decoders[] = {
  "mpg123audiodec", "avdec_aac", "avdec_alac", "avdec_ac3", "avdec_eac3",
  "flacdec",        "opusdec",   "vorbisdec",  "alawdec",   "mulawdec",
};

gboolean
plugins_load (void)
{
  gsize n_loaded = 0;

  setenv ("GST_REGISTRY_1_0", "/nonexistent", 1);
  setenv ("GST_REGISTRY_UPDATE", "no", 1);
  setenv ("GST_PLUGIN_SYSTEM_PATH_1_0", "", 1);
  /* Without machine code made at run time there is no memory that is both writable and
   * executable.  One frame is quick enough without. */
  setenv ("ORC_CODE", "backup", 1);
  gst_registry_fork_set_enabled (FALSE);
  if (!gst_init_check (NULL, NULL, NULL))
    return FALSE;

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autofree char *path =
        g_strdup_printf ("%s/libgst%s.so", GSTREAMER_PLUGIN_FOLDER, names[i]);
    g_autoptr (GstPlugin) plugin = gst_plugin_load_file (path, NULL);

    n_loaded += plugin != NULL ? 1 : 0;
  }
  return n_loaded > 0;
}

static gboolean
is_listed (const char *name, const char *const *list, gsize n)
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
         || is_listed (name, sound_decoders, G_N_ELEMENTS (sound_decoders));
}

gboolean
plugins_allow (const char *name, const char *klass)
{
  /* libav's own demuxers would be a second way into the same files. */
  if (g_str_has_prefix (name, "avdemux_") || strstr (klass, "Audio") != NULL)
    return FALSE;
  if (strstr (klass, "Decoder") == NULL)
    return TRUE;
  return is_listed (name, decoders, G_N_ELEMENTS (decoders));
}
