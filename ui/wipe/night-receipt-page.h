/* night-receipt-page.h - what an emergency wipe did, part by part
 *
 * Activates "win.start-anew", "win.wipe" to try again, and "window.close".
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include <vault/vault-wipe.h>

#include "wipe/night-scope.h"

G_BEGIN_DECLS

#define NIGHT_TYPE_RECEIPT_PAGE (night_receipt_page_get_type ())
G_DECLARE_FINAL_TYPE (NightReceiptPage, night_receipt_page, NIGHT, RECEIPT_PAGE, GtkBox)

/* @others: (element-type NightOther) (nullable): the vaults that were wiped beside. */
void night_receipt_page_show (NightReceiptPage *self,
                              const VaultReceipt *receipt,
                              GPtrArray *others,
                              gboolean settings_removed);

G_END_DECLS
