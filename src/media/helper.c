/* helper.c - one running nightstand-decoder
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "media/helper.h"

#include "media/channel.h"
#include "media/spawner.h"

#include <errno.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <vault/vault-error.h>

struct _VaultHelper {
  pid_t pid; /* not waited for before the end, so the number stays ours */
  int socket;
};

static gboolean
await_hello (VaultHelper *self,
             gint64 deadline,
             GCancellable *cancellable,
             GError **error)
{
  DecoderReply hello;
  int fd;

  if (!vault_channel_receive (self->socket, deadline, cancellable, &hello, sizeof hello,
                              &fd, error))
    return FALSE;
  if (fd >= 0)
    close (fd);
  if (hello.type == DECODER_HELLO && hello.status == DECODER_PROTOCOL_VERSION)
    return TRUE;
  g_set_error (error, VAULT_ERROR, VAULT_ERROR_DECODER_FAILED,
               "the helper speaks version %u", hello.status);
  return FALSE;
}

VaultHelper *
vault_helper_new (const char *argument,
                  gint64 deadline,
                  GCancellable *cancellable,
                  GError **error)
{
  g_autoptr (VaultHelper) self = NULL;
  pid_t pid;
  int socket;

  if (!vault_spawn_decoder (argument, &pid, &socket, error))
    return NULL;
  self = g_new (VaultHelper, 1);
  *self = (VaultHelper){ pid, socket };
  if (!await_hello (self, deadline, cancellable, error))
    return NULL;
  return g_steal_pointer (&self);
}

gboolean
vault_helper_is_sound (VaultHelper *self)
{
  return vault_channel_is_quiet (self->socket);
}

gboolean
vault_helper_ask (VaultHelper *self,
                  const DecoderRequest *request,
                  int fd,
                  gint64 deadline,
                  GCancellable *cancellable,
                  DecoderReply *out,
                  int *out_fd,
                  GError **error)
{
  *out_fd = -1;
  return vault_channel_send (self->socket, request, sizeof *request, fd, error)
         && vault_channel_receive (self->socket, deadline, cancellable, out,
                                   sizeof *out, out_fd, error);
}

int
vault_helper_get_socket (VaultHelper *self)
{
  return self->socket;
}

void
vault_helper_kill (VaultHelper *self)
{
  kill (self->pid, SIGKILL);
}

void
vault_helper_free (VaultHelper *self)
{
  if (self == NULL)
    return;
  vault_helper_kill (self);
  while (waitpid (self->pid, NULL, 0) < 0 && errno == EINTR)
    continue;
  close (self->socket);
  g_free (self);
}
