/* media-fake.c - helpers that lie
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "media-fake.h"

#include "media/protocol.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

#define SIDE 16
#define ALL_SEALS (F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE | F_SEAL_SEAL)

static const char *const names[FAKE_N] = {
  [FAKE_HONEST] = "fake-honest",
  [FAKE_MUTE] = "fake-mute",
  [FAKE_OLD] = "fake-old",
  [FAKE_HANG] = "fake-hang",
  [FAKE_QUIT] = "fake-quit",
  [FAKE_CRASH] = "fake-crash",
  [FAKE_SHORT_PACKET] = "fake-short-packet",
  [FAKE_LONG_PACKET] = "fake-long-packet",
  [FAKE_NO_DESCRIPTOR] = "fake-no-descriptor",
  [FAKE_TWO_DESCRIPTORS] = "fake-two-descriptors",
  [FAKE_NO_MEMFD] = "fake-no-memfd",
  [FAKE_UNSEALED] = "fake-unsealed",
  [FAKE_WRITABLE] = "fake-writable",
  [FAKE_SHORT_MEMFD] = "fake-short-memfd",
  [FAKE_LONG_MEMFD] = "fake-long-memfd",
  [FAKE_HUGE_SIDES] = "fake-huge-sides",
  [FAKE_OVERFLOW] = "fake-overflow",
  [FAKE_STRIDE] = "fake-stride",
  [FAKE_TOO_WIDE] = "fake-too-wide",
  [FAKE_EMPTY] = "fake-empty",
  [FAKE_STATUS] = "fake-status",
  [FAKE_TYPE] = "fake-type",
  [FAKE_WISH] = "fake-wish",
  [FAKE_EAGER] = "fake-eager",
  [FAKE_OLD_FACTS] = "fake-old-facts",
  [FAKE_NO_WEBP] = "fake-no-webp",
  [FAKE_FAT] = "fake-fat",
  [FAKE_WISH_FAR] = "fake-wish-far",
  [FAKE_WISH_WRAP] = "fake-wish-wrap",
  [FAKE_WISH_MUCH] = "fake-wish-much",
  [FAKE_WISH_EVER] = "fake-wish-ever",
  [FAKE_NO_PARTS] = "fake-no-parts",
  [FAKE_MANY_PARTS] = "fake-many-parts",
  [FAKE_PART_FACTS] = "fake-part-facts",
};

const char *
fake_name (Fake fake)
{
  return names[fake];
}

gboolean
fake_from_name (const char *argv0, Fake *out)
{
  g_autofree char *base = g_path_get_basename (argv0);

  for (gsize i = 0; i < FAKE_N; i++)
    if (g_str_equal (base, names[i])) {
      *out = (Fake) i;
      return TRUE;
    }
  return FALSE;
}

static void
send_packet (const void *bytes, gsize n_bytes, const int *fds, gsize n_fds)
{
  union {
    char bytes[CMSG_SPACE (2 * sizeof (int))];
    struct cmsghdr align;
  } control = { { 0 } };
  struct iovec piece = { (void *) bytes, n_bytes };
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
  if (sendmsg (DECODER_SOCKET_FD, &message, MSG_NOSIGNAL) < 0)
    _exit (0);
}

static int
make_memfd (gsize n_bytes, int seals)
{
  int fd = memfd_create ("fake", MFD_CLOEXEC | MFD_ALLOW_SEALING);

  g_assert_cmpint (ftruncate (fd, (off_t) n_bytes), ==, 0);
  g_assert_cmpint (fcntl (fd, F_ADD_SEALS, seals), ==, 0);
  return fd;
}

static int
make_pipe (void)
{
  int ends[2];

  g_assert_cmpint (pipe2 (ends, O_CLOEXEC), ==, 0);
  return ends[0];
}

/* The lies told in numbers. */
static void
twist (Fake fake, DecoderReply *reply)
{
  switch (fake) {
  case FAKE_HUGE_SIDES:
    reply->width = reply->height = G_MAXUINT32;
    break;
  case FAKE_OVERFLOW:
    reply->width = reply->height = 1u << 31;
    reply->stride_bytes = G_GUINT64_CONSTANT (1) << 33;
    reply->n_bytes = 0;
    break;
  case FAKE_STRIDE:
    reply->stride_bytes /= 2;
    break;
  case FAKE_TOO_WIDE:
    reply->width *= 4;
    reply->height /= 4;
    reply->stride_bytes *= 4;
    break;
  case FAKE_EMPTY:
    reply->width = reply->height = 0;
    reply->n_bytes = reply->stride_bytes = 0;
    break;
  case FAKE_STATUS:
    reply->status = 77;
    break;
  case FAKE_TYPE:
    reply->type = 77;
    break;
  case FAKE_WISH:
    reply->type = DECODER_READ;
    break;
  case FAKE_OLD_FACTS:
    reply->full_width = 1u << 30;
    reply->captured = G_MININT64;
    break;
  case FAKE_NO_PARTS:
    reply->n_parts = 0;
    break;
  case FAKE_MANY_PARTS:
    reply->n_parts = G_GUINT64_CONSTANT (1) << 32 | 3;
    break;
  case FAKE_PART_FACTS:
    reply->full_height = 0;
    break;
  case FAKE_FAT:
    reply->n_bytes = DECODER_THUMBNAIL_MAX_BYTES + 1;
    break;
  default:
    break;
  }
}

static void
wish (Fake fake, DecoderReply *reply)
{
  reply->type = DECODER_READ;
  reply->offset = fake == FAKE_WISH_FAR    ? G_GUINT64_CONSTANT (1) << 40
                  : fake == FAKE_WISH_WRAP ? G_MAXUINT64 - 3
                                           : 0;
  reply->n_bytes = fake == FAKE_WISH_MUCH ? DECODER_WINDOW_BYTES + 1 : 16;
  send_packet (reply, sizeof *reply, NULL, 0);
}

static int
make_descriptor (Fake fake, gsize n_bytes)
{
  switch (fake) {
  case FAKE_NO_DESCRIPTOR:
    return -1;
  case FAKE_NO_MEMFD:
    return make_pipe ();
  case FAKE_UNSEALED:
    return make_memfd (n_bytes, 0);
  case FAKE_WRITABLE:
    return make_memfd (n_bytes, ALL_SEALS & ~F_SEAL_WRITE);
  case FAKE_SHORT_MEMFD:
    return make_memfd (n_bytes - 1, ALL_SEALS);
  case FAKE_LONG_MEMFD:
    return make_memfd (n_bytes + 1, ALL_SEALS);
  default:
    return make_memfd (n_bytes, ALL_SEALS);
  }
}

static void
answer (Fake fake)
{
  DecoderReply replies[2] = { { .type = DECODER_RESULT,
                                .width = SIDE,
                                .height = SIDE,
                                .full_width = SIDE,
                                .full_height = SIDE,
                                .stride_bytes = SIDE * DECODER_PIXEL_BYTES,
                                .n_bytes = SIDE * SIDE * DECODER_PIXEL_BYTES,
                                .n_parts = 3 } };
  gsize n_bytes = sizeof replies[0];
  int fds[2];

  if (fake >= FAKE_WISH_FAR && fake <= FAKE_WISH_EVER) {
    wish (fake, replies);
    return;
  }
  twist (fake, replies);
  fds[0] = fds[1] = make_descriptor (fake, SIDE * SIDE * DECODER_PIXEL_BYTES);
  if (fake == FAKE_SHORT_PACKET)
    n_bytes /= 2;
  if (fake == FAKE_LONG_PACKET)
    n_bytes *= 2;
  send_packet (replies, n_bytes, fds,
               fds[0] < 0                     ? 0
               : fake == FAKE_TWO_DESCRIPTORS ? 2
                                              : 1);
  if (fake == FAKE_EAGER)
    send_packet (replies, n_bytes, fds, 1);
  if (fds[0] >= 0)
    close (fds[0]);
}

int
fake_run (Fake fake)
{
  const DecoderReply hello = { .type = DECODER_HELLO,
                               .status = DECODER_PROTOCOL_VERSION
                                         + (fake == FAKE_OLD ? 1 : 0) };
  DecoderRequest request;

  if (fake != FAKE_MUTE)
    send_packet (&hello, sizeof hello, NULL, 0);
  while (recv (DECODER_SOCKET_FD, &request, sizeof request, 0) == sizeof request) {
    if (fake == FAKE_QUIT)
      return 0;
    if (fake == FAKE_CRASH)
      raise (SIGKILL);
    if (fake != FAKE_HANG && fake != FAKE_MUTE)
      answer (fake);
  }
  return 0;
}

static char *honest_program;
static char *folder;

void
fake_start (void)
{
  honest_program = g_strdup (g_getenv ("NIGHTSTAND_DECODER"));
  folder = g_dir_make_tmp ("nightstand-liars-XXXXXX", NULL);
}

void
fake_become (Fake fake)
{
  g_autofree char *path = g_build_filename (folder, fake_name (fake), NULL);

  if (symlink ("/proc/self/exe", path) != 0)
    g_assert_cmpint (errno, ==, EEXIST);
  g_setenv ("NIGHTSTAND_DECODER", path, TRUE);
}

void
fake_become_honest (void)
{
  g_setenv ("NIGHTSTAND_DECODER", honest_program, TRUE);
}

void
fake_end (void)
{
  for (gsize i = 0; i < FAKE_N; i++) {
    g_autofree char *path = g_build_filename (folder, fake_name ((Fake) i), NULL);

    unlink (path);
  }
  rmdir (folder);
  g_clear_pointer (&folder, g_free);
  g_clear_pointer (&honest_program, g_free);
}
