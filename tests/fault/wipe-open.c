/* wipe-open.c - unlock a vault, begin to import, wipe it, and print the receipt
 *
 *     wipe-open VAULT PASSPHRASE [FILE]
 *
 * One line for each part: its saying.  Then one for the whole.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <stdio.h>
#include <string.h>

#include <vault/vault-wipe.h>

static void
done_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static void
await (GAsyncResult **slot)
{
  while (*slot == NULL)
    g_main_context_iteration (NULL, TRUE);
}

static void
moved (const VaultProgress *progress, gpointer user_data)
{
  *(gboolean *) user_data = progress->n_bytes_done > 0;
}

/* TRUE when it is under way. */
static void
begin_import (Vault *vault, const char *path, GAsyncResult **out)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  static gboolean moving;

  vault_import_async (vault, &file, 1, VAULT_EXPIRES_NEVER, VAULT_METADATA_KEPT, NULL,
                      moved, &moving, done_cb, out);
  while (!moving && *out == NULL)
    g_main_context_iteration (NULL, TRUE);
}

static int
print (const VaultReceipt *receipt)
{
  for (VaultWipePart part = 0; part < VAULT_WIPE_N_PARTS; part++)
    printf ("%s\n", vault_saying_get_nick (vault_receipt_say_part (receipt, part)));
  printf ("%s\n", vault_saying_get_nick (vault_receipt_say_whole (receipt)));
  return 0;
}

int
main (int argc, char **argv)
{
  g_autoptr (Vault) vault = vault_new (argv[1]);
  g_autoptr (VaultSecret) passphrase =
                 vault_secret_new_from (argv[2], strlen (argv[2]), NULL);
  g_autoptr (GAsyncResult) unlocked = NULL;
  g_autoptr (GAsyncResult) imported = NULL;
  g_autoptr (GAsyncResult) wiped = NULL;
  VaultReceipt receipt;

  vault_unlock_async (vault, passphrase, NULL, done_cb, &unlocked);
  await (&unlocked);
  if (!vault_unlock_finish (vault, unlocked, NULL))
    return 3;
  if (argc > 3)
    begin_import (vault, argv[3], &imported);

  vault_wipe_async (vault, done_cb, &wiped);
  await (&wiped);
  if (argc > 3)
    await (&imported);
  return vault_wipe_finish (vault, wiped, &receipt, NULL) ? print (&receipt) : 4;
}
