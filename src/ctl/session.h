/* session.h - one run of nightstandctl over one vault
 *
 * The facade is asynchronous; a command is a straight line.  In between stands
 * ctl_wait(), which runs the main context until one call is done:
 *
 *     vault_reap_async (session->vault, session->cancellable, ctl_done_cb, &result);
 *     ctl_wait (&result);
 *     if (!vault_reap_finish (session->vault, result, &n, &error))
 *
 * Owns:     the vault and the cancellable, which Ctrl+C, SIGTERM and SIGHUP cancel.
 * Threads:  the main one.
 * Blocks:   yes, all of it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <vault/vault-group.h>
#include <vault/vault-passphrase.h>
#include <vault/vault.h>

G_BEGIN_DECLS

typedef struct {
  Vault *vault;
  GCancellable *cancellable;
  guint signal_ids[3];
} CtlSession;

/* @folder may be relative.  Returns: (transfer full). */
CtlSession *ctl_session_new (const char *folder);

/* Locks the vault, so that its files are closed and its keys wiped, and frees the rest.
 * @self may be NULL. */
void ctl_session_free (CtlSession *self);

/* A GAsyncReadyCallback that stores the result in the GAsyncResult * at @user_data. */
void ctl_done_cb (GObject *source, GAsyncResult *result, gpointer user_data);

/* Run the main context until *@slot, which has to start as NULL, is set. */
void ctl_wait (GAsyncResult **slot);

/* Look at the folder before anybody is asked for a passphrase.  With @want_vault the
 * folder must hold a vault, without it must not.
 *
 * Errors: VAULT_ERROR_NO_VAULT, VAULT_ERROR_VAULT_EXISTS, VAULT_ERROR_DESTROYED, and
 * those of vault_probe_async().
 */
gboolean ctl_session_expect (CtlSession *self,
                             gboolean want_vault,
                             GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Unlock, and tell on stderr what unlocking found.  Errors: of vault_unlock_async(). */
gboolean ctl_session_unlock (CtlSession *self,
                             VaultSecret *passphrase,
                             GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The folder to write into, made for its owner alone if it is not there; where that fails, so
 * does writing into it, and says why.  Returns: (transfer full). */
GFile *ctl_session_dup_target (const char *path);

/* The items with the ids in @words, a NULL-terminated array of at least @n_words.
 *
 * Errors: VAULT_ERROR_NO_ITEM if one of them is unknown.
 * Returns: (transfer full) (element-type VaultItem): the items, or NULL.
 */
GPtrArray *ctl_session_dup_items (CtlSession *self,
                                  char *const *words,
                                  guint n_words,
                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The album or person of this name.  Errors: VAULT_ERROR_NO_GROUP.
 * Returns: (transfer full): or NULL. */
VaultGroup *ctl_session_dup_group (CtlSession *self,
                                   VaultGroupKind kind,
                                   const char *name,
                                   GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CtlSession, ctl_session_free)

G_END_DECLS
