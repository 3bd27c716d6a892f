/* test-vault-absence-cut.c - the absence rule over chosen albums, cut off between two steps
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "support/absence-box.h"

#include <sys/syscall.h>
#include <unistd.h>

#include "support/store-box.h"
#include "store/store-private.h"
#include "vault/vault-private.h"

#define NEVER VAULT_EXPIRES_NEVER
#define DAY FAKE_DAY
#define N_DAYS 20
#define SURELY_OVER ((N_DAYS + 1) * DAY)

static void
write_choice (Albums *self, VaultGroup *group, gboolean is_chosen)
{
  g_autoptr (VaultCard) card = vault_card_copy (vault_group_peek_card (group));

  card->absence = is_chosen;
  g_assert_true (
      vault_session_write_card (self->box->vault->session, card, NULL, 0, NULL));
}

static void
write_cell (Albums *self, const char *name, gboolean heart)
{
  g_autoptr (VaultItem) item = box_find (self->box, name);
  g_autoptr (VaultSecret) root = vault_secret_new (VAULT_KEY_BYTES, NULL);
  VaultCellWrite write = { vault_item_peek_entry (item)->cell, NEVER,
                           vault_secret_get (root), heart };
  VaultEpoch epoch;

  g_assert_cmpint (vault_keyring_read_cell (albums_get_keyring (self), write.cell,
                                            vault_secret_get_writable (root), &epoch),
                   ==, VAULT_CELL_OPEN);
  g_assert_true (
      vault_keyring_write_cells (albums_get_keyring (self), &write, 1, NULL));
}

/* Between any two steps of any change: the next opening ends it. */
static void
test_interrupted (void)
{
  g_autoptr (Albums) albums = albums_new ();

  /* Made, with an album that was chosen before, and no cell bound. */
  write_choice (albums, albums->sea, TRUE);
  g_assert_true (
      vault_keyring_set_heart (albums_get_keyring (albums), N_DAYS, FALSE, NULL));
  albums_crash (albums);
  albums_assert_bound (albums, "both sea");
  /* Another album chosen, and no cell bound. */
  write_choice (albums, albums->town, TRUE);
  albums_crash (albums);
  albums_assert_bound (albums, "both sea town");
  /* Some unbound, because an item leaves, an album is removed or let go, or the rule is given
   * up; and then the lights went out. */
  write_cell (albums, "sea", FALSE);
  albums_crash (albums);
  albums_assert_bound (albums, "both sea town");
  /* An item that nothing binds. */
  write_cell (albums, "home", TRUE);
  albums_crash (albums);
  albums_assert_bound (albums, "both sea town");
  /* From everything to the albums, and back. */
  albums_set_scope (albums, N_DAYS, TRUE);
  g_assert_true (
      vault_keyring_set_heart (albums_get_keyring (albums), N_DAYS, FALSE, NULL));
  albums_crash (albums);
  albums_assert_bound (albums, "both sea town");
  g_assert_true (
      vault_keyring_set_heart (albums_get_keyring (albums), N_DAYS, TRUE, NULL));
  albums_crash (albums);
  albums_assert_bound (albums, "both home sea sky town");
}

/* What was left out when the heart stopped lives, and is under the next one. */
static void
test_left_out (void)
{
  g_autoptr (Albums) albums = albums_new ();

  albums_choose (albums, N_DAYS, albums->sea, NULL);
  write_cell (albums, "sea", FALSE);
  run_lock (albums->box->vault);
  fake_clock_pass (SURELY_OVER);
  albums_crash (albums);
  albums_assert_names (albums, "home sea sky town");
  albums_assert_bound (albums, "sea");
}

/* The card of a chosen album that does not verify sets nothing free. */
static void
test_damaged (void)
{
  g_autoptr (Albums) albums = albums_new ();
  g_autofree char *sql = NULL;

  albums_choose (albums, N_DAYS, albums->sea, NULL);
  sql = g_strdup_printf ("UPDATE record SET sealed = zeroblob (1008) WHERE id = %u",
                         vault_group_peek_card (albums->sea)->cell);
  run_lock (albums->box->vault);
  sql_run (albums->box->database, sql);
  albums->box->damaged = TRUE;
  albums_crash (albums);
  albums_assert_bound_now (albums, "both sea");
  /* Nor does it when one of them is taken out of another. */
  albums_move (albums, "both", NULL, albums->sky);
  albums_assert_bound_now (albums, "both sea");
  run_lock (albums->box->vault);
  fake_clock_pass (SURELY_OVER);
  albums_crash (albums);
  albums_assert_names (albums, "home sky town");
}

/* Nor is anything lost that cannot be read today, when the rule is given up. */
static void
test_damaged_item (void)
{
  g_autoptr (Albums) albums = albums_new ();
  g_autoptr (VaultItem) item = box_find (albums->box, "sea");
  guint32 cell = vault_item_peek_entry (item)->cell;
  g_autofree char *get =
      g_strdup_printf ("SELECT sealed FROM record WHERE id = %u", cell);
  g_autofree char *put =
      g_strdup_printf ("UPDATE record SET sealed = ?1 WHERE id = %u", cell);
  g_autofree guint8 *noise = g_malloc0 (VAULT_RECORD_BYTES);
  g_autoptr (GBytes) sealed = NULL;

  albums_set_scope (albums, N_DAYS, TRUE);
  run_lock (albums->box->vault);
  sealed = sql_get_blob (albums->box->database, get);
  sql_run_blob (albums->box->database, put, noise, VAULT_RECORD_BYTES);
  albums->box->damaged = TRUE;
  albums_crash (albums);
  albums_assert_names (albums, "both home sky town");
  albums_set_scope (albums, 0, FALSE);
  run_lock (albums->box->vault);
  sql_run_blob (albums->box->database, put, g_bytes_get_data (sealed, NULL),
                VAULT_RECORD_BYTES);
  albums_crash (albums);
  albums_assert_names (albums, "both home sea sky town");
  albums_assert_bound (albums, "");
}

static void
let_write (Albums *self, gboolean may)
{
  g_assert_cmpint (
      sqlite3_exec (self->box->vault->session->store->db,
                    may ? "PRAGMA query_only = OFF" : "PRAGMA query_only = ON", NULL,
                    NULL, NULL),
      ==, SQLITE_OK);
}

/* The database takes nothing: what was unbound for it is bound again, at once. */
static void
test_not_written (void)
{
  g_autoptr (Albums) albums = albums_new ();
  Vault *vault = albums->box->vault;
  g_autoptr (VaultItem) item = box_find (albums->box, "sea");
  g_autoptr (GPtrArray) items = just (item);
  g_autoptr (GPtrArray) none = g_ptr_array_new ();

  albums_choose (albums, N_DAYS, albums->sea, NULL);
  let_write (albums, FALSE);
  g_assert_false (run_groups (vault, items, NULL, albums->sea, NULL));
  albums_assert_bound_now (albums, "both sea");
  g_assert_false (run_groups (vault, items, albums->sky, albums->sea, NULL));
  albums_assert_bound_now (albums, "both sea");
  g_assert_false (run_absence (vault, N_DAYS, FALSE, none, NULL));
  albums_assert_bound_now (albums, "both sea");
  g_assert_false (run_remove_group (vault, albums->sea, NULL));
  albums_assert_bound_now (albums, "both sea");
  let_write (albums, TRUE);
  albums_assert_bound (albums, "both sea");
  g_assert_true (vault_group_is_under_absence (albums->sea));
}

/* ---- a lock in the middle of a change ---- */

static VaultSession *locking; /* NULL: none */
static guint n_flushes;
static guint lock_at;
static GThread *locker;

static gpointer
close_session (gpointer session)
{
  vault_session_close (session);
  return NULL;
}

/* In the place of the C library's.  A lock comes while the disk is waited for, and gets as far
 * as it can: if it empties the catalog under the change, that is waited for. */
int
fdatasync (int fd)
{
  if (locking != NULL && ++n_flushes == lock_at) {
    locker = g_thread_new ("lock", close_session, locking);
    for (guint i = 0; i < 200 && g_hash_table_size (locking->entries) > 0; i++)
      g_usleep (1000);
  }

  return (int) syscall (SYS_fdatasync, fd);
}

/* From everything to one album, with a lock at this flush.  Returns: whether that was done. */
static gboolean
choose_and_lock (Albums *albums, guint flush)
{
  VaultSession *session = vault_session_ref (albums->box->vault->session);
  g_autoptr (GArray) numbers = g_array_new (FALSE, FALSE, sizeof (guint64));
  VaultAbsence rule;
  gboolean known;
  gboolean ok;

  g_array_append_val (numbers, vault_group_peek_card (albums->sea)->number);
  n_flushes = 0;
  lock_at = flush;
  locking = session;
  ok = vault_session_set_absence (session, N_DAYS, FALSE, numbers, &rule, &known, NULL);
  locking = NULL;
  g_clear_pointer (&locker, g_thread_join);
  vault_session_unref (session);
  return ok && n_flushes >= flush;
}

/* What is said to be done is: nothing goes with the rule that it is not about any more. */
static void
test_locked_meanwhile (void)
{
  guint n_done = 0;

  for (guint flush = 1; flush <= 6; flush++) {
    g_autoptr (Albums) albums = albums_new ();
    gboolean done;

    albums_set_scope (albums, N_DAYS, TRUE);
    done = choose_and_lock (albums, flush);
    run_lock (albums->box->vault);
    fake_clock_pass (SURELY_OVER);
    albums_crash (albums);
    if (done)
      albums_assert_names (albums, "home sky town");
    n_done += done;
  }
  g_assert_cmpuint (n_done, >, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/vault-absence-cut/interrupted", test_interrupted);
  g_test_add_func ("/vault-absence-cut/left-out", test_left_out);
  g_test_add_func ("/vault-absence-cut/damaged", test_damaged);
  g_test_add_func ("/vault-absence-cut/damaged-item", test_damaged_item);
  g_test_add_func ("/vault-absence-cut/not-written", test_not_written);
  g_test_add_func ("/vault-absence-cut/locked-meanwhile", test_locked_meanwhile);
  return g_test_run ();
}
