/* night-clock-question.h - is it really that late?
 *
 * A clock that leapt far ahead is not believed, and nothing is destroyed on its word.  Whoever
 * has the vault open can look at the date and say that it is right.
 *
 * Threads:  the main context.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include <vault/vault.h>

G_BEGIN_DECLS

/* Ask over @window whenever @vault begins to doubt the clock; the question goes away with the
 * doubt.  Ends with g_signal_handlers_disconnect_by_data() for @window. */
void night_clock_question_watch (GtkWindow *window, Vault *vault);

G_END_DECLS
