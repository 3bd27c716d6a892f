/* pool.c - a few seats for helpers, and who may sit in them
 *
 * Invariants, under the mutex:
 *   1. A seat's helper is set and cleared only by the call that has taken the seat, or by
 *      vault_pool_stop() while it is free; so a call may use it without the mutex.
 *   2. Whoever clears it frees it.
 *   3. A helper that was started across a stop never reaches a seat.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "media/pool.h"

#include <vault/vault-error.h>

#include "media/protocol.h"

/* How soon a call that waits for a seat notices that it was cancelled. */
#define CANCEL_CHECK_US (50 * G_TIME_SPAN_MILLISECOND)

struct _VaultSeat {
  VaultPool *pool;
  VaultHelper *helper;
  VaultSeatKind kind;
  gboolean is_taken;
  const char *argument; /* what the helper was started with */
  guint n_stops;        /* the pool's, when it was taken */
};

struct _VaultPool {
  GMutex mutex;
  GCond given;
  VaultSeat *seats;
  guint n_seats;
  guint n_stops;
};

VaultPool *
vault_pool_new (guint n_seats)
{
  VaultPool *self = g_new0 (VaultPool, 1);

  g_mutex_init (&self->mutex);
  g_cond_init (&self->given);
  n_seats = MAX (n_seats, 1);
  self->n_seats = n_seats + MAX (n_seats / 2, 1);
  self->seats = g_new0 (VaultSeat, self->n_seats);
  for (guint i = 0; i < self->n_seats; i++) {
    self->seats[i].pool = self;
    self->seats[i].kind = i < n_seats ? VAULT_SEAT_STILLS : VAULT_SEAT_FILM;
  }
  return self;
}

void
vault_pool_free (VaultPool *self)
{
  if (self == NULL)
    return;
  vault_pool_stop (self);
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->given);
  g_free (self->seats);
  g_free (self);
}

void
vault_pool_stop (VaultPool *self)
{
  g_mutex_lock (&self->mutex);
  self->n_stops++;
  for (guint i = 0; i < self->n_seats; i++)
    if (self->seats[i].helper != NULL)
      vault_helper_kill (self->seats[i].helper);
  for (guint i = 0; i < self->n_seats; i++)
    if (!self->seats[i].is_taken)
      g_clear_pointer (&self->seats[i].helper, vault_helper_free);
  g_cond_broadcast (&self->given);
  g_mutex_unlock (&self->mutex);
}

static gboolean
set_locked (GError **error)
{
  g_set_error (error, VAULT_ERROR, VAULT_ERROR_LOCKED, "the decoders were stopped");
  return FALSE;
}

/* A seat that has a running helper is better than one that has not. */
static VaultSeat *
find_free (VaultPool *self, VaultSeatKind kind)
{
  VaultSeat *found = NULL;

  for (guint i = 0; i < self->n_seats; i++) {
    VaultSeat *seat = &self->seats[i];

    if (seat->kind == kind && !seat->is_taken
        && (found == NULL || seat->helper != NULL))
      found = seat;
  }
  return found;
}

guint
vault_pool_get_n_stops (VaultPool *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  return self->n_stops;
}

VaultSeat *
vault_pool_take (VaultPool *self,
                 VaultSeatKind kind,
                 guint n_stops,
                 GCancellable *cancellable,
                 GError **error)
{
  VaultSeat *seat = NULL;

  g_mutex_lock (&self->mutex);
  while (n_stops == self->n_stops && !g_cancellable_is_cancelled (cancellable)
         && (seat = find_free (self, kind)) == NULL)
    g_cond_wait_until (&self->given, &self->mutex,
                       g_get_monotonic_time () + CANCEL_CHECK_US);
  if (n_stops != self->n_stops)
    set_locked (error);
  else if (seat != NULL) {
    seat->is_taken = TRUE;
    seat->n_stops = n_stops;
  } else
    g_cancellable_set_error_if_cancelled (cancellable, error);
  g_mutex_unlock (&self->mutex);
  return seat;
}

static VaultHelper *
exchange_helper (VaultSeat *self, VaultHelper *helper, gboolean *out_is_stopped)
{
  VaultHelper *old;

  g_mutex_lock (&self->pool->mutex);
  old = self->helper;
  *out_is_stopped = self->n_stops != self->pool->n_stops;
  self->helper = *out_is_stopped ? NULL : helper;
  g_mutex_unlock (&self->pool->mutex);
  return old;
}

/* Film helpers serve one film each: less to carry from one to the next, and their
 * libraries hold on to more.  What strips must have nothing to carry. */
static gboolean
serves_once (const char *argument)
{
  return g_strcmp0 (argument, DECODER_FILM_ARGUMENT) == 0
         || g_strcmp0 (argument, DECODER_REMUX_ARGUMENT) == 0
         || g_strcmp0 (argument, DECODER_STRIP_ARGUMENT) == 0;
}

VaultHelper *
vault_seat_get_helper (VaultSeat *self,
                       const char *argument,
                       gint64 deadline,
                       GCancellable *cancellable,
                       GError **error)
{
  g_autoptr (VaultHelper) helper = NULL;
  gboolean is_stopped;

  if (self->helper != NULL && g_strcmp0 (argument, self->argument) == 0
      && !serves_once (argument) && vault_helper_is_sound (self->helper))
    return self->helper;
  vault_helper_free (exchange_helper (self, NULL, &is_stopped));
  helper = vault_helper_new (argument, deadline, cancellable, error);
  if (helper == NULL)
    return NULL;

  exchange_helper (self, helper, &is_stopped);
  if (is_stopped) {
    set_locked (error);
    return NULL;
  }
  self->argument = argument;
  return g_steal_pointer (&helper);
}

gboolean
vault_seat_give (VaultSeat *self, gboolean keep)
{
  VaultPool *pool = self->pool;
  gboolean is_stopped;

  g_mutex_lock (&pool->mutex);
  is_stopped = self->n_stops != pool->n_stops;
  if (!keep || serves_once (self->argument) || is_stopped) {
    VaultHelper *helper = g_steal_pointer (&self->helper);

    /* Freeing waits for the process to end.  The seat is still taken. */
    g_mutex_unlock (&pool->mutex);
    vault_helper_free (helper);
    g_mutex_lock (&pool->mutex);
  }
  self->is_taken = FALSE;
  g_cond_broadcast (&pool->given);
  g_mutex_unlock (&pool->mutex);
  return !is_stopped;
}
