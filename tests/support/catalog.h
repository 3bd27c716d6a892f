/* catalog.h - many items made quickly: cells and records without any media
 *
 * What an unlocking reads is all there; a picture could not be shown.  Item number n of an
 * empty vault is in cell n + 1, is called "IMG_2024..._n.jpg" with n in six digits, and was
 * added CATALOG_ADDED + n / 100.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "vault/session.h"

G_BEGIN_DECLS

#define CATALOG_ADDED 1700000000

/* Add items 0 to @n_items - 1; the open session does not list them, the next one will. */
void catalog_add (VaultSession *session, guint n_items);

/* Give the last @n_pictured of the @n_items that were added to an empty vault, which the list shows
 * first, the one picture @webp; with the others, none could be shown. */
void catalog_add_pictures (VaultSession *session,
                           guint n_items,
                           guint n_pictured,
                           GBytes *webp);

/* In how many days from its addition item @number expires; 0: never. */
guint catalog_get_days (guint number);

G_END_DECLS
