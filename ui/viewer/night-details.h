/* night-details.h - what is known of one item, in words
 *
 * Owns:     its texts.
 * Threads:  the main context; the camera's facts are read elsewhere.
 * Blocks:   never.
 * Promise:  after night_details_drop() every text it showed has been overwritten.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include <vault/vault.h>

G_BEGIN_DECLS

#define NIGHT_TYPE_DETAILS (night_details_get_type ())
G_DECLARE_FINAL_TYPE (NightDetails, night_details, NIGHT, DETAILS, GtkBox)

void night_details_show (NightDetails *self, Vault *vault, VaultItem *item);

/* What is left of the item's time is said anew. */
void night_details_update_expiry (NightDetails *self);

void night_details_drop (NightDetails *self);

G_END_DECLS
