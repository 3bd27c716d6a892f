/* session.c - one run of nightstandctl over one vault
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "session.h"

#include <glib-unix.h>
#include <glib/gstdio.h>
#include <signal.h>

#include <vault/vault-activity.h>

#include "text.h"

static gboolean
on_signal_cb (gpointer user_data)
{
  CtlSession *self = user_data;

  g_cancellable_cancel (self->cancellable);
  return G_SOURCE_CONTINUE;
}

CtlSession *
ctl_session_new (const char *folder)
{
  static const int signals[] = { SIGINT, SIGTERM, SIGHUP };
  CtlSession *self = g_new0 (CtlSession, 1);
  g_autofree char *absolute = g_canonicalize_filename (folder, NULL);

  G_STATIC_ASSERT (G_N_ELEMENTS (signals) == G_N_ELEMENTS (self->signal_ids));

  self->vault = vault_new (absolute);
  self->cancellable = g_cancellable_new ();
  for (gsize i = 0; i < G_N_ELEMENTS (signals); i++)
    self->signal_ids[i] = g_unix_signal_add (signals[i], on_signal_cb, self);
  return self;
}

static void
locked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  vault_lock_finish (VAULT_VAULT (source), result);
  ctl_done_cb (source, result, user_data);
}

void
ctl_session_free (CtlSession *self)
{
  if (self == NULL)
    return;

  if (vault_get_state (self->vault) == VAULT_STATE_OPEN) {
    g_autoptr(GAsyncResult) result = NULL;

    vault_lock_async (self->vault, locked_cb, &result);
    ctl_wait (&result);
  }
  for (gsize i = 0; i < G_N_ELEMENTS (self->signal_ids); i++)
    g_source_remove (self->signal_ids[i]);
  g_object_unref (self->vault);
  g_object_unref (self->cancellable);
  g_free (self);
}

void
ctl_done_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GAsyncResult **slot = user_data;

  *slot = g_object_ref (result);
}

void
ctl_wait (GAsyncResult **slot)
{
  while (*slot == NULL)
    g_main_context_iteration (NULL, TRUE);
}

gboolean
ctl_session_expect (CtlSession *self, gboolean want_vault, GError **error)
{
  g_autoptr(GAsyncResult) result = NULL;
  VaultPresence presence;

  vault_probe_async (self->vault, self->cancellable, ctl_done_cb, &result);
  ctl_wait (&result);
  if (!vault_probe_finish (self->vault, result, &presence, error))
    return FALSE;

  switch (presence) {
  case VAULT_PRESENCE_NONE:
    if (!want_vault)
      return TRUE;
    g_set_error (error, VAULT_ERROR, VAULT_ERROR_NO_VAULT, "no keyring");
    return FALSE;
  case VAULT_PRESENCE_DESTROYED:
    if (!want_vault)
      return TRUE;
    g_set_error (error, VAULT_ERROR, VAULT_ERROR_DESTROYED, "wiped");
    return FALSE;
  case VAULT_PRESENCE_VAULT:
  case VAULT_PRESENCE_DAMAGED:
  default:
    /* What exactly is damaged is told by the attempt to open it. */
    if (want_vault)
      return TRUE;
    g_set_error (error, VAULT_ERROR, VAULT_ERROR_VAULT_EXISTS, "there is a keyring");
    return FALSE;
  }
}

/* Somebody who tries passphrases at an unattended computer leaves this trace. */
static void
tell_failed_attempts (CtlSession *self)
{
  VaultFailedAttempts failed;
  g_autofree char *last = NULL;

  vault_get_failed_attempts (self->vault, &failed);
  if (failed.n_attempts == 0)
    return;

  last = ctl_text_local (failed.last_s);
  g_printerr ("Wrong passphrases since the last unlocking: %u, the latest %s\n",
              failed.n_attempts, last);
}

static void
tell_summary (CtlSession *self)
{
  VaultUnlockSummary summary;

  vault_get_unlock_summary (self->vault, &summary);
  if (summary.n_expired > 0)
    g_printerr ("Expired since last time, and destroyed: %u\n", summary.n_expired);
  if (summary.n_absent > 0)
    g_printerr ("Of these because nobody had opened the vault for too long: %u\n",
                summary.n_absent);
  if (summary.n_interrupted > 0)
    g_printerr ("Interrupted imports and deletions, finished now: %u\n",
                summary.n_interrupted);
  if (summary.n_damaged > 0)
    g_printerr ("Damaged items, kept but not shown: %u\n", summary.n_damaged);
  if (summary.n_healed > 0)
    g_printerr (
        "Places kept twice of which a crash or a fault of the disk had spoilt one "
        "copy, written anew: %u\n",
        summary.n_healed);
  if (summary.clock_doubtful)
    g_printerr ("The clock jumped far ahead; nothing expires until it is certain.\n");
  if (summary.sync_service != NULL)
    g_printerr ("The folder of the vault seems to be copied away by %s, where what is "
                "destroyed here stays; see checkup.\n",
                summary.sync_service);
}

static void
tell_stopped (CtlSession *self)
{
  g_autoptr(GArray) all = vault_dup_activity (self->vault);
  VaultStopped stopped;

  vault_activity_find_stopped (all, &stopped);
  if (stopped.import_broke_off)
    g_printerr ("An import did not finish: the program or the computer stopped in the "
                "middle of it; kept: %u of %u\n",
                stopped.n_imported, stopped.n_to_import);
  else if (stopped.import)
    g_printerr ("An import was stopped when the vault was locked; kept: %u of %u\n",
                stopped.n_imported, stopped.n_to_import);
  if (stopped.export)
    g_printerr ("An export was stopped when the vault was locked; written: %u of %u\n",
                stopped.n_exported, stopped.n_to_export);
  if (stopped.check)
    g_printerr ("A check was stopped when the vault was locked, before everything was "
                "read.\n");
}

gboolean
ctl_session_unlock (CtlSession *self, VaultSecret *passphrase, GError **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  vault_unlock_async (self->vault, passphrase, self->cancellable, ctl_done_cb, &result);
  ctl_wait (&result);
  if (!vault_unlock_finish (self->vault, result, error))
    return FALSE;

  tell_failed_attempts (self);
  tell_summary (self);
  tell_stopped (self);
  return TRUE;
}

GFile *
ctl_session_dup_target (const char *path)
{
  GFile *folder = g_file_new_for_path (path);

  (void) !g_mkdir (g_file_peek_path (folder), 0700);
  return folder;
}

GPtrArray *
ctl_session_dup_items (CtlSession *self,
                       char *const *words,
                       guint n_words,
                       GError **error)
{
  g_autoptr(GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < n_words; i++) {
    VaultItem *item = vault_dup_item (self->vault, words[i]);

    if (item == NULL) {
      g_set_error (error, VAULT_ERROR, VAULT_ERROR_NO_ITEM, "id %u of %u", i + 1,
                   n_words);
      return NULL;
    }
    /* The same id twice is one item. */
    if (g_ptr_array_find (items, item, NULL))
      g_object_unref (item);
    else
      g_ptr_array_add (items, item);
  }
  return g_steal_pointer (&items);
}
