/* liar.c - what a decoder that has been taken over can send
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "fuzz/liar.h"

#include <fcntl.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

#define ALL_SEALS (F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE | F_SEAL_SEAL)

static int
make_plain_memfd (LiarKind kind, const guint8 *payload, gsize n_bytes, guint64 size)
{
  int fd = memfd_create ("fuzz", MFD_CLOEXEC | MFD_ALLOW_SEALING);
  int seals = kind == LIAR_SEALED     ? ALL_SEALS
              : kind == LIAR_WRITABLE ? ALL_SEALS & ~F_SEAL_WRITE
                                      : 0;

  g_assert_cmpint (write (fd, payload, n_bytes), ==, n_bytes);
  g_assert_cmpint (ftruncate (fd, (off_t) size), ==, 0);
  g_assert_cmpint (fcntl (fd, F_ADD_SEALS, seals), ==, 0);
  return fd;
}

/* Pages of which the system need not have any: to read from them would be the end. */
static int
make_huge_memfd (guint64 size)
{
  int fd = memfd_create ("fuzz", MFD_CLOEXEC | MFD_ALLOW_SEALING | MFD_HUGETLB);

  /* A kernel without them: an unsealed one is refused as well. */
  if (fd < 0)
    return make_plain_memfd (LIAR_UNSEALED, NULL, 0, size);
  /* A size that is no multiple of the page is refused. */
  (void) !ftruncate (fd, (off_t) size);
  g_assert_cmpint (fcntl (fd, F_ADD_SEALS, ALL_SEALS), ==, 0);
  return fd;
}

static int
make_pipe (void)
{
  int ends[2];

  g_assert_cmpint (pipe2 (ends, O_CLOEXEC), ==, 0);
  close (ends[1]);
  return ends[0];
}

int
liar_make (LiarKind kind,
           const guint8 *payload,
           gsize n_bytes,
           guint64 size,
           int itself)
{
  switch (kind) {
  case LIAR_PIPE:
    return make_pipe ();
  case LIAR_SOCKET:
    return socket (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  case LIAR_FOLDER:
    return open ("/", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  case LIAR_DEVICE:
    return open ("/dev/zero", O_RDWR | O_CLOEXEC);
  case LIAR_EVENTS:
    return eventfd (1, EFD_CLOEXEC);
  case LIAR_ITSELF:
    return fcntl (itself, F_DUPFD_CLOEXEC, 0);
  case LIAR_HUGE_PAGES:
    return make_huge_memfd (size);
  case LIAR_SEALED:
  case LIAR_UNSEALED:
  case LIAR_WRITABLE:
  case LIAR_N_KINDS:
  default:
    return make_plain_memfd (kind, payload, n_bytes, size);
  }
}

void
liar_send (int socket, const guint8 *packet, gsize n_bytes, const int *fds, guint n_fds)
{
  union {
    char bytes[CMSG_SPACE (LIAR_MOST_FDS * sizeof (int))];
    struct cmsghdr align;
  } control = { { 0 } };
  struct iovec piece = { (void *) packet, n_bytes };
  struct msghdr message = { .msg_iov = &piece, .msg_iovlen = 1 };

  if (n_fds > 0) {
    struct cmsghdr *header;

    message.msg_control = control.bytes;
    message.msg_controllen = CMSG_SPACE (n_fds * sizeof (int));
    header = CMSG_FIRSTHDR (&message);
    header->cmsg_level = SOL_SOCKET;
    header->cmsg_type = SCM_RIGHTS;
    header->cmsg_len = CMSG_LEN (n_fds * sizeof (int));
    memcpy (CMSG_DATA (header), fds, n_fds * sizeof (int));
  }
  /* A full socket takes no more: then the helper has said less. */
  (void) sendmsg (socket, &message, MSG_NOSIGNAL | MSG_DONTWAIT);
}

void
liar_change (int fd, LiarChange how, guint64 size)
{
  switch (how) {
  case LIAR_SHORTEN:
    (void) !ftruncate (fd, 0);
    break;
  case LIAR_LENGTHEN:
    (void) !ftruncate (fd, (off_t) size + 1);
    break;
  case LIAR_OVERWRITE:
    (void) !pwrite (fd, "changed", 7, 0);
    break;
  case LIAR_LEAVE_ALONE:
  case LIAR_N_CHANGES:
  default:
    break;
  }
}
