/* test-decoder-liars-parts.c - helpers that lie about a frame or a page
 *
 * This program is its own liar: started under a name such as "fake-many-parts" it behaves
 * so.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "media/frames.h"

#include "support/media-fake.h"
#include "support/media-maker.h"
#include "support/moving-maker.h"

#include <dirent.h>

/* The size and the number of every liar's pictures. */
#define ASKED_SIDE 16
#define N_PARTS 3

static gboolean
ask_for_frame (VaultDecoder *decoder, guint n_expected, GError **error)
{
  g_autoptr (GBytes) bytes = moving_make_long_gif (1);
  VaultDecoderSource source = media_source (bytes);
  g_autoptr (VaultFrames) frames =
                 vault_decoder_open_frames (decoder, &source, NULL, error);
  g_autoptr (VaultPixels) pixels = NULL;
  guint delay_ms, n_frames;

  g_assert_nonnull (frames);
  pixels = vault_frames_next (frames, ASKED_SIDE, &delay_ms, &n_frames, NULL, error);
  g_assert_cmpuint (n_frames, ==, pixels != NULL ? n_expected : 0);
  return pixels != NULL;
}

static gboolean
ask_for_page (VaultDecoder *decoder, guint n_expected, GError **error)
{
  const char *const contents[] = { "", NULL };
  g_autoptr (GBytes) bytes = document_make (contents, "", "", "");
  VaultDecoderSource source = media_source (bytes);
  g_autoptr (VaultPixels) pixels = NULL;
  guint n_pages;

  pixels = vault_decoder_page (decoder, &source, 0, ASKED_SIDE, &n_pages, NULL, error);
  g_assert_cmpuint (n_pages, ==, pixels != NULL ? n_expected : 0);
  return pixels != NULL;
}

static guint
count_descriptors (void)
{
  DIR *entries = opendir ("/proc/self/fd");
  guint n_entries = 0;

  while (readdir (entries) != NULL)
    n_entries++;
  closedir (entries);
  return n_entries;
}

static void
assert_honest (VaultDecoder *decoder, guint n_parts)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (ask_for_frame (decoder, n_parts, &error));
  g_assert_no_error (error);
  g_assert_true (ask_for_page (decoder, n_parts, &error));
  g_assert_no_error (error);
}

/* A sound answer from a liar's mouth is taken, or the tests below would show nothing. */
static void
test_honest_liar (void)
{
  g_autoptr (VaultDecoder) decoder = vault_decoder_new (1);

  fake_become (FAKE_HONEST);
  assert_honest (decoder, N_PARTS);
}

static void
test_liar (gconstpointer data)
{
  Fake fake = (Fake) GPOINTER_TO_INT (data);
  g_autoptr (VaultDecoder) decoder = vault_decoder_new (1);
  guint n_descriptors = count_descriptors ();

  fake_become (fake);
  for (guint i = 0; i < 4; i++) {
    g_autoptr (GError) error = NULL;

    g_assert_false (i % 2 == 0 ? ask_for_frame (decoder, N_PARTS, &error)
                               : ask_for_page (decoder, N_PARTS, &error));
    g_assert_error (error, VAULT_ERROR, VAULT_ERROR_DECODER_FAILED);
  }
  g_assert_cmpuint (count_descriptors (), ==, n_descriptors);

  fake_become_honest ();
  assert_honest (decoder, 1);
}

int
main (int argc, char **argv)
{
  static const Fake liars[] = {
    FAKE_OLD,         FAKE_QUIT,     FAKE_CRASH,         FAKE_SHORT_PACKET,
    FAKE_LONG_PACKET, FAKE_NO_MEMFD, FAKE_NO_DESCRIPTOR, FAKE_TWO_DESCRIPTORS,
    FAKE_UNSEALED,    FAKE_WRITABLE, FAKE_SHORT_MEMFD,   FAKE_LONG_MEMFD,
    FAKE_HUGE_SIDES,  FAKE_OVERFLOW, FAKE_STRIDE,        FAKE_TOO_WIDE,
    FAKE_EMPTY,       FAKE_STATUS,   FAKE_TYPE,          FAKE_WISH,
    FAKE_OLD_FACTS,   FAKE_NO_PARTS, FAKE_MANY_PARTS,    FAKE_PART_FACTS,
  };
  Fake fake;
  int status;

  if (fake_from_name (argv[0], &fake))
    return fake_run (fake);
  g_test_init (&argc, &argv, NULL);
  fake_start ();
  g_test_add_func ("/media/liars-parts/honest", test_honest_liar);
  for (gsize i = 0; i < G_N_ELEMENTS (liars); i++) {
    g_autofree char *path =
        g_strdup_printf ("/media/liars-parts/%s", fake_name (liars[i]) + 5);

    g_test_add_data_func (path, GINT_TO_POINTER (liars[i]), test_liar);
  }
  status = g_test_run ();
  fake_end ();
  return status;
}
