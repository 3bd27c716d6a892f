/* sniff.h - what a file is, by its first bytes
 *
 * An allow-list: what is not listed is VAULT_MEDIA_OTHER and is never decoded, whatever
 * its name says.  Playlists, SVG, XPM and scripts are deliberately not on it.
 *
 * Threads:  any.  Pure.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <vault/vault-item.h>

G_BEGIN_DECLS

/* How much of the beginning tells all that can be told; less is fine. */
#define VAULT_SNIFF_BYTES 4096

/* @out_content_type: a static string such as "image/jpeg"; "application/octet-stream" for
 * VAULT_MEDIA_OTHER. */
VaultMediaKind
vault_sniff (const guint8 *head, gsize n_bytes, const char **out_content_type);

G_END_DECLS
