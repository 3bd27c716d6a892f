/* vault-search.h - what a person typed into a search field, matched against items
 *
 * The text is split into words at white space; "..." keeps words together.  An item matches if
 * each word is found in it somewhere: at any place in its name, a tag, its note, the name of an
 * album it is in or of a person linked to it; or as the beginning of a word for its type
 * ("photo", "film"); or as a date.  Letters are compared without case and accents.
 *
 * Dates are those of capture, where it is unknown of adding, in local time: "2024",
 * "2024-03", "2024-03-17", "march 2023", "march", "17 march 2023", "today", "yesterday"; months
 * in the language of the locale as well.
 *
 * Threads:  the main context.
 * Blocks:   never.  100,000 items take some milliseconds.
 * Promise:  keeps no text of an item after vault_search_free().
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <vault/vault-group.h>

G_BEGIN_DECLS

typedef struct _VaultSearch VaultSearch;

/* @now: vault_get_time(), for "today".  A search is of the groups there are when it is made.
 * Returns: (transfer full): also for text without a word, which matches everything. */
VaultSearch *vault_search_new (Vault *vault, const char *text, gint64 now);

/* Whether there is nothing to look for. */
gboolean vault_search_is_empty (const VaultSearch *self);

gboolean vault_search_matches (const VaultSearch *self, VaultItem *item);

/* Whether nothing matches that didn't match @before, so that only what did has to be looked
 * at: a letter more was typed.  FALSE is always right. */
gboolean vault_search_narrows (const VaultSearch *self, const VaultSearch *before);

/* @self may be NULL. */
void vault_search_free (VaultSearch *self);

/* More words for a type, such as their translations, divided by spaces; for all searches made
 * from then on. */
void vault_search_add_type_words (VaultMediaKind kind, const char *words);

/* @text without case and accents, as words are compared.  Any thread.
 * Returns: (transfer full). */
char *vault_search_fold (const char *text);

/* What a library can be sorted by. */
typedef enum {
  VAULT_SORT_CAPTURED,  /* newest first; where unknown, when it was added */
  VAULT_SORT_ADDED,     /* newest first */
  VAULT_SORT_NAME,      /* as people count: "DSC9" before "DSC10" */
  VAULT_SORT_SIZE,      /* largest first */
  VAULT_SORT_TIME_LEFT, /* what ends first; what never ends comes last */
} VaultSort;

/* Compare two items; those that are equal in this stand in the library's own order.
 * Usable as a GCompareDataFunc with GUINT_TO_POINTER (sort). */
int vault_sort_compare (gconstpointer a, gconstpointer b, gpointer sort);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (VaultSearch, vault_search_free)

G_END_DECLS
