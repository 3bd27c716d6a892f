/* film.c - letting a helper read from a film without giving it the film
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "media/film.h"

#include "media/memfd.h"

#include <sys/mman.h>
#include <unistd.h>

typedef struct {
  VaultHelper *helper;
  const VaultDecoderSource *source;
  guint8 *window;
  int window_fd;
} Session;

static void
session_clear (Session *self)
{
  if (self->window != NULL)
    munmap (self->window, DECODER_WINDOW_BYTES);
  if (self->window_fd >= 0)
    close (self->window_fd);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Session, session_clear)

/* Whether @reply asks for bytes that exist and fit. */
static gboolean
is_possible (const Session *self, const DecoderReply *reply)
{
  return reply->n_bytes >= 1 && reply->n_bytes <= DECODER_WINDOW_BYTES
         && reply->offset <= self->source->n_bytes
         && reply->n_bytes <= self->source->n_bytes - reply->offset;
}

/* Replies are READs until one is the RESULT. */
static gboolean
serve (Session *self,
       DecoderRequest *request,
       gint64 deadline,
       GCancellable *cancellable,
       DecoderReply *out,
       int *out_fd,
       GError **error)
{
  int fd = self->window_fd;

  while (vault_helper_ask (self->helper, request, fd, deadline, cancellable, out,
                           out_fd, error)) {
    if (out->type == DECODER_RESULT)
      return TRUE;
    if (*out_fd >= 0)
      close (*out_fd);
    *out_fd = -1;
    if (out->type != DECODER_READ || !is_possible (self, out)) {
      g_set_error (error, VAULT_ERROR, VAULT_ERROR_DECODER_FAILED,
                   "an impossible wish");
      return FALSE;
    }
    if (!vault_memfd_show (self->window, self->source, out->offset,
                           (gsize) out->n_bytes, error))
      return FALSE;
    *request = (DecoderRequest){ .op = DECODER_BYTES, .n_bytes = out->n_bytes };
    fd = -1;
  }
  return FALSE;
}

gboolean
vault_film_ask (VaultHelper *helper,
                DecoderOp op,
                const VaultDecoderSource *source,
                gint64 deadline,
                GCancellable *cancellable,
                DecoderReply *out,
                int *out_fd,
                GError **error)
{
  g_auto (Session) session = { .helper = helper, .source = source, .window_fd = -1 };
  DecoderRequest request = { .op = op, .n_bytes = source->n_bytes };

  *out_fd = -1;
  session.window_fd = vault_memfd_share (DECODER_WINDOW_BYTES, &session.window, error);
  if (session.window_fd < 0)
    return FALSE;
  return serve (&session, &request, deadline, cancellable, out, out_fd, error);
}
