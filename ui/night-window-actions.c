/* night-window-actions.c - what a person can ask of the window
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "night-window-private.h"

#include <glib/gi18n.h>

#include "enter/night-help-window.h"
#include "night-access.h"
#include "night-ask.h"
#include "night-chooser.h"
#include "night-config.h"
#include "night-settings.h"
#include "preferences/night-preferences.h"
#include "preferences/night-salvage-dialog.h"

/* What a chosen folder gets a new vault in, so that it never mixes with other files. */
#define VAULT_FOLDER_NAME "nightstand"

/* A folder that holds a vault already was meant itself; in any other the new vault gets
 * a folder of its own.  Looking waits for the disk, so it happens on a thread. */
static void
resolve_thread (GTask *task,
                gpointer source,
                gpointer folder,
                GCancellable *cancellable)
{
  g_autofree char *keyring = g_build_filename (folder, "keyring", NULL);

  if (g_file_test (keyring, G_FILE_TEST_EXISTS))
    g_task_return_pointer (task, g_strdup (folder), g_free);
  else
    g_task_return_pointer (task, g_build_filename (folder, VAULT_FOLDER_NAME, NULL),
                           g_free);
}

static void
resolved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  NightWindow *self = NIGHT_WINDOW (source);
  g_autofree char *folder = g_task_propagate_pointer (G_TASK (result), NULL);

  if (folder == NULL || vault_get_state (self->vault) == VAULT_STATE_OPEN)
    return;

  if (self->origin == NIGHT_FOLDER_REMEMBERED)
    night_settings_set_folder (folder);
  night_window_set_vault (self, folder);
  night_window_probe (self);
}

static void
location_chosen (GtkWidget *widget, GListModel *files)
{
  g_autoptr (GFile) file = g_list_model_get_item (files, 0);
  g_autofree char *path = g_file_get_path (file);
  g_autoptr (GTask) task = NULL;

  if (path == NULL) {
    gtk_widget_activate_action (widget, "win.problem", "i", VAULT_ERROR_TARGET_FAILED);
    return;
  }

  task = g_task_new (widget, NULL, resolved_cb, NULL);
  g_task_set_source_tag (task, location_chosen);
  g_task_set_task_data (task, g_steal_pointer (&path), g_free);
  g_task_run_in_thread (task, resolve_thread);
}

static void
lock_action (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  NightWindow *self = NIGHT_WINDOW (widget);

  if (night_window_is_on (self, self->library)
      || night_window_is_on (self, self->viewer))
    night_window_lock (self, self->unlock);
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
  adw_show_about_window (
      GTK_WINDOW (widget), "application-name", "Nightstand", "application-icon",
      "org.nightstand.Nightstand", "version", NIGHT_VERSION, "license-type",
      GTK_LICENSE_GPL_3_0, "comments",
      _ ("Keeps intimate photos, films and recordings on this computer, "
         "sealed under your passphrase, for as long as you decide."),
      NULL);
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
  g_autofree char *folder = g_strdup (vault_get_folder (self->vault));

  night_window_set_vault (self, folder);
  night_welcome_page_reset (self->welcome);
  night_window_show_page (self, self->welcome);
}

static void
choose_location_action (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  night_chooser_open (widget, _ ("Where to Keep the Vault"), _ ("_Choose"),
                      GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER, location_chosen);
}

static void
help_action (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  gtk_window_present (night_help_window_new (GTK_WINDOW (widget)));
}

static void
toast_action (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  NightWindow *self = NIGHT_WINDOW (widget);
  const char *const close_button[] = { _ ("Dismiss"), NULL };

  if (self->toast != NULL)
    adw_toast_dismiss (self->toast);
  g_clear_object (&self->toast);
  self->toast = adw_toast_new (g_variant_get_string (parameter, NULL));
  adw_toast_overlay_add_toast (self->toasts, g_object_ref (self->toast));
  night_access_name_icon_buttons (gtk_widget_get_last_child (GTK_WIDGET (self->toasts)),
                                  close_button);
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
    { "win.salvage", NULL, salvage_action },
    { "win.about", NULL, about_action },
    { "win.retry", NULL, retry_action },
    { "win.start-anew", NULL, start_anew_action },
    { "win.choose-location", NULL, choose_location_action },
    { "win.help", NULL, help_action },
    { "win.toast", "s", toast_action },
    { "win.trouble", "i", trouble_action },
    { "win.problem", "i", problem_action },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (table); i++)
    gtk_widget_class_install_action (widget_class, table[i].name, table[i].type,
                                     table[i].activate);

  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_l, GDK_CONTROL_MASK,
                                       "win.lock", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_comma, GDK_CONTROL_MASK,
                                       "win.preferences", NULL);
}
