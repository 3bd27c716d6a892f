/* salvage-box.c - vaults to be damaged, and what a salvage made of them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "support/salvage-box.h"

#define NEVER VAULT_EXPIRES_NEVER

VaultBox *
salvage_box_of_many (void)
{
  VaultBox *box = vault_box_new_open ();
  g_autoptr (GBytes) film = bytes_noise (100, FILM_BYTES);

  g_object_unref (box_import (box, "film.mp4", film, NEVER));
  for (guint i = 0; i < N_SMALL; i++) {
    g_autofree char *name = g_strdup_printf ("%u.bin", i);
    g_autoptr (GBytes) bytes = bytes_noise (i, SMALL_BYTES);

    g_object_unref (box_import (box, name, bytes, NEVER));
  }
  vault_box_restart (box);
  return box;
}

VaultBox *
salvage_box_of_few (void)
{
  VaultBox *box = vault_box_new_open ();
  g_autoptr (GBytes) film = bytes_noise (100, FILM_BYTES);
  g_autoptr (GBytes) small = bytes_noise (1, SMALL_BYTES);

  g_object_unref (box_import (box, "one.bin", small, NEVER));
  g_object_unref (box_import (box, "film.mp4", film, NEVER));
  g_object_unref (box_import (box, "due.bin", small, FAKE_NOW + FAKE_DAY));
  vault_box_restart (box);
  return box;
}

void
salvaged_clear (Salvaged *self)
{
  folder_free (self->out);
  g_ptr_array_unref (self->damaged);
  g_clear_error (&self->error);
}

static GBytes *
get_if_there (const char *path)
{
  return file_exists (path) ? file_get (path) : g_bytes_new (NULL, 0);
}

Salvaged
salvage (VaultBox *box)
{
  Salvaged self = { .out = folder_new () };
  guint n_files = folder_count (box->folder);
  g_autoptr (GBytes) keyring = get_if_there (box->keyring);
  g_autoptr (GBytes) database = get_if_there (box->database);
  g_autoptr (GBytes) keyring_after = NULL;
  g_autoptr (GBytes) database_after = NULL;

  self.ok = run_salvage (box->vault, BOX_PASSPHRASE, self.out, &self.report,
                         &self.damaged, &self.error);
  keyring_after = get_if_there (box->keyring);
  database_after = get_if_there (box->database);
  assert_same_bytes (keyring, keyring_after);
  assert_same_bytes (database, database_after);
  g_assert_cmpuint (folder_count (box->folder), ==, n_files);
  return self;
}

void
assert_salvaged_file (const Salvaged *self, const char *name, GBytes *expected)
{
  g_autofree char *path = folder_path (self->out, name);
  g_autoptr (GBytes) bytes = file_get (path);

  assert_same_bytes (bytes, expected);
}

void
assert_salvaged (const Salvaged *self,
                 guint n_whole,
                 guint n_partial,
                 guint n_lost,
                 guint n_nameless)
{
  g_assert_no_error (self->error);
  g_assert_true (self->ok);
  g_assert_cmpuint (self->report.n_whole, ==, n_whole);
  g_assert_cmpuint (self->report.n_partial, ==, n_partial);
  g_assert_cmpuint (self->report.n_lost, ==, n_lost);
  g_assert_cmpuint (self->report.n_nameless, ==, n_nameless);
  g_assert_cmpuint (self->damaged->len, ==, n_partial + n_lost);
  g_assert_cmpuint (folder_count (self->out), ==, n_whole + n_partial);
}
