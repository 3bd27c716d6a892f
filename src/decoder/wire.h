/* wire.h - the helper's end of the socket
 *
 * Threads:  one at a time receives; any sends.
 * Blocks:   until the app speaks.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "media/protocol.h"

/* Wait for a packet of exactly @n_bytes.  @out_fd: the descriptor that came with it, the
 * caller's, or -1.
 * Returns: FALSE when the app is gone or talks nonsense; either way it is time to go. */
gboolean wire_receive (gpointer out, gsize n_bytes, int *out_fd);

/* Any thread.  @fd: sent along unless -1; stays the caller's. */
gboolean wire_send (gconstpointer packet, gsize n_bytes, int fd);

/* Say that the lockdown is complete. */
gboolean wire_greet (void);
