/* night-settings.h - the few things remembered between runs, none of them private
 *
 * Where vaults lie can be private, so other folders than the last are kept only if asked for.
 * Without an installed schema the defaults hold and nothing is remembered.
 *
 * Threads:  the main context.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* The folder used last, or the default one.  Returns: (transfer full): a path. */
char *night_settings_dup_folder (void);
void night_settings_set_folder (const char *folder);

/* Seconds in which an emergency wipe can be cancelled. */
guint night_settings_get_wipe_grace_s (void);

#define NIGHT_DEFAULT_WIPE_SHORTCUT "<Control><Shift>Delete"

/* The keys that start one, "<Control><Shift>Delete"; "" for none.  Returns: (transfer full). */
char *night_settings_dup_wipe_shortcut (void);
void night_settings_set_wipe_shortcut (const char *accelerator);

/* Whether one destroys all vaults that are known, and the settings too. */
gboolean night_settings_get_wipe_all (void);
gboolean night_settings_get_wipe_settings (void);

/* What is shown after one that succeeded. */
typedef enum {
  NIGHT_THEN_RECEIPT,
  NIGHT_THEN_FRESH,
  NIGHT_THEN_CLOSE,
} NightThen;

NightThen night_settings_get_wipe_then (void);

/* For rows with choices: the number of the one that is set.  Those of a key without settings
 * are 0. */
guint night_settings_get_choice (const char *key);
void night_settings_set_choice (const char *key, guint choice);

/* The default folder, the last one, and those that are remembered.  Returns: (transfer full):
 * paths. */
char **night_settings_dup_known_folders (void);

/* Everything as in a fresh installation, whatever settings there are.  What the desktop's store
 * keeps of the old values until it writes its file anew is not ours to overwrite.  FALSE if
 * there are no settings. */
gboolean night_settings_reset_all (void);

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

/* Whether what is in a vault is shown on dark ground whatever the desktop prefers. */
gboolean night_settings_get_dark_content (void);

/* Whether the desktop shows a reminder when something is about to expire. */
gboolean night_settings_get_remind (void);

/* Folders of vaults that were opened, the last one first; empty unless the person wants them
 * remembered.  Returns: (transfer full). */
char **night_settings_dup_vaults (void);

/* Put @folder first among them, if they are remembered. */
void night_settings_remember_vault (const char *folder);

/* There is none in @folder any more. */
void night_settings_forget_vault (const char *folder);

/* Minutes without a touch after which the vault is locked; 0 for never. */
guint night_settings_get_lock_minutes (void);

/* Whether it is locked as soon as another program is in front, and whether what is shown
 * is covered then. */
gboolean night_settings_get_lock_when_away (void);
gboolean night_settings_get_cover (void);

/* The USB device that locks when it is pulled out, "" for none; see night-usb.h. */
char *night_settings_dup_lock_device (void);
void night_settings_set_lock_device (const char *id);

/* Call @changed with @object whenever a setting changes, as long as @object lives. */
void night_settings_follow (const char *key, GCallback changed, gpointer object);

/* Have @property of @object follow a setting and change it.  Returns: FALSE if there are no
 * settings to be changed. */
gboolean night_settings_bind (const char *key, gpointer object, const char *property);

/* The same for a control in a row, which is hidden if there are no settings. */
void
night_settings_bind_row (const char *key, GtkWidget *control, const char *property);

G_END_DECLS
