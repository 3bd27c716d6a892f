/* test-decoder-wishes.c - a helper that has always one more wish
 *
 * Each is a sound one and is served at once, so none is ever late; what ends it is the
 * deadline of the whole call, or the person.  Like test-decoder-liars.c this program is
 * its own liar.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "media/decoder.h"
#include "media/film.h"
#include "media/helper.h"

#include "support/media-fake.h"
#include "support/media-maker.h"

#include <string.h>
#include <unistd.h>

#define FILM_BYTES 4096
#define N_READS 3

typedef struct {
  GCancellable *cancellable;
  guint n_reads;
} Film;

static const char *honest_program;
static char *folder;

static char *
link_path (void)
{
  return g_build_filename (folder, fake_name (FAKE_WISH_EVER), NULL);
}

static void
become_liar (void)
{
  g_autofree char *path = link_path ();

  g_setenv ("NIGHTSTAND_DECODER", path, TRUE);
}

static gboolean
read_film (gpointer data, guint64 offset, guint8 *out, gsize n_bytes, GError **error)
{
  Film *film = data;

  g_assert_cmpuint (offset, <=, FILM_BYTES);
  g_assert_cmpuint (n_bytes, <=, FILM_BYTES - offset);
  memset (out, 0, n_bytes);
  film->n_reads++;
  /* Somebody loses patience while the bytes are fetched. */
  if (film->cancellable != NULL && film->n_reads == N_READS)
    g_cancellable_cancel (film->cancellable);
  return TRUE;
}

static void
test_without_end (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (VaultHelper) helper = NULL;
  Film film = { 0 };
  const VaultDecoderSource source = { read_film, &film, FILM_BYTES };
  gint64 deadline = g_get_monotonic_time () + 10 * G_TIME_SPAN_SECOND;
  DecoderReply reply;
  int fd;

  become_liar ();
  helper = vault_helper_new (DECODER_FILM_ARGUMENT, deadline, NULL, &error);
  g_assert_no_error (error);
  deadline = g_get_monotonic_time () + 300 * G_TIME_SPAN_MILLISECOND;
  g_assert_false (vault_film_ask (helper, DECODER_POSTER, &source, deadline, NULL,
                                  &reply, &fd, &error));
  g_assert_error (error, VAULT_ERROR, VAULT_ERROR_DECODER_FAILED);
  g_assert_cmpint (fd, ==, -1);
  g_assert_cmpint (g_get_monotonic_time (), >=, deadline);
  g_assert_cmpuint (film.n_reads, >, N_READS);
}

static void
test_cancel (void)
{
  g_autoptr (VaultDecoder) decoder = vault_decoder_new (1);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GBytes) thumbnail = NULL;
  g_autoptr (GBytes) picture = media_make (MEDIA_JPEG, 0);
  g_autoptr (VaultPixels) pixels = NULL;
  g_autoptr (GError) error = NULL;
  Film film = { .cancellable = cancellable };
  VaultDecoderSource source = { read_film, &film, FILM_BYTES };
  VaultMediaFacts facts;

  become_liar ();
  g_assert_false (vault_decoder_thumbnail (decoder, &source, VAULT_MEDIA_VIDEO,
                                           &thumbnail, &facts, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_null (thumbnail);
  g_assert_cmpuint (film.n_reads, ==, N_READS);

  g_clear_error (&error);
  g_setenv ("NIGHTSTAND_DECODER", honest_program, TRUE);
  source = media_source (picture);
  pixels = vault_decoder_image (decoder, &source, 0, NULL, &error);
  g_assert_no_error (error);
}

int
main (int argc, char **argv)
{
  g_autofree char *path = NULL;
  Fake fake;
  int status;

  if (fake_from_name (argv[0], &fake))
    return fake_run (fake);
  g_test_init (&argc, &argv, NULL);
  honest_program = g_strdup (g_getenv ("NIGHTSTAND_DECODER"));
  folder = g_dir_make_tmp ("nightstand-wishes-XXXXXX", NULL);
  path = link_path ();
  g_assert_cmpint (symlink ("/proc/self/exe", path), ==, 0);
  g_test_add_func ("/media/wishes/without-end", test_without_end);
  g_test_add_func ("/media/wishes/cancel", test_cancel);
  status = g_test_run ();
  unlink (path);
  rmdir (folder);
  return status;
}
