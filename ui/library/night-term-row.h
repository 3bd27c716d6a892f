/* night-term-row.h - a row in which a person chooses how long something stays
 *
 * Property "seconds": one of the terms offered, VAULT_GROUP_EXPIRES_NEVER, or, where the row
 * offers it, VAULT_GROUP_EXPIRES_AS_VAULT.  A term that was set elsewhere is offered beside the
 * usual ones, so that looking at it does not change it.
 *
 * Threads:  the main context.
 * Blocks:   never.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include <vault/vault-group.h>

G_BEGIN_DECLS

#define NIGHT_TYPE_TERM_ROW (night_term_row_get_type ())
G_DECLARE_FINAL_TYPE (NightTermRow, night_term_row, NIGHT, TERM_ROW, AdwComboRow)

/* @with_vault: whether "as the vault" is offered. */
GtkWidget *night_term_row_new (const char *title, gboolean with_vault);

/* Property "seconds". */
void night_term_row_set_seconds (NightTermRow *self, gint64 seconds);
gint64 night_term_row_get_seconds (NightTermRow *self);

/* A term as the row says it: "30 Days".  Returns: (transfer full): a translated string. */
char *night_term_row_dup_text (gint64 seconds);

G_END_DECLS
