/* night-receipt-page.h - what an emergency wipe did, part by part
 *
 * Activates "win.start-anew", "win.wipe" to try again, and "window.close".
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include <vault/vault-wipe-all.h>

#include "wipe/night-scope.h"

G_BEGIN_DECLS

#define NIGHT_TYPE_RECEIPT_PAGE (night_receipt_page_get_type ())
G_DECLARE_FINAL_TYPE (NightReceiptPage, night_receipt_page, NIGHT, RECEIPT_PAGE, GtkBox)

/* @own: (nullable): the window's vault, if there is one in its folder.  @others: (element-type
 * VaultWiped) (nullable): those that were wiped beside. */
void night_receipt_page_show (NightReceiptPage *self,
                              const VaultWiped *own,
                              GPtrArray *others);

/* What became of settings and timer, below that. */
void night_receipt_page_add_tidied (NightReceiptPage *self, const NightTidied *tidied);

G_END_DECLS
