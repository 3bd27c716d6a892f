/* spare.h - one helper that has already started, for the next film to be opened
 *
 * Owns:     the helper, until it is taken.
 * Threads:  any.
 * Blocks:   taking, until the helper has started; stopping, until it has ended.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "media/helper.h"

G_BEGIN_DECLS

typedef struct _VaultSpare VaultSpare;

VaultSpare *vault_spare_new (void);
VaultSpare *vault_spare_ref (VaultSpare *self);
void vault_spare_unref (VaultSpare *self);

/* Have one from now on: started soon, and again whenever it was taken and refilled. */
void vault_spare_start (VaultSpare *self);

/* Have none from now on. */
void vault_spare_stop (VaultSpare *self);

/* The film that took it is open; if there is to be a spare, it is time for the next. */
void vault_spare_refill (VaultSpare *self);

/* Take it, or start one now.
 *
 * Errors: VAULT_ERROR_DECODER_FAILED, G_IO_ERROR_CANCELLED.
 * Returns: (transfer full). */
VaultHelper *vault_spare_take (VaultSpare *self,
                               gint64 deadline,
                               GCancellable *cancellable,
                               GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (VaultSpare, vault_spare_unref)

G_END_DECLS
