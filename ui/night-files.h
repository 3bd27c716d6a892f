/* night-files.h - files that are dropped or pasted here, as a value of a type of our own
 *
 * GDK's own type for them, GdkFileList, asks a portal for what a file manager offers, and
 * that portal turns away a process which refuses tracers (vault-process.h).  This one is
 * made of nothing but the text/uri-list that comes with every offer of files.
 *
 * Threads:  the main context.
 * Blocks:   never.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* (element-type GFile), at least one. */
typedef GPtrArray NightFiles;

/* For drop targets and for reading the clipboard; known to GDK after
 * night_files_register(). */
#define NIGHT_TYPE_FILES (night_files_get_type ())
GType night_files_get_type (void);

/* Once, when there is a display. */
void night_files_register (void);

G_END_DECLS
