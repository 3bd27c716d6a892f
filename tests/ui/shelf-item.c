/* shelf-item.c - items for a list, without a vault
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "shelf-item.h"

#include <string.h>

void
shelf_item_add (VaultItemList *list,
                const char *name,
                gint64 added,
                gint64 captured,
                gint64 expires)
{
  g_autoptr (GPtrArray) entries =
                 g_ptr_array_new_with_free_func ((GDestroyNotify) vault_entry_unref);
  VaultEntry *entry = vault_entry_new ();

  entry->id[0] = name[strlen (name) - 1];
  entry->name = g_strdup (name);
  entry->content_type = g_strdup ("image/png");
  entry->kind = name[0] == 'v' ? VAULT_MEDIA_VIDEO : VAULT_MEDIA_IMAGE;
  entry->added = added;
  entry->captured = captured;
  entry->expires = expires;
  entry->streams[VAULT_STREAM_MEDIA].n_bytes = (guint64) entry->id[0];
  g_ptr_array_add (entries, entry);
  vault_item_list_add (list, entries);
}
