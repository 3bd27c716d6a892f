/* vault-limit.h - items that are destroyed after a number of views
 *
 *     vault_begin_view_async (vault, item, ...)    one view less, durably
 *     view = vault_begin_view_finish (...)         from here on it can be opened
 *     vault_load_image_async (vault, item, ...)    or a page, an animation, a player
 *     vault_end_view (vault, view)                 out of reach again; after the last
 *                                                  view: destroyed
 *
 * A courtesy on this computer, not a lock: whoever looks can photograph the screen, and an
 * older copy of the vault has an older count.
 *
 * Without a view an item with a limit gives nothing: no picture, no thumbnail, no stream, and
 * every call that asks fails with VAULT_ERROR_VIEW_LIMITED.  It is not exported at all, view or
 * not, for a copy would outlive the count.  (A salvage of a damaged vault does write it, unless
 * its views are used up.)
 *
 * Threads:  the main context.
 * Blocks:   never.
 * Promise:  the smaller count is on the disk before anything of the item can be opened.  If the
 *           program dies or the vault is locked during the last view, the item is destroyed by
 *           the next unlocking, before anything is shown.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <vault/vault.h>

G_BEGIN_DECLS

#define VAULT_VIEWS_UNLIMITED 0u
#define VAULT_VIEWS_MAX 1000000u

/* Let @items be viewed @n_views more times, or as often as one likes with
 * VAULT_VIEWS_UNLIMITED.  Of an item whose last view has begun the limit can no longer be
 * moved: VAULT_ERROR_EXPIRED.  Common errors of vault-organise.h. */
void vault_set_view_limit_async (Vault *self,
                                 GPtrArray *items,
                                 guint n_views,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);
gboolean vault_set_view_limit_finish (Vault *self,
                                      GAsyncResult *result,
                                      GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* One view of one item; of an item without a limit it stands for nothing. */
typedef struct _VaultView VaultView;

/* Take one of the item's views.  An item without a limit, or one that is being viewed by the
 * same program already, loses none.
 *
 * Errors: VAULT_ERROR_NO_ITEM, VAULT_ERROR_EXPIRED (also: no view is left),
 * VAULT_ERROR_NO_SPACE, VAULT_ERROR_IO, VAULT_ERROR_LOCKED, G_IO_ERROR_CANCELLED before
 * anything is written.
 */
void vault_begin_view_async (Vault *self,
                             VaultItem *item,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data);

/* Returns: (transfer full): to be given to vault_end_view(), or NULL. */
VaultView *vault_begin_view_finish (Vault *self,
                                    GAsyncResult *result,
                                    GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The view is over: streams and players of the item end with VAULT_ERROR_VIEW_LIMITED.  If it
 * was the last one, the item is out of the model before this returns and is destroyed like by
 * vault_delete_async(), in the background.  Takes @view, which may be NULL; also when the vault
 * is locked by now. */
void vault_end_view (Vault *self, VaultView *view);

G_END_DECLS
