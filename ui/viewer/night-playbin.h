/* night-playbin.h - a playbin that leaves nothing behind
 *
 * Plays a stream of ours; keeps no copy on the disk, tells the sound server no titles,
 * and stays silent where there is no sound device.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>
#include <gst/gst.h>

#include <vault/vault-error.h>

G_BEGIN_DECLS

/* Waits for the sound server: not for the UI thread.  @stream is read once the element
 * leaves the NULL state.  Returns: (transfer full) (nullable): NULL without GStreamer. */
GstElement *night_playbin_new (GInputStream *stream, GstElement *video_sink);

/* What an error message of @playbin means for the item.  Any thread. */
VaultError night_playbin_get_problem (GstElement *playbin, GstMessage *message);

G_END_DECLS
