/* test-strip-liars.c - remuxers that lie about what they send
 *
 * This program is its own liar: started under a name such as "liar-gap" it behaves so.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "media/decoder.h"
#include "media/protocol.h"

#include "support/media-maker.h"
#include "support/strip-box.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

#define ALL_SEALS (F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE | F_SEAL_SEAL)
/* The beginning of a recording, which is what is asked for. */
#define HEAD "RIFF\x24\0\0\0WAVEfmt "
#define PART 4096

typedef enum {
  LIAR_HONEST, /* to show that the lies are what is refused */
  LIAR_NO_TOTAL,
  LIAR_TWO_TOTALS,
  LIAR_NOTHING,    /* a length of zero */
  LIAR_HUGE,       /* longer than any film */
  LIAR_TWICE,      /* the same part again */
  LIAR_GAP,        /* a part that leaves something out */
  LIAR_WRAP,       /* an offset that wraps around */
  LIAR_MORE,       /* more than was said */
  LIAR_FAT,        /* a part that is too long */
  LIAR_EMPTY,      /* a part of no bytes */
  LIAR_SHORT,      /* done before it was complete */
  LIAR_OTHER_KIND, /* something else than was asked for */
  LIAR_NO_MEMFD,
  LIAR_UNSEALED,
  LIAR_SHORT_MEMFD,
  LIAR_WISH_FAR,
  LIAR_FOR_EVER, /* reads and reads */
  LIAR_STATUS,
  LIAR_N
} Liar;

static const char *const names[LIAR_N] = {
  [LIAR_HONEST] = "honest",
  [LIAR_NO_TOTAL] = "no-total",
  [LIAR_TWO_TOTALS] = "two-totals",
  [LIAR_NOTHING] = "nothing",
  [LIAR_HUGE] = "huge",
  [LIAR_TWICE] = "twice",
  [LIAR_GAP] = "gap",
  [LIAR_WRAP] = "wrap",
  [LIAR_MORE] = "more",
  [LIAR_FAT] = "fat",
  [LIAR_EMPTY] = "empty",
  [LIAR_SHORT] = "short",
  [LIAR_OTHER_KIND] = "other-kind",
  [LIAR_NO_MEMFD] = "no-memfd",
  [LIAR_UNSEALED] = "unsealed",
  [LIAR_SHORT_MEMFD] = "short-memfd",
  [LIAR_WISH_FAR] = "wish-far",
  [LIAR_FOR_EVER] = "for-ever",
  [LIAR_STATUS] = "status",
};

/* ---- the liar ---- */

static void
say (const DecoderReply *reply, int fd)
{
  union {
    char bytes[CMSG_SPACE (sizeof (int))];
    struct cmsghdr align;
  } control = { { 0 } };
  struct iovec piece = { (void *) reply, sizeof *reply };
  struct msghdr message = { .msg_iov = &piece, .msg_iovlen = 1 };
  DecoderRequest answer;

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
  if (sendmsg (DECODER_SOCKET_FD, &message, MSG_NOSIGNAL) < 0)
    _exit (0);
  if (fd >= 0)
    close (fd);
  /* The app says something to everything but the end; if it has gone, so may we. */
  if (reply->type != DECODER_RESULT
      && recv (DECODER_SOCKET_FD, &answer, sizeof answer, 0) != sizeof answer)
    _exit (0);
}

static void
say_total (guint64 n_bytes)
{
  const DecoderReply total = { .type = DECODER_TOTAL, .n_bytes = n_bytes };

  say (&total, -1);
}

static void
say_part (Liar liar, guint64 offset, gsize n_bytes)
{
  const DecoderReply part = { .type = DECODER_PART,
                              .offset = offset,
                              .n_bytes = n_bytes };
  gsize n_real = liar == LIAR_SHORT_MEMFD ? n_bytes - 1 : n_bytes;
  int fd = memfd_create ("part", MFD_CLOEXEC | MFD_ALLOW_SEALING);

  g_assert_cmpint (ftruncate (fd, (off_t) n_real), ==, 0);
  if (offset == 0 && n_real >= 16 && liar != LIAR_OTHER_KIND)
    g_assert_cmpint (write (fd, HEAD, 16), ==, 16);
  if (liar != LIAR_UNSEALED)
    g_assert_cmpint (fcntl (fd, F_ADD_SEALS, ALL_SEALS), ==, 0);
  if (liar == LIAR_NO_MEMFD) {
    close (fd);
    fd = -1;
  }
  say (&part, fd);
}

static void
say_wish (guint64 offset, guint64 n_bytes)
{
  const DecoderReply wish = { .type = DECODER_READ,
                              .offset = offset,
                              .n_bytes = n_bytes };

  say (&wish, -1);
}

/* The lie comes first or in the middle; what follows is sound. */
static void
lie (Liar liar)
{
  say_wish (liar == LIAR_WISH_FAR ? (guint64) 1 << 40 : 0, 16);
  while (liar == LIAR_FOR_EVER)
    say_wish (0, 16000);
  if (liar != LIAR_NO_TOTAL)
    say_total (liar == LIAR_NOTHING ? 0
               : liar == LIAR_HUGE  ? (guint64) 1 << 40
                                    : 2 * PART);
  if (liar == LIAR_TWO_TOTALS)
    say_total (2 * PART);
  say_part (liar, 0, liar == LIAR_FAT ? DECODER_PART_BYTES + 1 : PART);
  if (liar == LIAR_SHORT)
    return;
  say_part (liar,
            liar == LIAR_TWICE  ? 0
            : liar == LIAR_GAP  ? PART + 1
            : liar == LIAR_WRAP ? G_MAXUINT64 - 7
                                : PART,
            liar == LIAR_MORE    ? PART + 1
            : liar == LIAR_EMPTY ? 0
                                 : PART);
}

static int
run_liar (Liar liar)
{
  const DecoderReply hello = { .type = DECODER_HELLO,
                               .status = DECODER_PROTOCOL_VERSION };
  const DecoderReply result = { .type = DECODER_RESULT,
                                .status = liar == LIAR_STATUS ? 77 : DECODER_OK };

  /* It answers the hello with the request. */
  say (&hello, -1);
  lie (liar);
  say (&result, -1);
  return 0;
}

/* ---- the test ---- */

static char *folder;

static char *
dup_path (Liar liar)
{
  g_autofree char *name = g_strconcat ("liar-", names[liar], NULL);

  return g_build_filename (folder, name, NULL);
}

static void
become (Liar liar)
{
  g_autofree char *path = dup_path (liar);

  if (symlink ("/proc/self/exe", path) != 0)
    g_assert_cmpint (errno, ==, EEXIST);
  g_setenv ("NIGHTSTAND_REMUXER", path, TRUE);
}

static GBytes *
strip (Liar liar, GError **error)
{
  g_autoptr (VaultDecoder) decoder = vault_decoder_new (1);
  g_autoptr (GBytes) recording = strip_box_make_wav ("words");

  become (liar);
  return strip_box_run (decoder, recording, NULL, error);
}

/* The box has looked at every call, so here it is enough that the lie was found out. */
static void
test_liar (gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (strip ((Liar) GPOINTER_TO_INT (data), &error));
  g_assert_error (error, VAULT_ERROR, VAULT_ERROR_DECODER_FAILED);
}

static void
test_honest (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = strip (LIAR_HONEST, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (g_bytes_get_size (bytes), ==, 2 * PART);
}

/* A film that is larger than any memory. */
typedef struct {
  VaultDecoder *decoder;
  gsize n_read;
  guint n_pictures;
} Long;

#define LONG_BYTES ((guint64) 1 << 44)
/* What tells the kind of file, and what the helper asks for. */
#define LONG_MOST_BYTES 65536

static void
look_at_picture (Long *self)
{
  g_autoptr (GBytes) picture = media_make (MEDIA_JPEG, 0);
  g_autoptr (GError) error = NULL;
  VaultDecoderSource source = media_source (picture);
  g_autoptr (VaultPixels) pixels =
                 vault_decoder_image (self->decoder, &source, 0, NULL, &error);

  g_assert_no_error (error);
  self->n_pictures++;
}

static gboolean
read_long (gpointer data, guint64 offset, guint8 *out, gsize n_bytes, GError **error)
{
  Long *self = data;

  self->n_read += n_bytes;
  g_assert_cmpuint (self->n_read, <=, LONG_MOST_BYTES);
  memset (out, 0, n_bytes);
  memcpy (out, HEAD, MIN (n_bytes, sizeof HEAD - 1));
  if (self->n_pictures == 0)
    look_at_picture (self);
  return TRUE;
}

static gboolean
begin_long (gpointer data, guint64 n_bytes, GError **error)
{
  return TRUE;
}

static gboolean
take_long (gpointer data, const guint8 *bytes, gsize n_bytes, GError **error)
{
  look_at_picture (data);
  return TRUE;
}

/* It is read where the helper wants to read it, and nowhere else; and whoever looks at
 * pictures meanwhile does not wait for its end. */
static void
test_long (void)
{
  g_autoptr (VaultDecoder) decoder = vault_decoder_new (1);
  g_autoptr (GError) error = NULL;
  Long film = { .decoder = decoder };
  const VaultDecoderSource source = { read_long, &film, LONG_BYTES };
  const VaultDecoderTarget target = { begin_long, take_long, &film };
  gint64 captured;

  become (LIAR_HONEST);
  g_assert_true (
      vault_decoder_strip (decoder, &source, &target, &captured, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (film.n_pictures, ==, 3);
}

int
main (int argc, char **argv)
{
  g_autofree char *base = g_path_get_basename (argv[0]);
  int status;

  for (int liar = 0; liar < LIAR_N; liar++)
    if (g_str_has_prefix (base, "liar-") && g_str_equal (base + 5, names[liar]))
      return run_liar ((Liar) liar);

  g_test_init (&argc, &argv, NULL);
  folder = g_dir_make_tmp ("nightstand-liars-XXXXXX", NULL);
  g_test_add_func ("/media/strip-liars/honest", test_honest);
  g_test_add_func ("/media/strip-liars/long", test_long);
  for (int liar = LIAR_HONEST + 1; liar < LIAR_N; liar++) {
    g_autofree char *path = g_strconcat ("/media/strip-liars/", names[liar], NULL);

    g_test_add_data_func (path, GINT_TO_POINTER (liar), test_liar);
  }
  status = g_test_run ();
  for (int liar = 0; liar < LIAR_N; liar++) {
    g_autofree char *path = dup_path ((Liar) liar);

    unlink (path);
  }
  rmdir (folder);
  return status;
}
