/* vault-box.c - a vault in a folder, and its asynchronous calls made to wait
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "support/vault-box.h"

#include <string.h>

#include "vault/session-private.h"
#include "vault/vault-private.h"

static void
on_done_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static GAsyncResult *
wait_for (GAsyncResult **result)
{
  while (*result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return *result;
}

VaultBox *
vault_box_new (void)
{
  VaultBox *self = g_new0 (VaultBox, 1);

  fake_clock_install ();
  self->home = folder_new ();
  self->folder = folder_path (self->home, "vault");
  self->keyring = g_build_filename (self->folder, "keyring", NULL);
  self->database = g_build_filename (self->folder, "vault.db", NULL);
  self->vault = vault_new (self->folder);
  return self;
}

/* The log takes the first free cell with its first entry.  Tests count items from cell 1. */
static void
put_log_apart (VaultSession *session)
{
  guint32 cells[BOX_LOG_CELL];

  for (guint i = 1; i < BOX_LOG_CELL; i++)
    g_assert_true (vault_keyring_reserve_cell (session->keyring, &cells[i], NULL));
  vault_session_note_activity (session, VAULT_ACTIVITY_CLEARED, 0);
  g_assert_nonnull (session->log_card);
  for (guint i = 1; i < BOX_LOG_CELL; i++)
    vault_keyring_release_cell (session->keyring, cells[i]);
}

VaultBox *
vault_box_new_open (void)
{
  VaultBox *self = vault_box_new ();
  g_autoptr (GError) error = NULL;

  g_assert_true (run_create (self->vault, BOX_PASSPHRASE, &error));
  g_assert_no_error (error);
  put_log_apart (self->vault->session);
  return self;
}

/* The last reference may be with the thread of an operation that is not quite over, which
 * wakes nobody up when it drops it. */
static void
let_go (Vault **vault)
{
  g_object_add_weak_pointer (G_OBJECT (*vault), (gpointer *) vault);
  g_object_unref (*vault);
  while (g_atomic_pointer_get (vault) != NULL) {
    g_main_context_iteration (NULL, FALSE);
    g_thread_yield ();
  }
}

/* Whatever a test has done, no invariant is broken by it. */
static void
check (VaultBox *self)
{
  g_autoptr (GError) error = NULL;

  if (self->damaged || vault_get_state (self->vault) != VAULT_STATE_OPEN)
    return;

  while (self->vault->running->len > 0)
    g_main_context_iteration (NULL, TRUE);
  wait_for_reclaimer (self->vault);
  (void) !vault_check (self->vault, &error);
  g_assert_no_error (error);
}

void
vault_box_free (VaultBox *self)
{
  if (self == NULL)
    return;

  check (self);
  run_lock (self->vault);
  let_go (&self->vault);
  folder_free (self->home);
  g_free (self->folder);
  g_free (self->keyring);
  g_free (self->database);
  g_free (self);
}

void
vault_box_restart (VaultBox *self)
{
  check (self);
  run_lock (self->vault);
  let_go (&self->vault);
  self->vault = vault_new (self->folder);
}

void
vault_box_reopen (VaultBox *self)
{
  g_autoptr (GError) error = NULL;

  vault_box_restart (self);
  g_assert_true (run_unlock (self->vault, BOX_PASSPHRASE, &error));
  g_assert_no_error (error);
}

static VaultSecret *
secret_from (const char *text)
{
  return vault_secret_new_from (text, strlen (text), NULL);
}

gboolean
run_create (Vault *vault, const char *passphrase, GError **error)
{
  g_autoptr (VaultSecret) secret = secret_from (passphrase);
  g_autoptr (GAsyncResult) result = NULL;

  vault_create_async (vault, secret, VAULT_KDF_QUICK, NULL, on_done_cb, &result);
  return vault_create_finish (vault, wait_for (&result), error);
}

gboolean
run_unlock (Vault *vault, const char *passphrase, GError **error)
{
  g_autoptr (VaultSecret) secret = secret_from (passphrase);
  g_autoptr (GAsyncResult) result = NULL;

  vault_unlock_async (vault, secret, NULL, on_done_cb, &result);
  return vault_unlock_finish (vault, wait_for (&result), error);
}

void
run_lock (Vault *vault)
{
  g_autoptr (GAsyncResult) result = NULL;

  vault_lock_async (vault, on_done_cb, &result);
  vault_lock_finish (vault, wait_for (&result));
}

gboolean
run_import (Vault *vault,
            GPtrArray *files,
            gint64 expires,
            GCancellable *cancellable,
            guint *out_n_imported,
            GPtrArray **out_problems,
            GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  vault_import_async (vault, (GFile *const *) files->pdata, files->len, expires,
                      VAULT_METADATA_KEPT, cancellable, NULL, NULL, on_done_cb,
                      &result);
  return vault_import_finish (vault, wait_for (&result), out_n_imported, out_problems,
                              error);
}

gboolean
run_import_bytes (Vault *vault,
                  const char *name,
                  GBytes *bytes,
                  gint64 expires,
                  GPtrArray **out_problems,
                  GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  vault_import_bytes_async (vault, name, bytes, expires, VAULT_METADATA_KEPT, NULL,
                            on_done_cb, &result);
  return vault_import_bytes_finish (vault, wait_for (&result), out_problems, error);
}

static GPtrArray *
list_of (VaultItem *item)
{
  GPtrArray *items = g_ptr_array_new_with_free_func (g_object_unref);

  g_ptr_array_add (items, g_object_ref (item));
  return items;
}

gboolean
run_delete (Vault *vault, VaultItem *item, GError **error)
{
  g_autoptr (GPtrArray) items = list_of (item);
  g_autoptr (GAsyncResult) result = NULL;

  vault_delete_async (vault, items, NULL, on_done_cb, &result);
  return vault_delete_finish (vault, wait_for (&result), error);
}

gboolean
run_set_expiry (Vault *vault, VaultItem *item, gint64 expires, GError **error)
{
  g_autoptr (GPtrArray) items = list_of (item);
  g_autoptr (GAsyncResult) result = NULL;

  vault_set_expiry_async (vault, items, expires, NULL, on_done_cb, &result);
  return vault_set_expiry_finish (vault, wait_for (&result), error);
}

gboolean
run_set_rotation (Vault *vault, VaultItem *item, guint quarter_turns, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  vault_set_rotation_async (vault, item, quarter_turns, NULL, on_done_cb, &result);
  return vault_set_rotation_finish (vault, wait_for (&result), error);
}

gboolean
run_set_position (Vault *vault, VaultItem *item, guint64 position_ms, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  vault_set_position_async (vault, item, position_ms, NULL, on_done_cb, &result);
  return vault_set_position_finish (vault, wait_for (&result), error);
}

gboolean
run_export (Vault *vault,
            GPtrArray *items,
            const char *folder,
            guint *out_n_exported,
            GPtrArray **out_problems,
            GError **error)
{
  g_autoptr (GFile) target = g_file_new_for_path (folder);
  g_autoptr (GAsyncResult) result = NULL;

  vault_export_async (vault, items, target, VAULT_METADATA_KEPT, NULL, NULL, NULL,
                      on_done_cb, &result);
  return vault_export_finish (vault, wait_for (&result), out_n_exported, out_problems,
                              error);
}

gboolean
run_verify (Vault *vault, VaultVerifyReport *out_report, GError **error)
{
  g_autoptr (GPtrArray) damaged = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  gboolean ok;

  vault_verify_async (vault, NULL, NULL, NULL, on_done_cb, &result);
  ok = vault_verify_finish (vault, wait_for (&result), out_report, &damaged, error);
  g_assert_cmpuint (damaged->len, ==, out_report->n_damaged);
  return ok;
}

gboolean
run_repair (Vault *vault,
            VaultRepairReport *out_healed,
            VaultVerifyReport *out_left,
            GError **error)
{
  g_autoptr (GPtrArray) damaged = NULL;
  g_autoptr (GAsyncResult) result = NULL;

  vault_repair_async (vault, NULL, NULL, NULL, on_done_cb, &result);
  return vault_repair_finish (vault, wait_for (&result), out_healed, out_left, &damaged,
                              error);
}

gboolean
run_salvage (Vault *vault,
             const char *passphrase,
             const char *folder,
             VaultSalvageReport *out_report,
             GPtrArray **out_damaged,
             GError **error)
{
  g_autoptr (VaultSecret) secret =
                 vault_secret_new_from (passphrase, strlen (passphrase), NULL);
  g_autoptr (GFile) target = g_file_new_for_path (folder);
  g_autoptr (GAsyncResult) result = NULL;

  vault_salvage_async (vault, secret, target, NULL, NULL, NULL, on_done_cb, &result);
  return vault_salvage_finish (vault, wait_for (&result), out_report, out_damaged,
                               error);
}

gboolean
run_believe_clock (Vault *vault, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  vault_believe_clock_async (vault, on_done_cb, &result);
  return vault_believe_clock_finish (vault, wait_for (&result), error);
}

gboolean
run_reap (Vault *vault, guint *out_n_overwritten, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  vault_reap_async (vault, NULL, on_done_cb, &result);
  return vault_reap_finish (vault, wait_for (&result), out_n_overwritten, error);
}

gboolean
run_wipe (Vault *vault, VaultReceipt *out_receipt, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  vault_wipe_async (vault, on_done_cb, &result);
  return vault_wipe_finish (vault, wait_for (&result), out_receipt, error);
}

gboolean
run_info (Vault *vault, VaultInfo *out_info, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  vault_info_async (vault, NULL, on_done_cb, &result);
  return vault_info_finish (vault, wait_for (&result), out_info, error);
}

VaultPresence
run_probe (Vault *vault)
{
  g_autoptr (GAsyncResult) result = NULL;
  VaultPresence presence = VAULT_PRESENCE_NONE;

  vault_probe_async (vault, NULL, on_done_cb, &result);
  g_assert_true (vault_probe_finish (vault, wait_for (&result), &presence, NULL));
  return presence;
}

void
wait_for_state (Vault *vault, VaultState state)
{
  while (vault_get_state (vault) != state)
    g_main_context_iteration (NULL, TRUE);
}

void
wait_until_gone (VaultItem *item)
{
  while (!vault_item_is_gone (item))
    g_main_context_iteration (NULL, TRUE);
}

/* A negative length means that the thread has nothing to do and waits for more. */
void
wait_for_reclaimer (Vault *vault)
{
  while (g_async_queue_length (vault->session->to_reclaim) >= 0)
    g_thread_yield ();
}

VaultItem *
box_import (VaultBox *self, const char *name, GBytes *bytes, gint64 expires)
{
  g_autoptr (GPtrArray) problems = NULL;
  g_autoptr (GError) error = NULL;
  VaultItem *item;

  g_assert_true (
      run_import_bytes (self->vault, name, bytes, expires, &problems, &error));
  g_assert_no_error (error);
  item = box_find (self, name);
  g_assert_nonnull (item);
  return item;
}

VaultItem *
box_find (VaultBox *self, const char *name)
{
  GListModel *items = vault_get_items (self->vault);

  for (guint i = 0; i < g_list_model_get_n_items (items); i++) {
    g_autoptr (VaultItem) item = g_list_model_get_item (items, i);

    if (g_str_equal (vault_item_get_name (item), name))
      return g_steal_pointer (&item);
  }

  return NULL;
}

guint
box_count (VaultBox *self)
{
  return g_list_model_get_n_items (vault_get_items (self->vault));
}

GBytes *
box_read (VaultBox *self, VaultItem *item)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GInputStream) stream = vault_open_stream (self->vault, item, &error);
  GBytes *bytes;

  g_assert_no_error (error);
  bytes = g_input_stream_read_bytes (stream, vault_item_get_n_bytes (item) + 100, NULL,
                                     &error);
  g_assert_no_error (error);
  return bytes;
}

void
box_assert_holds (VaultBox *self, const char *name, GBytes *bytes)
{
  g_autoptr (VaultItem) item = box_find (self, name);
  g_autoptr (GBytes) kept = NULL;

  g_assert_nonnull (item);
  kept = box_read (self, item);
  assert_same_bytes (kept, bytes);
}

void
box_assert_unlock_fails (VaultBox *self, VaultError code)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (run_unlock (self->vault, BOX_PASSPHRASE, &error));
  g_assert_error (error, VAULT_ERROR, (int) code);
  g_assert_cmpint (vault_get_state (self->vault), ==, VAULT_STATE_LOCKED);
  g_assert_cmpuint (box_count (self), ==, 0);
}
