/* target-answer.c - fuzzing what a decoder says to the process that has the keys
 *
 * Everything the app's side does is real, but the process it starts is none: its end of
 * the socket has been filled beforehand with whatever the input says.
 *
 * Input: what is asked 1 (| NO_HELLO) | longest side 2 | packets, each: which descriptor 1,
 *        its size as the reply has it 1, payload length 2, payload, packet length 1, packet
 *
 * Accepted is a call that succeeds.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "fuzz/fuzz.h"

#include <fcntl.h>
#include <limits.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

#include <vault/vault-error.h>

#include "fuzz/asks.h"
#include "media/protocol.h"
#include "media/spawner.h"

#define NO_HELLO 0x80
#define MOST_PACKETS 16
#define MOST_MEMFD_BYTES ((guint64) 64 << 20)
/* No process has it: the kernel's numbers end at 2^22. */
#define NO_PID INT_MAX

typedef enum {
  SEND_NOTHING,
  SEND_SEALED_MEMFD,
  SEND_UNSEALED_MEMFD,
  SEND_PIPE,
  SEND_TWO_MEMFDS,
  SEND_N_KINDS,
} SendKind;

/* What the helper is going to say, and its end of the socket. */
static FuzzInput script;
static gboolean says_hello;
static int far_end;

/* The linker puts this in the place of vault_spawn_decoder(). */
gboolean __wrap_vault_spawn_decoder (const char *argument,
                                     pid_t *out_pid,
                                     int *out_socket,
                                     GError **error);

static int
make_memfd (const guint8 *payload, gsize n_bytes, guint64 size, gboolean is_sealed)
{
  int fd = memfd_create ("fuzz", MFD_CLOEXEC | MFD_ALLOW_SEALING);

  g_assert_cmpint (fd, >=, 0);
  g_assert_cmpint (write (fd, payload, n_bytes), ==, n_bytes);
  g_assert_cmpint (ftruncate (fd, (off_t) size), ==, 0);
  if (is_sealed)
    g_assert_cmpint (fcntl (fd, F_ADD_SEALS,
                            F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE | F_SEAL_SEAL),
                     ==, 0);
  return fd;
}

/* Returns: how many descriptors are in @fds now. */
static guint
make_descriptors (SendKind kind,
                  const guint8 *payload,
                  gsize n_bytes,
                  guint64 size,
                  int *fds)
{
  switch (kind) {
  case SEND_SEALED_MEMFD:
  case SEND_UNSEALED_MEMFD:
    fds[0] = make_memfd (payload, n_bytes, size, kind == SEND_SEALED_MEMFD);
    return 1;
  case SEND_TWO_MEMFDS:
    fds[0] = make_memfd (payload, n_bytes, size, TRUE);
    fds[1] = make_memfd (payload, n_bytes, size, TRUE);
    return 2;
  case SEND_PIPE:
    g_assert_cmpint (pipe2 (fds, O_CLOEXEC), ==, 0);
    close (fds[1]);
    return 1;
  case SEND_NOTHING:
  case SEND_N_KINDS:
  default:
    return 0;
  }
}

static void
send_packet (const guint8 *packet, gsize n_bytes, const int *fds, guint n_fds)
{
  union {
    char bytes[CMSG_SPACE (2 * sizeof (int))];
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
  (void) sendmsg (far_end, &message, MSG_NOSIGNAL | MSG_DONTWAIT);
}

static void
say_next (void)
{
  SendKind kind = fuzz_take_u8 (&script) % SEND_N_KINDS;
  gboolean as_claimed = fuzz_take_u8 (&script) & 1;
  guint8 payload[1024];
  gsize n_payload = fuzz_take_u16 (&script) % sizeof payload;
  guint8 packet[G_MAXUINT8] = { 0 };
  gsize n_packet;
  DecoderReply reply;
  int fds[2];
  guint n_fds;

  fuzz_take (&script, payload, n_payload);
  n_packet = fuzz_take_u8 (&script);
  fuzz_take (&script, packet, n_packet);
  memcpy (&reply, packet, sizeof reply);

  n_fds = make_descriptors (
      kind, payload, n_payload,
      as_claimed ? MIN (reply.n_bytes, MOST_MEMFD_BYTES) : n_payload, fds);
  send_packet (packet, n_packet, fds, n_fds);
  for (guint i = 0; i < n_fds; i++)
    close (fds[i]);
}

gboolean
__wrap_vault_spawn_decoder (const char *argument,
                            pid_t *out_pid,
                            int *out_socket,
                            GError **error)
{
  const DecoderReply hello = { .type = DECODER_HELLO,
                               .status = DECODER_PROTOCOL_VERSION };
  int ends[2];

  if (far_end >= 0) {
    g_set_error (error, VAULT_ERROR, VAULT_ERROR_DECODER_FAILED, "one is enough");
    return FALSE;
  }
  g_assert_cmpint (socketpair (AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends), ==, 0);
  far_end = ends[0];
  if (says_hello)
    send_packet ((const guint8 *) &hello, sizeof hello, NULL, 0);
  for (guint i = 0; i < MOST_PACKETS && script.n_left > 0; i++)
    say_next ();
  /* Nobody waits for a helper that has said all it has to say. */
  g_assert_cmpint (shutdown (far_end, SHUT_WR), ==, 0);

  *out_pid = NO_PID;
  *out_socket = ends[1];
  return TRUE;
}

/* A new descriptor gets the lowest number, so one that is left open is among these. */
static guint
count_descriptors (void)
{
  guint n_open = 0;

  for (int fd = 0; fd < 48; fd++)
    n_open += fcntl (fd, F_GETFD) >= 0;
  return n_open;
}

gboolean
fuzz_target (const guint8 *bytes, gsize n_bytes)
{
  g_autoptr (GError) error = NULL;
  guint n_open = count_descriptors ();
  gboolean is_done;
  guint max_side;
  guint8 what;

  script = (FuzzInput){ bytes, n_bytes };
  what = fuzz_take_u8 (&script);
  max_side = fuzz_take_u16 (&script);
  says_hello = (what & NO_HELLO) == 0;
  far_end = -1;

  is_done = asks_ask (what % NO_HELLO % ASKS_N, max_side, &error);
  if (!is_done)
    g_assert_true (error != NULL && error->domain == VAULT_ERROR);
  else
    g_assert_no_error (error);

  g_assert_cmpint (far_end, >=, 0);
  close (far_end);
  g_assert_cmpuint (count_descriptors (), ==, n_open);
  return is_done;
}
