/* night-help-window.h - help for people under 18, readable without a network
 *
 * Addresses are text, not links: opening one leaves a trace in a browser's history, and
 * that is for the reader to decide.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define NIGHT_TYPE_HELP_WINDOW (night_help_window_get_type ())
G_DECLARE_FINAL_TYPE (NightHelpWindow, night_help_window, NIGHT, HELP_WINDOW, AdwWindow)

GtkWindow *night_help_window_new (GtkWindow *parent);

G_END_DECLS
