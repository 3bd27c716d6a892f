/* test-vault-many.c - a vault of so many items that several threads open it
 *
 * Three segments of cells and a hundred batches of records.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <sodium.h>
#include <string.h>

#include "keyring/layout.h"
#include "support/catalog.h"
#include "support/fake-clock.h"
#include "support/folder.h"
#include "support/store-box.h"
#include "vault/session-private.h"

#define N_ITEMS 9001
#define PASSPHRASE "correct horse battery staple"

typedef struct {
  Folder *home;
  char *folder;
  char *keyring;
  char *database;
  VaultSession *session;
} Many;

static VaultSession *
open_session (const Many *self, gboolean create)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (VaultSecret) passphrase =
                 vault_secret_new_from (PASSPHRASE, strlen (PASSPHRASE), &error);
  VaultSession *session =
      create ? vault_session_create (self->folder, passphrase, VAULT_KDF_QUICK, NULL,
                                     &error)
             : vault_session_open (self->folder, passphrase, NULL, &error);

  g_assert_no_error (error);
  return session;
}

/* A closed vault. */
static Many *
many_new (void)
{
  Many *self = g_new0 (Many, 1);
  g_autoptr (VaultSession) session = NULL;

  fake_clock_install ();
  self->home = folder_new ();
  self->folder = folder_path (self->home, "vault");
  self->keyring = g_build_filename (self->folder, "keyring", NULL);
  self->database = g_build_filename (self->folder, "vault.db", NULL);
  session = open_session (self, TRUE);
  catalog_add (session, N_ITEMS);
  vault_session_close (session);
  return self;
}

static void
many_free (Many *self)
{
  vault_session_unref (self->session);
  folder_free (self->home);
  g_free (self->folder);
  g_free (self->keyring);
  g_free (self->database);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Many, many_free)

static void
many_open (Many *self, guint n_expired, guint n_interrupted, guint n_damaged)
{
  VaultUnlockSummary summary;

  self->session = open_session (self, FALSE);
  vault_session_get_summary (self->session, &summary);
  g_assert_cmpuint (summary.n_expired, ==, n_expired);
  g_assert_cmpuint (summary.n_interrupted, ==, n_interrupted);
  g_assert_cmpuint (summary.n_damaged, ==, n_damaged);
}

/* Every entry is what the record of its own cell says, under an id of its own, and one for
 * each number for which @absent is 0 is there. */
static void
assert_entries (const Many *self, const guint8 absent[N_ITEMS])
{
  g_autoptr (GPtrArray) entries = vault_session_dup_entries (self->session);
  g_autofree guint8 *seen = g_memdup2 (absent, N_ITEMS);

  for (guint i = 0; i < entries->len; i++) {
    const VaultEntry *entry = entries->pdata[i];
    guint number = entry->cell - 1;
    g_autofree char *end = g_strdup_printf ("_%06u.jpg", number);

    g_assert_cmpuint (number, <, N_ITEMS);
    g_assert_cmpuint (seen[number]++, ==, 0);
    g_assert_true (g_str_has_suffix (entry->name, end));
    g_assert_cmpint (entry->added, ==, CATALOG_ADDED + number / 100);
    g_assert_cmpint (entry->expires, ==,
                     catalog_get_days (number) == 0
                         ? VAULT_EXPIRES_NEVER
                         : FAKE_NOW + catalog_get_days (number) * FAKE_DAY);
  }
  for (guint i = 0; i < N_ITEMS; i++)
    g_assert_cmpuint (seen[i], ==, 1);
}

static void
test_all (void)
{
  g_autoptr (Many) many = many_new ();
  g_autofree guint8 *absent = g_malloc0 (N_ITEMS);

  many_open (many, 0, 0, 0);
  assert_entries (many, absent);
}

/* Damage of every kind, spread over all batches, is counted once each, hides nothing else,
 * and is still there at the next opening. */
static void
test_damaged (void)
{
  g_autoptr (Many) many = many_new ();
  g_autofree guint8 *absent = g_malloc0 (N_ITEMS);
  guint8 noise[VAULT_CELL_BYTES];
  guint n_damaged = 0;

  for (guint number = 50; number < N_ITEMS; number += 97) {
    guint32 cell = number + 1;
    g_autofree char *sql = NULL;

    switch (number % 3) {
    case 0:
      sql = g_strdup_printf ("UPDATE record SET sealed = "
                             "(SELECT sealed FROM record WHERE id = %u) WHERE id = %u",
                             cell - 1, cell);
      break;
    case 1:
      sql = g_strdup_printf ("UPDATE record SET sealed = x'00' WHERE id = %u", cell);
      break;
    default:
      sql = g_strdup_printf ("UPDATE record SET id = %u WHERE id = %u", cell + 1000000,
                             cell);
    }
    sql_run (many->database, sql);
    absent[number] = 1;
    n_damaged++;
  }
  for (guint number = 60; number < N_ITEMS; number += 970) {
    for (VaultCopy copy = VAULT_COPY_A; copy <= VAULT_COPY_B; copy++) {
      randombytes_buf (noise, sizeof noise);
      file_write (many->keyring, vault_cell_offset (number + 1, copy), noise,
                  sizeof noise);
    }
    absent[number] = 1;
    n_damaged++;
  }

  for (guint i = 0; i < 2; i++) {
    many_open (many, 0, 0, n_damaged);
    assert_entries (many, absent);
    g_clear_pointer (&many->session, vault_session_unref);
  }
}

static void
test_expired (void)
{
  g_autoptr (Many) many = many_new ();
  g_autofree guint8 *absent = g_malloc0 (N_ITEMS);
  guint n_expired = 0;

  for (guint number = 0; number < N_ITEMS; number++) {
    guint days = catalog_get_days (number);

    if (days != 0 && days <= 100) {
      absent[number] = 1;
      n_expired++;
    }
  }

  fake_clock_pass (100 * FAKE_DAY);
  many_open (many, n_expired, 0, 0);
  assert_entries (many, absent);
  g_clear_pointer (&many->session, vault_session_unref);

  many_open (many, 0, 0, 0);
  assert_entries (many, absent);
}

/* Torn copies A, as a power failure in the middle of a healing leaves them. */
static void
test_torn (void)
{
  g_autoptr (Many) many = many_new ();
  g_autofree guint8 *absent = g_malloc0 (N_ITEMS);
  guint8 noise[VAULT_CELL_BYTES];

  for (guint32 cell = 1; cell <= N_ITEMS; cell += 13) {
    randombytes_buf (noise, sizeof noise);
    file_write (many->keyring, vault_cell_offset (cell, VAULT_COPY_A), noise,
                sizeof noise);
  }

  many_open (many, 0, 0, 0);
  assert_entries (many, absent);
  vault_session_close (many->session);
  for (guint32 cell = 1; cell <= N_ITEMS; cell += 13) {
    guint8 copies[2][VAULT_CELL_BYTES];

    for (VaultCopy copy = VAULT_COPY_A; copy <= VAULT_COPY_B; copy++)
      file_read (many->keyring, vault_cell_offset (cell, copy), copies[copy],
                 VAULT_CELL_BYTES);
    g_assert_cmpmem (copies[0], VAULT_CELL_BYTES, copies[1], VAULT_CELL_BYTES);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_assert_cmpint (sodium_init (), >=, 0);
  g_test_add_func ("/vault-many/all", test_all);
  g_test_add_func ("/vault-many/damaged", test_damaged);
  g_test_add_func ("/vault-many/expired", test_expired);
  g_test_add_func ("/vault-many/torn", test_torn);
  return g_test_run ();
}
