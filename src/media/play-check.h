/* play-check.h - what a helper that plays says, before anyone believes it
 *
 * Pure functions over one reply.  What depends on what was said before, playback.c and
 * ring.c look after.
 *
 * Threads:  any.
 * Promise:  every number that passes was bounded, and no product of passed numbers
 *           overflows.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "media/play-protocol.h"

G_BEGIN_DECLS

/* Whether @reply can be one about a file of @n_bytes. */
gboolean vault_play_is_possible (const PlayReply *reply, guint64 n_bytes);

G_END_DECLS
