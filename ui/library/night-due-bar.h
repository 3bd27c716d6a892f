/* night-due-bar.h - a line above the library: what expires within a day
 *
 * It comes by itself a day before, and goes when everything it is about was extended, let go
 * or is gone.
 *
 * Threads:  the main context.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include <vault/vault.h>

G_BEGIN_DECLS

#define NIGHT_TYPE_DUE_BAR (night_due_bar_get_type ())
G_DECLARE_FINAL_TYPE (NightDueBar, night_due_bar, NIGHT, DUE_BAR, GtkBox)

/* Watch the items of @vault, which is open; NULL to forget all about them. */
void night_due_bar_set_vault (NightDueBar *self, Vault *vault);

G_END_DECLS
