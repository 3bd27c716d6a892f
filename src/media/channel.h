/* channel.h - the app's end of the socket to a helper
 *
 * Threads:  one at a time receives from a socket; any sends.
 * Blocks:   receiving, until the deadline.
 * Promise:  a helper can send what it likes; it gets neither a descriptor kept open here
 *           that nobody asked for, nor a SIGPIPE.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Send a packet.  @fd: sent along unless -1; stays the caller's.  Any thread.
 *
 * Errors: VAULT_ERROR_DECODER_FAILED. */
gboolean vault_channel_send (int socket,
                             gconstpointer packet,
                             gsize n_bytes,
                             int fd,
                             GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Wait until there is something to be received, or until @deadline, in
 * g_get_monotonic_time().  @out_is_there: which of the two.
 *
 * Errors: G_IO_ERROR_CANCELLED. */
gboolean vault_channel_wait (int socket,
                             gint64 deadline,
                             GCancellable *cancellable,
                             gboolean *out_is_there,
                             GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Wait for a packet of exactly @n_bytes until @deadline.  @out_fd: the caller's, or -1.
 *
 * Errors: VAULT_ERROR_DECODER_FAILED (hung up, too late, no packet of ours),
 * G_IO_ERROR_CANCELLED. */
gboolean vault_channel_receive (int socket,
                                gint64 deadline,
                                GCancellable *cancellable,
                                gpointer out,
                                gsize n_bytes,
                                int *out_fd,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Whether nothing has arrived and the other end is there. */
gboolean vault_channel_is_quiet (int socket);

G_END_DECLS
