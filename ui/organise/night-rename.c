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

/* What other programs know a file by: up to five letters and digits behind the last dot, but
 * not digits alone, which are a date or a number.
 * Returns: (transfer none): "" if @name has none. */
static const char *
find_ending (const char *name)
{
  const char *dot = strrchr (name, '.');
  gsize n = dot != NULL ? strspn (dot + 1, G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS) : 0;
  gsize n_digits = dot != NULL ? strspn (dot + 1, G_CSET_DIGITS) : 0;

  return dot != NULL && dot != name && n > n_digits && n <= 5 && dot[n + 1] == '\0'
             ? dot
             : "";
}

/* A copy that leaves the vault is called what is shown, and has to be known there.
 * Returns: (transfer full): @name, with the ending of the item's name if it has none. */
static char *
dup_with_ending (Renaming *self, const char *name)
{
  const char *ending = find_ending (vault_item_get_name (self->item));

  return g_strconcat (name, *find_ending (name) == '\0' ? ending : "", NULL);
}

static const char *
check (const char *typed, gpointer user_data)
{
  g_autofree char *name = dup_with_ending (user_data, typed);

  if (vault_item_name_is_good (name))
    return NULL;
  if (strchr (name, '/') != NULL)
    return _ ("A name can’t have “/” in it.");
  if (strlen (name) > VAULT_GROUP_NAME_MAX_BYTES)
    return _ ("This name is too long.");
  if (g_str_equal (typed, ".") || g_str_equal (typed, ".."))
    return _ ("“.” and “..” can’t be names.");

  return _ ("A name can’t have line breaks or invisible control characters in it.");
}

static void
take (const char *name, gpointer user_data)
{
  Renaming *self = user_data;
  g_autofree char *whole = dup_with_ending (self, name);

  night_change_name (self->widget, self->vault, self->item, whole);
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
