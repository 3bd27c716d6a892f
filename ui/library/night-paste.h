/* night-paste.h - files and pictures from the clipboard into the vault
 *
 * A pasted picture is taken as the bytes the other program offers, and not looked at: this
 * process has the keys, and what parses pictures has not.
 *
 * Threads:  the main context.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "library/night-import-bar.h"

G_BEGIN_DECLS

/* Import what is on the clipboard of @widget through @bar, or say that there is nothing. */
void night_paste (GtkWidget *widget, NightImportBar *bar);

G_END_DECLS
