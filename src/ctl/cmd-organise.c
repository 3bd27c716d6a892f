/* cmd-organise.c - nightstandctl tag, favourite, note, rename and views
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <vault/vault-limit.h>
#include <vault/vault-organise.h>

#include "command.h"
#include "text.h"

static const char *
get_last (const CtlRequest *request)
{
  return request->words[request->n_words - 1];
}

/* Which items, but for so many words at the end. */
static GPtrArray *
dup_items (CtlSession *session,
           const CtlRequest *request,
           guint n_behind,
           GError **error)
{
  return ctl_session_dup_items (session, request->words, request->n_words - n_behind,
                                error);
}

static CtlExit
finish (CtlSession *session, GPtrArray *items, GAsyncResult **result)
{
  g_autoptr(GError) error = NULL;

  ctl_wait (result);
  if (!vault_organise_finish (session->vault, *result, &error))
    return ctl_fail (error);
  g_print ("Items: %u\n", items->len);
  return CTL_EXIT_OK;
}

gboolean
ctl_check_tag (const CtlRequest *request, GError **error)
{
  if (request->add != NULL || request->remove != NULL)
    return TRUE;

  g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED, "The form is: %s %s",
               request->command->name, request->command->usage);
  return FALSE;
}

CtlExit
ctl_run_tag (CtlSession *session, const CtlRequest *request, VaultSecret *passphrase)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) items = dup_items (session, request, 0, &error);

  if (items == NULL)
    return ctl_fail (error);
  vault_change_tags_async (session->vault, items, (const char *const *) request->add,
                           (const char *const *) request->remove, session->cancellable,
                           ctl_done_cb, &result);
  return finish (session, items, &result);
}

gboolean
ctl_check_favourite (const CtlRequest *request, GError **error)
{
  if (g_str_equal (get_last (request), "on") || g_str_equal (get_last (request), "off"))
    return TRUE;

  g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED, "The form is: %s %s",
               request->command->name, request->command->usage);
  return FALSE;
}

CtlExit
ctl_run_favourite (CtlSession *session,
                   const CtlRequest *request,
                   VaultSecret *passphrase)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) items = dup_items (session, request, 1, &error);

  if (items == NULL)
    return ctl_fail (error);
  vault_set_favourite_async (session->vault, items,
                             g_str_equal (get_last (request), "on"),
                             session->cancellable, ctl_done_cb, &result);
  return finish (session, items, &result);
}

/* Line by line, so that a note moves no cursor. */
static CtlExit
print_note (VaultItem *item)
{
  g_auto(GStrv) lines = g_strsplit (vault_item_get_note (item), "\n", -1);

  for (char **line = lines; *line != NULL; line++) {
    g_autofree char *safe = ctl_text_safe (*line);

    g_print ("%s\n", safe);
  }
  return CTL_EXIT_OK;
}

CtlExit
ctl_run_note (CtlSession *session, const CtlRequest *request, VaultSecret *passphrase)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) items =
                 ctl_session_dup_items (session, request->words, 1, &error);

  if (items == NULL)
    return ctl_fail (error);
  if (request->n_words == 1)
    return print_note (items->pdata[0]);

  vault_set_note_async (session->vault, items, request->words[1], session->cancellable,
                        ctl_done_cb, &result);
  return finish (session, items, &result);
}

CtlExit
ctl_run_rename (CtlSession *session, const CtlRequest *request, VaultSecret *passphrase)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) items =
                 ctl_session_dup_items (session, request->words, 1, &error);

  if (items == NULL)
    return ctl_fail (error);
  vault_rename_async (session->vault, items->pdata[0], request->words[1],
                      session->cancellable, ctl_done_cb, &result);
  return finish (session, items, &result);
}

static gboolean
parse_views (const CtlRequest *request, guint *out_n_views)
{
  guint64 n_views;

  *out_n_views = VAULT_VIEWS_UNLIMITED;
  if (g_str_equal (get_last (request), "unlimited"))
    return TRUE;
  if (!g_ascii_string_to_unsigned (get_last (request), 10, 1, VAULT_VIEWS_MAX, &n_views,
                                   NULL))
    return FALSE;

  *out_n_views = (guint) n_views;
  return TRUE;
}

gboolean
ctl_check_views (const CtlRequest *request, GError **error)
{
  guint n_views;

  if (parse_views (request, &n_views))
    return TRUE;

  g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED,
               "Behind the items stands how many views there are to be, 1 to %u, or "
               "unlimited.",
               VAULT_VIEWS_MAX);
  return FALSE;
}

CtlExit
ctl_run_views (CtlSession *session, const CtlRequest *request, VaultSecret *passphrase)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) items = dup_items (session, request, 1, &error);
  guint n_views = VAULT_VIEWS_UNLIMITED;

  if (items == NULL)
    return ctl_fail (error);
  if (!parse_views (request, &n_views))
    return CTL_EXIT_USAGE;
  vault_set_view_limit_async (session->vault, items, n_views, session->cancellable,
                              ctl_done_cb, &result);
  return finish (session, items, &result);
}
