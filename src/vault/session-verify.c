/* session-verify.c - reading and authenticating every byte
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "vault/session-private.h"

#include <sodium.h>

#define READ_BYTES ((gsize) 1 << 20)

typedef struct {
  VaultSession *session;
  const VaultWork *work;
  VaultProgress progress;
  VaultVerifyReport *report;
  guint8 *buffer;
} Verify;

/* Only what the media itself says is damage; anything else ends the run. */
static gboolean
is_damage (const GError *error)
{
  return g_error_matches (error, VAULT_ERROR, VAULT_ERROR_DAMAGED_ITEM)
         || g_error_matches (error, VAULT_ERROR, VAULT_ERROR_DAMAGED_DATABASE);
}

static gboolean
verify_record (Verify *self, const VaultEntry *entry, GError **error)
{
  g_autoptr (VaultSecret) key = NULL;
  guint8 sealed[VAULT_RECORD_BYTES];
  guint8 plain[VAULT_RECORD_PLAIN_BYTES];
  gboolean opened;

  key = vault_session_dup_stream_key (self->session, entry->cell, VAULT_SUBKEY_RECORD,
                                      error);
  if (key == NULL
      || !vault_store_get_record (self->session->store, entry->cell, sealed, error))
    return FALSE;

  opened = vault_record_open (vault_secret_get (key),
                              vault_keyring_get_vault_id (self->session->keyring),
                              entry->cell, sealed, plain);
  sodium_memzero (plain, sizeof plain);
  if (!opened)
    g_set_error (error, VAULT_ERROR, VAULT_ERROR_DAMAGED_ITEM, "record");
  return opened;
}

static gboolean
verify_stream (Verify *self,
               const VaultEntry *entry,
               VaultStreamNumber stream,
               GError **error)
{
  g_autoptr (VaultSource) source = NULL;
  guint64 n_bytes = entry->streams[stream].n_bytes;

  if (n_bytes == 0)
    return TRUE;
  source = vault_session_open_source (self->session, entry, stream, error);
  if (source == NULL)
    return FALSE;

  for (guint64 at = 0; at < n_bytes;) {
    gsize n = (gsize) MIN (n_bytes - at, READ_BYTES);

    if (vault_session_should_end (self->session, self->work->cancellable, error)
        || !vault_source_read (source, at, self->buffer, n, error))
      return FALSE;

    at += n;
    self->progress.n_bytes_done += n;
    self->report->n_bytes += n;
    if (self->work->progress != NULL)
      self->work->progress (&self->progress, self->work->user_data);
  }

  return TRUE;
}

static gboolean
verify_entry (Verify *self, const VaultEntry *entry, GError **error)
{
  g_autoptr (VaultSessionUse) use = NULL;

  if (!vault_session_enter (self->session, error))
    return FALSE;
  use = self->session;

  if (!verify_record (self, entry, error))
    return FALSE;
  for (guint i = 0; i < VAULT_N_STREAMS; i++) {
    if (!verify_stream (self, entry, i, error))
      return FALSE;
  }

  return TRUE;
}

static gboolean
verify_keyring (Verify *self, GError **error)
{
  g_autoptr (VaultSessionUse) use = NULL;

  if (!vault_session_enter (self->session, error))
    return FALSE;
  use = self->session;

  return vault_keyring_count_mirror_faults (self->session->keyring,
                                            &self->report->n_mirror_faults, error);
}

/* One item; what it says of itself goes into the report.  FALSE ends the run. */
static gboolean
count_entry (Verify *self, const VaultEntry *entry, GError **error)
{
  g_autoptr (VaultEntry) still = NULL;
  g_autoptr (GError) local = NULL;

  if (verify_entry (self, entry, &local)) {
    self->report->n_items++;
    return TRUE;
  }

  if (is_damage (local)) {
    /* Unless it was destroyed while we read it. */
    still = vault_session_dup_entry (self->session, entry->id);
    self->report->n_damaged += still != NULL;
    return TRUE;
  }
  if (g_error_matches (local, VAULT_ERROR, VAULT_ERROR_NO_ITEM)
      || g_error_matches (local, VAULT_ERROR, VAULT_ERROR_EXPIRED))
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

static gboolean
verify_entries (Verify *self, GPtrArray *entries, GError **error)
{
  for (guint i = 0; i < entries->len; i++) {
    if (!count_entry (self, entries->pdata[i], error))
      return FALSE;
    self->progress.n_done = i + 1;
  }

  return verify_keyring (self, error);
}

gboolean
vault_session_verify (VaultSession *self,
                      const VaultWork *work,
                      VaultVerifyReport *out_report,
                      GError **error)
{
  g_autoptr (GPtrArray) entries = vault_session_dup_entries (self);
  g_autofree guint8 *buffer = g_malloc (READ_BYTES);
  Verify verify = { self, work, { 0, entries->len, 0, 0 }, out_report, buffer };
  gboolean ok;

  *out_report = (VaultVerifyReport){ 0 };
  out_report->n_unreadable = self->summary.n_damaged;
  for (guint i = 0; i < entries->len; i++) {
    const VaultEntry *entry = entries->pdata[i];

    for (guint stream = 0; stream < VAULT_N_STREAMS; stream++)
      verify.progress.n_bytes_total += entry->streams[stream].n_bytes;
  }

  ok = verify_entries (&verify, entries, error);
  sodium_memzero (buffer, READ_BYTES);
  return ok;
}
