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

#include "media/frames.h"
#include "media/protocol.h"
#include "media/spawner.h"

#define NO_HELLO 0x80
/* image, thumbnail, film, sound, frame, page, strip, remux, camera */
#define N_ASKED 9
#define MOST_PACKETS 16
#define MOST_MEMFD_BYTES ((guint64) 64 << 20)
#define FILM_BYTES ((guint64) 3 << 20)
#define STRIP_STILL 6
#define STRIP_RECORDING 7
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

/* How the file begins that is asked about. */
static const char *magic;

static gboolean
read_recording (gpointer data,
                guint64 offset,
                guint8 *out,
                gsize n_bytes,
                GError **error)
{
  static const char riff[] = "RIFF\x24\0\0\0WAVEfmt ";
  const VaultDecoderSource *source = data;

  g_assert_cmpuint (n_bytes, <=, DECODER_WINDOW_BYTES);
  g_assert_cmpuint (offset, <=, source->n_bytes);
  g_assert_cmpuint (n_bytes, <=, source->n_bytes - offset);
  memset (out, 0x55, n_bytes);
  if (offset == 0)
    memcpy (out, riff, MIN (n_bytes, sizeof riff - 1));
  return TRUE;
}

static gboolean
read_film (gpointer data, guint64 offset, guint8 *out, gsize n_bytes, GError **error)
{
  const VaultDecoderSource *source = data;

  g_assert_cmpuint (n_bytes, <=, DECODER_WINDOW_BYTES);
  g_assert_cmpuint (offset, <=, source->n_bytes);
  g_assert_cmpuint (n_bytes, <=, source->n_bytes - offset);
  memset (out, 0x55, n_bytes);
  if (offset == 0)
    memcpy (out, magic, MIN (n_bytes, strlen (magic)));
  return TRUE;
}

/* Takes @pixels. */
static void
check_pixels (VaultPixels *pixels, guint max_side)
{
  const guint8 *data;
  gsize n_bytes;

  data = g_bytes_get_data (pixels->bytes, &n_bytes);
  g_assert_cmpuint (pixels->width, >=, 1);
  g_assert_cmpuint (pixels->height, >=, 1);
  g_assert_cmpuint (pixels->width, <=, max_side == 0 ? DECODER_MAX_SIDE : max_side);
  g_assert_cmpuint (pixels->stride_bytes, >=, 4 * (gsize) pixels->width);
  g_assert_cmpuint (n_bytes, >=, pixels->stride_bytes * pixels->height);
  /* A page that is not there would end the program here. */
  g_assert_cmpuint (data[0] + data[n_bytes - 1], <=, 2 * G_MAXUINT8);
  vault_pixels_free (pixels);
}

static gboolean
ask_for_image (VaultDecoder *decoder,
               const VaultDecoderSource *source,
               guint max_side,
               GError **error)
{
  VaultPixels *pixels = vault_decoder_image (decoder, source, max_side, NULL, error);

  if (pixels != NULL)
    check_pixels (pixels, max_side);
  return pixels != NULL;
}

/* Accepted is the first frame.  The helper here has said all it says before it is asked, so
 * that the second one has to be refused. */
static gboolean
ask_for_frames (VaultDecoder *decoder,
                const VaultDecoderSource *source,
                guint max_side,
                GError **error)
{
  g_autoptr (VaultFrames) frames =
                 vault_decoder_open_frames (decoder, source, NULL, error);

  VaultPixels *pixels;
  guint delay_ms, n_frames;

  if (frames == NULL)
    return FALSE;
  pixels = vault_frames_next (frames, max_side, &delay_ms, &n_frames, NULL, error);
  if (pixels == NULL)
    return FALSE;
  g_assert_cmpuint (n_frames, >=, 1);
  g_assert_cmpuint (n_frames, <=, DECODER_MAX_FRAMES);
  g_assert_cmpuint (delay_ms, >=, VAULT_FRAME_MIN_DELAY_MS);
  g_assert_cmpuint (delay_ms, <=, VAULT_FRAME_MAX_DELAY_MS);
  check_pixels (pixels, max_side);
  g_assert_null (vault_frames_next (frames, 0, &delay_ms, &n_frames, NULL, NULL));
  return TRUE;
}

static gboolean
ask_for_page (VaultDecoder *decoder,
              const VaultDecoderSource *source,
              guint max_side,
              GError **error)
{
  guint n_pages;
  VaultPixels *pixels =
      vault_decoder_page (decoder, source, 2, max_side, &n_pages, NULL, error);

  if (pixels == NULL)
    return FALSE;
  g_assert_cmpuint (n_pages, >=, 1);
  g_assert_cmpuint (n_pages, <=, DECODER_MAX_PAGES);
  check_pixels (pixels, max_side == 0 ? VAULT_PAGE_MAX_SIDE : max_side);
  return TRUE;
}

static gboolean
ask_for_thumbnail (VaultDecoder *decoder,
                   const VaultDecoderSource *source,
                   VaultMediaKind kind,
                   GError **error)
{
  g_autoptr (GBytes) thumbnail = NULL;
  VaultMediaFacts facts;

  if (!vault_decoder_thumbnail (decoder, source, kind, &thumbnail, &facts, NULL,
                                error)) {
    g_assert_null (thumbnail);
    return FALSE;
  }
  if (thumbnail != NULL) {
    g_assert_cmpuint (g_bytes_get_size (thumbnail), <=, VAULT_THUMBNAIL_MAX_BYTES);
    g_assert_cmpuint (g_bytes_get_size (thumbnail), >=, 12);
  }
  g_assert_cmpuint (facts.width, <=, DECODER_MAX_SIDE);
  g_assert_cmpuint (facts.height, <=, DECODER_MAX_SIDE);
  g_assert_true ((facts.width == 0) == (facts.height == 0));
  g_assert_cmpint (facts.captured, >=, 0);
  return TRUE;
}

/* What a stripped file may do to whoever takes it. */
typedef struct {
  guint64 n_bytes; /* 0 before it was said */
  guint64 n_taken;
} Taken;

static gboolean
begin_file (gpointer data, guint64 n_bytes, GError **error)
{
  Taken *self = data;

  g_assert_cmpuint (self->n_bytes, ==, 0);
  g_assert_cmpuint (n_bytes, >=, 1);
  g_assert_cmpuint (n_bytes, <=, 2 * FILM_BYTES + ((guint64) 16 << 20));
  self->n_bytes = n_bytes;
  return TRUE;
}

static gboolean
take_file (gpointer data, const guint8 *bytes, gsize n_bytes, GError **error)
{
  Taken *self = data;

  g_assert_cmpuint (n_bytes, >=, 1);
  g_assert_cmpuint (n_bytes, <=, self->n_bytes - self->n_taken);
  /* A page that is not there would end the program here. */
  g_assert_cmpuint (bytes[0] + bytes[n_bytes - 1], <=, 2 * G_MAXUINT8);
  self->n_taken += n_bytes;
  return TRUE;
}

static gboolean
ask_to_strip (VaultDecoder *decoder, const VaultDecoderSource *source, GError **error)
{
  Taken taken = { 0 };
  const VaultDecoderTarget target = { begin_file, take_file, &taken };
  gint64 captured;

  if (!vault_decoder_strip (decoder, source, &target, &captured, NULL, error))
    return FALSE;
  g_assert_cmpuint (taken.n_bytes, >=, 1);
  g_assert_cmpuint (taken.n_taken, ==, taken.n_bytes);
  g_assert_cmpint (captured, >=, 0);
  return TRUE;
}

static gboolean
ask_for_camera (VaultDecoder *decoder, const VaultDecoderSource *source, GError **error)
{
  g_autoptr (VaultCamera) camera = vault_decoder_camera (decoder, source, NULL, error);
  const char *texts[3];

  if (camera == NULL)
    return FALSE;

  texts[0] = camera->make;
  texts[1] = camera->model;
  texts[2] = camera->lens;
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++) {
    if (texts[i] == NULL)
      continue;
    g_assert_cmpuint (strlen (texts[i]), >, 0);
    g_assert_cmpuint (strlen (texts[i]), <, DECODER_TEXT_BYTES);
    g_assert_true (g_utf8_validate (texts[i], -1, NULL));
    for (const char *at = texts[i]; *at != '\0'; at = g_utf8_next_char (at)) {
      g_assert_cmpint (g_unichar_type (g_utf8_get_char (at)), !=, G_UNICODE_CONTROL);
      g_assert_cmpint (g_unichar_type (g_utf8_get_char (at)), !=, G_UNICODE_FORMAT);
    }
  }
  g_assert_cmpuint (camera->exposure_us, <=, DECODER_MAX_EXPOSURE_US);
  return TRUE;
}

static gboolean
ask (guint8 what, guint max_side, GError **error)
{
  static const VaultMediaKind kinds[] = { VAULT_MEDIA_IMAGE, VAULT_MEDIA_VIDEO,
                                          VAULT_MEDIA_AUDIO };
  static const char *const magics[N_ASKED] = {
    "\xff\xd8\xff", "\xff\xd8\xff", "\xff\xd8\xff", "\xff\xd8\xff",
    "GIF89a",       "%PDF-1.7",     "\xff\xd8\xff", "",
    "\xff\xd8\xff",
  };
  VaultDecoder *decoder = vault_decoder_new (1);
  VaultDecoderSource source = {
    .read = what == STRIP_RECORDING ? read_recording : read_film,
    .n_bytes = what == 2 || what == 3 || what == STRIP_RECORDING ? FILM_BYTES : 100
  };
  gboolean is_done;

  source.data = &source;
  magic = magics[what];
  if (what == STRIP_STILL || what == STRIP_RECORDING)
    is_done = ask_to_strip (decoder, &source, error);
  else if (what == 0)
    is_done = ask_for_image (decoder, &source, max_side, error);
  else if (what == 4)
    is_done = ask_for_frames (decoder, &source, max_side, error);
  else if (what == 5)
    is_done = ask_for_page (decoder, &source, max_side, error);
  else if (what == 8)
    is_done = ask_for_camera (decoder, &source, error);
  else
    is_done = ask_for_thumbnail (decoder, &source, kinds[what - 1], error);
  vault_decoder_free (decoder);
  return is_done;
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

  is_done = ask (what % NO_HELLO % N_ASKED, max_side, &error);
  if (!is_done)
    g_assert_true (error != NULL && error->domain == VAULT_ERROR);
  else
    g_assert_no_error (error);

  g_assert_cmpint (far_end, >=, 0);
  close (far_end);
  g_assert_cmpuint (count_descriptors (), ==, n_open);
  return is_done;
}
