/* frames.c - an animation under way, one frame after the other
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "media/frames.h"

#include "media/answer.h"
#include "media/memfd.h"
#include "media/patience.h"

#include <unistd.h>

struct _VaultFrames {
  VaultPool *pool;
  VaultSeat *seat;     /* NULL once it has failed */
  VaultHelper *helper; /* in it, and holding the file; NULL before the first frame */
  DecoderFormat format;
  guint64 n_bytes;
  int input; /* the file's bytes; -1 once the helper has them */
};

VaultFrames *
vault_frames_new (VaultPool *pool,
                  DecoderFormat format,
                  const VaultDecoderSource *source,
                  GCancellable *cancellable,
                  GError **error)
{
  g_autoptr (VaultFrames) self = g_new0 (VaultFrames, 1);

  self->pool = pool;
  self->format = format;
  self->n_bytes = source->n_bytes;
  self->input = -1;
  self->seat = vault_pool_take (pool, VAULT_SEAT_STILLS, vault_pool_get_n_stops (pool),
                                cancellable, error);
  if (self->seat == NULL)
    return NULL;
  self->input = vault_memfd_fill (source, cancellable, error);
  if (self->input < 0)
    return NULL;
  return g_steal_pointer (&self);
}

/* The helper goes with the seat: it holds the whole file. */
static gboolean
give_seat (VaultFrames *self)
{
  VaultSeat *seat = g_steal_pointer (&self->seat);

  self->helper = NULL;
  return seat == NULL || vault_seat_give (seat, FALSE);
}

static gboolean
set_failed (GError **error, const char *what)
{
  g_set_error (error, VAULT_ERROR, VAULT_ERROR_DECODER_FAILED, "%s", what);
  return FALSE;
}

static gboolean
ask (VaultFrames *self,
     guint max_side,
     GCancellable *cancellable,
     DecoderReply *reply,
     int *out_fd,
     GError **error)
{
  const DecoderRequest request = { .op = DECODER_FRAME,
                                   .format = self->format,
                                   .max_side = max_side,
                                   .n_bytes = self->n_bytes };
  gint64 deadline = vault_patience_get_deadline ();
  gboolean is_answered;

  if (self->helper == NULL)
    self->helper =
        vault_seat_get_helper (self->seat, NULL, deadline, cancellable, error);
  else if (!vault_helper_is_sound (self->helper))
    return set_failed (error, "the helper is gone, or speaks unasked");
  if (self->helper == NULL)
    return FALSE;
  is_answered = vault_helper_ask (self->helper, &request, self->input, deadline,
                                  cancellable, reply, out_fd, error);
  if (self->input >= 0)
    close (self->input);
  self->input = -1;
  return is_answered;
}

VaultPixels *
vault_frames_next (VaultFrames *self,
                   guint max_side,
                   guint *out_delay_ms,
                   guint *out_n_frames,
                   GCancellable *cancellable,
                   GError **error)
{
  g_autoptr (GError) why = NULL;
  VaultPixels *pixels = NULL;
  DecoderReply reply;
  int fd;

  *out_delay_ms = 0;
  *out_n_frames = 0;
  if (self->seat == NULL) {
    (void) set_failed (error, "failed before");
    return NULL;
  }
  if (ask (self, max_side, cancellable, &reply, &fd, &why))
    pixels = vault_answer_take_part (&reply, fd, max_side, DECODER_MAX_FRAMES,
                                     out_n_frames, &why);
  if (pixels != NULL) {
    *out_delay_ms = (guint) CLAMP (reply.duration_ms, VAULT_FRAME_MIN_DELAY_MS,
                                   VAULT_FRAME_MAX_DELAY_MS);
    return pixels;
  }

  if (give_seat (self))
    g_propagate_error (error, g_steal_pointer (&why));
  else
    g_set_error (error, VAULT_ERROR, VAULT_ERROR_LOCKED, "stopped meanwhile");
  return NULL;
}

void
vault_frames_free (VaultFrames *self)
{
  if (self == NULL)
    return;
  give_seat (self);
  if (self->input >= 0)
    close (self->input);
  g_free (self);
}
