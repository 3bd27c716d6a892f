/* cmd-info.c - nightstandctl info
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <vault/vault-storage.h>

#include "command.h"
#include "json.h"
#include "receipt.h"
#include "text.h"

static void
print_json_info (CtlSession *session,
                 const VaultInfo *info,
                 const VaultStorage *storage,
                 gboolean is_open)
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();
  g_autofree char *folder = ctl_text_safe (vault_get_folder (session->vault));

  json_builder_begin_object (builder);
  ctl_json_add_string (builder, "folder", folder);
  ctl_json_add_uint (builder, "format_version", info->format_version);
  ctl_json_add_uint (builder, "kdf_memory_bytes", info->kdf_memory_bytes);
  ctl_json_add_uint (builder, "kdf_passes", info->kdf_passes);
  ctl_json_add_uint (builder, "keyring_bytes", info->keyring_bytes);
  ctl_json_add_uint (builder, "database_bytes", info->database_bytes);
  if (is_open) {
    ctl_json_add_uint (builder, "items", info->n_items);
    ctl_json_add_uint (builder, "item_bytes", info->n_item_bytes);
    ctl_json_add_uint (builder, "damaged", info->n_damaged);
  }
  ctl_json_add_storage (builder, storage);
  json_builder_end_object (builder);
  ctl_json_print (builder);
}

static void
print_info (CtlSession *session, const VaultInfo *info, gboolean is_open)
{
  g_autofree char *folder = ctl_text_safe (vault_get_folder (session->vault));

  g_print ("%-16s %s\n", "folder", folder);
  g_print ("%-16s %u\n", "format version", info->format_version);
  g_print ("%-16s Argon2id, %" G_GUINT64_FORMAT " MiB, %" G_GUINT64_FORMAT " passes\n",
           "key derivation", info->kdf_memory_bytes >> 20, info->kdf_passes);
  g_print ("%-16s %" G_GUINT64_FORMAT " bytes\n", "keyring", info->keyring_bytes);
  g_print ("%-16s %" G_GUINT64_FORMAT " bytes\n", "vault.db", info->database_bytes);
  if (!is_open) {
    g_print ("%-16s only with the passphrase, through --passphrase-fd\n", "items");
    return;
  }
  g_print ("%-16s %u, %" G_GUINT64_FORMAT " bytes\n", "items", info->n_items,
           info->n_item_bytes);
  g_print ("%-16s %u\n", "damaged", info->n_damaged);
}

static gboolean
probe (CtlSession *session, VaultStorage *out_storage, GError **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  vault_storage_probe_async (session->vault, session->cancellable, ctl_done_cb,
                             &result);
  ctl_wait (&result);
  return vault_storage_probe_finish (session->vault, result, out_storage, error);
}

CtlExit
ctl_run_info (CtlSession *session, const CtlRequest *request, VaultSecret *passphrase)
{
  gboolean is_open = vault_get_state (session->vault) == VAULT_STATE_OPEN;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  VaultStorage storage;
  VaultInfo info;

  vault_info_async (session->vault, session->cancellable, ctl_done_cb, &result);
  ctl_wait (&result);
  if (!vault_info_finish (session->vault, result, &info, &error)
      || !probe (session, &storage, &error))
    return ctl_fail (error);

  if (request->json) {
    print_json_info (session, &info, &storage, is_open);
  } else {
    print_info (session, &info, is_open);
    ctl_print_storage (&storage);
  }
  return CTL_EXIT_OK;
}
