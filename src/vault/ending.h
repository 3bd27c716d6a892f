/* ending.h - the end of a file's name by which other programs know what it is
 *
 * Threads:  any.  Pure.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* @name, with the ending of @content_type if it has none and is not too long for it: who
 * calls a photo "Us" wants to be able to open it outside as well.
 * Returns: (transfer full). */
char *vault_ending_dup_name (const char *name, const char *content_type);

G_END_DECLS
