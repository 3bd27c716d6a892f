/* autoplug.c - what decodebin may plug in, and how to tell that it came to nothing
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "autoplug.h"

#include "film-source.h"
#include "plugins.h"

/* So many looks at a pipeline in which nothing moves make an end. */
#define MAX_IDLE_LOOKS 5

enum { TRY, EXPOSE, SKIP }; /* decodebin's GstAutoplugSelectResult, which is private */

static int
on_select (GstElement *bin,
           GstPad *pad,
           GstCaps *caps,
           GstElementFactory *factory,
           gpointer allow)
{
  const char *name = gst_plugin_feature_get_name (GST_PLUGIN_FEATURE (factory));
  const char *klass =
      gst_element_factory_get_metadata (factory, GST_ELEMENT_METADATA_KLASS);

  return ((AutoplugAllow) allow) (name, klass != NULL ? klass : "") ? TRY : SKIP;
}

void
autoplug_select (GstElement *bin, AutoplugAllow allow)
{
  g_signal_connect (bin, "autoplug-select", G_CALLBACK (on_select), (gpointer) allow);
}

static void
on_element_added (GstBin *bin, GstBin *sub, GstElement *element, gpointer n_threads)
{
  GObjectClass *class = G_OBJECT_GET_CLASS (element);

  if (g_object_class_find_property (class, "max-threads") != NULL)
    g_object_set (element, "max-threads", GPOINTER_TO_INT (n_threads), NULL);
}

void
autoplug_restrict (GstElement *bin, guint n_threads)
{
  autoplug_select (bin, plugins_allow);
  g_signal_connect (bin, "deep-element-added", G_CALLBACK (on_element_added),
                    GUINT_TO_POINTER (n_threads));
}

static gboolean
has_prefix (GstPad *pad, const char *prefix)
{
  g_autoptr (GstCaps) caps = gst_pad_get_current_caps (pad);

  if (caps == NULL)
    caps = gst_pad_query_caps (pad, NULL);
  return !gst_caps_is_empty (caps) && !gst_caps_is_any (caps)
         && g_str_has_prefix (gst_structure_get_name (gst_caps_get_structure (caps, 0)),
                              prefix);
}

gboolean
autoplug_is_video (GstPad *pad)
{
  return has_prefix (pad, "video/");
}

gboolean
autoplug_is_sound (GstPad *pad)
{
  return has_prefix (pad, "audio/");
}

DecoderStatus
autoplug_get_status (GstMessage *message)
{
  g_autoptr (GError) error = NULL;

  gst_message_parse_error (message, &error, NULL);
  if (g_error_matches (error, GST_STREAM_ERROR, GST_STREAM_ERROR_CODEC_NOT_FOUND)
      || g_error_matches (error, GST_STREAM_ERROR, GST_STREAM_ERROR_TYPE_NOT_FOUND)
      || g_error_matches (error, GST_STREAM_ERROR, GST_STREAM_ERROR_WRONG_TYPE)
      || g_error_matches (error, GST_CORE_ERROR, GST_CORE_ERROR_MISSING_PLUGIN))
    return DECODER_UNSUPPORTED;
  return DECODER_DAMAGED;
}

/* decodebin drops the error of a demuxer that fails while it is being plugged in, and then
 * waits for a message that never comes.  A process that neither computes nor waits for the
 * app will not come to anything. */
gboolean
autoplug_is_stuck (AutoplugWatch *self, GstElement *source)
{
  const clock_t noticeable = CLOCKS_PER_SEC / 200;
  clock_t now = clock ();
  gboolean is_idle =
      now - self->processor_time < noticeable && !film_source_is_asking (source);

  self->processor_time = now;
  self->n_idle_looks = is_idle ? self->n_idle_looks + 1 : 0;
  return self->n_idle_looks >= MAX_IDLE_LOOKS;
}
