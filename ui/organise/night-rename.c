/* night-rename.c - asking for another name of an item
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "organise/night-rename.h"

#include <glib/gi18n.h>

#include "organise/night-change.h"
#include "organise/night-name-popover.h"

typedef struct {
  GtkWidget *widget;
  Vault *vault;
  VaultItem *item;
} Renaming;

static void
renaming_free (gpointer data)
{
  Renaming *self = data;

  g_object_unref (self->widget);
  g_object_unref (self->vault);
  g_object_unref (self->item);
  g_free (self);
}

static const char *
check (const char *name, gpointer user_data)
{
  return vault_item_name_is_good (name)
             ? NULL
             : _ ("A name is one line without “/”, of 255 bytes at most.");
}

static void
take (const char *name, gpointer user_data)
{
  Renaming *self = user_data;

  night_change_name (self->widget, self->vault, self->item, name);
}

void
night_rename_ask (GtkWidget *widget, Vault *vault, VaultItem *item)
{
  Renaming *self = g_new0 (Renaming, 1);

  self->widget = g_object_ref (widget);
  self->vault = g_object_ref (vault);
  self->item = g_object_ref (item);
  night_name_popover_ask (widget, _ ("Rename Item"), vault_item_get_name (item),
                          _ ("Rename"), check, take, self, renaming_free);
}
