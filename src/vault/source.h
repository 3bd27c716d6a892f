/* source.h - an open stream of an item that can be taken away at any moment
 *
 * A film plays from a GInputStream on a thread of its own.  When the item expires or the
 * vault locks, the key behind it must go at once, whoever still holds the stream: so the
 * stream holds a source, and the session cuts the source off.
 *
 * Owns:     a stream reader, until it is cut off.
 * Threads:  any; one lock inside.
 * Blocks:   reading waits for the disk; cutting off waits for a read of one chunk.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>
#include <vault/vault-error.h>

#include "vault/entry.h"

G_BEGIN_DECLS

typedef struct _VaultSource VaultSource;

/* Takes @reader; keeps a reference to @entry, whose layout it reads by. */
VaultSource *vault_source_new (VaultStreamReader *reader,
                               VaultEntry *entry,
                               VaultStreamNumber stream);
VaultSource *vault_source_ref (VaultSource *self);
void vault_source_unref (VaultSource *self);

guint64 vault_source_get_n_bytes (VaultSource *self);
const char *vault_source_get_item_id (VaultSource *self);

/* Whether somebody besides the session still holds it. */
gboolean vault_source_is_shared (VaultSource *self);

/* Fill @out with exactly @n_bytes from @offset, all inside.  Errors: the reader's, and
 * from the moment it was cut off the code given there. */
gboolean vault_source_read (VaultSource *self,
                            guint64 offset,
                            guint8 *out,
                            gsize n_bytes,
                            GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Wipe key and opened chunk.  Later reads fail with @code. */
void vault_source_cut_off (VaultSource *self, VaultError code);

/* Read it as a stream.  Returns: (transfer full): a GSeekable GInputStream. */
GInputStream *vault_source_stream_new (VaultSource *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (VaultSource, vault_source_unref)

G_END_DECLS
