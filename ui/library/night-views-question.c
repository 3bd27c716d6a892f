/* night-views-question.c - asking after how many views items are destroyed
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "library/night-views-question.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include <vault/vault-limit.h>

#include "night-ask.h"
#include "night-tell.h"

/* More than anybody counts; the core takes more. */
#define MAX_VIEWS 1000
#define FEW_VIEWS 3

typedef struct {
  GtkWidget *widget;
  Vault *vault;
  GPtrArray *items;
  GtkSpinButton *views; /* the dialog has it */
} Question;

static void
question_free (gpointer data, GClosure *closure)
{
  Question *self = data;

  g_object_unref (self->widget);
  g_object_unref (self->vault);
  g_ptr_array_unref (self->items);
  g_free (self);
}

static gboolean
are_some_limited (GPtrArray *items)
{
  for (guint i = 0; i < items->len; i++)
    if (vault_item_is_view_limited (items->pdata[i]))
      return TRUE;

  return FALSE;
}

static void
set_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GtkWidget) widget = user_data;
  g_autoptr (GError) error = NULL;
  gboolean done = vault_set_view_limit_finish (VAULT_VAULT (source), result, &error);

  if (gtk_widget_get_root (widget) == NULL)
    return;

  if (done)
    gtk_widget_activate_action (widget, "win.toast", "s", _ ("Limit of views changed"));
  else
    night_tell_problem (widget, error);
}

static void
response_cb (AdwMessageDialog *dialog, const char *response, gpointer user_data)
{
  Question *self = user_data;
  guint n_views = (guint) gtk_spin_button_get_value_as_int (self->views);

  if (g_str_equal (response, NIGHT_ASK_OTHER))
    n_views = VAULT_VIEWS_UNLIMITED;
  else if (!g_str_equal (response, NIGHT_ASK_ACCEPT))
    return;

  vault_set_view_limit_async (self->vault, self->items, n_views, NULL, set_cb,
                              g_object_ref (self->widget));
}

static GtkSpinButton *
add_row (AdwMessageDialog *dialog)
{
  GtkWidget *list = gtk_list_box_new ();
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *spin = gtk_spin_button_new_with_range (1, MAX_VIEWS, 1);

  gtk_widget_set_valign (spin, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (spin), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Views"), -1);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _ ("Views"));
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), spin);
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  gtk_list_box_append (GTK_LIST_BOX (list), row);
  adw_message_dialog_set_extra_child (dialog, list);
  return GTK_SPIN_BUTTON (spin);
}

void
night_views_ask (GtkWidget *widget, Vault *vault, GPtrArray *items)
{
  gboolean is_limited = are_some_limited (items);
  AdwMessageDialog *dialog;
  Question *self;
  guint present;

  if (items->len == 0)
    return;

  dialog = night_ask_new_with_other (
      GTK_WINDOW (gtk_widget_get_root (widget)), _ ("Destroy After Some Views?"),
      _ ("When the last view of an item ends, it is destroyed. Until then the library "
         "shows no picture of it, it opens only when you press View, and it is not "
         "exported.\n\nThis is a courtesy on this computer, not a lock: whoever looks "
         "can photograph the screen, and an older copy of the vault has an older "
         "count."),
      is_limited ? _ ("_No Limit") : NULL, _ ("_Set Limit"), ADW_RESPONSE_SUGGESTED);
  self = g_new0 (Question, 1);
  self->widget = g_object_ref (widget);
  self->vault = g_object_ref (vault);
  self->items = g_ptr_array_ref (items);
  self->views = add_row (dialog);
  present = vault_item_get_views_left (items->pdata[0]);
  gtk_spin_button_set_value (self->views, present > 0 ? present : FEW_VIEWS);
  g_signal_connect_data (dialog, "response", G_CALLBACK (response_cb), self,
                         question_free, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}
