/* target-play.c - fuzzing what a decoder that plays says to the process that has the keys
 *
 * As in target-answer.c, everything on the app's side is real, and the process it starts is
 * none: its end of the socket has been filled beforehand with whatever the input says.
 *
 * Input: HOLD (| NO_HELLO) 1 | packets, each: whether a descriptor comes with it 1, its
 *        length 1, and its bytes.  HOLD: what is delivered is kept to the end.
 *
 * Accepted is a conversation that comes to what the helper itself says is the end: a
 * FAILED with a reason.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "fuzz/fuzz.h"

#include <limits.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "media/play-protocol.h"
#include "media/playback.h"
#include "media/spawner.h"

#define HOLD 0x01
#define NO_HELLO 0x80
#define MOST_PACKETS 40
#define FILM_BYTES ((guint64) 3 << 20)
/* No process has it: the kernel's numbers end at 2^22. */
#define NO_PID INT_MAX

static FuzzInput script;
static guint8 flags;
static int far_end;

/* What the events leave. */
static GMutex mutex;
static GCond changed;
static gboolean is_over;
static gboolean is_opened;
static guint streams;
static guint n_failures;
static VaultError failure;
static GPtrArray *held;

/* The linker puts this in the place of vault_spawn_decoder(). */
gboolean __wrap_vault_spawn_decoder (const char *argument,
                                     pid_t *out_pid,
                                     int *out_socket,
                                     GError **error);

static void
send_packet (const void *packet, gsize n_bytes, gboolean has_descriptor)
{
  union {
    char bytes[CMSG_SPACE (sizeof (int))];
    struct cmsghdr align;
  } control = { { 0 } };
  struct iovec piece = { (void *) packet, n_bytes };
  struct msghdr message = { .msg_iov = &piece, .msg_iovlen = 1 };

  if (has_descriptor) {
    struct cmsghdr *header;

    message.msg_control = control.bytes;
    message.msg_controllen = sizeof control.bytes;
    header = CMSG_FIRSTHDR (&message);
    header->cmsg_level = SOL_SOCKET;
    header->cmsg_type = SCM_RIGHTS;
    header->cmsg_len = CMSG_LEN (sizeof (int));
    memcpy (CMSG_DATA (header), &far_end, sizeof (int));
  }
  /* A full socket takes no more: then the helper has said less. */
  (void) sendmsg (far_end, &message, MSG_NOSIGNAL | MSG_DONTWAIT);
}

static void
say_next (void)
{
  gboolean has_descriptor = fuzz_take_u8 (&script) & 1;
  gsize n_bytes = fuzz_take_u8 (&script);
  guint8 packet[G_MAXUINT8] = { 0 };

  fuzz_take (&script, packet, n_bytes);
  send_packet (packet, n_bytes, has_descriptor);
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

  g_assert_cmpint (socketpair (AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends), ==, 0);
  far_end = ends[0];
  if ((flags & NO_HELLO) == 0)
    send_packet (&hello, sizeof hello, FALSE);
  for (guint i = 0; i < MOST_PACKETS && script.n_left > 0; i++)
    say_next ();
  /* Nobody waits for a helper that has said all it has to say. */
  g_assert_cmpint (shutdown (far_end, SHUT_WR), ==, 0);

  *out_pid = NO_PID;
  *out_socket = ends[1];
  return TRUE;
}

static gboolean
read_film (gpointer data, guint64 offset, guint8 *out, gsize n_bytes, GError **error)
{
  g_assert_cmpuint (n_bytes, >=, 1);
  g_assert_cmpuint (n_bytes, <=, DECODER_WINDOW_BYTES);
  g_assert_cmpuint (offset, <=, FILM_BYTES);
  g_assert_cmpuint (n_bytes, <=, FILM_BYTES - offset);
  memset (out, 0x55, n_bytes);
  return TRUE;
}

static void
opened (const VaultPlayerFacts *facts, gpointer data)
{
  g_assert_false (is_opened);
  g_assert_true (facts->has_picture || facts->has_sound);
  g_assert_cmpuint (facts->width, <=, DECODER_MAX_SIDE);
  g_assert_cmpuint (facts->height, <=, DECODER_MAX_SIDE);
  g_assert_true ((facts->width > 0) == facts->has_picture);
  g_assert_true ((facts->height > 0) == facts->has_picture);
  g_assert_cmpint (facts->duration_ns, >=, 0);
  is_opened = TRUE;
  streams = (facts->has_picture ? 1u : 0) | (facts->has_sound ? 2u : 0);
}

static void
filled (const VaultPlayerPiece *piece, gpointer data)
{
  gsize n_bytes;
  const guint8 *bytes = g_bytes_get_data (piece->bytes, &n_bytes);

  g_assert_true (is_opened && n_failures == 0);
  g_assert_true ((streams & 1u << piece->stream) != 0);
  g_assert_cmpint (piece->position_ns, >=, 0);
  g_assert_cmpint (piece->duration_ns, >=, 0);
  if (piece->stream == VAULT_PLAYER_PICTURE)
    g_assert_cmpuint (n_bytes, ==, (gsize) piece->width * piece->height * 4);
  else
    g_assert_cmpuint (n_bytes % PLAY_SOUND_FRAME_BYTES, ==, 0);
  /* A page that is not there would end the program here. */
  g_assert_cmpuint (bytes[0] + bytes[n_bytes - 1], <=, 2 * G_MAXUINT8);
  if ((flags & HOLD) != 0)
    g_ptr_array_add (held, g_bytes_ref (piece->bytes));
}

static void
ended (VaultPlayerStream stream, gpointer data)
{
  g_assert_true ((streams & 1u << stream) != 0);
}

static void
failed (VaultError code, gpointer data)
{
  n_failures++;
  failure = code;
}

static void
over (gpointer data)
{
  g_mutex_lock (&mutex);
  is_over = TRUE;
  g_cond_broadcast (&changed);
  g_mutex_unlock (&mutex);
}

static void
ignore (gpointer unused)
{
}

/* No two pieces that are held lie on top of each other. */
static void
check_held (void)
{
  for (guint i = 0; i < held->len; i++)
    for (guint k = 0; k < i; k++) {
      gsize n_first, n_second;
      const guint8 *first = g_bytes_get_data (held->pdata[i], &n_first);
      const guint8 *second = g_bytes_get_data (held->pdata[k], &n_second);

      g_assert_true (first + n_first <= second || second + n_second <= first);
    }
}

gboolean
fuzz_target (const guint8 *bytes, gsize n_bytes)
{
  static const VaultPlayerEvents events = { opened, filled, ended, failed };
  const VaultPlaybackListener listener = { &events, NULL, over };
  const VaultDecoderSource source = { read_film, NULL, FILM_BYTES };
  VaultSpare *spare = vault_spare_new ();
  VaultPlayback *playback;

  script = (FuzzInput){ bytes, n_bytes };
  flags = fuzz_take_u8 (&script);
  far_end = -1;
  is_over = is_opened = FALSE;
  streams = n_failures = 0;
  held = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);

  playback = vault_playback_new (spare, &source, ignore, 0, 0, &listener);
  g_mutex_lock (&mutex);
  while (!is_over)
    g_cond_wait (&changed, &mutex);
  g_mutex_unlock (&mutex);

  g_assert_cmpuint (n_failures, ==, 1);
  check_held ();
  g_ptr_array_unref (held);
  vault_playback_unref (playback);
  vault_spare_unref (spare);
  g_assert_cmpint (far_end, >=, 0);
  close (far_end);
  return failure != VAULT_ERROR_DECODER_FAILED;
}
