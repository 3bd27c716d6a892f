/* target-helper.c - fuzzing the app's side with whole lives of decoders taken over
 *
 * Where target-answer.c looks at one answer, here several calls are made of one decoder,
 * each helper hears what it is asked, says what the input has it say to that, and sends
 * what it likes beside it.  Nothing is forked: the helper's turn comes in the middle of the
 * app's sending, so it is always in time.  One that has nothing more to say hangs up.
 *
 * Input: how many calls 1 (of MOST_CALLS), each: what is asked 1, longest side 2
 *        then for each helper, as it is started: how it greets 1
 *        for each request it hears: how many packets 1 (of MOST_PACKETS), each:
 *        which descriptors 1, how many 1, what becomes of them 1, payload length 2,
 *        payload, packet length 1, packet
 *
 * Accepted is a session in which every call succeeds.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "fuzz/fuzz.h"
#include "fuzz/liar.h"

#include <fcntl.h>
#include <limits.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

#include <vault/vault-error.h>

#include "media/channel.h"
#include "media/decoder.h"
#include "media/protocol.h"
#include "media/spawner.h"

#define MOST_CALLS 4
#define MOST_PACKETS 4
#define MOST_MEMFD_BYTES ((guint64) 64 << 20)
#define STILL_BYTES 100
#define FILM_BYTES ((guint64) 3 << 20)
/* No process has it: the kernel's numbers end at 2^22. */
#define NO_PID INT_MAX

typedef enum {
  GREET_WELL,
  GREET_NOT,    /* hangs up */
  GREET_OWN,    /* with packets, as an answer */
  GREET_DOUBLY, /* and once more, unasked */
  GREET_N_KINDS,
} Greeting;

static FuzzInput script;
/* The helper's end of its socket; -1 while there is none. */
static int far_end;

/* The linker puts these in the places of the functions without "wrap". */
gboolean __wrap_vault_spawn_decoder (const char *argument,
                                     pid_t *out_pid,
                                     int *out_socket,
                                     GError **error);
gboolean __wrap_vault_channel_send (int socket,
                                    gconstpointer packet,
                                    gsize n_bytes,
                                    int fd,
                                    GError **error);
gboolean __real_vault_channel_send (int socket,
                                    gconstpointer packet,
                                    gsize n_bytes,
                                    int fd,
                                    GError **error);

static void
say_next (void)
{
  LiarKind kind = fuzz_take_u8 (&script) % LIAR_N_KINDS;
  guint n_fds = fuzz_take_u8 (&script) % (LIAR_MOST_FDS + 1);
  guint8 how = fuzz_take_u8 (&script);
  guint8 payload[1024];
  gsize n_payload = fuzz_take_u16 (&script) % sizeof payload;
  guint8 packet[G_MAXUINT8] = { 0 };
  gsize n_packet;
  guint64 size;
  DecoderReply reply;
  int fds[LIAR_MOST_FDS];

  fuzz_take (&script, payload, n_payload);
  n_packet = fuzz_take_u8 (&script);
  fuzz_take (&script, packet, n_packet);
  memcpy (&reply, packet, sizeof reply);
  /* As long as it says, or as long as what is in it. */
  size = (how & 0x80) != 0 ? MIN (reply.n_bytes, MOST_MEMFD_BYTES) : n_payload;

  for (guint i = 0; i < n_fds; i++)
    fds[i] = liar_make (kind, payload, n_payload, size, far_end);
  liar_send (far_end, packet, n_packet, fds, n_fds);
  for (guint i = 0; i < n_fds; i++) {
    /* Only memory: a folder or a device here is a real one. */
    if (kind <= LIAR_HUGE_PAGES)
      liar_change (fds[i], (how & 0x7f) % LIAR_N_CHANGES, size);
    close (fds[i]);
  }
}

static void
say (void)
{
  guint n_packets = fuzz_take_u8 (&script) % (MOST_PACKETS + 1);

  for (guint i = 0; i < n_packets; i++)
    say_next ();
  /* Nobody waits for a helper that has said nothing. */
  if (n_packets == 0)
    g_assert_cmpint (shutdown (far_end, SHUT_WR), ==, 0);
}

static void
hang_up (void)
{
  if (far_end >= 0)
    close (far_end);
  far_end = -1;
}

gboolean
__wrap_vault_spawn_decoder (const char *argument,
                            pid_t *out_pid,
                            int *out_socket,
                            GError **error)
{
  const DecoderReply hello = { .type = DECODER_HELLO,
                               .status = DECODER_PROTOCOL_VERSION };
  Greeting greeting = fuzz_take_u8 (&script) % GREET_N_KINDS;
  int ends[2];

  /* The helper before this one is gone by now, whatever it had still to say. */
  hang_up ();
  g_assert_cmpint (socketpair (AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends), ==, 0);
  far_end = ends[0];
  if (greeting == GREET_WELL || greeting == GREET_DOUBLY)
    liar_send (far_end, (const guint8 *) &hello, sizeof hello, NULL, 0);
  if (greeting == GREET_DOUBLY)
    liar_send (far_end, (const guint8 *) &hello, sizeof hello, NULL, 0);
  if (greeting == GREET_OWN)
    say ();
  if (greeting == GREET_NOT)
    g_assert_cmpint (shutdown (far_end, SHUT_WR), ==, 0);

  *out_pid = NO_PID;
  *out_socket = ends[1];
  return TRUE;
}

/* What a helper is given it can read, and in no way change. */
static void
try_to_write (int fd)
{
  void *bytes;

  g_assert_cmpint (pwrite (fd, "mine", 4, 0), <, 0);
  g_assert_cmpint (ftruncate (fd, 0), <, 0);
  g_assert_cmpint (ftruncate (fd, (off_t) FILM_BYTES * 2), <, 0);
  bytes = mmap (NULL, 4, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  g_assert_true (bytes == MAP_FAILED);
  g_assert_cmpint (fcntl (fd, F_ADD_SEALS, F_SEAL_SEAL), <, 0);
}

static void
hear (void)
{
  union {
    char bytes[CMSG_SPACE (4 * sizeof (int))];
    struct cmsghdr align;
  } control;
  DecoderRequest request;
  struct iovec piece = { &request, sizeof request };
  struct msghdr message = { .msg_iov = &piece,
                            .msg_iovlen = 1,
                            .msg_control = control.bytes,
                            .msg_controllen = sizeof control.bytes };
  gssize n_bytes = recvmsg (far_end, &message, MSG_DONTWAIT | MSG_CMSG_CLOEXEC);

  g_assert_cmpint (n_bytes, ==, sizeof request);
  g_assert_cmpint (message.msg_flags & MSG_CTRUNC, ==, 0);
  for (struct cmsghdr *header = CMSG_FIRSTHDR (&message); header != NULL;
       header = CMSG_NXTHDR (&message, header)) {
    int fd;

    g_assert_cmpuint (header->cmsg_len, ==, CMSG_LEN (sizeof fd));
    memcpy (&fd, CMSG_DATA (header), sizeof fd);
    try_to_write (fd);
    close (fd);
  }
}

gboolean
__wrap_vault_channel_send (int socket,
                           gconstpointer packet,
                           gsize n_bytes,
                           int fd,
                           GError **error)
{
  if (!__real_vault_channel_send (socket, packet, n_bytes, fd, error))
    return FALSE;
  hear ();
  say ();
  return TRUE;
}

static gboolean
read_source (gpointer data, guint64 offset, guint8 *out, gsize n_bytes, GError **error)
{
  static const guint8 jpeg[] = { 0xff, 0xd8, 0xff, 0xe0 };
  const VaultDecoderSource *source = data;

  g_assert_cmpuint (n_bytes, <=, DECODER_WINDOW_BYTES);
  g_assert_cmpuint (offset, <=, source->n_bytes);
  g_assert_cmpuint (n_bytes, <=, source->n_bytes - offset);
  memset (out, 0x55, n_bytes);
  if (offset == 0)
    memcpy (out, jpeg, MIN (n_bytes, sizeof jpeg));
  return TRUE;
}

/* Looks at every page: one that is not there, or goes away, would end the program. */
static void
touch (GBytes *bytes)
{
  gsize n_bytes;
  const volatile guint8 *data = g_bytes_get_data (bytes, &n_bytes);

  g_assert_cmpuint (n_bytes, >, 0);
  for (gsize at = 0; at < n_bytes; at += 4096)
    (void) data[at];
  (void) data[n_bytes - 1];
}

static gboolean
ask_for_image (VaultDecoder *decoder,
               const VaultDecoderSource *source,
               guint max_side,
               GError **error)
{
  g_autoptr (VaultPixels) pixels =
                 vault_decoder_image (decoder, source, max_side, NULL, error);

  if (pixels == NULL)
    return FALSE;
  g_assert_cmpuint (pixels->width, >=, 1);
  g_assert_cmpuint (pixels->height, >=, 1);
  g_assert_cmpuint (pixels->width, <=, max_side == 0 ? DECODER_MAX_SIDE : max_side);
  g_assert_cmpuint (pixels->height, <=, max_side == 0 ? DECODER_MAX_SIDE : max_side);
  g_assert_cmpuint (g_bytes_get_size (pixels->bytes), >=,
                    pixels->stride_bytes * pixels->height);
  touch (pixels->bytes);
  return TRUE;
}

static gboolean
ask (VaultDecoder *decoder, guint8 what, guint max_side, GError **error)
{
  static const VaultMediaKind kinds[] = { VAULT_MEDIA_IMAGE, VAULT_MEDIA_ANIMATION,
                                          VAULT_MEDIA_VIDEO, VAULT_MEDIA_AUDIO };
  VaultMediaKind kind = kinds[what % G_N_ELEMENTS (kinds)];
  gboolean is_still = kind == VAULT_MEDIA_IMAGE || kind == VAULT_MEDIA_ANIMATION;
  VaultDecoderSource source = { .read = read_source,
                                .n_bytes = is_still ? STILL_BYTES : FILM_BYTES };
  g_autoptr (GBytes) thumbnail = NULL;
  VaultMediaFacts facts;

  source.data = &source;
  if ((what & 0x80) == 0 && is_still)
    return ask_for_image (decoder, &source, max_side, error);
  if (!vault_decoder_thumbnail (decoder, &source, kind, &thumbnail, &facts, NULL,
                                error)) {
    g_assert_null (thumbnail);
    return FALSE;
  }
  g_assert_cmpuint (facts.width, <=, DECODER_MAX_SIDE);
  g_assert_cmpuint (facts.height, <=, DECODER_MAX_SIDE);
  g_assert_cmpint (facts.captured, >=, 0);
  if (thumbnail != NULL) {
    g_assert_cmpuint (g_bytes_get_size (thumbnail), <=, VAULT_THUMBNAIL_MAX_BYTES);
    touch (thumbnail);
  }
  return TRUE;
}

/* A new descriptor gets the lowest number, so one that is left open is among these. */
static guint
count_descriptors (void)
{
  guint n_open = 0;

  for (int fd = 0; fd < 96; fd++)
    n_open += fcntl (fd, F_GETFD) >= 0;
  return n_open;
}

gboolean
fuzz_target (const guint8 *bytes, gsize n_bytes)
{
  guint n_open = count_descriptors ();
  g_autoptr (VaultDecoder) decoder = vault_decoder_new (1);
  gboolean is_done = TRUE;
  guint n_calls;
  FuzzInput calls;
  guint8 orders[MOST_CALLS * 3] = { 0 };

  script = (FuzzInput){ bytes, n_bytes };
  far_end = -1;
  n_calls = fuzz_take_u8 (&script) % MOST_CALLS + 1;
  fuzz_take (&script, orders, 3 * (gsize) n_calls);
  calls = (FuzzInput){ orders, sizeof orders };

  for (guint i = 0; i < n_calls; i++) {
    g_autoptr (GError) error = NULL;
    guint8 what = fuzz_take_u8 (&calls);
    guint max_side = fuzz_take_u16 (&calls);

    if (ask (decoder, what, max_side, &error)) {
      g_assert_no_error (error);
      continue;
    }
    g_assert_true (error != NULL && error->domain == VAULT_ERROR);
    is_done = FALSE;
  }

  g_clear_pointer (&decoder, vault_decoder_free);
  hang_up ();
  g_assert_cmpuint (count_descriptors (), ==, n_open);
  return is_done;
}
