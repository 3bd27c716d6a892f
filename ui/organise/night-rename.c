/* night-rename.c - asking for another name of an item
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "organise/night-rename.h"

#include <glib/gi18n.h>
#include <string.h>

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
  if (vault_item_name_is_good (name))
    return NULL;
  if (strchr (name, '/') != NULL)
    return _ ("A name can’t have “/” in it.");
  if (strlen (name) > VAULT_GROUP_NAME_MAX_BYTES)
    return _ ("This name is too long.");
  if (g_str_equal (name, ".") || g_str_equal (name, ".."))
    return _ ("“.” and “..” can’t be names.");

  return _ ("A name can’t have line breaks or invisible control characters in it.");
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
