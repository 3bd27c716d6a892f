/* night-settings.h - the few things remembered between runs, none of them private
 *
 * Without an installed schema the defaults hold and nothing is remembered.
 *
 * Threads:  the main context.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib-object.h>

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
} NightImportDetails;

NightImportDetails night_settings_get_import_details (void);
void night_settings_set_import_details (NightImportDetails details);

/* Seconds for which a slideshow shows a picture, and whether it begins anew at its end. */
guint night_settings_get_slideshow_s (void);
gboolean night_settings_get_slideshow_repeats (void);

/* Have @property of @object follow a setting and change it.  Returns: FALSE if there are no
 * settings to be changed. */
gboolean night_settings_bind (const char *key, gpointer object, const char *property);

G_END_DECLS
