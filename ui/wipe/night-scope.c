/* night-scope.c - what an emergency wipe reaches beside the vault of the window
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "wipe/night-scope.h"

#include <vault/vault-timer.h>

#include "night-problem.h"
#include "night-settings.h"

/* ---- other vaults ---- */

static void
wiped_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GPtrArray *others = vault_wipe_all_finish (result);

  for (guint i = 0; i < others->len; i++) {
    const VaultWiped *other = others->pdata[i];

    if (vault_wiped_is_destroyed (other))
      night_settings_forget_vault (other->folder);
  }
  g_task_return_pointer (task, others, (GDestroyNotify) g_ptr_array_unref);
}

void
night_scope_wipe_async (const char *except,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
  GTask *task = g_task_new (NULL, NULL, callback, user_data);
  g_auto (GStrv) folders = night_settings_dup_known_folders ();

  g_task_set_source_tag (task, night_scope_wipe_async);
  vault_wipe_all_async ((const char *const *) folders, except, wiped_cb, task);
}

GPtrArray *
night_scope_wipe_finish (GAsyncResult *result)
{
  return g_task_propagate_pointer (G_TASK (result), NULL);
}

/* ---- settings and timer ---- */

typedef struct {
  GPtrArray *destroyed;
  guint n_done;
  NightTidied tidied;
} Tidying;

static void
tidying_free (gpointer data)
{
  Tidying *tidying = data;

  g_ptr_array_unref (tidying->destroyed);
  g_free (tidying);
}

static void
set_timer (Tidying *tidying, NightTidy what, VaultError error)
{
  tidying->tidied.timer = what;
  tidying->tidied.timer_error = error;
}

static void take_next_off (GTask *task);

/* What was looked up afterwards decides, whatever the removal said. */
static void
taken_off_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  Tidying *tidying = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  VaultTimerStatus status;

  if (!vault_timer_change_finish (VAULT_VAULT (source), result, &status, &error))
    set_timer (tidying, NIGHT_TIDY_FAILED, night_problem_from_error (error));
  else if (status.n_listed > 0)
    set_timer (tidying, NIGHT_TIDY_KEPT, VAULT_N_ERRORS);
  else if (status.present)
    set_timer (tidying, NIGHT_TIDY_FAILED, VAULT_ERROR_IO);
  else
    set_timer (tidying, NIGHT_TIDY_REMOVED, VAULT_N_ERRORS);

  tidying->n_done++;
  take_next_off (task);
}

/* One after the other: two at once would undo each other's changes of the list. */
static void
take_next_off (GTask *task)
{
  Tidying *tidying = g_task_get_task_data (task);
  g_autoptr (Vault) vault = NULL;

  if (tidying->n_done == tidying->destroyed->len) {
    g_task_return_boolean (task, TRUE);
    g_object_unref (task);
    return;
  }

  vault = vault_new (tidying->destroyed->pdata[tidying->n_done]);
  vault_timer_remove_async (vault, taken_off_cb, task);
}

static void
looked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  Tidying *tidying = g_task_get_task_data (task);
  VaultTimerStatus status;

  (void) !vault_timer_status_finish (VAULT_VAULT (source), result, &status, NULL);
  if (!status.present)
    tidying->n_done = tidying->destroyed->len;
  set_timer (tidying, status.present ? NIGHT_TIDY_KEPT : NIGHT_TIDY_NONE,
             VAULT_N_ERRORS);
  take_next_off (task);
}

static NightTidy
tidy_settings (gboolean all)
{
  if (!all)
    return NIGHT_TIDY_KEPT;

  return night_settings_reset_all () ? NIGHT_TIDY_REMOVED : NIGHT_TIDY_NONE;
}

void
night_scope_tidy_async (GPtrArray *destroyed,
                        gboolean all,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
  GTask *task = g_task_new (NULL, NULL, callback, user_data);
  g_autofree char *usual = vault_dup_default_folder ();
  g_autoptr (Vault) any = vault_new (usual);
  Tidying *tidying = g_new0 (Tidying, 1);

  tidying->destroyed = g_ptr_array_ref (destroyed);
  g_task_set_source_tag (task, night_scope_tidy_async);
  g_task_set_task_data (task, tidying, tidying_free);
  if (!night_settings_get_wipe_settings ()) {
    g_task_return_boolean (task, TRUE);
    g_object_unref (task);
    return;
  }

  tidying->tidied.settings = tidy_settings (all);
  vault_timer_status_async (any, looked_cb, task);
}

void
night_scope_tidy_finish (GAsyncResult *result, NightTidied *out)
{
  Tidying *tidying = g_task_get_task_data (G_TASK (result));

  *out = tidying->tidied;
}
