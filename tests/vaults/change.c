/* change.c - makes and changes vaults for the tests of what is in them
 *
 *   change NOW FOLDER PASSPHRASE VERB...
 *
 *   create                       at the lowest cost
 *   import FILE EXPIRES          0: never
 *   delete NAME
 *   expire NAME WHEN
 *   add TEXT | add-recovery TEXT
 *   replace NUMBER TEXT          and then the vault is open with TEXT
 *   remove NUMBER
 *
 * The clock stands at NOW, seconds since 1970, and the computer is synchronised.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <string.h>

#include "support/fake-clock.h"
#include "vault/session.h"

static VaultSession *session;
static VaultSecret *passphrase;

static VaultSecret *
secret_from (const char *text)
{
  VaultSecret *self = vault_secret_new_from (text, strlen (text), NULL);

  g_assert_nonnull (self);
  return self;
}

static void
import (const char *path, gint64 expires)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GPtrArray) problems = g_ptr_array_new ();
  g_autoptr (VaultDecoder) decoder = vault_decoder_new (1);
  const VaultImportSource source = { .file = file };
  const VaultWork work = { .decoder = decoder };
  g_autoptr (GError) error = NULL;
  guint n_imported;

  (void) !vault_session_import (session, &source, 1, NULL, expires, VAULT_METADATA_KEPT,
                                &work, problems, &n_imported, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (n_imported, ==, 1);
}

static char *
dup_id (const char *name)
{
  g_autoptr (GPtrArray) entries = vault_session_dup_entries (session);

  for (guint i = 0; i < entries->len; i++) {
    const VaultEntry *entry = entries->pdata[i];

    if (g_str_equal (entry->name, name))
      return g_strdup (entry->id);
  }
  g_error ("there is no such item");
}

static void delete (const char *name)
{
  g_autofree char *id = dup_id (name);
  g_autoptr (GError) error = NULL;

  (void) !vault_session_destroy (session, (const char *const *) &id, 1,
                                 VAULT_ERROR_NO_ITEM, &error);
  g_assert_no_error (error);
}

static void
expire (const char *name, gint64 when)
{
  g_autofree char *id = dup_id (name);
  g_autoptr (GError) error = NULL;

  (void) !vault_session_set_expiry (session, (const char *const *) &id, 1, when,
                                    &error);
  g_assert_no_error (error);
}

static void
look (const char *name, VaultViewFact fact, gint64 value)
{
  g_autofree char *id = dup_id (name);
  g_autoptr (GError) error = NULL;

  (void) !vault_session_set_view (session, id, fact, (guint64) value, &error);
  g_assert_no_error (error);
}

static void
change_way (VaultPassphraseVerb verb,
            VaultPassphraseKind kind,
            guint number,
            const char *text)
{
  g_autoptr (VaultSecret) added = text == NULL ? NULL : secret_from (text);
  g_autoptr (GError) error = NULL;

  (void) !vault_session_change_passphrases (session, verb, passphrase, added, kind,
                                            number, NULL, &error);
  g_assert_no_error (error);
  if (verb == VAULT_PASSPHRASE_REPLACE) {
    vault_secret_unref (passphrase);
    passphrase = g_steal_pointer (&added);
  }
}

static gint64
number_from (const char *text)
{
  return g_ascii_strtoll (text, NULL, 10);
}

static void
run (const char *verb, char **args)
{
  if (g_str_equal (verb, "import"))
    import (args[0], number_from (args[1]));
  else if (g_str_equal (verb, "delete"))
    delete (args[0]);
  else if (g_str_equal (verb, "expire"))
    expire (args[0], number_from (args[1]));
  else if (g_str_equal (verb, "turn"))
    look (args[0], VAULT_VIEW_ROTATION, number_from (args[1]));
  else if (g_str_equal (verb, "leave"))
    look (args[0], VAULT_VIEW_POSITION, number_from (args[1]));
  else if (g_str_equal (verb, "add"))
    change_way (VAULT_PASSPHRASE_ADD, VAULT_PASSPHRASE_CHOSEN, 0, args[0]);
  else if (g_str_equal (verb, "add-recovery"))
    change_way (VAULT_PASSPHRASE_ADD, VAULT_PASSPHRASE_RECOVERY, 0, args[0]);
  else if (g_str_equal (verb, "replace"))
    change_way (VAULT_PASSPHRASE_REPLACE, VAULT_PASSPHRASE_CHOSEN,
                (guint) number_from (args[0]), args[1]);
  else if (g_str_equal (verb, "remove"))
    change_way (VAULT_PASSPHRASE_REMOVE, VAULT_PASSPHRASE_CHOSEN,
                (guint) number_from (args[0]), NULL);
  else
    g_assert_cmpstr (verb, ==, "create");
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (argc, >, 4);
  fake_clock_install ();
  fake_clock_set_wall (number_from (argv[1]));
  fake_clock_set_synchronised (TRUE);
  fake_clock_reboot ();
  passphrase = secret_from (argv[3]);
  if (g_str_equal (argv[4], "create"))
    session = vault_session_create (argv[2], passphrase, VAULT_KDF_QUICK, NULL, &error);
  else
    session = vault_session_open (argv[2], passphrase, NULL, &error);
  g_assert_no_error (error);

  run (argv[4], argv + 5);
  vault_session_close (session);
  vault_session_unref (session);
  vault_secret_unref (passphrase);
  return 0;
}
