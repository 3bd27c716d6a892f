/* wire.c - the helper's end of the socket
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "wire.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>

typedef union {
  char bytes[CMSG_SPACE (sizeof (int))];
  struct cmsghdr align;
} Control;

gboolean
wire_receive (gpointer out, gsize n_bytes, int *out_fd)
{
  Control control;
  struct iovec piece = { out, n_bytes };
  struct msghdr message = { .msg_iov = &piece,
                            .msg_iovlen = 1,
                            .msg_control = control.bytes,
                            .msg_controllen = sizeof control.bytes };
  struct cmsghdr *header;
  gssize n_read;

  *out_fd = -1;
  do
    n_read = recvmsg (DECODER_SOCKET_FD, &message, MSG_CMSG_CLOEXEC);
  while (n_read < 0 && errno == EINTR);
  if (n_read != (gssize) n_bytes || (message.msg_flags & (MSG_TRUNC | MSG_CTRUNC)) != 0)
    return FALSE;

  header = CMSG_FIRSTHDR (&message);
  if (header != NULL && header->cmsg_level == SOL_SOCKET
      && header->cmsg_type == SCM_RIGHTS && header->cmsg_len == CMSG_LEN (sizeof (int)))
    memcpy (out_fd, CMSG_DATA (header), sizeof (int));
  return TRUE;
}

gboolean
wire_send (gconstpointer packet, gsize n_bytes, int fd)
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
  do
    n_sent = sendmsg (DECODER_SOCKET_FD, &message, MSG_NOSIGNAL);
  while (n_sent < 0 && errno == EINTR);
  return n_sent == (gssize) n_bytes;
}

gboolean
wire_greet (void)
{
  const DecoderReply hello = { .type = DECODER_HELLO,
                               .status = DECODER_PROTOCOL_VERSION };

  return wire_send (&hello, sizeof hello, -1);
}
