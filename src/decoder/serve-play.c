/* serve-play.c - one film or recording, for as long as the app wants it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "serve.h"

#include "autoplug.h"
#include "play.h"
#include "plugins.h"
#include "wire.h"

#include <poll.h>
#include <unistd.h>

typedef struct {
  PlayRequest opening;
  int window_fd;
  Slots *slots;
  Play *play; /* NULL until the app has sent everything */

  /* A stream's thread has asked for bytes; the main one hears the answer. */
  GMutex mutex;
  GCond answered;
  guint64 n_bytes; /* 0: not yet */
} Server;

static gboolean
ask (guint64 offset, guint64 n_bytes, gpointer data)
{
  Server *self = data;
  const PlayReply wish = { .type = PLAY_READ, .offset = offset, .n_bytes = n_bytes };
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  self->n_bytes = 0;
  if (!wire_send (&wish, sizeof wish, -1))
    return FALSE;
  while (self->n_bytes == 0)
    g_cond_wait (&self->answered, &self->mutex);
  return self->n_bytes == n_bytes;
}

static void
hear_bytes (Server *self, guint64 n_bytes)
{
  g_mutex_lock (&self->mutex);
  self->n_bytes = n_bytes;
  g_cond_broadcast (&self->answered);
  g_mutex_unlock (&self->mutex);
}

static gboolean
begin (Server *self, int ring_fd)
{
  if (self->play != NULL || self->window_fd < 0)
    return FALSE;
  self->slots = slots_new (ring_fd);
  if (self->slots == NULL)
    return FALSE;
  self->play =
      play_new (self->slots, self->window_fd, self->opening.n_bytes, ask, self);
  if (self->play == NULL)
    return FALSE;
  play_limit_size (self->play, self->opening.width, self->opening.height);
  play_start (self->play);
  return TRUE;
}

/* What the app says while the film is open.  Returns: FALSE if it is nonsense. */
static gboolean
obey (Server *self, const PlayRequest *request)
{
  if (self->play == NULL)
    return FALSE;
  switch (request->op) {
  case PLAY_BYTES:
    hear_bytes (self, request->n_bytes);
    return TRUE;
  case PLAY_RELEASE:
    if (request->stream < PLAY_N_STREAMS)
      slots_give (self->slots, (PlayStream) request->stream, request->slot);
    return request->stream < PLAY_N_STREAMS;
  case PLAY_SEEK:
    play_seek (self->play, request->serial, request->position_ns);
    return TRUE;
  case PLAY_SIZE:
    play_limit_size (self->play, request->width, request->height);
    return TRUE;
  case PLAY_LATE:
    play_hurry (self->play, request->position_ns);
    return TRUE;
  default:
    return FALSE;
  }
}

static gboolean
take (Server *self, const PlayRequest *request, int fd)
{
  gboolean is_good;

  if (request->op == PLAY_OPEN && fd >= 0 && self->window_fd < 0) {
    self->opening = *request;
    self->window_fd = fd;
    return TRUE;
  }
  is_good =
      request->op == PLAY_RING ? fd >= 0 && begin (self, fd) : obey (self, request);
  if (fd >= 0)
    close (fd);
  return is_good;
}

/* Until the file has settled, somebody has to look whether it ever will. */
static void
wait_for_app (Server *self)
{
  struct pollfd socket = { .fd = DECODER_SOCKET_FD, .events = POLLIN };
  int timeout_ms = self->play != NULL ? AUTOPLUG_LOOK_MS : -1;

  while (poll (&socket, 1, timeout_ms) == 0)
    if (!play_look (self->play))
      timeout_ms = -1;
}

gboolean
play_warm (void)
{
  return plugins_load (PLUGINS_PLAY);
}

void
play_serve (void)
{
  Server self = { .window_fd = -1 };
  PlayRequest request;
  int fd;

  if (!wire_greet ())
    return;
  do
    wait_for_app (&self);
  while (wire_receive (&request, sizeof request, &fd) && take (&self, &request, fd));
  /* Its threads are not waited for: some of them wait for us. */
  _exit (0);
}
