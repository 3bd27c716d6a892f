/* night-filter.h - which items a person wants to see: a part of the library, words, kinds of media
 *
 * Conditions of different sorts have to hold all; of the kinds, one is enough.
 *
 * Threads:  the main context.
 * Blocks:   never.
 * Promise:  keeps what was typed and chosen, and nothing of any item.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <vault/vault-search.h>

#include "organise/night-place.h"

G_BEGIN_DECLS

typedef struct _NightFilter NightFilter;

/* Asks for nothing in particular. */
NightFilter *night_filter_new (void);
void night_filter_free (NightFilter *self);

/* What has to be found in @vault, as vault_search_new() reads it; NULL for nothing. */
void night_filter_set_text (NightFilter *self, Vault *vault, const char *text);

/* Only what is in @place; NULL for everything. */
void night_filter_set_place (NightFilter *self, Vault *vault, NightPlace *place);

/* Whether what is of @kind is wanted; if that is said of none, all are. */
void night_filter_set_kind (NightFilter *self, VaultMediaKind kind, gboolean is_wanted);

/* Whether it lets everything through. */
gboolean night_filter_is_empty (const NightFilter *self);

/* Whether only what matched when this was called last can match now; FALSE is always right. */
gboolean night_filter_take_narrower (NightFilter *self);

/* Whether words or kinds are asked for, in whatever part of the library. */
gboolean night_filter_is_search (const NightFilter *self);

gboolean night_filter_matches (const NightFilter *self, VaultItem *item);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NightFilter, night_filter_free)

G_END_DECLS
