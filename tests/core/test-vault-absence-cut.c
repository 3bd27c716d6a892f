/* test-vault-absence-cut.c - the absence rule over chosen albums, cut off between two steps
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "support/absence-box.h"

#include "support/store-box.h"
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

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/vault-absence-cut/interrupted", test_interrupted);
  g_test_add_func ("/vault-absence-cut/left-out", test_left_out);
  g_test_add_func ("/vault-absence-cut/damaged", test_damaged);
  return g_test_run ();
}
