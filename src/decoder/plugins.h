/* plugins.h - the part of GStreamer that is let in
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

typedef enum {
  PLUGINS_POSTER, /* pictures; sound is never decoded */
  PLUGINS_PLAY,
} PluginsUse;

/* Start GStreamer and load a fixed list of plugins by path: no registry file, no scan, no
 * plugin that someone dropped somewhere.  Before the lockdown. */
gboolean plugins_load (PluginsUse use);

/* The same for getting at the sound of a recording. */
gboolean plugins_allow_sound (const char *name, const char *klass);

/* Whether the element called @name, of class @klass ("Codec/Decoder/Video"), may be used
 * for what plugins_load() was told. */
gboolean plugins_allow (const char *name, const char *klass);
