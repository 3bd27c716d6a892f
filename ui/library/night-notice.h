/* night-notice.h - a line above the library that says what unlocking found
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include <vault/vault.h>

G_BEGIN_DECLS

#define NIGHT_TYPE_NOTICE (night_notice_get_type ())
G_DECLARE_FINAL_TYPE (NightNotice, night_notice, NIGHT, NOTICE, GtkBox)

/* Say what vault_get_unlock_summary() and vault_get_failed_attempts() tell, and what the
 * last lock has stopped, or hide if there is nothing to say. */
void night_notice_show_summary (NightNotice *self, Vault *vault);

void night_notice_hide (NightNotice *self);

G_END_DECLS
