/* night-window-vaults.c - going from one vault to another in the same window
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "night-window-private.h"

#include <glib/gi18n.h>

#include "night-chooser.h"
#include "night-settings.h"

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

/* Only now: the lock needs the vault it is for. */
void
night_window_take_next (NightWindow *self)
{
  g_autofree char *folder = g_steal_pointer (&self->next_folder);

  if (folder == NULL)
    return;

  if (self->origin == NIGHT_FOLDER_REMEMBERED)
    night_settings_set_folder (folder);
  night_window_set_vault (self, folder);
  night_window_probe (self);
}

static void
go_to (NightWindow *self, const char *folder)
{
  VaultState state = vault_get_state (self->vault);

  if (night_window_is_on (self, self->wiping)
      || g_str_equal (folder, vault_get_folder (self->vault)))
    return;

  g_free (self->next_folder);
  self->next_folder = g_strdup (folder);
  if (self->locking)
    return;
  if (state == VAULT_STATE_OPEN || state == VAULT_STATE_UNLOCKING)
    night_window_lock (self, self->unlock);
  else
    night_window_take_next (self);
}

static void
resolved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree char *folder = g_task_propagate_pointer (G_TASK (result), NULL);

  if (folder != NULL)
    go_to (NIGHT_WINDOW (source), folder);
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
choose_location_action (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  night_chooser_open (widget, _ ("Where to Keep the Vault"), _ ("_Choose"),
                      GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER, location_chosen);
}

static void
other_vault_action (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  night_chooser_open (widget, _ ("Folder of the Other Vault"), _ ("_Choose"),
                      GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER, location_chosen);
}

static void
switch_vault_action (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  go_to (NIGHT_WINDOW (widget), g_variant_get_string (parameter, NULL));
}

void
night_window_install_vault_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "win.choose-location", NULL,
                                   choose_location_action);
  gtk_widget_class_install_action (widget_class, "win.other-vault", NULL,
                                   other_vault_action);
  gtk_widget_class_install_action (widget_class, "win.switch-vault", "s",
                                   switch_vault_action);
}
