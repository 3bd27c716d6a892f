/* bytes.h - integers at fixed offsets of on-disk structures
 *
 * Everything on disk is little-endian.  Layouts are offsets, never C structs, so padding
 * and byte order cannot leak in.
 *
 * Threads:  any.  Pure.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

guint16 vault_load_u16_le (const guint8 *at);
guint32 vault_load_u32_le (const guint8 *at);
guint64 vault_load_u64_le (const guint8 *at);
void vault_store_u16_le (guint8 *at, guint16 value);
void vault_store_u32_le (guint8 *at, guint32 value);
void vault_store_u64_le (guint8 *at, guint64 value);

/* Whether all @n_bytes are zero.  For fields that must be; not for secrets. */
gboolean vault_bytes_are_zero (const guint8 *at, gsize n_bytes);

G_END_DECLS
