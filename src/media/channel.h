/* channel.h - the app's end of the socket to a helper
 *
 * Threads:  one at a time for each socket.
 * Blocks:   receiving, until the deadline.
 * Promise:  a helper can send what it likes; it gets neither a descriptor kept open here
 *           that nobody asked for, nor a SIGPIPE.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "media/protocol.h"

G_BEGIN_DECLS

/* @fd: sent along unless -1; stays the caller's.
 *
 * Errors: VAULT_ERROR_DECODER_FAILED. */
gboolean vault_channel_send (int socket,
                             const DecoderRequest *request,
                             int fd,
                             GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Wait for a reply until @deadline, in g_get_monotonic_time().  @out_fd: the caller's, or
 * -1.
 *
 * Errors: VAULT_ERROR_DECODER_FAILED (hung up, too late, no packet of ours),
 * G_IO_ERROR_CANCELLED. */
gboolean vault_channel_receive (int socket,
                                gint64 deadline,
                                GCancellable *cancellable,
                                DecoderReply *out,
                                int *out_fd,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Whether nothing has arrived and the other end is there. */
gboolean vault_channel_is_quiet (int socket);

G_END_DECLS
