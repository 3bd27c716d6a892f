/* night-receipt-rows.h - the rows of a receipt, for whatever list shows them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include <vault/vault-wipe.h>

G_BEGIN_DECLS

/* None any more. */
void night_receipt_rows_clear (GtkListBox *list);

/* One row for each part and one for the disk. */
void night_receipt_rows_add_all (GtkListBox *list, const VaultReceipt *receipt);

/* A row with an icon, a title and a text. */
void night_receipt_rows_add (GtkListBox *list,
                             const char *icon,
                             const char *style,
                             const char *title,
                             const char *text);

G_END_DECLS
