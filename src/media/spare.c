/* spare.c - one helper that has already started, for the next film to be opened
 *
 * Invariants, under the mutex:
 *   1. starting is set while a thread starts a helper, and is what stopping cancels.
 *   2. A helper that was started across a stop is not kept.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "media/spare.h"

#include "media/patience.h"
#include "media/play-protocol.h"

/* How soon somebody who waits notices that they were cancelled. */
#define CANCEL_CHECK_US (50 * G_TIME_SPAN_MILLISECOND)

struct _VaultSpare {
  gint n_refs;
  GMutex mutex;
  GCond changed;
  gboolean is_wanted;
  VaultHelper *helper;
  GCancellable *starting;
};

VaultSpare *
vault_spare_new (void)
{
  VaultSpare *self = g_new0 (VaultSpare, 1);

  self->n_refs = 1;
  g_mutex_init (&self->mutex);
  g_cond_init (&self->changed);
  return self;
}

VaultSpare *
vault_spare_ref (VaultSpare *self)
{
  g_atomic_int_inc (&self->n_refs);
  return self;
}

void
vault_spare_unref (VaultSpare *self)
{
  if (self == NULL || !g_atomic_int_dec_and_test (&self->n_refs))
    return;

  /* A thread that starts one has a reference. */
  vault_helper_free (self->helper);
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->changed);
  g_free (self);
}

static gpointer
start (gpointer data)
{
  g_autoptr (VaultSpare) self = data;
  gint64 deadline = vault_patience_get_deadline ();
  VaultHelper *helper =
      vault_helper_new (DECODER_PLAY_ARGUMENT, deadline, self->starting, NULL);

  g_mutex_lock (&self->mutex);
  if (!g_cancellable_is_cancelled (self->starting))
    self->helper = g_steal_pointer (&helper);
  g_clear_object (&self->starting);
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->mutex);
  vault_helper_free (helper);
  return NULL;
}

void
vault_spare_refill (VaultSpare *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  if (!self->is_wanted || self->helper != NULL || self->starting != NULL)
    return;
  self->starting = g_cancellable_new ();
  g_thread_unref (g_thread_new ("decoder-spare", start, vault_spare_ref (self)));
}

void
vault_spare_start (VaultSpare *self)
{
  g_mutex_lock (&self->mutex);
  self->is_wanted = TRUE;
  g_mutex_unlock (&self->mutex);
  vault_spare_refill (self);
}

void
vault_spare_stop (VaultSpare *self)
{
  VaultHelper *helper;

  g_mutex_lock (&self->mutex);
  self->is_wanted = FALSE;
  if (self->starting != NULL)
    g_cancellable_cancel (self->starting);
  helper = g_steal_pointer (&self->helper);
  g_mutex_unlock (&self->mutex);
  vault_helper_free (helper);
}

VaultHelper *
vault_spare_take (VaultSpare *self,
                  gint64 deadline,
                  GCancellable *cancellable,
                  GError **error)
{
  g_autoptr (VaultHelper) helper = NULL;

  g_mutex_lock (&self->mutex);
  while (self->helper == NULL && self->starting != NULL
         && !g_cancellable_is_cancelled (self->starting)
         && !g_cancellable_is_cancelled (cancellable))
    g_cond_wait_until (&self->changed, &self->mutex,
                       g_get_monotonic_time () + CANCEL_CHECK_US);
  helper = g_steal_pointer (&self->helper);
  g_mutex_unlock (&self->mutex);
  if (helper != NULL && vault_helper_is_sound (helper))
    return g_steal_pointer (&helper);
  return vault_helper_new (DECODER_PLAY_ARGUMENT, deadline, cancellable, error);
}
