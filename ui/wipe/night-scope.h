/* night-scope.h - what an emergency wipe destroys beside the vault of the window
 *
 * Threads:  the main context.
 * Blocks:   never.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include <vault/vault-wipe.h>

G_BEGIN_DECLS

/* What became of one of the other vaults. */
typedef struct {
  char *folder;
  VaultReceipt receipt;
} NightOther;

/* Wipe every vault that is known, all at once, but not the one in @except.  A folder that
 * holds none any more is no failure, and is forgotten. */
void night_scope_wipe_async (const char *except,
                             GAsyncReadyCallback callback,
                             gpointer user_data);

/* Returns: (transfer full) (element-type NightOther). */
GPtrArray *night_scope_wipe_finish (GAsyncResult *result);

G_END_DECLS
