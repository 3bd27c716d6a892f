/* wiper-private.h - what the files wiper*.c share
 *
 * wiper.c has the files, the thread and its life, wiper-steps.c what is done when it starts.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "keyring/keyring.h"
#include "vault/wiper.h"

G_BEGIN_DECLS

/* The one that is held, and one that somebody has put in its place. */
#define VAULT_WIPER_MAX_FILES 2

typedef enum {
  VAULT_WIPER_WAITING,
  VAULT_WIPER_RUNNING,
  VAULT_WIPER_LEAVING,
} VaultWiperState;

struct _VaultWiper {
  char *folder;
  int dir_fd;
  int fds[VAULT_WIPER_MAX_FILES];
  VaultWipeFile files[VAULT_WIPER_MAX_FILES];
  guint n_files;
  VaultWipeRoom *room;
  gint64 start_us;
  VaultReceipt receipt;
  /* No key file was there, or none that could be opened. */
  VaultError keyring_error;

  GThread *thread; /* NULL if there could not be one */
  GMutex mutex;
  GCond cond;
  VaultWiperState state; /* under mutex, with the next three */
  VaultSession *session;
  VaultWiperFunc func;
  gpointer user_data;
};

/* Have everything that is needed, without making again what is there.  FALSE if there is a key
 * file that cannot be opened, or no folder. */
gboolean vault_wiper_prepare (VaultWiper *self,
                              GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* All steps, in order; the receipt is in @self.  @session: (nullable). */
void vault_wiper_do_all (VaultWiper *self, VaultSession *session);

G_END_DECLS
