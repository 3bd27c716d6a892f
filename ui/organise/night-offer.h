/* night-offer.h - items on their way to another place: the sidebar, or another program
 *
 * Inside the window the items themselves are offered.  Of a single picture other programs get
 * the picture and nothing else, as PNG, decoded when they ask for it: a file they could be given
 * would have to lie somewhere unsealed first.
 *
 * Owns:     references to the items, until it is dropped or nobody wants it any more.
 * Threads:  the main context; what is coded is coded on a thread.
 * Blocks:   never.
 * Promise:  writes no file.  After the vault is locked it has nothing to give.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include <vault/vault.h>

G_BEGIN_DECLS

/* Whether other programs can be given something of @items: one photo or animation. */
gboolean night_offer_is_picture (GPtrArray *items);

/* For dragging.  @items: (element-type VaultItem).  Returns: (transfer full). */
GdkContentProvider *night_offer_new_items (Vault *vault, GPtrArray *items);

/* For the clipboard: the picture alone.  Returns: (transfer full). */
GdkContentProvider *night_offer_new_picture (Vault *vault, VaultItem *item);

G_END_DECLS
