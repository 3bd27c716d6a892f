/* session-verify.c - reading and authenticating every byte
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "vault/session-private.h"

#include <sodium.h>

#include "keyring/keyring-repair.h"
#include "store/pages.h"
#include "store/structure.h"

typedef struct {
  VaultSession *session;
  const VaultWork *work;
  VaultProgress progress;
  VaultVerifyReport *report;
  GPtrArray *damaged;
  guint64 n_stream_bytes;
  guint8 *buffer; /* VAULT_CHUNK_BYTES */
} Verify;

/* What one item turned out to be. */
typedef struct {
  guint64 n_bytes_good;
  guint64 n_bytes_bad; /* of the original */
  gboolean is_damaged;
} Finding;

/* What lies on disk and does not verify, or cannot be read at all; anything else ends the
 * run. */
static gboolean
is_damage (const GError *error)
{
  return g_error_matches (error, VAULT_ERROR, VAULT_ERROR_DAMAGED_ITEM)
         || g_error_matches (error, VAULT_ERROR, VAULT_ERROR_DAMAGED_DATABASE)
         || g_error_matches (error, VAULT_ERROR, VAULT_ERROR_IO);
}

static void
report_progress (Verify *self)
{
  if (self->work->progress != NULL)
    self->work->progress (&self->progress, self->work->user_data);
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

/* A bad chunk does not end it: how much of the original is left is what a person asks next. */
static gboolean
verify_chunk (Verify *self,
              VaultSource *source,
              VaultStreamNumber stream,
              guint64 at,
              Finding *finding,
              GError **error)
{
  gsize n =
      (gsize) MIN (vault_source_get_n_bytes (source) - at, (guint64) VAULT_CHUNK_BYTES);
  g_autoptr (GError) local = NULL;

  self->progress.n_bytes_done += n;
  if (vault_source_read (source, at, self->buffer, n, &local)) {
    finding->n_bytes_good += n;
    return TRUE;
  }
  if (!is_damage (local)) {
    g_propagate_error (error, g_steal_pointer (&local));
    return FALSE;
  }

  finding->is_damaged = TRUE;
  if (stream == VAULT_STREAM_MEDIA)
    finding->n_bytes_bad += n;
  return TRUE;
}

static gboolean
verify_stream (Verify *self,
               const VaultEntry *entry,
               VaultStreamNumber stream,
               Finding *finding,
               GError **error)
{
  g_autoptr (VaultSource) source = NULL;
  guint64 n_bytes = entry->streams[stream].n_bytes;

  if (n_bytes == 0)
    return TRUE;
  source = vault_session_open_source_to_verify (self->session, entry, stream, error);
  if (source == NULL)
    return FALSE;

  for (guint64 at = 0; at < n_bytes; at += VAULT_CHUNK_BYTES) {
    if (vault_session_should_end (self->session, self->work->cancellable, error)
        || !verify_chunk (self, source, stream, at, finding, error))
      return FALSE;
    report_progress (self);
  }

  return TRUE;
}

/* The entry as it is now: its deadline may have been moved since the list was made, and a
 * record is compared with what is on disk. */
static gboolean
verify_entry (Verify *self, const VaultEntry *entry, Finding *finding, GError **error)
{
  g_autoptr (VaultSessionUse) use = NULL;
  g_autoptr (GError) local = NULL;

  if (!vault_session_enter (self->session, error))
    return FALSE;
  use = self->session;

  if (!verify_record (self, entry, &local)) {
    if (!is_damage (local)
        && !g_error_matches (local, VAULT_ERROR, VAULT_ERROR_NO_ITEM)) {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
    finding->is_damaged = TRUE;
  }
  for (guint i = 0; i < VAULT_N_STREAMS; i++) {
    if (!verify_stream (self, entry, i, finding, error))
      return FALSE;
  }

  return TRUE;
}

/* Between two changes, so that records, cells and stamps are those of one moment. */
static gboolean
verify_pair (Verify *self, GError **error)
{
  VaultSession *session = self->session;
  VaultVerifyReport *report = self->report;
  g_autoptr (VaultSessionUse) use = NULL;
  g_autoptr (GMutexLocker) locker = NULL;
  g_auto (VaultSurvey) survey = { 0 };
  VaultKeyringFaults faults;

  if (!vault_session_enter (session, error))
    return FALSE;
  use = session;

  locker = g_mutex_locker_new (&session->change_mutex);
  if (!vault_session_survey (session, &survey, error)
      || !vault_keyring_find_faults (session->keyring, &faults, error))
    return FALSE;

  report->n_healed = session->summary.n_healed;
  report->n_unreadable = survey.n_unreadable;
  report->n_missing = survey.n_missing;
  report->n_lone_keys = survey.n_lone_keys;
  report->n_mirror_faults = faults.n_blocks + faults.n_epochs + faults.n_cells
                            + vault_session_count_bad_stamps (session);
  return TRUE;
}

static gboolean
on_page (guint32 n_visited, guint32 n_pages, gpointer user_data)
{
  Verify *self = user_data;

  self->progress.n_bytes_done = (guint64) n_visited * VAULT_PAGE_BYTES;
  self->progress.n_bytes_total =
      self->n_stream_bytes + (guint64) n_pages * VAULT_PAGE_BYTES;
  report_progress (self);
  return !vault_session_should_end (self->session, self->work->cancellable, NULL);
}

static gboolean
verify_structure (Verify *self, GError **error)
{
  VaultSession *session = self->session;
  g_autoptr (VaultSessionUse) use = NULL;
  g_autoptr (GArray) runs = vault_session_dup_runs (session);
  VaultStructure structure;

  if (!vault_session_enter (session, error))
    return FALSE;
  use = session;

  if (!vault_store_check_structure (session->store, runs, on_page, self, &structure,
                                    error))
    return FALSE;
  self->report->n_structure_faults = structure.n_faults;
  self->report->n_unreadable += structure.n_stray_records;
  self->report->n_stray_pieces = structure.n_strays;
  self->progress.n_bytes_done = self->progress.n_bytes_total - self->n_stream_bytes;
  return TRUE;
}

static void
add_damaged (Verify *self, const VaultEntry *entry, const Finding *finding)
{
  VaultDamagedItem *item;

  self->report->n_damaged++;
  if (self->damaged == NULL)
    return;

  item = g_new0 (VaultDamagedItem, 1);
  item->id = g_strdup (entry->id);
  item->name = g_strdup (entry->name);
  item->n_bytes = entry->streams[VAULT_STREAM_MEDIA].n_bytes;
  item->n_bytes_bad = finding->n_bytes_bad;
  g_ptr_array_add (self->damaged, item);
}

/* One item; what it says of itself goes into the report.  FALSE ends the run. */
static gboolean
count_entry (Verify *self, const VaultEntry *entry, GError **error)
{
  g_autoptr (VaultEntry) still = NULL;
  g_autoptr (GError) local = NULL;
  Finding finding = { 0 };
  gboolean whole_run = verify_entry (self, entry, &finding, &local);

  /* What was destroyed while we read it is not damage. */
  still = vault_session_dup_entry (self->session, entry->id);
  if (still == NULL && (whole_run || local->domain == VAULT_ERROR)
      && !g_error_matches (local, VAULT_ERROR, VAULT_ERROR_LOCKED))
    return TRUE;
  if (g_error_matches (local, VAULT_ERROR, VAULT_ERROR_EXPIRED))
    return TRUE;

  if (!whole_run) {
    /* A key that was there at the opening and does not open now, or a record that is gone. */
    if (!is_damage (local)
        && !g_error_matches (local, VAULT_ERROR, VAULT_ERROR_NO_ITEM)) {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
    finding.is_damaged = TRUE;
    finding.n_bytes_bad = entry->streams[VAULT_STREAM_MEDIA].n_bytes;
  }

  self->report->n_bytes += finding.n_bytes_good;
  if (finding.is_damaged)
    add_damaged (self, entry, &finding);
  else
    self->report->n_items++;
  return TRUE;
}

static gboolean
verify_entries (Verify *self, GPtrArray *entries, GError **error)
{
  for (guint i = 0; i < entries->len; i++) {
    if (!count_entry (self, entries->pdata[i], error))
      return FALSE;
    self->progress.n_done = i + 1;
  }

  return TRUE;
}

static guint64
count_stream_bytes (GPtrArray *entries)
{
  guint64 n_bytes = 0;

  for (guint i = 0; i < entries->len; i++) {
    const VaultEntry *entry = entries->pdata[i];

    for (guint stream = 0; stream < VAULT_N_STREAMS; stream++)
      n_bytes += entry->streams[stream].n_bytes;
  }

  return n_bytes;
}

gboolean
vault_session_verify (VaultSession *self,
                      const VaultWork *work,
                      VaultVerifyReport *out_report,
                      GPtrArray *damaged,
                      GError **error)
{
  g_autoptr (GPtrArray) entries = vault_session_dup_entries (self);
  g_autofree guint8 *buffer = g_malloc (VAULT_CHUNK_BYTES);
  Verify verify = { .session = self,
                    .work = work,
                    .progress.n_total = entries->len,
                    .report = out_report,
                    .damaged = damaged,
                    .n_stream_bytes = count_stream_bytes (entries),
                    .buffer = buffer };
  gboolean ok;

  *out_report = (VaultVerifyReport){ 0 };
  ok = verify_pair (&verify, error) && verify_structure (&verify, error)
       && verify_entries (&verify, entries, error);
  sodium_memzero (buffer, VAULT_CHUNK_BYTES);
  return ok;
}
