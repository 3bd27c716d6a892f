/* far-folder.h - a folder that only GIO reaches, as one on another machine or a phone
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

/* What is in it lies at @path, which nobody is told.  @moves: whether files can be moved in it, or
 * only be renamed.  Returns: (transfer full). */
GFile *far_folder_new (const char *path, gboolean moves);
