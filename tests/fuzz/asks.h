/* asks.h - every question that the app has for a decoder, asked about a film or a picture
 *
 * What comes back is held to what is promised of it, and dropped.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

/* image, thumbnail, film, sound, frame, page, strip, remux, camera */
#define ASKS_N 9

/* Question @what of them.  Returns: whether it was answered. */
gboolean asks_ask (guint8 what, guint max_side, GError **error);
