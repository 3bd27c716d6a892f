/* night-settings.h - the few things remembered between runs, none of them private
 *
 * Without an installed schema the defaults hold and nothing is remembered.
 *
 * Threads:  the main context.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The folder used last, or the default one.  Returns: (transfer full): a path. */
char *night_settings_dup_folder (void);
void night_settings_set_folder (const char *folder);

/* Seconds in which an emergency wipe can be cancelled. */
guint night_settings_get_wipe_grace_s (void);

/* What becomes of location and other details in files that are imported. */
typedef enum {
  NIGHT_DETAILS_ASK,
  NIGHT_DETAILS_REMOVE,
  NIGHT_DETAILS_KEEP,
} NightDetails;

NightDetails night_settings_get_import_details (void);
void night_settings_set_import_details (NightDetails details);

G_END_DECLS
