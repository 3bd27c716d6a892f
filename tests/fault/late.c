/* late.c - makes the thumbnail that an item is without
 *
 *   late FOLDER PASSPHRASE NAME
 *
 * Says "Kept." if it is in the record now.  Exit status 1: it was made and could not be
 * kept; 9: nothing was made.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <stdio.h>
#include <string.h>

#include "vault/session-private.h"

static VaultEntry *
find (VaultSession *session, const char *name)
{
  g_autoptr (GPtrArray) entries = vault_session_dup_entries (session);

  for (guint i = 0; i < entries->len; i++) {
    VaultEntry *entry = entries->pdata[i];

    if (g_str_equal (entry->name, name))
      return vault_entry_ref (entry);
  }

  return NULL;
}

static int
make (VaultSession *session, const char *name, GError **error)
{
  g_autoptr (VaultDecoder) decoder = vault_decoder_new (1);
  g_autoptr (VaultEntry) entry = find (session, name);
  g_autoptr (VaultEntry) kept = NULL;
  g_autoptr (GBytes) thumbnail = NULL;

  if (entry == NULL
      || !vault_session_make_thumbnail (session, entry->id, decoder, NULL, &thumbnail,
                                        &kept, error))
    return 9;
  if (kept == NULL)
    return 1;

  printf ("Kept.\n");
  return 0;
}

int
main (int argc, char **argv)
{
  g_autoptr (VaultSecret) passphrase = NULL;
  g_autoptr (VaultSession) session = NULL;
  g_autoptr (GError) error = NULL;
  int status = 9;

  if (argc != 4)
    return 2;

  passphrase = vault_secret_new_from (argv[2], strlen (argv[2]), NULL);
  session = passphrase == NULL ? NULL
                               : vault_session_open (argv[1], passphrase, NULL, &error);
  if (session != NULL) {
    status = make (session, argv[3], &error);
    vault_session_close (session);
  }
  if (status != 0)
    fprintf (stderr, "late: %s\n", error == NULL ? "NOT kept" : error->message);
  return status;
}
