/* vault-absence.h - what happens when nobody opens the vault for a long time
 *
 * Off by default.  It is about every item, or about those in chosen albums.  With the rule,
 * what it is about is destroyed when the vault has not been
 * opened for so many days: by the reaper, which needs no passphrase and knows nothing of the
 * rule, or at the latest at the next opening, before anything is shown.  Every opening, and
 * every hour in which the vault stays open, begins the days anew.  Whoever has the files and
 * not the passphrase cannot see whether there is a rule.
 *
 * Threads:  the main context.
 * Blocks:   never.
 * Promise:  nothing is destroyed before the days are over, and what it is about is gone within
 *           a day after (a week, for rules of more than a year) where the reaper runs.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <vault/vault.h>

G_BEGIN_DECLS

#define VAULT_ABSENCE_MIN_DAYS 14
#define VAULT_ABSENCE_MAX_DAYS 730

typedef struct {
  guint n_days;        /* 0: there is no rule */
  gboolean everything; /* about every item; else about those in chosen albums */
  guint n_albums;      /* that are chosen, see vault_group_is_under_absence() */
  gint64
      ends; /* when it would come due if the vault was closed now; seconds since 1970 */
} VaultAbsence;

/* All zero unless the vault is open. */
void vault_get_absence (Vault *self, VaultAbsence *out);

/* Make or change the rule; with @n_days 0 give it up.  With @everything it is about every
 * item there is and will be, else about each that is in a chosen album, for as long as it is in
 * one.  Names of albums and people, settings and the log stay in either case.
 *
 * @albums: (element-type VaultGroup) (nullable): these albums are chosen from now on, and no
 * others; with NULL those that were.  A choice is kept while the rule is about everything, and
 * while there is none, and means nothing then.
 *
 * An item is bound to the rule, or to it no longer, by the time the callback runs, and from then
 * on when it is imported or moved, and when its album is removed.  What is cut off is finished
 * by the next opening.
 *
 * Errors: VAULT_ERROR_BAD_TIME (days out of bounds), VAULT_ERROR_NO_GROUP (an album is gone, or
 * is a person), VAULT_ERROR_LOCKED, VAULT_ERROR_DAMAGED_KEYRING, VAULT_ERROR_IO and the like.
 */
void vault_set_absence_async (Vault *self,
                              guint n_days,
                              gboolean everything,
                              GPtrArray *albums,
                              GAsyncReadyCallback callback,
                              gpointer user_data);
gboolean vault_set_absence_finish (Vault *self,
                                   GAsyncResult *result,
                                   GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
