/* helper.h - one running nightstand-decoder
 *
 * Owns:     the process and the socket to it.
 * Threads:  one at a time, but vault_helper_kill() from any while another one asks.
 * Blocks:   starting and asking, until the deadline.
 * Promise:  after a failed call the helper is of no further use and is to be freed.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "media/protocol.h"

G_BEGIN_DECLS

typedef struct _VaultHelper VaultHelper;

/* Start a process and wait until it has locked itself down.  @argument: NULL for stills,
 * DECODER_FILM_ARGUMENT or DECODER_PLAY_ARGUMENT.  @deadline is in g_get_monotonic_time().
 *
 * Errors: VAULT_ERROR_DECODER_FAILED, G_IO_ERROR_CANCELLED. */
VaultHelper *vault_helper_new (const char *argument,
                               gint64 deadline,
                               GCancellable *cancellable,
                               GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Whether it lives and has said nothing unasked. */
gboolean vault_helper_is_sound (VaultHelper *self);

/* Send @request, with @fd unless -1, and wait for what comes back.  @out_fd: the caller's,
 * or -1.
 *
 * Errors: VAULT_ERROR_DECODER_FAILED, G_IO_ERROR_CANCELLED. */
gboolean vault_helper_ask (VaultHelper *self,
                           const DecoderRequest *request,
                           int fd,
                           gint64 deadline,
                           GCancellable *cancellable,
                           DecoderReply *out,
                           int *out_fd,
                           GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* For a helper that plays, which is not asked but talked to.  Stays the helper's. */
int vault_helper_get_socket (VaultHelper *self);

/* End the process; a call in progress fails at once. */
void vault_helper_kill (VaultHelper *self);

/* Ends the process, and waits for its end.  @self may be NULL. */
void vault_helper_free (VaultHelper *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (VaultHelper, vault_helper_free)

G_END_DECLS
