/* night-launcher.h - under which name and icon the desktop lists the program
 *
 * A launcher's entry in the folder of this account stands in front of the installed one with
 * the same file name.  So for another name an entry of ours is written there, and removed for
 * the program's own.  An entry that somebody else put there is left alone.
 *
 * What this does not change: the names of package, program and process, of the settings, of
 * the entry's own file and on the session bus, and what the window's pages say.
 *
 * Threads:  any.
 * Blocks:   night_launcher_write() waits for the disk; the others never.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* In the order of the setting "shown-as". */
typedef enum {
  NIGHT_SHOWN_AS_ITSELF,
  NIGHT_SHOWN_AS_NOTES,
  NIGHT_SHOWN_AS_WORDS,
  NIGHT_SHOWN_AS_SUMS,
  NIGHT_N_SHOWN_AS
} NightShownAs;

/* Returns: (transfer none): translated, or the name of an icon that every icon theme has. */
const char *night_launcher_get_name (NightShownAs shown_as);
const char *night_launcher_get_icon (NightShownAs shown_as);

/* Have the entry in @data_home say that; it begins with the installed one, which is looked
 * for in @data_folders.  Nothing is changed on failure.
 *
 * Errors: G_IO_ERROR_NOT_FOUND (there is no installed one), G_IO_ERROR_EXISTS (somebody
 * else's is there), and those of GIO. */
gboolean night_launcher_write (NightShownAs shown_as,
                               const char *data_home,
                               const char *const *data_folders,
                               GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The same for this account, on a thread. */
void night_launcher_write_async (NightShownAs shown_as,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);
gboolean night_launcher_write_finish (GAsyncResult *result,
                                      GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
