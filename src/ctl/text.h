/* text.h - names, times and sizes as they may appear on a terminal
 *
 * Threads:  any.
 * Blocks:   never.
 * Promise:  what ctl_text_safe() returns moves no cursor, sends no command to a terminal
 *           and does not reorder what stands around it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <vault/vault-item.h>

G_BEGIN_DECLS

/* TRUE for what must not reach a terminal: control and format characters (escape
 * sequences, bidirectional overrides), line and paragraph separators, and what is no
 * character at all.  The two joiners are allowed; words and emoji need them. */
gboolean ctl_text_is_unsafe (gunichar c);

/* @text, which may be any bytes, as UTF-8 with U+FFFD for what is unsafe.
 * Returns: (transfer full). */
char *ctl_text_safe (const char *text);

/* "2027-03-01T12:00:00Z".  Returns: (transfer full). */
char *ctl_text_utc (gint64 seconds);

/* "2027-03-01 13:00", in local time.  Returns: (transfer full). */
char *ctl_text_local (gint64 seconds);

/* What is left until @expires: "6 days", "45 seconds", "never".
 * Returns: (transfer full). */
char *ctl_text_left (gint64 expires, gint64 now);

/* "image", "video" and so on.  Returns: (transfer none): a static string. */
const char *ctl_text_kind (VaultMediaKind kind);

G_END_DECLS
