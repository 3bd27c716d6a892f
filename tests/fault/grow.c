/* grow.c - imports a file into a vault whose cells are all taken
 *
 *   grow FOLDER PASSPHRASE FILE
 *
 * Four thousand items would do the same, and make every copy of the vault and every look at
 * it a hundred times as slow: a cell that is held in memory is as good as one that is used.
 * Says what nightstandctl says, with its exit statuses 0, 1 and 9.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <stdio.h>
#include <string.h>

#include "vault/session-private.h"

static gboolean
take_all_cells (VaultKeyring *keyring, GError **error)
{
  guint32 n_cells = vault_keyring_get_n_cells (keyring);
  guint32 cell = 0;

  while (cell < n_cells - 1) {
    if (!vault_keyring_reserve_cell (keyring, &cell, error))
      return FALSE;
  }

  return vault_keyring_get_n_cells (keyring) == n_cells;
}

static gboolean
import (VaultSession *session, const char *path, guint *out_n_imported, GError **error)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GPtrArray) problems = g_ptr_array_new_with_free_func (
      (GDestroyNotify) vault_import_problem_free);
  const VaultImportSource source = { file, NULL, NULL };
  const VaultWork work = { 0 };

  return vault_session_import (session, &source, 1, NULL, 0, VAULT_METADATA_KEPT, &work,
                               problems, out_n_imported, error);
}

int
main (int argc, char **argv)
{
  g_autoptr (VaultSecret) passphrase = NULL;
  g_autoptr (VaultSession) session = NULL;
  g_autoptr (GError) error = NULL;
  guint n_imported = 0;
  gboolean done;

  if (argc != 4)
    return 2;

  passphrase = vault_secret_new_from (argv[2], strlen (argv[2]), NULL);
  session = passphrase == NULL ? NULL
                               : vault_session_open (argv[1], passphrase, NULL, &error);
  done = session != NULL && take_all_cells (session->keyring, &error)
         && import (session, argv[3], &n_imported, &error);
  if (session != NULL)
    vault_session_close (session);
  if (!done) {
    fprintf (stderr, "grow: %s\n", error == NULL ? "out of memory" : error->message);
    return 9;
  }

  printf ("Imported: %u\n", n_imported);
  return n_imported == 1 ? 0 : 1;
}
