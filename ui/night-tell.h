/* night-tell.h - telling in the window what went wrong
 *
 * Threads:  the main context.
 * Blocks:   never.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Tell of @error in the window of @widget, unless the person knows: who stopped it, or sees
 * that the vault is locked, need not be told. */
void night_tell_problem (GtkWidget *widget, const GError *error);

G_END_DECLS
