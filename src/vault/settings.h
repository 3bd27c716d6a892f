/* settings.h - the names a setting can have, and how all of them are kept
 *
 * Threads:  any.  Pure.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <vault/vault-settings.h>

G_BEGIN_DECLS

/* Whether @value can be the value of @name. */
gboolean vault_setting_is_good (const char *name, GVariant *value);

/* Returns: (transfer full): the default of a registered name. */
GVariant *vault_setting_dup_default (const char *name);

/* @settings, an "a{sv}", in its one encoding: little-endian, names in the order of their bytes,
 * each once.  Returns: (transfer full). */
GBytes *vault_settings_encode (GVariant *settings);

/* Names that are not registered, of a later version, are kept.
 * Returns: (transfer full): NULL for anything that is not written so. */
GVariant *vault_settings_decode (const char *bytes, gsize n_bytes);

/* @settings, which may be NULL, with @values in it.  Returns: (transfer full). */
GVariant *vault_settings_merge (GVariant *settings, GVariant *values);

G_END_DECLS
