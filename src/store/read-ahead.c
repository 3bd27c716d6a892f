/* read-ahead.c - sealed pieces of one stream, fetched before they are asked for
 *
 * Slot i % VAULT_READ_AHEAD_CHUNKS holds chunk i.  The slots from @first on belong to the
 * caller as far as they are ready, the one behind them to the thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "store/read-ahead.h"

/* So long one looks again and again before one sleeps: to be woken takes longer than a disk
 * takes for the next stretch, and is as much work for the one who wakes. */
#define STAY_AWAKE_US 500

struct _VaultReadAhead {
  VaultStore *store;
  const VaultStreamLayout *layout;
  GThread *thread;

  GMutex mutex;
  GCond wanted;  /* there is something to fetch, or it is over */
  GCond fetched; /* a chunk is ready, or will not be */
  guint64 first;
  guint n_ready;
  guint64 end;   /* no chunk from here on is to be fetched */
  guint64 epoch; /* counts the jumps: what was under way before one is of no use */
  gboolean failed;
  gboolean stop;
  /* Who is to be woken.  GLib asks the system even if it is nobody. */
  gboolean thread_sleeps;
  gboolean caller_sleeps;

  guint8 slots[VAULT_READ_AHEAD_CHUNKS][VAULT_PIECE_BYTES];
};

static gboolean
has_work (VaultReadAhead *self)
{
  return !self->failed && self->n_ready < VAULT_READ_AHEAD_CHUNKS
         && self->first + self->n_ready < self->end;
}

/* With the mutex held, which is let go for the fetching. */
static void
fetch_next (VaultReadAhead *self)
{
  guint64 index = self->first + self->n_ready;
  guint64 epoch = self->epoch;
  gboolean ok;

  g_mutex_unlock (&self->mutex);
  ok = vault_store_get_piece (self->store,
                              vault_stream_layout_get_piece (self->layout, index),
                              self->slots[index % VAULT_READ_AHEAD_CHUNKS], NULL);
  g_mutex_lock (&self->mutex);

  if (epoch != self->epoch)
    return;
  self->failed = !ok;
  self->n_ready += ok;
  if (self->caller_sleeps)
    g_cond_signal (&self->fetched);
}

static void
sleep_until (VaultReadAhead *self, GCond *cond, gboolean *sleeps)
{
  *sleeps = TRUE;
  g_cond_wait (cond, &self->mutex);
  *sleeps = FALSE;
}

static gpointer
fetch (gpointer user_data)
{
  VaultReadAhead *self = user_data;

  g_mutex_lock (&self->mutex);
  while (!self->stop) {
    if (has_work (self))
      fetch_next (self);
    else
      sleep_until (self, &self->wanted, &self->thread_sleeps);
  }
  g_mutex_unlock (&self->mutex);

  return NULL;
}

VaultReadAhead *
vault_read_ahead_new (VaultStore *store, const VaultStreamLayout *layout)
{
  VaultReadAhead *self = g_new0 (VaultReadAhead, 1);

  self->store = store;
  self->layout = layout;
  g_mutex_init (&self->mutex);
  g_cond_init (&self->wanted);
  g_cond_init (&self->fetched);
  self->thread = g_thread_new ("read-ahead", fetch, self);
  return self;
}

void
vault_read_ahead_free (VaultReadAhead *self)
{
  if (self == NULL)
    return;

  g_mutex_lock (&self->mutex);
  self->stop = TRUE;
  g_cond_signal (&self->wanted);
  g_mutex_unlock (&self->mutex);
  g_thread_join (self->thread);

  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->wanted);
  g_cond_clear (&self->fetched);
  g_free (self);
}

static void
go_on_from (VaultReadAhead *self, guint64 index)
{
  self->epoch++;
  self->first = index;
  self->n_ready = 0;
  self->failed = FALSE;
}

static void
jump (VaultReadAhead *self, guint64 index)
{
  go_on_from (self, index);
  vault_store_expect_pieces (self->store,
                             vault_stream_layout_get_piece (self->layout, index),
                             self->end - index);
}

/* Not for each single chunk: waking a thread costs a good part of decrypting one. */
static void
wake (VaultReadAhead *self)
{
  if (self->thread_sleeps && self->n_ready <= VAULT_READ_AHEAD_CHUNKS / 2
      && has_work (self))
    g_cond_signal (&self->wanted);
}

/* With the mutex held, which is let go meanwhile.  To tell the disk of more takes as long as
 * to fetch what is there, so whoever decrypts has a share in it. */
static void
wait_for_chunk (VaultReadAhead *self)
{
  gint64 start_us = 0;

  do {
    gboolean told;

    g_mutex_unlock (&self->mutex);
    told = vault_store_tell_disk (self->store);
    if (!told && start_us > 0)
      g_thread_yield ();
    g_mutex_lock (&self->mutex);
    if (told || self->n_ready > 0 || self->failed)
      continue;

    if (start_us == 0)
      start_us = g_get_monotonic_time ();
    else if (g_get_monotonic_time () - start_us > STAY_AWAKE_US)
      sleep_until (self, &self->fetched, &self->caller_sleeps);
  } while (self->n_ready == 0 && !self->failed);
}

const guint8 *
vault_read_ahead_take (VaultReadAhead *self, guint64 index, guint64 end)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  gboolean coming =
      index >= self->first && index <= self->first + self->n_ready && index < self->end;

  self->end = end;
  if (coming) {
    self->n_ready -= (guint) (index - self->first);
    self->first = index;
  } else if (index + 1 < end) {
    jump (self, index);
    coming = TRUE;
  }

  if (coming) {
    wake (self);
    wait_for_chunk (self);
  }
  if (!coming || self->n_ready == 0) {
    go_on_from (self, index + 1);
    wake (self);
    return NULL;
  }
  return self->slots[index % VAULT_READ_AHEAD_CHUNKS];
}
