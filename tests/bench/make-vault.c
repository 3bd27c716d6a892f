/* make-vault.c - a vault of many items for a benchmark that is not written in C
 *
 * Usage: make-vault FOLDER N_ITEMS
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "bench.h"

#include <stdlib.h>

#include "support/catalog.h"

int
main (int argc, char **argv)
{
  g_autoptr (VaultSecret) passphrase = bench_passphrase ();
  g_autoptr (VaultSession) session = NULL;
  g_autoptr (GError) error = NULL;

  if (argc != 3)
    bench_fail ("Usage: make-vault FOLDER N_ITEMS");
  session = vault_session_create (argv[1], passphrase, VAULT_KDF_QUICK, NULL, &error);
  bench_check (error, "create");
  catalog_add (session, (guint) strtoul (argv[2], NULL, 10));
  vault_session_close (session);
  return 0;
}
