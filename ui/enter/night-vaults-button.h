/* night-vaults-button.h - the menu where no vault is open: other vaults, keys, about
 *
 * Lists the vaults that are remembered each time it is mapped.
 *
 * Threads:  the main context.
 * Blocks:   never.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define NIGHT_TYPE_VAULTS_BUTTON (night_vaults_button_get_type ())
G_DECLARE_FINAL_TYPE (NightVaultsButton,
                      night_vaults_button,
                      NIGHT,
                      VAULTS_BUTTON,
                      AdwBin)

G_END_DECLS
