/* night-group-expiry.c - asking how long stays what is imported into an album
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "organise/night-group-expiry.h"

#include <glib/gi18n.h>

#include "library/night-term-row.h"
#include "night-ask.h"
#include "night-tell.h"

typedef struct {
  GtkWidget *widget;
  Vault *vault;
  VaultGroup *album;
  NightTermRow *row; /* the dialog has it */
} Question;

static void
question_free (gpointer data, GClosure *closure)
{
  Question *self = data;

  g_object_unref (self->widget);
  g_object_unref (self->vault);
  g_object_unref (self->album);
  g_free (self);
}

static void
set_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GtkWidget) widget = user_data;
  g_autoptr (GError) error = NULL;
  gboolean done = vault_change_group_finish (VAULT_VAULT (source), result, &error);

  if (gtk_widget_get_root (widget) == NULL)
    return;

  if (done)
    gtk_widget_activate_action (widget, "win.toast", "s", _ ("Default expiry changed"));
  else
    night_tell_problem (widget, error);
}

static void
response_cb (AdwMessageDialog *dialog, const char *response, gpointer user_data)
{
  Question *self = user_data;
  gint64 seconds = night_term_row_get_seconds (self->row);

  if (!g_str_equal (response, NIGHT_ASK_ACCEPT)
      || seconds == vault_group_get_default_expiry (self->album))
    return;

  vault_set_group_expiry_async (self->vault, self->album, seconds, NULL, set_cb,
                                g_object_ref (self->widget));
}

void
night_group_expiry_ask (GtkWidget *widget, Vault *vault, VaultGroup *album)
{
  AdwMessageDialog *dialog = night_ask_new (
      GTK_WINDOW (gtk_widget_get_root (widget)), _ ("Default Expiry of This Album"),
      _ ("It holds for what is imported into the album from now on. What is in the "
         "vault already keeps the expiry it has."),
      _ ("Set"), ADW_RESPONSE_SUGGESTED);
  GtkWidget *list = gtk_list_box_new ();
  Question *self = g_new0 (Question, 1);

  self->widget = g_object_ref (widget);
  self->vault = g_object_ref (vault);
  self->album = g_object_ref (album);
  self->row = NIGHT_TERM_ROW (night_term_row_new (_ ("Expires After"), TRUE));
  night_term_row_set_seconds (self->row, vault_group_get_default_expiry (album));

  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  gtk_list_box_append (GTK_LIST_BOX (list), GTK_WIDGET (self->row));
  adw_message_dialog_set_extra_child (dialog, list);
  g_signal_connect_data (dialog, "response", G_CALLBACK (response_cb), self,
                         question_free, 0);
  gtk_widget_grab_focus (GTK_WIDGET (self->row));
  gtk_window_present (GTK_WINDOW (dialog));
}
