/* night-due-bar.c - a line above the library: what expires within a day
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "library/night-due-bar.h"

#include <glib/gi18n.h>

#include "library/night-expiry-dialog.h"
#include "library/night-reminder.h"
#include "night-settings.h"

#define SOON_S ((gint64) 24 * 60 * 60)
/* The vault tells when an hour begins, and when the clock was moved or stood still. */
#define LOOK_AGAIN_S 3600

struct _NightDueBar {
  GtkBox parent_instance;

  GtkLabel *label;

  Vault *vault;
  GPtrArray *due;      /* VaultItem: what the bar is about */
  GHashTable *let_go;  /* ids of those a person has let go */
  GHashTable *told;    /* ids of those that were told of since they came within a day */
  guint look_id;       /* in a moment, because something changed */
  guint look_again_id; /* when the next item comes within a day */
};

G_DEFINE_FINAL_TYPE (NightDueBar, night_due_bar, GTK_TYPE_BOX)

static void
show (NightDueBar *self)
{
  guint n = self->due->len;
  g_autofree char *text =
      g_strdup_printf (ngettext ("%u item expires within 24 hours.",
                                 "%u items expire within 24 hours.", n),
                       n);

  gtk_label_set_text (self->label, n == 0 ? "" : text);
  gtk_widget_set_visible (GTK_WIDGET (self), n > 0);
}

/* Fill in @due, and whether one of them is new there; how many seconds it is until there is
 * another, LOOK_AGAIN_S at most. */
static gint64
find_due (NightDueBar *self, gboolean *out_is_new)
{
  GListModel *items = vault_get_items (self->vault);
  gint64 now = vault_get_time (self->vault);
  gint64 next = LOOK_AGAIN_S;

  *out_is_new = FALSE;
  for (guint i = 0; i < g_list_model_get_n_items (items); i++) {
    g_autoptr (VaultItem) item = g_list_model_get_item (items, i);
    const char *id = vault_item_get_id (item);
    gint64 left = vault_item_get_expires (item) - now;

    if (vault_item_get_expires (item) == VAULT_EXPIRES_NEVER || left > SOON_S) {
      g_hash_table_remove (self->told, id);
      if (left > SOON_S)
        next = MIN (next, left - SOON_S);
    } else if (left > 0 && !g_hash_table_contains (self->let_go, id)) {
      g_ptr_array_add (self->due, g_object_ref (item));
      *out_is_new |= g_hash_table_add (self->told, g_strdup (id));
    }
  }

  return next;
}

static gboolean look_again_cb (gpointer user_data);

static void
look (NightDueBar *self)
{
  gboolean is_new = FALSE;
  gint64 next;

  g_ptr_array_set_size (self->due, 0);
  g_clear_handle_id (&self->look_again_id, g_source_remove);
  if (self->vault != NULL && vault_get_state (self->vault) == VAULT_STATE_OPEN) {
    next = find_due (self, &is_new);
    self->look_again_id =
        g_timeout_add_seconds ((guint) MAX (next, 1), look_again_cb, self);
  }
  show (self);

  if (self->due->len == 0)
    night_reminder_withdraw ();
  else if (is_new)
    night_reminder_send ();
}

static gboolean
look_again_cb (gpointer user_data)
{
  NightDueBar *self = user_data;

  self->look_again_id = 0;
  look (self);
  return G_SOURCE_REMOVE;
}

static gboolean
look_cb (gpointer user_data)
{
  NightDueBar *self = user_data;

  self->look_id = 0;
  look (self);
  return G_SOURCE_REMOVE;
}

/* One look for all that changes at once. */
static void
look_soon (NightDueBar *self)
{
  if (self->look_id == 0)
    self->look_id = g_idle_add (look_cb, self);
}

static void
extend (NightDueBar *self)
{
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < self->due->len; i++) {
    if (!vault_item_is_gone (self->due->pdata[i]))
      g_ptr_array_add (items, g_object_ref (self->due->pdata[i]));
  }
  night_expiry_dialog_present (GTK_WIDGET (self), self->vault, items);
}

static void
let_go (NightDueBar *self)
{
  for (guint i = 0; i < self->due->len; i++)
    g_hash_table_add (self->let_go, g_strdup (vault_item_get_id (self->due->pdata[i])));
  look (self);
}

void
night_due_bar_set_vault (NightDueBar *self, Vault *vault)
{
  g_return_if_fail (NIGHT_IS_DUE_BAR (self));

  if (self->vault != NULL) {
    g_signal_handlers_disconnect_by_data (vault_get_items (self->vault), self);
    g_signal_handlers_disconnect_by_data (self->vault, self);
  }
  g_set_object (&self->vault, vault);
  g_hash_table_remove_all (self->let_go);
  g_hash_table_remove_all (self->told);
  if (vault != NULL) {
    g_signal_connect_object (vault_get_items (vault), "items-changed",
                             G_CALLBACK (look_soon), self, G_CONNECT_SWAPPED);
    g_signal_connect_object (vault, "deadlines-changed", G_CALLBACK (look_soon), self,
                             G_CONNECT_SWAPPED);
  }
  look (self);
}

static void
night_due_bar_dispose (GObject *object)
{
  NightDueBar *self = NIGHT_DUE_BAR (object);

  g_clear_handle_id (&self->look_id, g_source_remove);
  g_clear_handle_id (&self->look_again_id, g_source_remove);
  g_clear_object (&self->vault);
  g_clear_pointer (&self->due, g_ptr_array_unref);
  g_clear_pointer (&self->let_go, g_hash_table_unref);
  g_clear_pointer (&self->told, g_hash_table_unref);

  G_OBJECT_CLASS (night_due_bar_parent_class)->dispose (object);
}

static void
night_due_bar_class_init (NightDueBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = night_due_bar_dispose;

  gtk_widget_class_set_template_from_resource (
      widget_class, "/org/nightstand/Nightstand/library/night-due-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, NightDueBar, label);
  gtk_widget_class_bind_template_callback (widget_class, extend);
  gtk_widget_class_bind_template_callback (widget_class, let_go);
}

static void
night_due_bar_init (NightDueBar *self)
{
  self->due = g_ptr_array_new_with_free_func (g_object_unref);
  self->let_go = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->told = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  night_settings_follow ("remind", G_CALLBACK (night_reminder_follow_setting), self);
  gtk_widget_init_template (GTK_WIDGET (self));
}
