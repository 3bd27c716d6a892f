/* stream-writer.c - streams into sealed pieces, on threads of its own
 *
 * A batch goes round: FREE -> FILLING (caller) -> SEALING (sealers) -> INSERTING (inserter)
 * -> FREE.  Batches are inserted in the order in which they were filled.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "store/stream-writer.h"

#include <sodium.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "crypto/remains.h"

#define BATCH_CHUNKS 16
/* Enough to go on sealing while a commit waits for the disk. */
#define N_BATCHES 14
#define N_SEALERS 2
/* What everything waits for is the inserting; a sealer that is let onto its processor first
 * has nothing of it. */
#define SEALER_NICE 10
/* Sources are read into whole pages: into a buffer that begins a few bytes behind the start
 * of one, as large ones of malloc() do, the kernel copies at a quarter of the speed. */
#define PAGE_BYTES 4096
/* The disk is set to work this often, so that it writes while we seal. */
#define WRITE_EVERY_BYTES (8 << 20)

typedef struct {
  VaultSecret *key;
  VaultChunkPlace place;
  guint64 first_index;
  guint64 first_piece;
  guint n_chunks;
  gboolean last; /* the final chunk of the stream is in it */
  gboolean sealed;
  gboolean stop; /* no batch: the thread that takes it ends */
  guint8 *plain;
  guint8 *pieces;
} Batch;

struct _VaultStreamWriter {
  VaultStore *store;
  GThread *sealers[N_SEALERS];
  GThread *inserter;
  GThreadPool *starter;   /* sets the disk to work */
  GAsyncQueue *free;      /* Batch */
  GAsyncQueue *to_seal;   /* Batch */
  GAsyncQueue *to_insert; /* Batch, in order */
  Batch batches[N_BATCHES];
  Batch stop;

  GMutex mutex;
  GCond changed; /* a batch was sealed, or one was inserted */
  guint n_in_flight;
  GError *error;
  guint64 n_uncommitted_bytes; /* inserter only */

  /* The stream being filled; caller only. */
  VaultSecret *key;
  VaultChunkPlace place;
  guint64 n_bytes_left;
  guint64 next_index;
  guint64 next_piece;
  Batch *filling;
  gsize n_filled;
};

static gpointer
seal_batches (gpointer user_data)
{
  VaultStreamWriter *self = user_data;

  /* Linux has this for each thread. */
  (void) setpriority (PRIO_PROCESS, (id_t) syscall (SYS_gettid), SEALER_NICE);
  for (;;) {
    Batch *batch = g_async_queue_pop (self->to_seal);

    if (batch->stop) {
      vault_remains_clear ();
      return NULL;
    }

    for (guint i = 0; i < batch->n_chunks; i++)
      vault_chunk_seal (&batch->place, batch->first_index + i,
                        batch->last && i + 1 == batch->n_chunks ? VAULT_CHUNK_FINAL
                                                                : VAULT_CHUNK_INNER,
                        batch->plain + (gsize) i * VAULT_CHUNK_BYTES,
                        batch->pieces + (gsize) i * VAULT_PIECE_BYTES);

    g_mutex_lock (&self->mutex);
    batch->sealed = TRUE;
    g_cond_broadcast (&self->changed);
    g_mutex_unlock (&self->mutex);
  }
}

/* On a thread of its own: handing pages to the disk takes an eighth of the inserting. */
static void
start_writing (gpointer data, gpointer user_data)
{
  VaultStreamWriter *self = data;

  vault_store_start_writing (self->store);
}

static gboolean
insert_batch (VaultStreamWriter *self, Batch *batch, GError **error)
{
  guint64 n_before;

  if (!vault_store_put_pieces (self->store, batch->first_piece, batch->pieces,
                               batch->n_chunks, error))
    return FALSE;

  n_before = self->n_uncommitted_bytes;
  self->n_uncommitted_bytes += (guint64) batch->n_chunks * VAULT_PIECE_BYTES;
  if (self->n_uncommitted_bytes / WRITE_EVERY_BYTES > n_before / WRITE_EVERY_BYTES)
    g_thread_pool_push (self->starter, self, NULL);
  if (self->n_uncommitted_bytes < VAULT_COMMIT_EVERY_BYTES)
    return TRUE;

  self->n_uncommitted_bytes = 0;
  return vault_store_commit (self->store, error);
}

/* Wait until the batch is sealed, also when it will not be used: a sealer has it.
 * Returns whether an error has happened already. */
static gboolean
wait_for_seal (VaultStreamWriter *self, Batch *batch)
{
  gboolean failed;

  g_mutex_lock (&self->mutex);
  while (!batch->sealed)
    g_cond_wait (&self->changed, &self->mutex);
  failed = self->error != NULL;
  g_mutex_unlock (&self->mutex);

  return failed;
}

static gpointer
insert_batches (gpointer user_data)
{
  VaultStreamWriter *self = user_data;

  for (;;) {
    Batch *batch = g_async_queue_pop (self->to_insert);
    GError *error = NULL;

    if (batch->stop)
      return NULL;

    if (!wait_for_seal (self, batch))
      (void) insert_batch (self, batch, &error);

    g_clear_pointer (&batch->key, vault_secret_unref);
    g_async_queue_push (self->free, batch);

    g_mutex_lock (&self->mutex);
    if (self->error == NULL)
      self->error = error;
    else
      g_clear_error (&error);
    self->n_in_flight--;
    g_cond_broadcast (&self->changed);
    g_mutex_unlock (&self->mutex);
  }
}

VaultStreamWriter *
vault_stream_writer_new (VaultStore *store)
{
  VaultStreamWriter *self = g_new0 (VaultStreamWriter, 1);

  self->store = store;
  self->stop.stop = TRUE;
  self->free = g_async_queue_new ();
  self->to_seal = g_async_queue_new ();
  self->to_insert = g_async_queue_new ();
  g_mutex_init (&self->mutex);
  g_cond_init (&self->changed);

  for (guint i = 0; i < N_BATCHES; i++) {
    self->batches[i].plain =
        g_aligned_alloc (BATCH_CHUNKS, VAULT_CHUNK_BYTES, PAGE_BYTES);
    self->batches[i].pieces = g_malloc ((gsize) BATCH_CHUNKS * VAULT_PIECE_BYTES);
    g_async_queue_push (self->free, &self->batches[i]);
  }
  for (guint i = 0; i < N_SEALERS; i++)
    self->sealers[i] = g_thread_new ("seal", seal_batches, self);
  self->starter = g_thread_pool_new (start_writing, NULL, 1, FALSE, NULL);
  self->inserter = g_thread_new ("insert", insert_batches, self);

  return self;
}

void
vault_stream_writer_free (VaultStreamWriter *self)
{
  if (self == NULL)
    return;

  vault_stream_writer_abort (self);
  for (guint i = 0; i < N_SEALERS; i++)
    g_async_queue_push (self->to_seal, &self->stop);
  for (guint i = 0; i < N_SEALERS; i++)
    g_thread_join (self->sealers[i]);
  g_async_queue_push (self->to_insert, &self->stop);
  g_thread_join (self->inserter);
  g_thread_pool_free (self->starter, FALSE, TRUE);

  for (guint i = 0; i < N_BATCHES; i++) {
    sodium_memzero (self->batches[i].plain, (gsize) BATCH_CHUNKS * VAULT_CHUNK_BYTES);
    g_aligned_free (self->batches[i].plain);
    g_free (self->batches[i].pieces);
  }
  g_async_queue_unref (self->free);
  g_async_queue_unref (self->to_seal);
  g_async_queue_unref (self->to_insert);
  g_clear_error (&self->error);
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->changed);
  g_free (self);
}

void
vault_stream_writer_begin (VaultStreamWriter *self,
                           VaultSecret *key,
                           const VaultChunkPlace *place,
                           guint64 n_bytes,
                           guint64 first_piece)
{
  g_assert (self->key == NULL && n_bytes > 0);
  g_assert (place->stream != VAULT_LATE_STREAM || n_bytes <= VAULT_LATE_BYTES);

  self->key = vault_secret_ref (key);
  self->place = *place;
  self->place.key = vault_secret_get (key);
  self->n_bytes_left = n_bytes;
  self->next_index = 0;
  self->next_piece = first_piece;
}

guint8 *
vault_stream_writer_get_room (VaultStreamWriter *self, gsize *out_n_bytes)
{
  if (self->filling == NULL) {
    self->filling = g_async_queue_pop (self->free);
    self->n_filled = 0;
  }

  *out_n_bytes = (gsize) MIN ((gsize) BATCH_CHUNKS * VAULT_CHUNK_BYTES - self->n_filled,
                              self->n_bytes_left);
  return self->filling->plain + self->n_filled;
}

static void
submit (VaultStreamWriter *self)
{
  Batch *batch = g_steal_pointer (&self->filling);
  gsize n_padding;

  batch->n_chunks = (guint) vault_chunk_count (self->n_filled);
  batch->last = self->n_bytes_left == 0;
  batch->key = vault_secret_ref (self->key);
  batch->place = self->place;
  batch->first_index = self->next_index;
  batch->first_piece = self->next_piece;
  batch->sealed = FALSE;

  n_padding = (gsize) batch->n_chunks * VAULT_CHUNK_BYTES - self->n_filled;
  sodium_memzero (batch->plain + self->n_filled, n_padding);
  self->next_index += batch->n_chunks;
  self->next_piece += batch->n_chunks;

  g_mutex_lock (&self->mutex);
  self->n_in_flight++;
  g_mutex_unlock (&self->mutex);
  g_async_queue_push (self->to_seal, batch);
  g_async_queue_push (self->to_insert, batch);
}

void
vault_stream_writer_advance (VaultStreamWriter *self, gsize n_bytes)
{
  g_assert (self->filling != NULL && n_bytes <= self->n_bytes_left);

  self->n_filled += n_bytes;
  self->n_bytes_left -= n_bytes;
  if (self->n_bytes_left == 0
      || self->n_filled == (gsize) BATCH_CHUNKS * VAULT_CHUNK_BYTES)
    submit (self);
  if (self->n_bytes_left == 0)
    g_clear_pointer (&self->key, vault_secret_unref);
}

void
vault_stream_writer_abort (VaultStreamWriter *self)
{
  if (self->filling != NULL)
    g_async_queue_push (self->free, g_steal_pointer (&self->filling));
  g_clear_pointer (&self->key, vault_secret_unref);
  self->n_bytes_left = 0;
}

gboolean
vault_stream_writer_flush (VaultStreamWriter *self, GError **error)
{
  GError *failure;

  g_mutex_lock (&self->mutex);
  while (self->n_in_flight > 0)
    g_cond_wait (&self->changed, &self->mutex);
  failure = g_steal_pointer (&self->error);
  g_mutex_unlock (&self->mutex);

  if (failure == NULL)
    return TRUE;

  g_propagate_error (error, failure);
  return FALSE;
}
