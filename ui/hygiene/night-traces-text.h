/* night-traces-text.h - a trace in words
 *
 * Threads:  any.
 * Blocks:   never.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <vault/vault-traces.h>

G_BEGIN_DECLS

/* What it is, and the program it belongs to.
 * Returns: (transfer full): a translated string. */
char *night_traces_dup_title (const VaultTrace *trace);

/* Where it is, and what there is to know before or, if it @is_over, after.
 * Returns: (transfer full): translated lines. */
char *night_traces_dup_text (const VaultTrace *trace, gboolean is_over);

G_END_DECLS
