/* night-receipt-rows.h - the rows of a receipt, for whatever list shows them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include <vault/vault-wipe.h>

G_BEGIN_DECLS

/* One row for each part and one for the disk, in the place of what was there. */
void night_receipt_rows_fill (GtkListBox *list, const VaultReceipt *receipt);

/* A row with an icon, a title and a text. */
void night_receipt_rows_add (GtkListBox *list,
                             const char *icon,
                             const char *style,
                             const char *title,
                             const char *text);

G_END_DECLS
