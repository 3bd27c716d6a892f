/* test-decoder-liars.c - helpers that hang, die and lie
 *
 * This program is its own liar: started under a name such as "fake-hang" it behaves so.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "media/decoder.h"
#include "media/helper.h"

#include "support/media-fake.h"
#include "support/media-maker.h"
#include "support/strip-box.h"

#include <dirent.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* The size every liar's picture has. */
#define ASKED_SIDE 16

static VaultPixels *
decode (VaultDecoder *decoder, GCancellable *cancellable, GError **error)
{
  g_autoptr (GBytes) bytes = media_make (MEDIA_JPEG, 0);
  VaultDecoderSource source = media_source (bytes);

  return vault_decoder_image (decoder, &source, ASKED_SIDE, cancellable, error);
}

static gboolean
make_thumbnail (VaultDecoder *decoder, VaultMediaKind kind, GError **error)
{
  g_autoptr (GBytes) bytes = media_make (MEDIA_JPEG, 0);
  g_autoptr (GBytes) thumbnail = NULL;
  VaultDecoderSource source = media_source (bytes);
  VaultMediaFacts facts;

  return vault_decoder_thumbnail (decoder, &source, kind, &thumbnail, &facts, NULL,
                                  error);
}

static void
assert_recovers (VaultDecoder *decoder)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (VaultPixels) pixels = NULL;

  fake_become_honest ();
  pixels = decode (decoder, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (pixels->width, ==, ASKED_SIDE);
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
test_liar (gconstpointer data)
{
  Fake fake = (Fake) GPOINTER_TO_INT (data);
  g_autoptr (VaultDecoder) decoder = vault_decoder_new (1);
  guint n_descriptors = count_descriptors ();

  fake_become (fake);
  for (guint i = 0; i < 3; i++) {
    g_autoptr (GError) error = NULL;
    gboolean worked;

    if (fake >= FAKE_WISH_FAR)
      worked = make_thumbnail (decoder, VAULT_MEDIA_VIDEO, &error);
    else if (fake >= FAKE_OLD_FACTS)
      worked = make_thumbnail (decoder, VAULT_MEDIA_IMAGE, &error);
    else {
      g_autoptr (VaultPixels) pixels = decode (decoder, NULL, &error);

      worked = pixels != NULL;
    }
    g_assert_error (error, VAULT_ERROR, VAULT_ERROR_DECODER_FAILED);
    g_assert_false (worked);
  }
  g_assert_cmpuint (count_descriptors (), ==, n_descriptors);
  assert_recovers (decoder);
}

/* A sound answer from a liar's mouth is taken, or the tests above would show nothing. */
static void
test_honest_liar (void)
{
  g_autoptr (VaultDecoder) decoder = vault_decoder_new (1);
  g_autoptr (GError) error = NULL;
  g_autoptr (VaultPixels) pixels = NULL;

  fake_become (FAKE_HONEST);
  pixels = decode (decoder, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_bytes_get_size (pixels->bytes), ==, ASKED_SIDE * ASKED_SIDE * 4);
}

/* An answer too many is not taken for the next one. */
static void
test_eager (void)
{
  g_autoptr (VaultDecoder) decoder = vault_decoder_new (1);
  g_autoptr (GError) error = NULL;
  g_autoptr (VaultPixels) first = NULL;

  fake_become (FAKE_EAGER);
  first = decode (decoder, NULL, &error);
  g_assert_no_error (error);
  g_usleep (100 * 1000);
  fake_become_honest ();
  assert_recovers (decoder);
}

static void
test_time_limit (gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (VaultHelper) helper = NULL;
  gint64 deadline = g_get_monotonic_time () + 300 * G_TIME_SPAN_MILLISECOND;
  DecoderRequest request = { .op = DECODER_IMAGE };
  DecoderReply reply;
  int fd;

  fake_become ((Fake) GPOINTER_TO_INT (data));
  helper = vault_helper_new (NULL, deadline, NULL, &error);
  if (helper != NULL) {
    deadline = g_get_monotonic_time () + 300 * G_TIME_SPAN_MILLISECOND;
    g_assert_false (
        vault_helper_ask (helper, &request, -1, deadline, NULL, &reply, &fd, &error));
  }
  g_assert_error (error, VAULT_ERROR, VAULT_ERROR_DECODER_FAILED);
  g_assert_cmpint (g_get_monotonic_time () - deadline, <, 2 * G_TIME_SPAN_SECOND);
}

/* The process number of a child of this process, 0 if there is none. */
static pid_t
find_child (void)
{
  g_autoptr (GDir) dir = g_dir_open ("/proc", 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *path = g_build_filename ("/proc", name, "status", NULL);
    g_autofree char *wanted = g_strdup_printf ("\nPPid:\t%d\n", getpid ());
    g_autofree char *text = NULL;

    if (g_ascii_isdigit (name[0]) && g_file_get_contents (path, &text, NULL, NULL)
        && strstr (text, wanted) != NULL)
      return (pid_t) atoi (name);
  }
  return 0;
}

typedef struct {
  VaultDecoder *decoder;
  GCancellable *cancellable;
  GError *error;
  gint is_done;
} Call;

static gpointer
run_call (gpointer data)
{
  Call *call = data;
  g_autoptr (VaultPixels) pixels =
                 decode (call->decoder, call->cancellable, &call->error);

  g_assert_null (pixels);
  g_atomic_int_set (&call->is_done, 1);
  return NULL;
}

/* Start a call that will hang, and wait until its helper runs. */
static GThread *
start_hanging (Call *call)
{
  GThread *thread;

  fake_become (FAKE_HANG);
  thread = g_thread_new ("call", run_call, call);
  while (find_child () == 0)
    g_usleep (1000);
  g_usleep (100 * 1000);
  g_assert_cmpint (g_atomic_int_get (&call->is_done), ==, 0);
  return thread;
}

static void
test_killed (void)
{
  g_autoptr (VaultDecoder) decoder = vault_decoder_new (1);
  Call call = { .decoder = decoder };
  GThread *thread = start_hanging (&call);

  g_assert_cmpint (kill (find_child (), SIGKILL), ==, 0);
  g_thread_join (thread);
  g_assert_error (call.error, VAULT_ERROR, VAULT_ERROR_DECODER_FAILED);
  g_clear_error (&call.error);
  assert_recovers (decoder);
}

static void
test_killed_between (void)
{
  g_autoptr (VaultDecoder) decoder = vault_decoder_new (1);

  assert_recovers (decoder);
  g_assert_cmpint (kill (find_child (), SIGKILL), ==, 0);
  g_usleep (100 * 1000);
  assert_recovers (decoder);
}

static void
test_cancel (void)
{
  g_autoptr (VaultDecoder) decoder = vault_decoder_new (1);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  Call call = { .decoder = decoder, .cancellable = cancellable };
  GThread *thread = start_hanging (&call);

  g_cancellable_cancel (cancellable);
  g_thread_join (thread);
  g_assert_error (call.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&call.error);
  g_assert_null (decode (decoder, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  assert_recovers (decoder);
}

/* The one that hangs and the one that waits for its seat. */
static void
test_stop (void)
{
  g_autoptr (VaultDecoder) decoder = vault_decoder_new (1);
  Call call = { .decoder = decoder }, waiting = { .decoder = decoder };
  GThread *thread = start_hanging (&call);
  GThread *other = g_thread_new ("call", run_call, &waiting);
  gint64 start;

  g_usleep (100 * 1000);
  start = g_get_monotonic_time ();
  vault_decoder_stop (decoder);
  g_thread_join (thread);
  g_thread_join (other);
  g_assert_cmpint (g_get_monotonic_time () - start, <, G_TIME_SPAN_SECOND);
  g_assert_error (call.error, VAULT_ERROR, VAULT_ERROR_LOCKED);
  g_assert_error (waiting.error, VAULT_ERROR, VAULT_ERROR_LOCKED);
  g_clear_error (&call.error);
  g_clear_error (&waiting.error);
  g_assert_cmpint (find_child (), ==, 0);
  assert_recovers (decoder);
}

static void
test_stop_idle (void)
{
  g_autoptr (VaultDecoder) decoder = vault_decoder_new (2);

  vault_decoder_stop (decoder);
  assert_recovers (decoder);
  vault_decoder_stop (decoder);
  g_assert_cmpint (find_child (), ==, 0);
  assert_recovers (decoder);
}

static void
test_no_program (void)
{
  g_autoptr (VaultDecoder) decoder = vault_decoder_new (1);
  g_autoptr (GError) error = NULL;

  g_setenv ("NIGHTSTAND_DECODER", "/nonexistent/decoder", TRUE);
  g_assert_null (decode (decoder, NULL, &error));
  g_assert_error (error, VAULT_ERROR, VAULT_ERROR_DECODER_FAILED);
  assert_recovers (decoder);
}

static gpointer
decode_once (gpointer data)
{
  assert_recovers (data);
  return NULL;
}

/* A helper outlives the thread whose call had it started. */
static void
test_thread_ends (void)
{
  g_autoptr (VaultDecoder) decoder = vault_decoder_new (1);
  pid_t child;

  g_thread_join (g_thread_new ("first", decode_once, decoder));
  child = find_child ();
  g_usleep (100 * 1000);
  assert_recovers (decoder);
  g_assert_cmpint (find_child (), ==, child);
}

/* Whoever sits in the seat of the pictures, and may have seen many of them, is not asked for
 * one that is to go out. */
static void
test_strip_apart (void)
{
  g_autoptr (VaultDecoder) decoder = vault_decoder_new (1);
  g_autoptr (GBytes) picture = media_make (MEDIA_JPEG, 0);
  g_autoptr (VaultPixels) seen = NULL;
  g_autoptr (VaultPixels) seen_again = NULL;
  g_autoptr (GError) error = NULL;

  fake_become (FAKE_HONEST);
  seen = decode (decoder, NULL, &error);
  g_assert_no_error (error);
  fake_become_honest ();
  for (guint i = 0; i < 2; i++) {
    g_autoptr (GBytes) stripped = strip_box_run (decoder, picture, NULL, &error);

    g_assert_no_error (error);
  }

  /* It sits there still, or nothing was shown. */
  seen_again = decode (decoder, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (g_bytes_equal (seen_again->bytes, seen->bytes));
}

/* And who stripped one is not asked for another. */
static void
test_strip_once (void)
{
  g_autoptr (VaultDecoder) decoder = vault_decoder_new (1);
  g_autoptr (GBytes) picture = media_make (MEDIA_JPEG, 0);
  g_autoptr (GBytes) stripped = strip_box_run (decoder, picture, NULL, NULL);

  g_assert_nonnull (stripped);
  g_assert_cmpint (find_child (), ==, 0);
}

static void
add_liars (void)
{
  static const Fake liars[] = { FAKE_OLD,
                                FAKE_QUIT,
                                FAKE_CRASH,
                                FAKE_SHORT_PACKET,
                                FAKE_LONG_PACKET,
                                FAKE_NO_DESCRIPTOR,
                                FAKE_TWO_DESCRIPTORS,
                                FAKE_NO_MEMFD,
                                FAKE_UNSEALED,
                                FAKE_WRITABLE,
                                FAKE_SHORT_MEMFD,
                                FAKE_LONG_MEMFD,
                                FAKE_HUGE_SIDES,
                                FAKE_OVERFLOW,
                                FAKE_STRIDE,
                                FAKE_TOO_WIDE,
                                FAKE_EMPTY,
                                FAKE_STATUS,
                                FAKE_TYPE,
                                FAKE_WISH,
                                FAKE_OLD_FACTS,
                                FAKE_NO_WEBP,
                                FAKE_FAT,
                                FAKE_WISH_FAR,
                                FAKE_WISH_WRAP,
                                FAKE_WISH_MUCH };

  for (gsize i = 0; i < G_N_ELEMENTS (liars); i++) {
    g_autofree char *path =
        g_strdup_printf ("/media/liars/%s", fake_name (liars[i]) + 5);

    g_test_add_data_func (path, GINT_TO_POINTER (liars[i]), test_liar);
  }
}

int
main (int argc, char **argv)
{
  Fake fake;
  int status;

  if (fake_from_name (argv[0], &fake))
    return fake_run (fake);
  g_test_init (&argc, &argv, NULL);
  fake_start ();
  add_liars ();
  g_test_add_func ("/media/liars/honest", test_honest_liar);
  g_test_add_func ("/media/liars/eager", test_eager);
  g_test_add_func ("/media/liars/strip-apart", test_strip_apart);
  g_test_add_func ("/media/liars/strip-once", test_strip_once);
  g_test_add_data_func ("/media/liars/hang", GINT_TO_POINTER (FAKE_HANG),
                        test_time_limit);
  g_test_add_data_func ("/media/liars/mute", GINT_TO_POINTER (FAKE_MUTE),
                        test_time_limit);
  g_test_add_func ("/media/liars/killed", test_killed);
  g_test_add_func ("/media/liars/killed-between", test_killed_between);
  g_test_add_func ("/media/liars/cancel", test_cancel);
  g_test_add_func ("/media/liars/stop", test_stop);
  g_test_add_func ("/media/liars/stop-idle", test_stop_idle);
  g_test_add_func ("/media/liars/no-program", test_no_program);
  g_test_add_func ("/media/liars/thread-ends", test_thread_ends);
  status = g_test_run ();
  fake_end ();
  return status;
}
