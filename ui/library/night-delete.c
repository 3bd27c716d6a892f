/* night-delete.c - asking whether to destroy items, and destroying them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "library/night-delete.h"

#include <glib/gi18n.h>

#include "night-ask.h"
#include "night-problem.h"

typedef struct {
  GtkWidget *widget;
  Vault *vault;
  GPtrArray *items;
} Deletion;

static Deletion *
deletion_new (GtkWidget *widget, Vault *vault, GPtrArray *items)
{
  Deletion *self = g_new0 (Deletion, 1);

  self->widget = g_object_ref (widget);
  self->vault = g_object_ref (vault);
  self->items = g_ptr_array_ref (items);
  return self;
}

static void
deletion_free (Deletion *self)
{
  g_object_unref (self->widget);
  g_object_unref (self->vault);
  g_ptr_array_unref (self->items);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Deletion, deletion_free)

static void
deletion_closure_free (gpointer data, GClosure *closure)
{
  deletion_free (data);
}

static void
deleted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Deletion) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  guint n = self->items->len;

  if (!vault_delete_finish (VAULT_VAULT (source), result, &error)) {
    if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
      gtk_widget_activate_action (self->widget, "win.problem", "i",
                                  (int) night_problem_from_error (error));
    return;
  }

  text = g_strdup_printf (ngettext ("%u item destroyed", "%u items destroyed", n), n);
  gtk_widget_activate_action (self->widget, "win.toast", "s", text);
}

static void
response_cb (AdwMessageDialog *dialog, const char *response, gpointer user_data)
{
  Deletion *self = user_data;

  if (!g_str_equal (response, NIGHT_ASK_ACCEPT))
    return;

  vault_delete_async (self->vault, self->items, NULL, deleted_cb,
                      deletion_new (self->widget, self->vault, self->items));
}

void
night_delete (GtkWidget *widget, Vault *vault, GPtrArray *items)
{
  GtkWindow *window = GTK_WINDOW (gtk_widget_get_root (widget));
  g_autofree char *heading = NULL;
  AdwMessageDialog *dialog;
  guint n = items->len;

  if (n == 0)
    return;

  heading = g_strdup_printf (
      ngettext ("Destroy This Item?", "Destroy These %u Items?", n), n);
  dialog = night_ask_new (
      window, heading,
      ngettext (
          "Its key is overwritten, so it is gone for good. There is no undo and no "
          "trash.",
          "Their keys are overwritten, so they are gone for good. There is no undo "
          "and no trash.",
          n),
      _ ("Destroy"), ADW_RESPONSE_DESTRUCTIVE);
  g_signal_connect_data (dialog, "response", G_CALLBACK (response_cb),
                         deletion_new (widget, vault, items), deletion_closure_free, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}
