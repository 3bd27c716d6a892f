/* test-match.c - a file beside an item: how much of it is read, and when that ends
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include "support/vault-box.h"

#include "vault/match.h"
#include "vault/session-private.h"
#include "vault/vault-private.h"

#define MIB ((gsize) 1 << 20)

typedef struct {
  VaultBox *box;
  VaultItem *item;
  GBytes *bytes;
  char *path; /* a file outside that says the same */
  int fd;
  GCancellable *cancellable;
  VaultWork work;
  VaultMatch *match;
  guint64 n_read;
  guint n_calls;
  /* What happens at the first read. */
  void (*at_read) (gpointer room);
} Room;

static void
read_cb (gsize n_bytes, gpointer user_data)
{
  Room *room = user_data;

  room->n_read += n_bytes;
  if (room->n_calls++ == 0 && room->at_read != NULL)
    room->at_read (room);
}

static void
set_up (Room *room, gconstpointer data)
{
  gboolean with_decoder = GPOINTER_TO_INT (data);

  room->box = vault_box_new_open ();
  room->bytes = bytes_noise (1, 4 * MIB + 17);
  room->item = box_import (room->box, "film.mp4", room->bytes, VAULT_EXPIRES_NEVER);
  room->path = folder_path (room->box->home, "elsewhere");
  file_put (room->path, room->bytes);
  room->cancellable = g_cancellable_new ();
  room->work = (VaultWork){ .cancellable = room->cancellable };
  if (with_decoder)
    room->work.decoder = room->box->vault->decoder;
  room->match = vault_match_new (room->box->vault->session, &room->work, read_cb, room);
}

static void
tear_down (Room *room, gconstpointer data)
{
  vault_match_free (room->match);
  g_object_unref (room->cancellable);
  g_object_unref (room->item);
  g_bytes_unref (room->bytes);
  g_free (room->path);
  vault_box_free (room->box);
}

static gboolean
is_it (Room *room, const char *name, GError **error)
{
  int fd = open (room->path, O_RDONLY | O_CLOEXEC);
  gboolean same;

  g_assert_cmpint (fd, >=, 0);
  same = vault_match_is (room->match, vault_item_get_id (room->item), fd,
                         file_size (room->path), name, error);
  close (fd);
  return same;
}

static void
test_same (Room *room, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (is_it (room, "elsewhere", &error));
  g_assert_no_error (error);
  g_assert_cmpuint (room->n_read, ==, 4 * MIB + 17);
}

/* Reading is told as it goes on, and ends where they differ. */
static void
test_ends_early (Room *room, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  file_flip (room->path, MIB + 5, 1);
  g_assert_false (is_it (room, "elsewhere", &error));
  g_assert_error (error, VAULT_ERROR, VAULT_ERROR_SOURCE_CHANGED);
  g_assert_cmpuint (room->n_read, ==, 2 * MIB);
  g_assert_cmpuint (room->n_calls, ==, 2);
}

/* A file of another name is not read a second time by a helper that would take its details
 * away; one of the same name could be what the item was made from. */
static void
test_read_once (Room *room, gconstpointer data)
{
  guint64 n_once;

  file_flip (room->path, 4 * MIB + 16, 1);
  g_assert_false (is_it (room, "elsewhere", NULL));
  n_once = room->n_read;
  g_assert_cmpuint (n_once, ==, 4 * MIB + 17);
  g_assert_false (is_it (room, "film.mp4", NULL));
  g_assert_cmpuint (room->n_read, >, 2 * n_once);
}

/* Of another length, nothing of it is read. */
static void
test_other_length (Room *room, gconstpointer data)
{
  file_truncate (room->path, 4 * MIB);
  g_assert_false (is_it (room, "elsewhere", NULL));
  g_assert_cmpuint (room->n_read, ==, 0);
}

static void
cancel (gpointer data)
{
  Room *room = data;

  g_cancellable_cancel (room->cancellable);
}

/* Not a byte more than was under way. */
static void
test_cancelled (Room *room, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  room->at_read = cancel;
  g_assert_false (is_it (room, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (room->n_read, ==, MIB);
}

static void
lock (gpointer data)
{
  Room *room = data;

  vault_session_stop (room->box->vault->session);
}

static void
test_locked (Room *room, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  room->at_read = lock;
  g_assert_false (is_it (room, NULL, &error));
  g_assert_error (error, VAULT_ERROR, VAULT_ERROR_LOCKED);
  g_assert_cmpuint (room->n_read, ==, MIB);
  run_lock (room->box->vault);
}

static void
cut_off (gpointer data)
{
  Room *room = data;

  file_truncate (room->path, 2 * MIB);
}

/* What is cut off while it is read is not the same, however it began. */
static void
test_changes_meanwhile (Room *room, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  room->at_read = cut_off;
  g_assert_false (is_it (room, NULL, &error));
  g_assert_error (error, VAULT_ERROR, VAULT_ERROR_SOURCE_CHANGED);
}

static void
put_another (gpointer data)
{
  Room *room = data;
  g_autoptr (GBytes) other = bytes_noise (2, 4 * MIB + 17);
  g_autofree char *beside = g_strconcat (room->path, ".new", NULL);

  file_put (beside, other);
  g_assert_cmpint (rename (beside, room->path), ==, 0);
}

/* It is the file that was opened that is judged; whoever removes looks at the name again. */
static void
test_replaced_meanwhile (Room *room, gconstpointer data)
{
  room->at_read = put_another;
  g_assert_true (is_it (room, NULL, NULL));
  g_assert_false (is_it (room, NULL, NULL));
}

/* Of several items that it could be, the one that it is. */
static void
test_find (Room *room, gconstpointer data)
{
  g_autoptr (GBytes) other = bytes_noise (2, 4 * MIB + 17);
  g_autoptr (VaultItem) item =
                 box_import (room->box, "film.mp4", other, VAULT_EXPIRES_NEVER);
  g_autofree char *id = NULL;
  g_autofree char *none = NULL;
  g_autoptr (GError) error = NULL;
  VaultMatch *match =
      vault_match_new (room->box->vault->session, &room->work, read_cb, room);
  int fd = open (room->path, O_RDONLY | O_CLOEXEC);

  id = vault_match_find (match, fd, 4 * MIB + 17, "elsewhere", &error);
  g_assert_no_error (error);
  g_assert_cmpstr (id, ==, vault_item_get_id (room->item));
  close (fd);

  file_flip (room->path, 0, 1);
  fd = open (room->path, O_RDONLY | O_CLOEXEC);
  none = vault_match_find (match, fd, 4 * MIB + 17, "elsewhere", &error);
  g_assert_no_error (error);
  g_assert_null (none);
  close (fd);
  vault_match_free (match);
}

#define ADD(path, test, with_decoder)                                                  \
  g_test_add (path, Room, GINT_TO_POINTER (with_decoder), set_up, test, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/match/same", test_same, FALSE);
  ADD ("/match/ends-early", test_ends_early, FALSE);
  ADD ("/match/read-once", test_read_once, TRUE);
  ADD ("/match/other-length", test_other_length, TRUE);
  ADD ("/match/cancelled", test_cancelled, FALSE);
  ADD ("/match/locked", test_locked, FALSE);
  ADD ("/match/changes-meanwhile", test_changes_meanwhile, FALSE);
  ADD ("/match/replaced-meanwhile", test_replaced_meanwhile, FALSE);
  ADD ("/match/find", test_find, FALSE);
  return g_test_run ();
}
