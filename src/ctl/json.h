/* json.h - what --json prints
 *
 * Threads:  one.
 * Blocks:   on stdout.
 * Promise:  the output is plain ASCII, whatever the names of the items are: everything
 *           else is written as \u escapes, so that printing it on a terminal is harmless.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <json-glib/json-glib.h>

#include <vault/vault-item.h>

G_BEGIN_DECLS

/* Add the member @name with the time @seconds as an ISO 8601 string, or null for 0. */
void ctl_json_add_time (JsonBuilder *builder, const char *name, gint64 seconds);

/* Add the member @name with the number @value. */
void ctl_json_add_uint (JsonBuilder *builder, const char *name, guint64 value);

/* Add the member @name with true or false. */
void ctl_json_add_boolean (JsonBuilder *builder, const char *name, gboolean value);

/* Add the member @name with the string @value, or null. */
void ctl_json_add_string (JsonBuilder *builder, const char *name, const char *value);

/* Add the object that describes @item. */
void ctl_json_add_item (JsonBuilder *builder, VaultItem *item);

/* Print what was built on stdout, with a line break at the end. */
void ctl_json_print (JsonBuilder *builder);

G_END_DECLS
