/* trace.c - one trace, and removing it by what it is
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "traces/hunt.h"

VaultTrace *
vault_trace_ref (VaultTrace *self)
{
  g_atomic_ref_count_inc (&self->n_refs);
  return self;
}

void
vault_trace_unref (VaultTrace *self)
{
  if (self == NULL || !g_atomic_ref_count_dec (&self->n_refs))
    return;

  vault_spot_free (self->spot);
  vault_spot_free (self->card);
  g_free (self->place);
  g_free (self->list);
  g_free (self->uri);
  g_free (self->in_list);
  g_free (self->item);
  g_clear_object (&self->bus);
  g_free (self);
}

VaultTraceKind
vault_trace_get_kind (const VaultTrace *self)
{
  return self->kind;
}

VaultTraceState
vault_trace_get_state (const VaultTrace *self)
{
  return self->state;
}

VaultTraceOutcome
vault_trace_get_outcome (const VaultTrace *self)
{
  return self->outcome;
}

VaultError
vault_trace_get_error (const VaultTrace *self)
{
  return self->error;
}

const char *
vault_trace_get_place (const VaultTrace *self)
{
  return self->place;
}

const char *
vault_trace_get_program (const VaultTrace *self)
{
  return self->program;
}

const char *
vault_trace_get_sync_service (const VaultTrace *self)
{
  return self->sync_service;
}

guint
vault_trace_get_n_other_names (const VaultTrace *self)
{
  return self->spot == NULL ? 0 : (guint) MAX (self->spot->info.st_nlink, 1) - 1;
}

guint
vault_trace_get_file (const VaultTrace *self)
{
  return self->file;
}

gboolean
vault_trace_needs_proof (const VaultTrace *self)
{
  return self->kind == VAULT_TRACE_ORIGINAL || self->kind == VAULT_TRACE_COPY
         || self->kind == VAULT_TRACE_TRASHED;
}

static VaultTraceOutcome
remove_trashed (VaultTrace *self,
                VaultSpotProof proof,
                gpointer user_data,
                GError **error)
{
  VaultTraceOutcome outcome = vault_spot_remove (self->spot, proof, user_data, error);

  /* What is left without a file is an entry that the trash can no longer restore. */
  if (outcome != VAULT_TRACE_REMOVED || self->card == NULL)
    return outcome;

  outcome = vault_spot_remove (self->card, NULL, NULL, error);
  return outcome == VAULT_TRACE_GONE ? VAULT_TRACE_REMOVED : outcome;
}

static VaultTraceOutcome
remove_by_kind (VaultTrace *self,
                VaultSpotProof proof,
                gpointer user_data,
                GError **error)
{
  switch (self->kind) {
  case VAULT_TRACE_TRASHED:
    return remove_trashed (self, proof, user_data, error);
  case VAULT_TRACE_RECENT:
    return vault_recent_remove (self, error);
  case VAULT_TRACE_METADATA:
    return vault_metadata_remove (self, error);
  case VAULT_TRACE_INDEX:
    return vault_index_remove (self, error);
  case VAULT_TRACE_ORIGINAL:
  case VAULT_TRACE_COPY:
    return vault_spot_remove (self->spot, proof, user_data, error);
  default:
    return vault_spot_remove (self->spot, NULL, NULL, error);
  }
}

void
vault_trace_remove (VaultTrace *self, VaultSpotProof proof, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  g_return_if_fail (proof != NULL || !vault_trace_needs_proof (self));

  if (self->state != VAULT_TRACE_REMOVABLE && self->state != VAULT_TRACE_DOUBTFUL)
    return;

  self->outcome = remove_by_kind (self, proof, user_data, &error);
  if (error != NULL)
    self->error =
        error->domain == VAULT_ERROR ? (VaultError) error->code : VAULT_ERROR_IO;
}
