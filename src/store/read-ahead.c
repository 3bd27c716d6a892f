/* read-ahead.c - chunks of one stream, fetched and opened before they are asked for
 *
 * Slot i % VAULT_READ_AHEAD_CHUNKS holds chunk i.  The slots from @first on belong to the
 * caller as far as they are ready, but for one that is being opened; that one and the first that is
 * not ready belong to the thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "store/read-ahead.h"

#include <sodium.h>

#include "crypto/remains.h"

/* So long one looks again and again before one sleeps: to be woken takes longer than a disk
 * takes for the next stretch, and is as much work for the one who wakes. */
#define STAY_AWAKE_US 500
/* The thread opens chunks as long as so many wait for the caller.  Who reads on is better off
 * with many that wait, in case the thread does not get its turn; who jumped wants all he asked
 * for, and what is here can be opened while the rest is on its way from the disk. */
#define ENOUGH_READING_ON (VAULT_READ_AHEAD_CHUNKS / 2)
#define ENOUGH_AFTER_JUMP 3
/* The chunk behind the caller's is the one he will want while it is being opened. */
#define LEFT_TO_CALLER 2

struct _VaultReadAhead {
  VaultStore *store;
  const VaultStreamLayout *layout;
  VaultChunkPlace place;
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

  /* Of those that are ready; NONE while the thread opens one. */
  VaultAhead states[VAULT_READ_AHEAD_CHUNKS];
  guint8 slots[VAULT_READ_AHEAD_CHUNKS][VAULT_PIECE_BYTES];
};

static gboolean
has_work (VaultReadAhead *self)
{
  return !self->failed && self->n_ready < VAULT_READ_AHEAD_CHUNKS
         && self->first + self->n_ready < self->end;
}

static void
tell_caller (VaultReadAhead *self)
{
  if (self->caller_sleeps)
    g_cond_signal (&self->fetched);
}

/* With the mutex held, which is let go for the fetching. */
static void
fetch_next (VaultReadAhead *self)
{
  guint64 index = self->first + self->n_ready;
  guint64 epoch = self->epoch;
  guint slot = (guint) (index % VAULT_READ_AHEAD_CHUNKS);
  gboolean ok;

  g_mutex_unlock (&self->mutex);
  ok = vault_store_get_piece (self->store,
                              vault_stream_layout_get_piece (self->layout, index),
                              self->slots[slot], NULL);
  g_mutex_lock (&self->mutex);

  if (epoch != self->epoch)
    return;
  self->failed = !ok;
  self->n_ready += ok;
  self->states[slot] = VAULT_AHEAD_SEALED;
  tell_caller (self);
}

/* Returns: a chunk for the thread to open, or G_MAXUINT64 for none. */
static guint64
find_sealed (VaultReadAhead *self)
{
  gboolean reads_on = self->end - self->first > VAULT_READ_AHEAD_CHUNKS;
  guint enough = reads_on ? ENOUGH_READING_ON : ENOUGH_AFTER_JUMP;

  if (self->n_ready < enough && has_work (self))
    return G_MAXUINT64;
  for (guint i = LEFT_TO_CALLER; i < self->n_ready; i++)
    if (self->states[(self->first + i) % VAULT_READ_AHEAD_CHUNKS] == VAULT_AHEAD_SEALED)
      return self->first + i;

  return G_MAXUINT64;
}

/* With the mutex held, which is let go meanwhile.  In place: of a chunk that is damaged nothing
 * is wanted but that it is. */
static void
open_chunk (VaultReadAhead *self, guint64 index)
{
  VaultChunkEnd end = vault_chunk_get_end (self->layout->n_bytes, index);
  guint64 epoch = self->epoch;
  guint slot = (guint) (index % VAULT_READ_AHEAD_CHUNKS);
  gboolean ok;

  self->states[slot] = VAULT_AHEAD_NONE;
  g_mutex_unlock (&self->mutex);
  ok =
      vault_chunk_open (&self->place, index, end, self->slots[slot], self->slots[slot]);
  g_mutex_lock (&self->mutex);

  if (epoch != self->epoch)
    return;
  self->states[slot] = ok ? VAULT_AHEAD_OPENED : VAULT_AHEAD_DAMAGED;
  tell_caller (self);
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
    guint64 sealed = find_sealed (self);

    if (sealed != G_MAXUINT64)
      open_chunk (self, sealed);
    else if (has_work (self))
      fetch_next (self);
    else
      sleep_until (self, &self->wanted, &self->thread_sleeps);
  }
  g_mutex_unlock (&self->mutex);

  vault_remains_clear ();
  return NULL;
}

VaultReadAhead *
vault_read_ahead_new (VaultStore *store,
                      const VaultStreamLayout *layout,
                      const VaultChunkPlace *place)
{
  VaultReadAhead *self = g_new0 (VaultReadAhead, 1);

  self->store = store;
  self->layout = layout;
  self->place = *place;
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
  sodium_memzero (self->slots, sizeof self->slots);
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

/* The first chunk is there, or will not be. */
static gboolean
is_settled (VaultReadAhead *self)
{
  return self->n_ready > 0
             ? self->states[self->first % VAULT_READ_AHEAD_CHUNKS] != VAULT_AHEAD_NONE
             : self->failed;
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
    if (told || is_settled (self))
      continue;

    if (start_us == 0)
      start_us = g_get_monotonic_time ();
    else if (g_get_monotonic_time () - start_us > STAY_AWAKE_US)
      sleep_until (self, &self->fetched, &self->caller_sleeps);
  } while (!is_settled (self));
}

VaultAhead
vault_read_ahead_take (VaultReadAhead *self,
                       guint64 index,
                       guint64 end,
                       const guint8 **out)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  guint slot = (guint) (index % VAULT_READ_AHEAD_CHUNKS);
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
    return VAULT_AHEAD_NONE;
  }

  *out = self->slots[slot];
  return self->states[slot];
}
