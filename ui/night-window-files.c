/* night-window-files.c - files that came from outside, and wait until the vault is open
 *
 * They come by the command line, from a file manager or dropped on the locked window.
 * Nothing of them is read before.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "night-window-private.h"

#include <glib/gi18n.h>

#include "night-files.h"

static gboolean
is_open (NightWindow *self)
{
  return vault_get_state (self->vault) == VAULT_STATE_OPEN && !self->locking;
}

static void
show_waiting (NightWindow *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->waiting));
  g_autofree char *text = NULL;

  gtk_widget_set_visible (self->waiting_bar, n > 0);
  /* Translators: said while the vault is locked. */
  text =
      g_strdup_printf (ngettext ("%u file will be imported once the vault is open",
                                 "%u files will be imported once the vault is open", n),
                       n);
  gtk_label_set_text (self->waiting_label, n > 0 ? text : "");
}

void
night_window_deliver (NightWindow *self)
{
  g_autoptr (GListStore) files = NULL;

  if (!is_open (self))
    return;

  files = g_steal_pointer (&self->waiting);
  self->waiting = g_list_store_new (G_TYPE_FILE);
  show_waiting (self);
  night_library_page_import (self->library, G_LIST_MODEL (files));

  if (self->wants_import)
    gtk_widget_activate_action (GTK_WIDGET (self->library), "library.import-files",
                                NULL);
  self->wants_import = FALSE;
}

void
night_window_import (NightWindow *self, GFile *const *files, guint n)
{
  g_return_if_fail (NIGHT_IS_WINDOW (self));

  /* What is being destroyed takes nothing in. */
  if (night_window_is_on (self, self->wiping))
    return;

  for (guint i = 0; i < n; i++)
    g_list_store_append (self->waiting, files[i]);
  show_waiting (self);
  night_window_deliver (self);
}

void
night_window_ask_for_import (NightWindow *self)
{
  g_return_if_fail (NIGHT_IS_WINDOW (self));

  self->wants_import = TRUE;
  night_window_deliver (self);
}

void
night_window_drop_files (NightWindow *self)
{
  self->wants_import = FALSE;
  g_list_store_remove_all (self->waiting);
  show_waiting (self);
}

static void
forget_files_action (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  night_window_drop_files (NIGHT_WINDOW (widget));
}

static gboolean
dropped (NightWindow *self, const GValue *value)
{
  NightFiles *files;

  if (!G_VALUE_HOLDS (value, NIGHT_TYPE_FILES))
    return FALSE;

  files = g_value_get_boxed (value);
  night_window_import (self, (GFile *const *) files->pdata, files->len);
  return TRUE;
}

/* The library takes what is dropped on it, and a page without a vault has no use for it. */
void
night_window_init_files (NightWindow *self)
{
  GtkDropTarget *target = gtk_drop_target_new (NIGHT_TYPE_FILES, GDK_ACTION_COPY);

  self->waiting = g_list_store_new (G_TYPE_FILE);
  g_signal_connect_object (target, "drop", G_CALLBACK (dropped), self,
                           G_CONNECT_SWAPPED);
  gtk_widget_add_css_class (GTK_WIDGET (self->unlock), "night-drop");
  gtk_widget_add_controller (GTK_WIDGET (self->unlock), GTK_EVENT_CONTROLLER (target));
}

void
night_window_install_file_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "win.forget-files", NULL,
                                   forget_files_action);
}
