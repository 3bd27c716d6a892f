/* night-recovery-check.h - was a recovery key written down without a mistake?
 *
 * Two of its groups, or all of it, are typed back from the paper.  Which two depends on
 * the key, so that nobody gets used to writing down only those.
 *
 * Threads:  any.
 * Blocks:   never.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What a key is shown as: groups of four symbols, the last one of three. */
#define NIGHT_RECOVERY_GROUPS 7
#define NIGHT_RECOVERY_GROUP_CHARS 4

/* Copy group @i of @key, counted from 0, into @out. */
void night_recovery_get_group (const char *key,
                               guint i,
                               char out[NIGHT_RECOVERY_GROUP_CHARS + 1]);

/* The two groups to be typed back, counted from 0, in order. */
void night_recovery_get_asked (const char *key, guint *out_first, guint *out_second);

/* Whether @typed is the two groups asked for, or the whole of @key; case, hyphens and
 * spaces do not count, O is 0, and I and L are 1. */
gboolean night_recovery_is_typed (const char *key, const char *typed);

G_END_DECLS
