/* night-window-actions.c - what a person can ask of the window
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "night-window-private.h"

#include <glib/gi18n.h>

#include "night-about.h"
#include "night-access.h"
#include "night-ask.h"
#include "night-settings.h"
#include "organise/night-undo.h"
#include "hygiene/night-activity-window.h"
#include "hygiene/night-checkup-window.h"
#include "hygiene/night-guidance-text.h"
#include "hygiene/night-guidance-window.h"
#include "preferences/night-preferences.h"
#include "preferences/night-salvage-dialog.h"

static void
lock_action (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  NightWindow *self = NIGHT_WINDOW (widget);

  if (night_window_is_on (self, self->library)
      || night_window_is_on (self, self->viewer))
    night_window_lock (self, self->unlock);
}

static void
checkup_action (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  NightWindow *self = NIGHT_WINDOW (widget);

  if (vault_get_state (self->vault) == VAULT_STATE_OPEN && !self->locking)
    night_checkup_window_present (GTK_WINDOW (self), self->vault);
}

static void
activity_action (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  NightWindow *self = NIGHT_WINDOW (widget);

  if (vault_get_state (self->vault) == VAULT_STATE_OPEN && !self->locking)
    night_activity_window_present (GTK_WINDOW (self), self->vault);
}

static void
preferences_action (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  NightWindow *self = NIGHT_WINDOW (widget);

  if (vault_get_state (self->vault) == VAULT_STATE_OPEN && !self->locking)
    night_preferences_present (GTK_WINDOW (self), self->vault);
}

/* What is open holds the files, and salvaging reads them as they are on the disk. */
static void
salvage_action (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  NightWindow *self = NIGHT_WINDOW (widget);

  if (vault_get_state (self->vault) == VAULT_STATE_LOCKED) {
    night_salvage_dialog_present (GTK_WINDOW (self), self->vault);
    return;
  }

  self->salvaging = TRUE;
  night_window_lock (self, self->unlock);
}

static void
about_action (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  night_about_present (GTK_WINDOW (widget));
}

static void
retry_action (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  night_window_probe (NIGHT_WINDOW (widget));
}

static void
start_anew_action (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  NightWindow *self = NIGHT_WINDOW (widget);
  g_autofree char *folder = NULL;

  /* When the settings are gone there is nothing left of where the vault was. */
  folder = self->origin == NIGHT_FOLDER_REMEMBERED
               ? night_settings_dup_folder ()
               : g_strdup (vault_get_folder (self->vault));
  night_window_set_vault (self, folder);
  night_welcome_page_reset (self->welcome);
  night_window_show_page (self, self->welcome);
}

static void
help_action (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  night_guidance_window_present (GTK_WINDOW (widget), NIGHT_TOPIC_UNDER_18);
}

static void
guidance_action (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  night_guidance_window_present (GTK_WINDOW (widget), NULL);
}

static void
say_action (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  night_access_say (widget, g_variant_get_string (parameter, NULL));
}

static void
toast_action (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  night_window_toast (NIGHT_WINDOW (widget), g_variant_get_string (parameter, NULL),
                      NULL, NULL);
}

static void
toast_undo_action (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  night_window_toast (NIGHT_WINDOW (widget), g_variant_get_string (parameter, NULL),
                      _ ("Undo"), "win.undo");
}

/* After an import: the files are still where they were. */
static void
toast_originals_action (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  night_window_toast (NIGHT_WINDOW (widget), g_variant_get_string (parameter, NULL),
                      _ ("Originals…"), "win.originals");
}

static void
originals_action (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  gtk_widget_activate_action (GTK_WIDGET (NIGHT_WINDOW (widget)->library),
                              "library.originals", NULL);
}

static void
undo_action (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  night_window_drop_toast (NIGHT_WINDOW (widget));
  night_undo_run (widget);
}

static void
organised_action (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  night_library_page_refresh (NIGHT_WINDOW (widget)->library);
}

static void
trouble_action (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  night_window_show_trouble (NIGHT_WINDOW (widget),
                             (VaultError) g_variant_get_int32 (parameter));
}

static void
problem_action (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  night_ask_tell_problem (GTK_WINDOW (widget),
                          (VaultError) g_variant_get_int32 (parameter));
}

static void
problem_midway_action (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  const char *done;
  int code;

  g_variant_get (parameter, "(i&s)", &code, &done);
  night_ask_tell_problem_midway (GTK_WINDOW (widget), (VaultError) code, done);
}

void
night_window_install_actions (GtkWidgetClass *widget_class)
{
  static const struct {
    const char *name;
    const char *type;
    GtkWidgetActionActivateFunc activate;
  } table[] = {
    { "win.lock", NULL, lock_action },
    { "win.preferences", NULL, preferences_action },
    { "win.checkup", NULL, checkup_action },
    { "win.activity", NULL, activity_action },
    { "win.salvage", NULL, salvage_action },
    { "win.about", NULL, about_action },
    { "win.retry", NULL, retry_action },
    { "win.start-anew", NULL, start_anew_action },
    { "win.help", NULL, help_action },
    { "win.guidance", NULL, guidance_action },
    { "win.toast", "s", toast_action },
    { "win.toast-originals", "s", toast_originals_action },
    { "win.originals", NULL, originals_action },
    { "win.say", "s", say_action },
    { "win.toast-undo", "s", toast_undo_action },
    { "win.undo", NULL, undo_action },
    { "win.organised", NULL, organised_action },
    { "win.trouble", "i", trouble_action },
    { "win.problem", "i", problem_action },
    { "win.problem-midway", "(is)", problem_midway_action },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (table); i++)
    gtk_widget_class_install_action (widget_class, table[i].name, table[i].type,
                                     table[i].activate);

  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_l, GDK_CONTROL_MASK,
                                       "win.lock", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_z, GDK_CONTROL_MASK,
                                       "win.undo", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_comma, GDK_CONTROL_MASK,
                                       "win.preferences", NULL);
}
