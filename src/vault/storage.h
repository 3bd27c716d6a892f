/* storage.h - what a disk makes of an overwritten key, put together
 *
 * Threads:  any.
 * Blocks:   waits for the disk.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <vault/vault-storage.h>

G_BEGIN_DECLS

/* To @facts, of the key file, add those of the folder behind @dir_fd, or -1, and judge them. */
void vault_storage_look_around (const char *folder,
                                int dir_fd,
                                guint facts,
                                VaultStorage *out);

/* The whole of vault_storage_probe_async(), here and now. */
gboolean vault_storage_probe (const char *folder,
                              VaultStorage *out,
                              GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Whether it was seen, not only feared, that overwritten bytes are kept. */
gboolean vault_storage_keeps_old (guint facts);

G_END_DECLS
