/* vault-box.h - a vault in a folder, and its asynchronous calls made to wait
 *
 * Each run_ function starts an operation and turns the main loop until its callback.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <vault/vault-media.h>
#include <vault/vault-verify.h>
#include <vault/vault-wipe.h>

#include "support/fake-clock.h"
#include "support/folder.h"

#define BOX_PASSPHRASE "correct horse battery staple"
/* In a vault of vault_box_new_open() the activity log is here, and not in cell 1 or 2. */
#define BOX_LOG_CELL 100

typedef struct {
  Folder *home;
  char *folder;  /* of the vault */
  char *keyring; /* paths of its files */
  char *database;
  Vault *vault;
  gboolean damaged; /* by the test, for good: invariants are not looked for */
} VaultBox;

/* Nothing made yet, the clock at FAKE_NOW. */
VaultBox *vault_box_new (void);
/* With an open vault. */
VaultBox *vault_box_new_open (void);
void vault_box_free (VaultBox *self);

/* Lock, give the object up and make another, as a new start of the program would.  Here
 * and in vault_box_free() an open vault must pass vault_check(). */
void vault_box_restart (VaultBox *self);

/* And unlock it. */
void vault_box_reopen (VaultBox *self);

gboolean run_create (Vault *vault, const char *passphrase, GError **error);
gboolean run_unlock (Vault *vault, const char *passphrase, GError **error);
void run_lock (Vault *vault);
gboolean run_import (Vault *vault,
                     GPtrArray *files,
                     gint64 expires,
                     GCancellable *cancellable,
                     guint *out_n_imported,
                     GPtrArray **out_problems,
                     GError **error);
gboolean run_import_bytes (Vault *vault,
                           const char *name,
                           GBytes *bytes,
                           gint64 expires,
                           GPtrArray **out_problems,
                           GError **error);
gboolean run_delete (Vault *vault, VaultItem *item, GError **error);
gboolean run_set_expiry (Vault *vault, VaultItem *item, gint64 expires, GError **error);
gboolean
run_set_rotation (Vault *vault, VaultItem *item, guint quarter_turns, GError **error);
gboolean
run_set_position (Vault *vault, VaultItem *item, guint64 position_ms, GError **error);
gboolean run_export (Vault *vault,
                     GPtrArray *items,
                     const char *folder,
                     guint *out_n_exported,
                     GPtrArray **out_problems,
                     GError **error);
gboolean run_verify (Vault *vault, VaultVerifyReport *out_report, GError **error);
gboolean run_repair (Vault *vault,
                     VaultRepairReport *out_healed,
                     VaultVerifyReport *out_left,
                     GError **error);
gboolean run_salvage (Vault *vault,
                      const char *passphrase,
                      const char *folder,
                      VaultSalvageReport *out_report,
                      GPtrArray **out_damaged,
                      GError **error);
gboolean run_believe_clock (Vault *vault, GError **error);
gboolean run_reap (Vault *vault, guint *out_n_overwritten, GError **error);
gboolean run_wipe (Vault *vault, VaultReceipt *out_receipt, GError **error);
gboolean run_info (Vault *vault, VaultInfo *out_info, GError **error);
VaultPresence run_probe (Vault *vault);

/* Turn the main loop until the vault is in this state, or the item gone. */
void wait_for_state (Vault *vault, VaultState state);
void wait_until_gone (VaultItem *item);

/* Wait until the pieces of what was destroyed have been given back. */
void wait_for_reclaimer (Vault *vault);

/* Import bytes under a name and find the item.  Returns: (transfer full). */
VaultItem *box_import (VaultBox *self, const char *name, GBytes *bytes, gint64 expires);
VaultItem *box_find (VaultBox *self, const char *name);
guint box_count (VaultBox *self);
GBytes *box_read (VaultBox *self, VaultItem *item);
void box_assert_holds (VaultBox *self, const char *name, GBytes *bytes);
void box_assert_unlock_fails (VaultBox *self, VaultError code);

/* "name:code name:code ", in order; "+" behind the code of what was kept. */
char *describe_problems (GPtrArray *problems);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (VaultBox, vault_box_free)
