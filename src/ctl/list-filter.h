/* list-filter.h - which items list prints, and in which order
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "command.h"

G_BEGIN_DECLS

/* --album, --person, --tag, --favourites, --search, --sort.
 * Errors: VAULT_ERROR_NO_GROUP.
 * Returns: (transfer full) (element-type VaultItem): in order, or NULL. */
GPtrArray *ctl_list_items (CtlSession *session,
                           const CtlRequest *request,
                           GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
