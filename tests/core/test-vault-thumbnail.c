/* test-vault-thumbnail.c - thumbnails made when they are looked for
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "support/store-box.h"
#include "support/vault-box.h"

#include <signal.h>
#include <string.h>
#include <sys/resource.h>

#include "vault/session-private.h"
#include "vault/vault-private.h"

#define NEVER VAULT_EXPIRES_NEVER
#define NO_DECODER "/nonexistent/decoder"

/* One pixel. */
#define TINY_PNG                                                                       \
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9"       \
  "awAAAABJRU5ErkJggg=="

static char *program;

static void
be_without_decoder (VaultBox *box)
{
  vault_decoder_stop (box->vault->decoder);
  g_setenv ("NIGHTSTAND_DECODER", NO_DECODER, TRUE);
}

static void
have_decoder (void)
{
  g_setenv ("NIGHTSTAND_DECODER", program, TRUE);
}

/* Import what stays without a thumbnail. */
static VaultItem *
import_bare (VaultBox *box, const char *name, GBytes *bytes, gint64 expires)
{
  VaultItem *item;

  be_without_decoder (box);
  item = box_import (box, name, bytes, expires);
  have_decoder ();
  g_assert_false (vault_item_has_thumbnail (item));
  return item;
}

static GBytes *
tiny_png (void)
{
  gsize n_bytes;
  guchar *bytes = g_base64_decode (TINY_PNG, &n_bytes);

  return g_bytes_new_take (bytes, n_bytes);
}

static VaultItem *
import_bare_png (VaultBox *box, gint64 expires)
{
  g_autoptr (GBytes) png = tiny_png ();

  return import_bare (box, "photo.png", png, expires);
}

static void
on_loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static VaultPixels *
finish (VaultBox *box, GAsyncResult **result, GError **error)
{
  g_autoptr (GAsyncResult) done = NULL;

  while (*result == NULL)
    g_main_context_iteration (NULL, TRUE);
  done = g_steal_pointer (result);
  return vault_load_thumbnail_finish (box->vault, done, error);
}

static VaultPixels *
load (VaultBox *box, VaultItem *item, GError **error)
{
  GAsyncResult *result = NULL;

  vault_load_thumbnail_async (box->vault, item, 0, NULL, on_loaded_cb, &result);
  return finish (box, &result, error);
}

static void
assert_loads (VaultBox *box, VaultItem *item)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (VaultPixels) pixels = load (box, item, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (pixels->width, ==, 1);
  g_assert_cmpuint (pixels->height, ==, 1);
}

static void
assert_fails (VaultBox *box, VaultItem *item, VaultError code)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (load (box, item, &error));
  g_assert_error (error, VAULT_ERROR, (int) code);
}

static guint64
count_pieces (VaultBox *box)
{
  guint64 n_pieces = 0;

  g_assert_true (vault_store_count_pieces (box->vault->session->store,
                                           (VaultRun){ 1, 1000 }, &n_pieces, NULL));
  return n_pieces;
}

/* Made once, kept, and the same again after a new start, without a decoder that could make
 * it.  What was not known about the item is known by then. */
static void
test_kept (void)
{
  g_autoptr (VaultBox) box = vault_box_new_open ();
  g_autoptr (VaultItem) item = import_bare_png (box, NEVER);
  guint64 n_commits = box->vault->session->n_commits;

  g_assert_cmpuint (vault_item_get_width (item), ==, 0);
  assert_loads (box, item);
  g_assert_true (vault_item_has_thumbnail (item));
  g_assert_cmpuint (vault_item_get_width (item), ==, 1);
  g_assert_cmpuint (vault_item_get_height (item), ==, 1);
  g_assert_cmpuint (box->vault->session->n_commits, ==, n_commits + 1);
  g_assert_cmpuint (count_pieces (box), ==, 2);

  for (guint i = 0; i < 2; i++) {
    g_clear_object (&item);
    vault_box_reopen (box);
    item = box_find (box, "photo.png");
    g_assert_true (vault_item_has_thumbnail (item));
    g_assert_cmpuint (vault_item_get_width (item), ==, 1);
    n_commits = box->vault->session->n_commits;
    assert_loads (box, item);
    g_assert_cmpuint (box->vault->session->n_commits, ==, n_commits);
  }
  g_assert_cmpuint (count_pieces (box), ==, 2);
}

/* It is a part of the item: verified with it, gone with it. */
static void
test_part_of_item (void)
{
  g_autoptr (VaultBox) box = vault_box_new_open ();
  g_autoptr (VaultItem) item = import_bare_png (box, NEVER);
  g_autoptr (GError) error = NULL;
  VaultVerifyReport report;

  assert_loads (box, item);
  g_assert_true (run_verify (box->vault, &report, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (report.n_damaged, ==, 0);
  g_assert_true (run_set_expiry (box->vault, item, FAKE_NOW + 3600, &error));
  assert_loads (box, item);
  g_assert_true (run_delete (box->vault, item, &error));
  wait_for_reclaimer (box->vault);
  g_assert_cmpuint (count_pieces (box), ==, 0);
}

static void
test_damage_is_told (void)
{
  g_autoptr (VaultBox) box = vault_box_new_open ();
  g_autoptr (VaultItem) item = import_bare_png (box, NEVER);
  g_autoptr (GError) error = NULL;
  VaultVerifyReport report;

  assert_loads (box, item);
  g_clear_object (&item);
  run_lock (box->vault);
  sql_run (box->database, "UPDATE piece SET sealed = zeroblob(67546) WHERE id = "
                          "(SELECT max(id) FROM piece)");
  g_assert_true (run_unlock (box->vault, BOX_PASSPHRASE, &error));
  item = box_find (box, "photo.png");
  assert_fails (box, item, VAULT_ERROR_DAMAGED_ITEM);
  g_assert_true (run_verify (box->vault, &report, &error));
  g_assert_cmpuint (report.n_damaged, ==, 1);
  box->damaged = TRUE;
}

/* However many ask at once, one makes it and all get it. */
static void
test_never_twice (void)
{
  enum { N = 12 };
  g_autoptr (VaultBox) box = vault_box_new_open ();
  g_autoptr (VaultItem) item = import_bare_png (box, NEVER);
  guint64 n_commits = box->vault->session->n_commits;
  GAsyncResult *results[N] = { NULL };

  for (guint i = 0; i < N; i++)
    vault_load_thumbnail_async (box->vault, item, 0, NULL, on_loaded_cb, &results[i]);
  for (guint i = 0; i < N; i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (VaultPixels) pixels = finish (box, &results[i], &error);

    g_assert_no_error (error);
    g_assert_nonnull (pixels);
  }
  g_assert_cmpuint (box->vault->session->n_commits, ==, n_commits + 1);
  g_assert_cmpuint (count_pieces (box), ==, 2);
}

typedef struct {
  VaultBox *box;
  const char *id;
  GBytes *thumbnail;
  VaultEntry *entry;
  gboolean ok;
} Maker;

static gpointer
make_directly (gpointer data)
{
  Maker *self = data;

  self->ok = vault_session_make_thumbnail (self->box->vault->session, self->id,
                                           self->box->vault->decoder, NULL,
                                           &self->thumbnail, &self->entry, NULL);
  return NULL;
}

/* The same below the pools, which would let one at a time through. */
static void
test_threads (void)
{
  enum { N = 6 };
  g_autoptr (VaultBox) box = vault_box_new_open ();
  g_autoptr (VaultItem) item = import_bare_png (box, NEVER);
  Maker makers[N];
  GThread *threads[N];
  guint n_made = 0;

  for (guint i = 0; i < N; i++) {
    makers[i] = (Maker){ .box = box, .id = vault_item_get_id (item) };
    threads[i] = g_thread_new ("maker", make_directly, &makers[i]);
  }
  for (guint i = 0; i < N; i++) {
    g_thread_join (threads[i]);
    g_assert_true (makers[i].ok);
    g_assert_nonnull (makers[i].entry);
    n_made += makers[i].thumbnail != NULL;
    g_clear_pointer (&makers[i].thumbnail, g_bytes_unref);
    g_clear_pointer (&makers[i].entry, vault_entry_unref);
  }
  g_assert_cmpuint (n_made, ==, 1);
  g_assert_cmpuint (count_pieces (box), ==, 2);
  /* The list was not told: this went past the facade. */
  run_lock (box->vault);
}

/* Twice under one key: nothing of one row is in the other. */
static void
test_sealed_anew (void)
{
  g_autoptr (VaultBox) box = vault_box_new_open ();
  g_autoptr (VaultItem) item = import_bare_png (box, NEVER);
  const char *last = "SELECT sealed FROM piece ORDER BY id DESC LIMIT 1";
  g_autofree char *old = g_strdup_printf ("%s.old", box->database);
  g_autofree char *old_keyring = g_strdup_printf ("%s.old", box->keyring);
  g_autoptr (GBytes) first = NULL;
  g_autoptr (GBytes) second = NULL;
  g_autoptr (GError) error = NULL;
  const guint8 *a, *b;

  /* A backup of before is put back, as people do. */
  g_clear_object (&item);
  run_lock (box->vault);
  file_copy (box->database, old);
  file_copy (box->keyring, old_keyring);
  g_assert_true (run_unlock (box->vault, BOX_PASSPHRASE, &error));
  item = box_find (box, "photo.png");
  assert_loads (box, item);
  g_clear_object (&item);
  run_lock (box->vault);
  first = sql_get_blob (box->database, last);

  file_copy (old, box->database);
  file_copy (old_keyring, box->keyring);
  g_assert_true (run_unlock (box->vault, BOX_PASSPHRASE, &error));
  item = box_find (box, "photo.png");
  g_assert_false (vault_item_has_thumbnail (item));
  assert_loads (box, item);
  g_clear_object (&item);
  run_lock (box->vault);
  second = sql_get_blob (box->database, last);

  a = g_bytes_get_data (first, NULL);
  b = g_bytes_get_data (second, NULL);
  g_assert_cmpuint (g_bytes_get_size (second), ==, VAULT_PIECE_BYTES);
  for (gsize at = 0; at + 16 <= VAULT_PIECE_BYTES; at += 16)
    g_assert_cmpint (memcmp (a + at, b + at, 16), !=, 0);
}

/* What failed is not tried again before the next opening; then it is. */
static void
test_failure_is_final (void)
{
  g_autoptr (VaultBox) box = vault_box_new_open ();
  g_autoptr (GBytes) whole = tiny_png ();
  g_autoptr (GBytes) broken = g_bytes_new_from_bytes (whole, 0, 40);
  g_autoptr (VaultItem) item = import_bare (box, "broken.png", broken, NEVER);

  assert_fails (box, item, VAULT_ERROR_DAMAGED_MEDIA);
  be_without_decoder (box);
  assert_fails (box, item, VAULT_ERROR_DAMAGED_MEDIA);
  g_clear_object (&item);
  vault_box_reopen (box);
  item = box_find (box, "broken.png");
  assert_fails (box, item, VAULT_ERROR_DECODER_FAILED);
  have_decoder ();
  assert_fails (box, item, VAULT_ERROR_DECODER_FAILED);
}

static void
test_no_picture (void)
{
  g_autoptr (VaultBox) box = vault_box_new_open ();
  g_autoptr (GBytes) text = g_bytes_new_static ("plain", 5);
  g_autoptr (VaultItem) item = box_import (box, "letter.txt", text, NEVER);
  guint64 n_commits = box->vault->session->n_commits;

  assert_fails (box, item, VAULT_ERROR_UNSUPPORTED_MEDIA);
  g_assert_cmpuint (box->vault->session->n_commits, ==, n_commits);
}

/* A cancellation says nothing about the file. */
static void
test_cancelled (void)
{
  g_autoptr (VaultBox) box = vault_box_new_open ();
  g_autoptr (VaultItem) item = import_bare_png (box, NEVER);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  GAsyncResult *result = NULL;

  vault_load_thumbnail_async (box->vault, item, 0, cancellable, on_loaded_cb, &result);
  g_cancellable_cancel (cancellable);
  g_autoptr (VaultPixels) pixels = finish (box, &result, &error);
  if (pixels == NULL)
    g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  assert_loads (box, item);
}

/* A disk that takes no more: shown, not kept, and nothing else is lost. */
static void
test_full_disk (void)
{
  g_autoptr (VaultBox) box = vault_box_new_open ();
  g_autoptr (VaultItem) item = import_bare_png (box, NEVER);
  const struct rlimit none = { 4096, RLIM_INFINITY };
  const struct rlimit much = { RLIM_INFINITY, RLIM_INFINITY };
  g_autoptr (GBytes) png = tiny_png ();
  /* From now on a helper runs, which the limit is not for. */
  g_autoptr (VaultItem) other = box_import (box, "other.png", png, NEVER);

  signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &none), ==, 0);
  assert_loads (box, item);
  g_assert_false (vault_item_has_thumbnail (item));
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &much), ==, 0);

  box_assert_holds (box, "photo.png", png);
  assert_loads (box, item);
  g_assert_true (vault_item_has_thumbnail (item));
}

/* Nothing is made of what is due, nor kept after a lock. */
static void
test_expired (void)
{
  g_autoptr (VaultBox) box = vault_box_new_open ();
  g_autoptr (VaultItem) item = import_bare_png (box, FAKE_NOW + 60);
  g_autofree char *id = g_strdup (vault_item_get_id (item));
  g_autoptr (VaultEntry) entry = NULL;
  g_autoptr (GBytes) thumbnail = NULL;
  g_autoptr (GError) error = NULL;
  VaultSession *session = box->vault->session;
  guint64 n_commits = session->n_commits;

  /* The timer has not fired yet. */
  fake_clock_pass (60);
  g_assert_false (vault_session_make_thumbnail (session, id, box->vault->decoder, NULL,
                                                &thumbnail, &entry, &error));
  g_assert_error (error, VAULT_ERROR, VAULT_ERROR_EXPIRED);
  g_assert_null (thumbnail);
  g_assert_null (entry);
  g_assert_cmpuint (session->n_commits, ==, n_commits);
}

static void
test_locked (void)
{
  g_autoptr (VaultBox) box = vault_box_new_open ();
  g_autoptr (VaultItem) item = import_bare_png (box, NEVER);
  g_autoptr (GError) error = NULL;
  GAsyncResult *result = NULL;

  vault_load_thumbnail_async (box->vault, item, 0, NULL, on_loaded_cb, &result);
  run_lock (box->vault);
  g_autoptr (VaultPixels) pixels = finish (box, &result, &error);
  g_clear_object (&item);
  g_assert_true (run_unlock (box->vault, BOX_PASSPHRASE, NULL));
  item = box_find (box, "photo.png");
  assert_loads (box, item);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  program = g_strdup (g_getenv ("NIGHTSTAND_DECODER"));
  g_test_add_func ("/vault/thumbnail/kept", test_kept);
  g_test_add_func ("/vault/thumbnail/part-of-item", test_part_of_item);
  g_test_add_func ("/vault/thumbnail/damage-is-told", test_damage_is_told);
  g_test_add_func ("/vault/thumbnail/never-twice", test_never_twice);
  g_test_add_func ("/vault/thumbnail/threads", test_threads);
  g_test_add_func ("/vault/thumbnail/sealed-anew", test_sealed_anew);
  g_test_add_func ("/vault/thumbnail/failure-is-final", test_failure_is_final);
  g_test_add_func ("/vault/thumbnail/no-picture", test_no_picture);
  g_test_add_func ("/vault/thumbnail/cancelled", test_cancelled);
  g_test_add_func ("/vault/thumbnail/full-disk", test_full_disk);
  g_test_add_func ("/vault/thumbnail/expired", test_expired);
  g_test_add_func ("/vault/thumbnail/locked", test_locked);
  return g_test_run ();
}
