/* playback.c - one film or recording that a helper decodes for us
 *
 * Invariants
 *  1. Events are called with the mutex held, on the thread, and not after is_closed.
 *  2. Nothing is delivered whose serial is not the current one; a seek, or what comes
 *     before it, makes another one current.
 *  3. helper is set only while the process has not been waited for, so killing it kills
 *     no other.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "media/playback.h"

#include "media/answer.h"
#include "media/channel.h"
#include "media/memfd.h"
#include "media/patience.h"
#include "media/play-check.h"
#include "media/ring.h"

#include <sys/mman.h>
#include <unistd.h>

G_STATIC_ASSERT ((int) PLAY_PICTURE == VAULT_PLAYER_PICTURE);
G_STATIC_ASSERT ((int) PLAY_SOUND == VAULT_PLAYER_SOUND);
G_STATIC_ASSERT (PLAY_SOUND_RATE == VAULT_PLAYER_SOUND_RATE);
G_STATIC_ASSERT (PLAY_SOUND_CHANNELS == VAULT_PLAYER_SOUND_CHANNELS);

#define LOOK_EVERY_MS 1000

struct _VaultPlayback {
  gint n_refs;
  VaultSpare *spare;
  VaultDecoderSource source;
  GDestroyNotify source_free;
  VaultPlaybackListener listener;
  GCancellable *cancellable;
  VaultRing *ring; /* set by the thread, under the mutex; NULL if there is no memory */

  /* The thread's own. */
  int socket;
  guint8 *window;
  guint streams; /* 0 until OPENED */

  GMutex mutex; /* for what follows */
  guint ended;  /* streams at their end, for the current serial */
  VaultHelper *helper;
  guint32 serial;
  guint width;
  guint height;
  gboolean is_closed;
  gboolean is_over; /* end_code says why */
  VaultError end_code;
};

VaultPlayback *
vault_playback_ref (VaultPlayback *self)
{
  g_atomic_int_inc (&self->n_refs);
  return self;
}

void
vault_playback_unref (VaultPlayback *self)
{
  if (self == NULL || !g_atomic_int_dec_and_test (&self->n_refs))
    return;

  g_object_unref (self->cancellable);
  vault_spare_unref (self->spare);
  vault_ring_unref (self->ring);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

static gboolean
set_failed (GError **error, const char *what)
{
  g_set_error (error, VAULT_ERROR, VAULT_ERROR_DECODER_FAILED, "%s", what);
  return FALSE;
}

/* ---- events, on the thread ---- */

static void
deliver_opened (VaultPlayback *self, const PlayReply *reply)
{
  const VaultPlayerFacts facts = {
    .has_picture = (reply->streams & 1u << PLAY_PICTURE) != 0,
    .has_sound = (reply->streams & 1u << PLAY_SOUND) != 0,
    .is_seekable = reply->is_seekable != 0,
    .duration_ns = reply->duration_ns,
    .width = reply->width,
    .height = reply->height,
  };
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  if (!self->is_closed)
    self->listener.events->opened (&facts, self->listener.data);
}

static gboolean
deliver_piece (VaultPlayback *self, const PlayReply *reply, GError **error)
{
  g_autoptr (GBytes) bytes = vault_ring_take (self->ring, reply, error);
  const VaultPlayerPiece piece = { .stream = (VaultPlayerStream) reply->stream,
                                   .position_ns = reply->position_ns,
                                   .duration_ns = reply->duration_ns,
                                   .width = reply->width,
                                   .height = reply->height,
                                   .bytes = bytes };
  g_autoptr (GMutexLocker) locker = NULL;

  if (bytes == NULL)
    return FALSE;
  locker = g_mutex_locker_new (&self->mutex);
  if (!self->is_closed && reply->serial == self->serial)
    self->listener.events->filled (&piece, self->listener.data);
  return TRUE;
}

/* Once: whoever listens keeps each, and unlike frames they take no slots that run out. */
static gboolean
deliver_end (VaultPlayback *self, const PlayReply *reply, GError **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  if (reply->serial != self->serial)
    return TRUE;
  if ((self->ended & 1u << reply->stream) != 0)
    return set_failed (error, "ended twice");
  self->ended |= 1u << reply->stream;
  if (!self->is_closed)
    self->listener.events->ended ((VaultPlayerStream) reply->stream,
                                  self->listener.data);
  return TRUE;
}

/* What ended it from outside counts more than what came of that in here. */
static void
deliver_failure (VaultPlayback *self, const GError *error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  VaultError code = error->domain == VAULT_ERROR ? (VaultError) error->code
                                                 : VAULT_ERROR_DECODER_FAILED;

  if (self->is_over)
    code = self->end_code;
  self->is_over = TRUE;
  if (!self->is_closed)
    self->listener.events->failed (code, self->listener.data);
  self->is_closed = TRUE;
}

/* ---- the conversation, on the thread ---- */

static gboolean
serve_read (VaultPlayback *self, const PlayReply *reply, GError **error)
{
  const PlayRequest answer = { .op = PLAY_BYTES, .n_bytes = reply->n_bytes };

  if (!vault_memfd_show (self->window, &self->source, reply->offset,
                         (gsize) reply->n_bytes, error))
    return FALSE;
  vault_ring_tell (self->ring, &answer);
  return TRUE;
}

static gboolean
set_status (const PlayReply *reply, GError **error)
{
  const DecoderReply same = { .type = DECODER_RESULT, .status = reply->status };

  vault_answer_set_error (&same, error);
  return FALSE;
}

static gboolean
is_of_stream (VaultPlayback *self, const PlayReply *reply)
{
  return (self->streams & 1u << reply->stream) != 0;
}

static gboolean
take_reply (VaultPlayback *self, const PlayReply *reply, GError **error)
{
  if (!vault_play_is_possible (reply, self->source.n_bytes))
    return set_failed (error, "the decoder's answer is impossible");
  switch (reply->type) {
  case PLAY_READ:
    return serve_read (self, reply, error);
  case PLAY_OPENED:
    if (self->streams != 0)
      return set_failed (error, "opened twice");
    self->streams = reply->streams;
    deliver_opened (self, reply);
    vault_spare_refill (self->spare);
    return TRUE;
  case PLAY_FILLED:
    if (!is_of_stream (self, reply))
      return set_failed (error, "filled, but not opened");
    return deliver_piece (self, reply, error);
  case PLAY_ENDED:
    if (!is_of_stream (self, reply))
      return set_failed (error, "ended, but not opened");
    return deliver_end (self, reply, error);
  case PLAY_FAILED:
  default:
    return set_status (reply, error);
  }
}

/* Whether it is the helper's turn.  One that has filled all slots of a stream may rightly
 * be silent for as long as the film is paused. */
static gboolean
is_awaited (VaultPlayback *self)
{
  guint live;

  if (self->streams == 0)
    return TRUE;
  g_mutex_lock (&self->mutex);
  live = self->streams & ~self->ended;
  g_mutex_unlock (&self->mutex);
  return live != 0 && vault_ring_has_room (self->ring, live);
}

static gboolean
await_reply (VaultPlayback *self, GError **error)
{
  gint64 silent_ms = 0;

  for (;;) {
    gint64 deadline = g_get_monotonic_time () + LOOK_EVERY_MS * G_TIME_SPAN_MILLISECOND;
    gboolean is_there;

    if (!vault_channel_wait (self->socket, deadline, self->cancellable, &is_there,
                             error))
      return FALSE;
    if (is_there)
      return TRUE;
    silent_ms = is_awaited (self) ? silent_ms + LOOK_EVERY_MS : 0;
    if (silent_ms >= vault_patience_get_ms ())
      return set_failed (error, "the helper did not answer in time");
  }
}

static gboolean
converse (VaultPlayback *self, GError **error)
{
  for (;;) {
    PlayReply reply;
    int fd;

    if (!await_reply (self, error)
        || !vault_channel_receive (self->socket, G_MAXINT64, self->cancellable, &reply,
                                   sizeof reply, &fd, error))
      return FALSE;
    if (fd >= 0) {
      close (fd);
      return set_failed (error, "a descriptor that nobody asked for");
    }
    if (!take_reply (self, &reply, error))
      return FALSE;
  }
}

/* ---- its beginning and end, on the thread ---- */

static gboolean
start_helper (VaultPlayback *self, GError **error)
{
  gint64 deadline = vault_patience_get_deadline ();
  VaultHelper *helper =
      vault_spare_take (self->spare, deadline, self->cancellable, error);

  if (helper == NULL)
    return FALSE;
  g_mutex_lock (&self->mutex);
  self->helper = helper;
  self->socket = vault_helper_get_socket (helper);
  if (self->is_over)
    vault_helper_kill (helper);
  g_mutex_unlock (&self->mutex);
  return TRUE;
}

static gboolean
open_film (VaultPlayback *self, GError **error)
{
  PlayRequest request = { .op = PLAY_OPEN, .n_bytes = self->source.n_bytes };
  int window_fd = vault_memfd_share (DECODER_WINDOW_BYTES, &self->window, error);
  gboolean is_open;

  if (window_fd < 0)
    return FALSE;
  g_mutex_lock (&self->mutex);
  request.width = self->width;
  request.height = self->height;
  is_open =
      vault_channel_send (self->socket, &request, sizeof request, window_fd, error)
      && vault_ring_connect (self->ring, self->socket, error);
  g_mutex_unlock (&self->mutex);
  close (window_fd);
  return is_open;
}

static void
end_helper (VaultPlayback *self)
{
  VaultHelper *helper;

  if (self->ring != NULL)
    vault_ring_disconnect (self->ring);
  g_mutex_lock (&self->mutex);
  helper = g_steal_pointer (&self->helper);
  g_mutex_unlock (&self->mutex);
  vault_helper_free (helper);
  if (self->window != NULL)
    munmap (self->window, DECODER_WINDOW_BYTES);
}

static gpointer
run (gpointer data)
{
  VaultPlayback *self = data;
  g_autoptr (GError) error = NULL;
  gboolean is_done;

  g_mutex_lock (&self->mutex);
  self->ring = vault_ring_new (&error);
  g_mutex_unlock (&self->mutex);
  is_done = self->ring != NULL && start_helper (self, &error)
            && open_film (self, &error) && converse (self, &error);
  g_assert (!is_done);
  end_helper (self);
  self->source_free (self->source.data);
  deliver_failure (self, error);
  if (self->listener.destroy != NULL)
    self->listener.destroy (self->listener.data);
  vault_playback_unref (self);
  return NULL;
}

/* ---- what can be asked for ---- */

VaultPlayback *
vault_playback_new (VaultSpare *spare,
                    const VaultDecoderSource *source,
                    GDestroyNotify source_free,
                    guint width,
                    guint height,
                    const VaultPlaybackListener *listener)
{
  VaultPlayback *self = g_new0 (VaultPlayback, 1);

  self->n_refs = 2; /* the thread's, and the caller's */
  g_mutex_init (&self->mutex);
  self->spare = vault_spare_ref (spare);
  self->source = *source;
  self->source_free = source_free;
  self->listener = *listener;
  self->width = width;
  self->height = height;
  self->cancellable = g_cancellable_new ();
  g_thread_unref (g_thread_new ("playback", run, self));
  return self;
}

static void
finish (VaultPlayback *self, VaultError code, gboolean closes)
{
  g_mutex_lock (&self->mutex);
  if (!self->is_over)
    self->end_code = code;
  self->is_over = TRUE;
  self->is_closed |= closes;
  if (self->helper != NULL)
    vault_helper_kill (self->helper);
  g_mutex_unlock (&self->mutex);
  g_cancellable_cancel (self->cancellable);
}

void
vault_playback_end (VaultPlayback *self, VaultError code)
{
  finish (self, code, FALSE);
}

void
vault_playback_close (VaultPlayback *self)
{
  finish (self, VAULT_ERROR_LOCKED, TRUE);
}

void
vault_playback_hold (VaultPlayback *self)
{
  g_mutex_lock (&self->mutex);
  self->serial++;
  self->ended = 0;
  g_mutex_unlock (&self->mutex);
}

void
vault_playback_seek (VaultPlayback *self, gint64 position_ns)
{
  PlayRequest request = { .op = PLAY_SEEK, .position_ns = position_ns };

  g_mutex_lock (&self->mutex);
  request.serial = self->serial;
  if (self->ring != NULL)
    vault_ring_tell (self->ring, &request);
  g_mutex_unlock (&self->mutex);
}

void
vault_playback_limit_size (VaultPlayback *self, guint width, guint height)
{
  const PlayRequest request = { .op = PLAY_SIZE, .width = width, .height = height };

  g_mutex_lock (&self->mutex);
  self->width = width;
  self->height = height;
  if (self->ring != NULL)
    vault_ring_tell (self->ring, &request);
  g_mutex_unlock (&self->mutex);
}

void
vault_playback_hurry (VaultPlayback *self, gint64 position_ns)
{
  const PlayRequest request = { .op = PLAY_LATE, .position_ns = position_ns };

  g_mutex_lock (&self->mutex);
  if (self->ring != NULL)
    vault_ring_tell (self->ring, &request);
  g_mutex_unlock (&self->mutex);
}
