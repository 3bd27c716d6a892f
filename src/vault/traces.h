/* traces.h - the traces of files that a session has items of
 *
 * Threads:  any.
 * Blocks:   reads all of the files, and the items beside them.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <vault/vault-traces.h>

#include "vault/session.h"

G_BEGIN_DECLS

/* See vault_traces_find_async().  @files: (element-type GFile).
 * Returns: (transfer full) (element-type VaultTrace). */
GPtrArray *vault_session_find_traces (VaultSession *self,
                                      GPtrArray *files,
                                      const VaultWork *work,
                                      GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* See vault_copies_find_async().  Returns: as above. */
GPtrArray *vault_session_find_copies (VaultSession *self,
                                      const VaultEntry *entry,
                                      const VaultWork *work,
                                      GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* See vault_traces_remove_async(). */
gboolean vault_session_remove_traces (VaultSession *self,
                                      GPtrArray *traces,
                                      const VaultWork *work,
                                      GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
