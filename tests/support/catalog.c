/* catalog.c - many items made quickly: cells and records without any media
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "support/catalog.h"

#include <sodium.h>
#include <string.h>

#include "vault/session-private.h"

/* Cells and records written with one pair of flushes and one commit. */
#define BATCH 5000
#define DAY_S (24 * 3600)
/* As long as a photograph and its thumbnail, in pieces. */
#define MEDIA_BYTES 3000000
#define THUMBNAIL_BYTES 20000
#define PIECES_PER_ITEM 46

guint
catalog_get_days (guint number)
{
  return number % 4 == 0 ? 1 + number % 300 : 0;
}

static gint64
choose_deadline (VaultSession *session, guint number)
{
  guint days = catalog_get_days (number);

  return days == 0 ? VAULT_EXPIRES_NEVER
                   : vault_session_get_time (session, NULL) + (gint64) days * DAY_S;
}

static VaultEntry *
make_entry (VaultSession *session, guint number)
{
  VaultEntry *entry = vault_entry_new ();
  guint64 first = 1 + (guint64) number * PIECES_PER_ITEM;

  entry->name = g_strdup_printf ("IMG_2024%04u_%06u.jpg", number % 1231, number);
  entry->content_type = g_strdup ("image/jpeg");
  entry->kind = VAULT_MEDIA_IMAGE;
  entry->added = CATALOG_ADDED + number / 100;
  entry->captured = 1600000000 + number;
  entry->expires = choose_deadline (session, number);
  entry->width = 4000;
  entry->height = 3000;
  vault_entry_set_stream (entry, VAULT_STREAM_MEDIA, MEDIA_BYTES, first);
  vault_entry_set_stream (entry, VAULT_STREAM_THUMBNAIL, THUMBNAIL_BYTES, first + 45);
  return entry;
}

static void
add_batch (VaultSession *session, guint first, guint n_items)
{
  g_autoptr (GPtrArray) entries =
                 g_ptr_array_new_with_free_func ((GDestroyNotify) vault_entry_unref);
  g_autofree VaultCellWrite *writes = g_new0 (VaultCellWrite, n_items);
  g_autofree guint8 *roots = g_malloc_n (n_items, VAULT_KEY_BYTES);
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&session->change_mutex);
  g_autoptr (GError) error = NULL;

  randombytes_buf (roots, (gsize) n_items * VAULT_KEY_BYTES);
  for (guint i = 0; i < n_items; i++) {
    const guint8 *root = roots + (gsize) i * VAULT_KEY_BYTES;
    VaultEntry *entry = make_entry (session, first + i);

    g_ptr_array_add (entries, entry);
    if (!vault_keyring_reserve_cell (session->keyring, &entry->cell, &error))
      g_error ("catalog: %s", error->message);
    writes[i] = (VaultCellWrite){ .cell = entry->cell,
                                  .expires_s = entry->expires,
                                  .root = root };
  }

  if (!vault_keyring_write_cells (session->keyring, writes, n_items, &error)
      || !vault_session_change_records (session, VAULT_RECORDS_ADDED,
                                        (VaultEntry **) entries->pdata, n_items, NULL,
                                        &error))
    g_error ("catalog: %s", error->message);
}

void
catalog_add (VaultSession *session, guint n_items)
{
  for (guint done = 0; done < n_items; done += BATCH)
    add_batch (session, done, MIN (BATCH, n_items - done));
}

static void
add_picture (VaultSession *session, guint number, const guint8 *plain)
{
  g_autofree guint8 *sealed = g_malloc (VAULT_PIECE_BYTES);
  g_autoptr (VaultEntry) entry = make_entry (session, number);
  g_autoptr (VaultSecret) key = NULL;
  guint8 root[VAULT_KEY_BYTES];
  g_autoptr (GError) error = NULL;
  VaultChunkPlace place;
  VaultEpoch epoch;

  entry->cell = number + 1;
  if (vault_keyring_read_cell (session->keyring, entry->cell, root, &epoch)
      != VAULT_CELL_OPEN)
    g_error ("catalog: no cell");
  vault_entry_set_root (entry, root);
  key = vault_session_dup_stream_key (session, entry->cell, VAULT_SUBKEY_THUMBNAIL,
                                      &error);
  place = vault_session_chunk_place (session, entry, VAULT_STREAM_THUMBNAIL);
  place.key = vault_secret_get (key);
  vault_chunk_seal (&place, 0, VAULT_CHUNK_FINAL, plain, sealed);
  if (!vault_store_put_pieces (session->store,
                               entry->streams[VAULT_STREAM_THUMBNAIL].runs[0].first,
                               sealed, 1, &error))
    g_error ("catalog: %s", error->message);
}

void
catalog_add_pictures (VaultSession *session,
                      guint n_items,
                      guint n_pictured,
                      GBytes *webp)
{
  g_autofree guint8 *plain = g_malloc0 (VAULT_CHUNK_BYTES);
  g_autoptr (GError) error = NULL;
  gsize n_bytes = g_bytes_get_size (webp);

  /* Behind its end a WebP may go on with anything. */
  if (n_bytes > THUMBNAIL_BYTES)
    g_error ("catalog: too long a picture");
  memcpy (plain, g_bytes_get_data (webp, NULL), n_bytes);
  for (guint number = n_items - n_pictured; number < n_items; number++)
    add_picture (session, number, plain);
  if (!vault_store_commit (session->store, &error))
    g_error ("catalog: %s", error->message);
}
