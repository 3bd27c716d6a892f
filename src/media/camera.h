/* camera.h - what a camera wrote into a picture, as far as that is believed
 *
 * Threads:  any.
 * Promise:  texts that pass are one line of UTF-8 that moves no other text around;
 *           numbers that pass are in the bounds of protocol.h.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <vault/vault-media.h>

#include "media/protocol.h"

G_BEGIN_DECLS

/* Take the result of DECODER_CAMERA.  Takes @fd in every case.
 *
 * Errors: those of the status, and VAULT_ERROR_DECODER_FAILED for an impossible answer.
 * Returns: (transfer full).
 */
VaultCamera *vault_camera_take (const DecoderReply *reply,
                                int fd,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
