/* ring.c - memory that a helper fills, slot by slot, and the way to give slots back
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "media/ring.h"

#include <sys/mman.h>
#include <unistd.h>

#include <vault/vault-error.h>

#include "media/channel.h"
#include "media/memfd.h"

#define MOST_SLOTS MAX (PLAY_FRAME_SLOTS, PLAY_SOUND_SLOTS)

static const guint n_slots[PLAY_N_STREAMS] = { [PLAY_PICTURE] = PLAY_FRAME_SLOTS,
                                               [PLAY_SOUND] = PLAY_SOUND_SLOTS };

struct _VaultRing {
  gint n_refs;
  int fd; /* until it was sent */
  const guint8 *bytes;

  GMutex mutex; /* for what follows, and for every packet sent */
  int socket;   /* -1: nobody listens */
  gboolean is_held[PLAY_N_STREAMS][MOST_SLOTS];
  guint n_held[PLAY_N_STREAMS];
};

/* What the bytes of a slot hold on to. */
typedef struct {
  VaultRing *ring;
  PlayStream stream;
  guint slot;
} Hold;

VaultRing *
vault_ring_new (GError **error)
{
  VaultRing *self = g_new0 (VaultRing, 1);

  self->n_refs = 1;
  self->socket = -1;
  g_mutex_init (&self->mutex);
  self->fd = vault_memfd_lend (PLAY_RING_BYTES, &self->bytes, error);
  if (self->fd >= 0)
    return self;
  vault_ring_unref (self);
  return NULL;
}

VaultRing *
vault_ring_ref (VaultRing *self)
{
  g_atomic_int_inc (&self->n_refs);
  return self;
}

void
vault_ring_unref (VaultRing *self)
{
  if (self == NULL || !g_atomic_int_dec_and_test (&self->n_refs))
    return;

  if (self->bytes != NULL)
    munmap ((void *) self->bytes, PLAY_RING_BYTES);
  if (self->fd >= 0)
    close (self->fd);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

gboolean
vault_ring_connect (VaultRing *self, int socket, GError **error)
{
  const PlayRequest request = { .op = PLAY_RING };

  if (!vault_channel_send (socket, &request, sizeof request, self->fd, error))
    return FALSE;
  close (self->fd);
  self->fd = -1;
  g_mutex_lock (&self->mutex);
  self->socket = socket;
  g_mutex_unlock (&self->mutex);
  return TRUE;
}

void
vault_ring_disconnect (VaultRing *self)
{
  g_mutex_lock (&self->mutex);
  self->socket = -1;
  if (self->fd >= 0)
    close (self->fd);
  self->fd = -1;
  g_mutex_unlock (&self->mutex);
}

/* With the mutex held.  A helper that does not listen is noticed when it does not answer
 * either. */
static void
tell (VaultRing *self, const PlayRequest *request)
{
  if (self->socket >= 0)
    (void) !vault_channel_send (self->socket, request, sizeof *request, -1, NULL);
}

void
vault_ring_tell (VaultRing *self, const PlayRequest *request)
{
  g_mutex_lock (&self->mutex);
  tell (self, request);
  g_mutex_unlock (&self->mutex);
}

static void
give_back (gpointer data)
{
  Hold *hold = data;
  VaultRing *ring = hold->ring;
  const PlayRequest request = { .op = PLAY_RELEASE,
                                .stream = hold->stream,
                                .slot = hold->slot };

  g_mutex_lock (&ring->mutex);
  ring->is_held[hold->stream][hold->slot] = FALSE;
  ring->n_held[hold->stream]--;
  tell (ring, &request);
  g_mutex_unlock (&ring->mutex);
  vault_ring_unref (ring);
  g_free (hold);
}

static const guint8 *
address_of (VaultRing *self, PlayStream stream, guint slot)
{
  if (stream == PLAY_PICTURE)
    return self->bytes + slot * PLAY_FRAME_SLOT_BYTES;
  return self->bytes + PLAY_FRAME_SLOTS * PLAY_FRAME_SLOT_BYTES
         + slot * PLAY_SOUND_SLOT_BYTES;
}

GBytes *
vault_ring_take (VaultRing *self, const PlayReply *reply, GError **error)
{
  PlayStream stream = (PlayStream) reply->stream;
  gboolean was_held;
  Hold *hold;

  g_mutex_lock (&self->mutex);
  was_held = self->is_held[stream][reply->slot];
  if (!was_held)
    self->n_held[stream]++;
  self->is_held[stream][reply->slot] = TRUE;
  g_mutex_unlock (&self->mutex);
  if (was_held) {
    g_set_error (error, VAULT_ERROR, VAULT_ERROR_DECODER_FAILED,
                 "slot %u of stream %u is not the helper's", reply->slot, stream);
    return NULL;
  }
  hold = g_new (Hold, 1);
  *hold = (Hold){ vault_ring_ref (self), stream, reply->slot };
  return g_bytes_new_with_free_func (address_of (self, stream, reply->slot),
                                     (gsize) reply->n_bytes, give_back, hold);
}

gboolean
vault_ring_has_room (VaultRing *self, guint streams)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  for (guint i = 0; i < PLAY_N_STREAMS; i++)
    if ((streams & 1u << i) != 0 && self->n_held[i] >= n_slots[i])
      return FALSE;
  return TRUE;
}
