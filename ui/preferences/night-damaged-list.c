/* night-damaged-list.c - the items of which something can't be read, by name
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "preferences/night-damaged-list.h"

#include <glib/gi18n.h>

#include <vault/vault-verify.h>

#include "preferences/night-verify-text.h"

/* All rows are made at once; nobody reads more. */
#define MAX_ROWS 500

struct _NightDamagedList {
  AdwPreferencesGroup parent_instance;

  GPtrArray *rows; /* (element-type GtkWidget): the group's own */
};

G_DEFINE_FINAL_TYPE (NightDamagedList, night_damaged_list, ADW_TYPE_PREFERENCES_GROUP)

static void
append (NightDamagedList *self, const VaultDamagedItem *item)
{
  AdwActionRow *row = ADW_ACTION_ROW (adw_action_row_new ());
  g_autofree char *text = night_verify_dup_item (item);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), item->name);
  adw_action_row_set_title_lines (row, 2);
  adw_action_row_set_subtitle (row, text);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), GTK_WIDGET (row));
  g_ptr_array_add (self->rows, row);
}

void
night_damaged_list_show (NightDamagedList *self, GPtrArray *items)
{
  guint n = items != NULL ? items->len : 0;
  g_autofree char *more = NULL;

  g_return_if_fail (NIGHT_IS_DAMAGED_LIST (self));

  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (ADW_PREFERENCES_GROUP (self),
                                  g_ptr_array_index (self->rows, i));
  g_ptr_array_set_size (self->rows, 0);

  for (guint i = 0; i < MIN (n, MAX_ROWS); i++)
    append (self, g_ptr_array_index (items, i));

  if (n > MAX_ROWS)
    more = g_strdup_printf (_ ("The first %u of %u."), MAX_ROWS, n);
  adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (self), more);
  gtk_widget_set_visible (GTK_WIDGET (self), n > 0);
}

static void
night_damaged_list_dispose (GObject *object)
{
  g_clear_pointer (&NIGHT_DAMAGED_LIST (object)->rows, g_ptr_array_unref);

  G_OBJECT_CLASS (night_damaged_list_parent_class)->dispose (object);
}

static void
night_damaged_list_class_init (NightDamagedListClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = night_damaged_list_dispose;
}

static void
night_damaged_list_init (NightDamagedList *self)
{
  self->rows = g_ptr_array_new ();
  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (self), _ ("Damaged Items"));
  gtk_widget_hide (GTK_WIDGET (self));
}
