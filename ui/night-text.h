/* night-text.h - numbers and kinds in plain words
 *
 * Threads:  any.
 * Blocks:   never.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <vault/vault-item.h>

G_BEGIN_DECLS

/* "3 days left", "54 minutes left", "seconds left"; rounded to the nearest
 * unit.  Returns: (transfer full): a translated string. */
char *night_text_dup_time_left (gint64 seconds);

/* The same where there is little room: "54 min left".  Returns: (transfer full). */
char *night_text_dup_time_left_short (gint64 seconds);

/* A moment in local time with weekday, "Mon 1 March 2027, 14:05".
 * Returns: (transfer full): a translated string. */
char *night_text_dup_moment (gint64 unix_s);

/* A day in local time, "1 March 2027".  Returns: (transfer full): a translated string. */
char *night_text_dup_day (gint64 unix_s);

/* A moment in the past as people say it: "today at 14:02", "on Tuesday at 14:02" within a
 * week of @now, else "on 1 March 2027 at 14:02".  Local time.
 * Returns: (transfer full): a translated string. */
char *night_text_dup_past (gint64 unix_s, gint64 now);

/* "1:23" or "1:02:03".  Returns: (transfer full). */
char *night_text_dup_duration (guint64 duration_ms);

/* The same as it is said: "1 minute 23 seconds", "2 hours 5 minutes"; the smallest part goes
 * with the longest.  Returns: (transfer full): a translated string. */
char *night_text_dup_spoken_duration (guint64 duration_ms);

/* One word: "photo", "film".  Returns: (transfer none): a translated string. */
const char *night_text_get_kind (VaultMediaKind kind);

/* A symbolic icon for what has no picture.  Returns: (transfer none): an icon name. */
const char *night_text_get_icon (VaultMediaKind kind);

/* "2 views left"; NULL where they are not counted.  Returns: (transfer full) (nullable). */
char *night_text_dup_views_left (VaultItem *item);

/* What a screen reader says for @item: name, kind, duration, whether it is a
 * favourite, time left at @now.
 * Returns: (transfer full): a translated string. */
char *night_text_dup_item_label (VaultItem *item, gint64 now);

/* @name, which may be anybody's, on one line and in its own order.
 * Returns: (transfer full): valid UTF-8. */
char *night_text_dup_one_line (const char *name);

G_END_DECLS
