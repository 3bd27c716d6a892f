/* cmd-passphrases.c - nightstandctl passphrases, change-passphrase, add-passphrase,
 *                     add-recovery-key, add-panic-passphrase and remove-passphrase
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "json.h"
#include "new-passphrase.h"
#include "text.h"

static const char *
text_of_kind (VaultPassphraseKind kind)
{
  switch (kind) {
  case VAULT_PASSPHRASE_RECOVERY:
    return "recovery key";
  case VAULT_PASSPHRASE_PANIC:
    return "panic passphrase";
  case VAULT_PASSPHRASE_CHOSEN:
  default:
    return "passphrase";
  }
}

static void
print_json (const VaultPassphraseInfo *infos, guint n_infos)
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "passphrases");
  json_builder_begin_array (builder);
  for (guint i = 0; i < n_infos; i++) {
    json_builder_begin_object (builder);
    ctl_json_add_uint (builder, "number", infos[i].number + 1);
    ctl_json_add_string (builder, "kind", text_of_kind (infos[i].kind));
    ctl_json_add_time (builder, "added", infos[i].added_s);
    json_builder_set_member_name (builder, "current");
    json_builder_add_boolean_value (builder, infos[i].current);
    json_builder_end_object (builder);
  }
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  ctl_json_print (builder);
}

static void
print_table (const VaultPassphraseInfo *infos, guint n_infos)
{
  g_print ("%-6s  %-16s  %s\n", "number", "kind", "added or changed");
  for (guint i = 0; i < n_infos; i++) {
    g_autofree char *added = ctl_text_local (infos[i].added_s);

    g_print ("%-6u  %-16s  %s%s\n", infos[i].number + 1, text_of_kind (infos[i].kind),
             added, infos[i].current ? "  (this one)" : "");
  }
}

CtlExit
ctl_run_passphrases (CtlSession *session,
                     const CtlRequest *request,
                     VaultSecret *passphrase)
{
  VaultPassphraseInfo infos[VAULT_MAX_PASSPHRASES];
  guint n_infos = vault_list_passphrases (session->vault, infos);

  if (request->json)
    print_json (infos, n_infos);
  else
    print_table (infos, n_infos);
  return CTL_EXIT_OK;
}

static gboolean
parse_number (const char *word, guint *out_number, GError **error)
{
  guint64 number;

  /* People count from one, here and in the window. */
  if (g_ascii_string_to_unsigned (word, 10, 1, VAULT_MAX_PASSPHRASES, &number, NULL)) {
    *out_number = (guint) number - 1;
    return TRUE;
  }

  /* Without the word: it could be the passphrase itself. */
  g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
               "NUMBER is 1 to %d, as passphrases prints it.", VAULT_MAX_PASSPHRASES);
  return FALSE;
}

gboolean
ctl_check_add_passphrase (const CtlRequest *request, GError **error)
{
  if (!request->generate || request->new_passphrase_fd < 0)
    return TRUE;

  g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
               "--generate and --new-passphrase-fd exclude each other.");
  return FALSE;
}

gboolean
ctl_check_change_passphrase (const CtlRequest *request, GError **error)
{
  guint number;

  return ctl_check_add_passphrase (request, error)
         && (request->n_words == 0 || parse_number (request->words[0], &number, error));
}

gboolean
ctl_check_remove_passphrase (const CtlRequest *request, GError **error)
{
  guint number;

  return parse_number (request->words[0], &number, error);
}

/* Who opens the vault with the recovery key, because the passphrase is forgotten, does not
 * mean to lose the key and keep the passphrase.
 * Returns: what to tell them, or NULL if all is well. */
static const char *
find_target (CtlSession *session, const CtlRequest *request, guint *out_number)
{
  VaultPassphraseInfo infos[VAULT_MAX_PASSPHRASES];
  guint n_infos = vault_list_passphrases (session->vault, infos);

  *out_number = VAULT_PASSPHRASE_OF_CURRENT;
  for (guint i = 0; request->n_words == 0 && i < n_infos; i++) {
    if (infos[i].current && infos[i].kind == VAULT_PASSPHRASE_RECOVERY)
      return "This is a recovery key.  Say which passphrase is to be changed: "
             "change-passphrase NUMBER.";
  }
  if (request->n_words > 0 && !parse_number (request->words[0], out_number, NULL))
    g_assert_not_reached ();
  for (guint i = 0; request->n_words > 0 && i < n_infos; i++) {
    if (infos[i].number == *out_number && infos[i].kind == VAULT_PASSPHRASE_RECOVERY)
      return "That number is a recovery key.  Make another one with add-recovery-key, "
             "and remove this one.";
    if (infos[i].number == *out_number && infos[i].kind == VAULT_PASSPHRASE_PANIC)
      return "That number is a panic passphrase.  Make another one with "
             "add-panic-passphrase, and remove this one.";
  }
  return NULL;
}

CtlExit
ctl_run_change_passphrase (CtlSession *session,
                           const CtlRequest *request,
                           VaultSecret *passphrase)
{
  g_autoptr(VaultSecret) replacement = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  guint number;
  const char *problem = find_target (session, request, &number);

  if (problem != NULL) {
    g_printerr ("nightstandctl: %s\n", problem);
    return CTL_EXIT_USAGE;
  }

  replacement =
      ctl_new_passphrase (session, request, request->new_passphrase_fd, &error);
  if (replacement == NULL)
    return ctl_fail_new (error, FALSE);

  vault_change_passphrase_async (session->vault, passphrase, number, replacement,
                                 session->cancellable, ctl_done_cb, &result);
  ctl_wait (&result);
  if (!vault_change_passphrase_finish (session->vault, result, &error))
    return ctl_fail_new (error, request->generate);

  return ctl_done_new ("Passphrase changed.", request->generate);
}

static gboolean
add (CtlSession *session,
     VaultSecret *current,
     VaultSecret *added,
     VaultPassphraseKind kind,
     GError **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  vault_add_passphrase_async (session->vault, current, added, kind,
                              session->cancellable, ctl_done_cb, &result);
  ctl_wait (&result);
  return vault_add_passphrase_finish (session->vault, result, error);
}

CtlExit
ctl_run_add_passphrase (CtlSession *session,
                        const CtlRequest *request,
                        VaultSecret *passphrase)
{
  g_autoptr(VaultSecret) added = NULL;
  g_autoptr(GError) error = NULL;

  added = ctl_new_passphrase (session, request, request->new_passphrase_fd, &error);
  if (added == NULL)
    return ctl_fail_new (error, FALSE);
  if (!add (session, passphrase, added, VAULT_PASSPHRASE_CHOSEN, &error))
    return ctl_fail_new (error, request->generate);

  return ctl_done_new ("Passphrase added.", request->generate);
}

CtlExit
ctl_run_add_recovery_key (CtlSession *session,
                          const CtlRequest *request,
                          VaultSecret *passphrase)
{
  g_autoptr(VaultSecret) added = NULL;
  g_autoptr(GError) error = NULL;

  added = ctl_new_recovery_key (&error);
  if (added == NULL)
    return ctl_fail_new (error, FALSE);
  if (!add (session, passphrase, added, VAULT_PASSPHRASE_RECOVERY, &error))
    return ctl_fail_new (error, TRUE);

  return ctl_done_new (
      "Recovery key added.  Whoever has it can open the vault.  It is "
      "shown this once and\n"
      "kept nowhere: write it down, and keep it where the vault is not.",
      TRUE);
}

/* On stderr, before the passphrase is asked for. */
static void
explain_panic (void)
{
  g_printerr ("A panic passphrase destroys.  Whoever types it where the vault is "
              "unlocked, here "
              "or in\nthe window, wipes the whole vault at once, without a question, "
              "and sees an "
              "empty one.\n"
              "Somebody who watches may notice: the vault is empty, and its files are "
              "new.  With "
              "a\n"
              "person who is violent or controls you, that may make things worse; ask "
              "a helpline "
              "before\n"
              "you rely on it.  Destroying what an officer or a court has ordered you "
              "to keep can "
              "be a\n"
              "crime.  Typed by mistake it destroys all the same.\n");
}

CtlExit
ctl_run_add_panic_passphrase (CtlSession *session,
                              const CtlRequest *request,
                              VaultSecret *passphrase)
{
  g_autoptr(VaultSecret) added = NULL;
  g_autoptr(GError) error = NULL;

  explain_panic ();
  added = ctl_new_passphrase (session, request, request->new_passphrase_fd, &error);
  if (added == NULL)
    return ctl_fail_new (error, FALSE);
  if (!add (session, passphrase, added, VAULT_PASSPHRASE_PANIC, &error))
    return ctl_fail_new (error, request->generate);

  return ctl_done_new ("Panic passphrase added.", request->generate);
}

CtlExit
ctl_run_remove_passphrase (CtlSession *session,
                           const CtlRequest *request,
                           VaultSecret *passphrase)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  guint number;

  if (!parse_number (request->words[0], &number, &error))
    return ctl_fail (error);

  vault_remove_passphrase_async (session->vault, passphrase, number,
                                 session->cancellable, ctl_done_cb, &result);
  ctl_wait (&result);
  if (!vault_remove_passphrase_finish (session->vault, result, &error))
    return ctl_fail (error);

  return ctl_done_new ("Passphrase removed.", FALSE);
}
