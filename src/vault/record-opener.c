/* record-opener.c - all records of a vault, opened on several threads
 *
 * A batch goes round: FILLING (reader) -> to_open -> opened (any thread) -> handed out
 * (reader) -> FILLING.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "vault/record-opener.h"

#include <sodium.h>
#include <string.h>

#include "crypto/remains.h"

/* Worth waking a thread for, and small enough that all of them end at about the same time. */
#define BATCH_ROWS 64
#define BATCHES_PER_THREAD 4
#define MAX_HELPERS 15

/* What one thread needs that must not lie on the stack; lives in a VaultSecret. */
typedef struct {
  guint8 root[VAULT_KEY_BYTES];
  guint8 record_key[VAULT_KEY_BYTES];
  VaultCellScratch cell;
} Room;

typedef struct {
  guint64 row;
  gboolean is_whole; /* it has the size of a record */
  VaultOpenedRecord found;
} Row;

typedef struct {
  gboolean stop; /* no batch: the thread that takes it ends */
  guint n_rows;
  Row rows[BATCH_ROWS];
  guint8 sealed[BATCH_ROWS][VAULT_RECORD_BYTES];
} Batch;

typedef struct {
  VaultStore *store;
  VaultKeyring *keyring;
  VaultOpenedRecordFunc func;
  gpointer user_data;

  GAsyncQueue *to_open; /* Batch */
  GAsyncQueue *opened;  /* Batch */

  /* The reader's alone. */
  VaultSecret *room;
  GPtrArray *batches; /* all there are */
  GPtrArray *helpers; /* GThread */
  gboolean started;
  Batch *filling;
  guint n_in_flight; /* handed over and not handed out yet */
} Opener;

/* A helper's own. */
typedef struct {
  Opener *opener;
  VaultSecret *room;
} Helper;

static void
open_row (Opener *self, const guint8 *sealed, Row *row, Room *room)
{
  VaultOpenedRecord *found = &row->found;
  guint8 plain[VAULT_RECORD_PLAIN_BYTES];

  *found = (VaultOpenedRecord){ .cell = (guint32) MIN (row->row, G_MAXUINT32) };
  found->status = vault_keyring_read_cell_with (self->keyring, found->cell, &room->cell,
                                                room->root, &found->epoch);
  if (found->status != VAULT_CELL_OPEN || !row->is_whole)
    return;

  vault_subkey_derive (room->root, VAULT_SUBKEY_RECORD, room->record_key);
  if (vault_record_open (room->record_key, vault_keyring_get_vault_id (self->keyring),
                         row->row, sealed, plain)) {
    found->entry = vault_entry_decode (plain);
    if (found->entry == NULL)
      found->card = vault_card_decode (plain);
  }
  sodium_memzero (plain, sizeof plain);

  if (found->entry != NULL) {
    found->entry->cell = found->cell;
    vault_entry_set_root (found->entry, room->root);
  }
  if (found->card != NULL) {
    found->card->cell = found->cell;
    vault_card_set_root (found->card, room->root);
  }
}

static void
open_batch (Opener *self, Batch *batch, VaultSecret *secret)
{
  Room *room = (Room *) (gpointer) vault_secret_get_writable (secret);

  for (guint i = 0; i < batch->n_rows; i++)
    open_row (self, batch->sealed[i], &batch->rows[i], room);
  sodium_memzero (room, sizeof *room);
}

static gpointer
help (gpointer user_data)
{
  Helper *helper = user_data;
  Opener *self = helper->opener;

  for (;;) {
    Batch *batch = g_async_queue_pop (self->to_open);

    if (batch->stop)
      break;
    open_batch (self, batch, helper->room);
    g_async_queue_push (self->opened, batch);
  }

  vault_secret_unref (helper->room);
  g_free (helper);
  vault_remains_clear ();
  return NULL;
}

/* One fewer is no reason to keep somebody out of their vault. */
static void
start_helper (Opener *self)
{
  VaultSecret *room = vault_secret_new (sizeof (Room), NULL);
  Helper *helper;
  GThread *thread;

  if (room == NULL)
    return;

  helper = g_new (Helper, 1);
  *helper = (Helper){ self, room };
  thread = g_thread_try_new ("open", help, helper, NULL);
  if (thread != NULL) {
    g_ptr_array_add (self->helpers, thread);
    return;
  }

  vault_secret_unref (room);
  g_free (helper);
}

static void
start_helpers (Opener *self)
{
  guint n_helpers = MIN (g_get_num_processors () - 1, MAX_HELPERS);

  self->started = TRUE;
  for (guint i = 0; i < n_helpers; i++)
    start_helper (self);
}

static void
drop_entries (Batch *batch)
{
  for (guint i = 0; i < batch->n_rows; i++) {
    g_clear_pointer (&batch->rows[i].found.entry, vault_entry_unref);
    g_clear_pointer (&batch->rows[i].found.card, vault_card_unref);
  }
  batch->n_rows = 0;
}

/* Hand out what was found; the batch is then empty. */
static void
hand_out (Opener *self, Batch *batch)
{
  for (guint i = 0; i < batch->n_rows; i++)
    self->func (&batch->rows[i].found, self->user_data);
  drop_entries (batch);
}

static Batch *
new_batch (Opener *self)
{
  Batch *batch = g_new0 (Batch, 1);

  g_ptr_array_add (self->batches, batch);
  return batch;
}

/* Wait for some batch that was handed over, or open one: whoever waits can as well work.
 * Returns it, empty. */
static Batch *
finish_one (Opener *self)
{
  Batch *batch = g_async_queue_try_pop (self->opened);

  if (batch == NULL) {
    batch = g_async_queue_try_pop (self->to_open);
    if (batch != NULL)
      open_batch (self, batch, self->room);
    else
      batch = g_async_queue_pop (self->opened);
  }

  self->n_in_flight--;
  hand_out (self, batch);
  return batch;
}

static void
hand_over (Opener *self)
{
  if (!self->started)
    start_helpers (self);

  g_async_queue_push (self->to_open, self->filling);
  self->n_in_flight++;
  self->filling = self->batches->len < BATCHES_PER_THREAD * (self->helpers->len + 1)
                      ? new_batch (self)
                      : finish_one (self);
}

static gboolean
gather (guint64 row, const guint8 *sealed, gpointer user_data, GError **error)
{
  Opener *self = user_data;
  Batch *batch = self->filling;
  guint i = batch->n_rows++;

  batch->rows[i].row = row;
  batch->rows[i].is_whole = sealed != NULL;
  if (sealed != NULL)
    memcpy (batch->sealed[i], sealed, VAULT_RECORD_BYTES);
  if (batch->n_rows == BATCH_ROWS)
    hand_over (self);

  return TRUE;
}

static void
stop (Opener *self)
{
  Batch *stop = g_new0 (Batch, 1);

  stop->stop = TRUE;
  for (guint i = 0; i < self->helpers->len; i++)
    g_async_queue_push (self->to_open, stop);
  for (guint i = 0; i < self->helpers->len; i++)
    g_thread_join (self->helpers->pdata[i]);
  g_free (stop);

  for (guint i = 0; i < self->batches->len; i++)
    drop_entries (self->batches->pdata[i]);
  g_ptr_array_unref (self->batches);
  g_ptr_array_unref (self->helpers);
  g_async_queue_unref (self->to_open);
  g_async_queue_unref (self->opened);
  vault_secret_unref (self->room);
}

gboolean
vault_records_foreach (VaultStore *store,
                       VaultKeyring *keyring,
                       VaultOpenedRecordFunc func,
                       gpointer user_data,
                       GError **error)
{
  Opener self = {
    .store = store, .keyring = keyring, .func = func, .user_data = user_data
  };
  gboolean ok;

  self.room = vault_secret_new (sizeof (Room), error);
  if (self.room == NULL)
    return FALSE;
  self.to_open = g_async_queue_new ();
  self.opened = g_async_queue_new ();
  self.batches = g_ptr_array_new_with_free_func (g_free);
  self.helpers = g_ptr_array_new ();
  self.filling = new_batch (&self);

  ok = vault_store_foreach_record (store, gather, &self, error);
  if (ok) {
    while (self.n_in_flight > 0)
      (void) finish_one (&self);
    open_batch (&self, self.filling, self.room);
    hand_out (&self, self.filling);
  }

  stop (&self);
  return ok;
}
