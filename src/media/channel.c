/* channel.c - the app's end of the socket to a helper
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "media/channel.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <vault/vault-error.h>

/* One descriptor is asked for; alignment leaves room for a second one, and the kernel
 * fills all room there is. */
typedef union {
  char bytes[CMSG_SPACE (sizeof (int))];
  struct cmsghdr align;
} Control;

static gboolean
fail (GError **error, const char *what)
{
  g_set_error (error, VAULT_ERROR, VAULT_ERROR_DECODER_FAILED, "%s", what);
  return FALSE;
}

gboolean
vault_channel_send (int socket,
                    gconstpointer packet,
                    gsize n_bytes,
                    int fd,
                    GError **error)
{
  Control control = { { 0 } };
  struct iovec piece = { (void *) packet, n_bytes };
  struct msghdr message = { .msg_iov = &piece, .msg_iovlen = 1 };
  gssize n_sent;

  if (fd >= 0) {
    struct cmsghdr *header;

    message.msg_control = control.bytes;
    message.msg_controllen = sizeof control.bytes;
    header = CMSG_FIRSTHDR (&message);
    header->cmsg_level = SOL_SOCKET;
    header->cmsg_type = SCM_RIGHTS;
    header->cmsg_len = CMSG_LEN (sizeof (int));
    memcpy (CMSG_DATA (header), &fd, sizeof (int));
  }
  /* Never waits: a helper that reads has few packets to come. */
  do
    n_sent = sendmsg (socket, &message, MSG_NOSIGNAL | MSG_DONTWAIT);
  while (n_sent < 0 && errno == EINTR);
  return n_sent == (gssize) n_bytes || fail (error, "the helper does not listen");
}

/* Take the first descriptor and close all others.  Returns: how many there were. */
static guint
take_descriptors (struct msghdr *message, int *out_fd)
{
  guint n_fds = 0;

  for (struct cmsghdr *header = CMSG_FIRSTHDR (message); header != NULL;
       header = CMSG_NXTHDR (message, header)) {
    const guint8 *data = CMSG_DATA (header);

    if (header->cmsg_level != SOL_SOCKET || header->cmsg_type != SCM_RIGHTS)
      continue;
    for (gsize at = CMSG_LEN (0); at + sizeof (int) <= header->cmsg_len;
         at += sizeof (int), data += sizeof (int)) {
      int fd;

      memcpy (&fd, data, sizeof fd);
      if (n_fds++ == 0)
        *out_fd = fd;
      else
        close (fd);
    }
  }
  return n_fds;
}

/* Returns: FALSE with *@out_fd closed unless one whole packet of ours came. */
static gboolean
read_packet (int socket, gpointer out, gsize n_bytes, int *out_fd, GError **error)
{
  Control control;
  struct iovec piece = { out, n_bytes };
  struct msghdr message = { .msg_iov = &piece,
                            .msg_iovlen = 1,
                            .msg_control = control.bytes,
                            .msg_controllen = sizeof control.bytes };
  gssize n_read;
  guint n_fds;

  do
    n_read = recvmsg (socket, &message, MSG_CMSG_CLOEXEC | MSG_DONTWAIT);
  while (n_read < 0 && errno == EINTR);
  if (n_read < 0)
    return fail (error, "the helper hung up");

  /* An empty packet, which looks like a hang-up, can carry descriptors too. */
  n_fds = take_descriptors (&message, out_fd);
  if (n_read == (gssize) n_bytes && n_fds <= 1
      && (message.msg_flags & (MSG_TRUNC | MSG_CTRUNC)) == 0)
    return TRUE;
  if (*out_fd >= 0)
    close (*out_fd);
  *out_fd = -1;
  return fail (error, n_bytes == 0 ? "the helper hung up" : "no packet of ours");
}

gboolean
vault_channel_wait (int socket,
                    gint64 deadline,
                    GCancellable *cancellable,
                    gboolean *out_is_there,
                    GError **error)
{
  GPollFD polls[2] = { { .fd = socket, .events = G_IO_IN } };
  gboolean can_cancel = g_cancellable_make_pollfd (cancellable, &polls[1]);
  gint n_ready = 0;

  while (n_ready <= 0) {
    gint64 left_ms = (deadline - g_get_monotonic_time () + 999) / 1000;

    if (left_ms <= 0 || g_cancellable_is_cancelled (cancellable))
      break;
    n_ready = g_poll (polls, can_cancel ? 2 : 1, (gint) MIN (left_ms, G_MAXINT));
    if (n_ready < 0 && errno != EINTR)
      break;
  }
  if (can_cancel)
    g_cancellable_release_fd (cancellable);

  *out_is_there = n_ready > 0;
  return !g_cancellable_set_error_if_cancelled (cancellable, error);
}

gboolean
vault_channel_receive (int socket,
                       gint64 deadline,
                       GCancellable *cancellable,
                       gpointer out,
                       gsize n_bytes,
                       int *out_fd,
                       GError **error)
{
  gboolean is_there;

  *out_fd = -1;
  if (!vault_channel_wait (socket, deadline, cancellable, &is_there, error))
    return FALSE;
  if (!is_there)
    return fail (error, "the helper did not answer in time");
  return read_packet (socket, out, n_bytes, out_fd, error);
}

gboolean
vault_channel_is_quiet (int socket)
{
  GPollFD poll = { .fd = socket, .events = G_IO_IN };

  return g_poll (&poll, 1, 0) == 0;
}
