/* night-filter.h - which items a person wants to see: words, kinds of media
 *
 * Conditions of different sorts have to hold all; of the kinds, one is enough.
 *
 * Threads:  the main context.
 * Blocks:   never.
 * Promise:  keeps what was typed, and nothing of any item.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <vault/vault-item.h>

G_BEGIN_DECLS

typedef struct _NightFilter NightFilter;

/* Asks for nothing in particular. */
NightFilter *night_filter_new (void);
void night_filter_free (NightFilter *self);

/* Words that have to be found in the name. */
void night_filter_set_text (NightFilter *self, const char *text);

/* Whether what is of @kind is wanted; if that is said of none, all are. */
void night_filter_set_kind (NightFilter *self, VaultMediaKind kind, gboolean is_wanted);

/* Whether it lets everything through. */
gboolean night_filter_is_empty (const NightFilter *self);

gboolean night_filter_matches (const NightFilter *self, VaultItem *item);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NightFilter, night_filter_free)

G_END_DECLS
