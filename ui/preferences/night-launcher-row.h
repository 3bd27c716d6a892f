/* night-launcher-row.h - preferences: under which name and icon the desktop lists the program
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define NIGHT_TYPE_LAUNCHER_ROW (night_launcher_row_get_type ())
G_DECLARE_FINAL_TYPE (NightLauncherRow,
                      night_launcher_row,
                      NIGHT,
                      LAUNCHER_ROW,
                      AdwComboRow)

G_END_DECLS
