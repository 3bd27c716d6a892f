/* session-repair.c - healing what is kept twice
 *
 * Nothing else is repaired.  A record that does not verify, a key without a record, a piece
 * that no record lists: each may be the last trace of something, and there is no second copy
 * to make it whole from.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "vault/session-private.h"

#include "keyring/keyring-repair.h"
#include "store/structure.h"

typedef struct {
  VaultSession *session;
  const VaultWork *work;
} Looking;

static gboolean
go_on (guint32 n_visited, guint32 n_pages, gpointer user_data)
{
  Looking *looking = user_data;

  return !vault_session_should_end (looking->session, looking->work->cancellable, NULL);
}

/* Writing to a database whose structure contradicts itself may overwrite what is whole, so
 * this comes first. */
static gboolean
heal_stamps (VaultSession *self,
             const VaultWork *work,
             guint *out_n_healed,
             GError **error)
{
  g_autoptr (GArray) none = g_array_new (FALSE, FALSE, sizeof (VaultRun));
  guint n_bad = vault_session_count_bad_stamps (self);
  Looking looking = { self, work };
  VaultStructure structure;

  if (n_bad == 0 || self->uncertain)
    return TRUE;
  if (!vault_store_check_structure (self->store, none, go_on, &looking, &structure,
                                    error))
    return FALSE;
  if (structure.n_faults > 0)
    return TRUE;
  if (!vault_session_change_records (self, VAULT_RECORDS_REPLACED, NULL, 0, NULL,
                                     error))
    return FALSE;

  *out_n_healed = n_bad;
  return TRUE;
}

gboolean
vault_session_repair (VaultSession *self,
                      const VaultWork *work,
                      VaultRepairReport *out_healed,
                      GError **error)
{
  g_autoptr (VaultSessionUse) use = NULL;
  g_autoptr (GMutexLocker) locker = NULL;
  g_auto (VaultSurvey) survey = { 0 };
  VaultKeyringFaults healed = { 0 };
  gboolean ok;

  *out_healed = (VaultRepairReport){ 0 };
  if (!vault_session_enter (self, error))
    return FALSE;
  use = self;

  locker = g_mutex_locker_new (&self->change_mutex);
  ok = vault_session_survey (self, &survey, error)
       && vault_keyring_repair (self->keyring, survey.has_record, survey.n_cells,
                                &healed, error)
       && heal_stamps (self, work, &out_healed->n_stamps, error);

  out_healed->n_blocks = healed.n_blocks;
  out_healed->n_epochs = healed.n_epochs;
  out_healed->n_cells = healed.n_cells;
  return ok;
}
