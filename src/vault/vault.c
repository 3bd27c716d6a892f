/* vault.c - one vault in one folder: states, items, facts
 *
 *      LOCKED    --vault_create_async, vault_unlock_async--> UNLOCKING
 *      UNLOCKING --[vault_adopt_session]--> OPEN
 *      UNLOCKING --error, vault_lock_async--> LOCKED
 *      OPEN      --vault_lock_async [stop_work, forget_items]--> LOCKED
 *      LOCKED, OPEN --vault_wipe_async--> WIPED, or LOCKED if the receipt does not say
 *                                         destroyed
 *      OPEN      --another process wiped the files--> WIPED
 *
 * Invariants
 *  1. session is set in VAULT_STATE_OPEN and in no other state.
 *  2. items is empty unless the state is VAULT_STATE_OPEN.
 *  3. A result that arrives for a session that is no longer the open one changes nothing.
 *  4. In between two operations items shows the entries of the session's catalog, and groups
 *     its albums and persons; there are none unless the state is VAULT_STATE_OPEN.
 *
 * vault_check() looks for 1, 2 and 4.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "vault/vault-private.h"

#include <sys/stat.h>
#include <unistd.h>

#include "file/file.h"
#include "keyring/keyring.h"

typedef enum { PROP_STATE = 1, PROP_SETTINGS, PROP_CLOCK_DOUBTFUL, N_PROPS } Property;

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (Vault, vault, G_TYPE_OBJECT)

Vault *
vault_new (const char *folder)
{
  Vault *self = g_object_new (VAULT_TYPE_VAULT, NULL);

  self->folder = g_canonicalize_filename (folder, NULL);
  return self;
}

char *
vault_dup_default_folder (void)
{
  return g_build_filename (g_get_user_data_dir (), "nightstand", "vault", NULL);
}

const char *
vault_get_folder (Vault *self)
{
  return self->folder;
}

VaultState
vault_get_state (Vault *self)
{
  return self->state;
}

void
vault_set_state (Vault *self, VaultState state)
{
  if (self->state == state)
    return;

  self->state = state;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
}

GListModel *
vault_get_items (Vault *self)
{
  return G_LIST_MODEL (self->items);
}

VaultItem *
vault_dup_item (Vault *self, const char *id)
{
  VaultItem *item = vault_item_list_get (self->items, id);

  return item == NULL ? NULL : g_object_ref (item);
}

gint64
vault_get_time (Vault *self)
{
  if (self->session != NULL)
    return vault_session_get_time (self->session, NULL);

  return g_get_real_time () / G_USEC_PER_SEC;
}

void
vault_get_unlock_summary (Vault *self, VaultUnlockSummary *out_summary)
{
  *out_summary = (VaultUnlockSummary){ 0 };
  if (self->session == NULL)
    return;

  vault_session_get_summary (self->session, out_summary);
  out_summary->sync_service = self->sync_service;
}

static void
probe (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  static const VaultPresence presences[] = {
    [VAULT_HEADER_OK] = VAULT_PRESENCE_VAULT,
    [VAULT_HEADER_NEWER] = VAULT_PRESENCE_VAULT,
    [VAULT_HEADER_DAMAGED] = VAULT_PRESENCE_DAMAGED,
    [VAULT_HEADER_DESTROYED] = VAULT_PRESENCE_DESTROYED,
  };
  VaultJob *job = task_data;
  GError *error = NULL;
  VaultKeyringPeek peek = { 0 };
  int dir_fd = vault_file_open_folder (VAULT_VAULT (source)->folder, 0, &error);

  if (dir_fd >= 0) {
    /* A wipe that was interrupted is finished before anybody is told of it. */
    if (vault_keyring_peek (dir_fd, &peek, &error) && peek.exists
        && peek.status == VAULT_HEADER_DESTROYED)
      (void) !vault_keyring_finish_wipe (dir_fd, &error);
    close (dir_fd);
  } else if (g_error_matches (error, VAULT_ERROR, VAULT_ERROR_NO_VAULT)) {
    g_clear_error (&error);
  }

  if (error != NULL) {
    g_task_return_error (task, error);
    return;
  }

  job->presence = peek.exists ? presences[peek.status] : VAULT_PRESENCE_NONE;
  g_task_return_boolean (task, TRUE);
}

void
vault_probe_async (Vault *self,
                   GCancellable *cancellable,
                   GAsyncReadyCallback callback,
                   gpointer user_data)
{
  VaultJob *job;
  GTask *task =
      vault_job_new (self, cancellable, callback, user_data, vault_probe_async, &job);

  vault_job_run (task, probe);
}

gboolean
vault_probe_finish (Vault *self,
                    GAsyncResult *result,
                    VaultPresence *out_presence,
                    GError **error)
{
  VaultJob *job = g_task_get_task_data (G_TASK (result));

  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  *out_presence = job->presence;
  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
vault_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  switch ((Property) id) {
  case PROP_STATE:
    g_value_set_uint (value, VAULT_VAULT (object)->state);
    break;
  case PROP_SETTINGS:
    if (VAULT_VAULT (object)->session != NULL)
      g_value_take_variant (value,
                            vault_session_dup_settings (VAULT_VAULT (object)->session));
    break;
  case PROP_CLOCK_DOUBTFUL:
    g_value_set_boolean (value, VAULT_VAULT (object)->clock_doubtful);
    break;
  case N_PROPS:
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
vault_dispose (GObject *object)
{
  Vault *self = VAULT_VAULT (object);

  /* Every operation holds a reference, so none is running and closing does not wait. */
  vault_session_unref (vault_let_go (self));
  G_OBJECT_CLASS (vault_parent_class)->dispose (object);
}

static void
vault_finalize (GObject *object)
{
  Vault *self = VAULT_VAULT (object);

  vault_wiper_free (self->wiper);
  vault_media_finalize (self);
  vault_players_finalize (self);
  vault_groups_finalize (self);
  vault_decoder_free (self->decoder);
  g_ptr_array_unref (self->running);
  g_object_unref (self->items);
  g_free (self->folder);
  G_OBJECT_CLASS (vault_parent_class)->finalize (object);
}

static void
vault_class_init (VaultClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = vault_get_property;
  object_class->dispose = vault_dispose;
  object_class->finalize = vault_finalize;

  properties[PROP_STATE] =
      g_param_spec_uint ("state", NULL, NULL, 0, VAULT_STATE_WIPED, 0,
                         G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_SETTINGS] =
      g_param_spec_variant ("settings", NULL, NULL, G_VARIANT_TYPE_VARDICT, NULL,
                            G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_signal_new ("activity-changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                NULL, NULL, NULL, G_TYPE_NONE, 0);
  g_signal_new ("deadlines-changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                NULL, NULL, NULL, G_TYPE_NONE, 0);
  properties[PROP_CLOCK_DOUBTFUL] = g_param_spec_boolean (
      "clock-doubtful", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
vault_init (Vault *self)
{
  self->items = vault_item_list_new ();
  self->running = g_ptr_array_new_with_free_func (g_object_unref);
  self->decoder = vault_decoder_new (g_get_num_processors ());
  self->boot_timer_fd = -1;
  self->wall_timer_fd = -1;
  vault_groups_init (self);
  vault_media_init (self);
  vault_players_init (self);
}
