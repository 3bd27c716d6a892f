/* pair.c - a small vault to be edited: a keyring and a database, the same in every process
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "fuzz/pair.h"

#include <sodium.h>
#include <string.h>

#include "fuzz/fuzz.h"
#include "keyring/keyring-private.h"
#include "support/fake-clock.h"
#include "support/folder.h"
#include "vault/session-private.h"

#define PASSPHRASE "correct horse battery staple"
/* The items' are 1, 2 and 3. */
#define LAST_CELL 8

static Pair pair;

/* The linker puts this in the place of crypto_pwhash(). */
int __wrap_crypto_pwhash (guint8 *out,
                          unsigned long long n_out_bytes,
                          const char *passphrase,
                          unsigned long long n_passphrase_bytes,
                          const guint8 *salt,
                          unsigned long long passes,
                          size_t n_memory_bytes,
                          int algorithm);

int
__wrap_crypto_pwhash (guint8 *out,
                      unsigned long long n_out_bytes,
                      const char *passphrase,
                      unsigned long long n_passphrase_bytes,
                      const guint8 *salt,
                      unsigned long long passes,
                      size_t n_memory_bytes,
                      int algorithm)
{
  return crypto_generichash (out, (size_t) n_out_bytes, (const guint8 *) passphrase,
                             n_passphrase_bytes, salt, crypto_pwhash_SALTBYTES);
}

/* And these in the place of vault_cell_open().  A new keyring's cells are noise, which nobody
 * can have made into a cell; to look at 4093 of them, twice, takes nearly all the time. */
gboolean __real_vault_cell_open (const VaultCellPlace *place,
                                 const guint8 *sealed,
                                 VaultCellScratch *scratch,
                                 VaultEpoch *out_epoch);
gboolean __wrap_vault_cell_open (const VaultCellPlace *place,
                                 const guint8 *sealed,
                                 VaultCellScratch *scratch,
                                 VaultEpoch *out_epoch);

gboolean
__wrap_vault_cell_open (const VaultCellPlace *place,
                        const guint8 *sealed,
                        VaultCellScratch *scratch,
                        VaultEpoch *out_epoch)
{
  if (place->number <= LAST_CELL)
    return __real_vault_cell_open (place, sealed, scratch, out_epoch);

  *out_epoch = (VaultEpoch){ .class = VAULT_EPOCH_NEVER };
  return FALSE;
}

static VaultEntry *
make_entry (guint i, guint32 cell)
{
  static const struct {
    const char *name;
    const char *content_type;
    VaultMediaKind kind;
    gint64 lives_s; /* 0: for ever */
    guint64 n_bytes;
    guint64 first_piece;
  } items[PAIR_N_ITEMS] = {
    { "picture.jpg", "image/jpeg", VAULT_MEDIA_IMAGE, 0, 100, 1 },
    { "film.mp4", "video/mp4", VAULT_MEDIA_VIDEO, 5400, 7, 2 },
    { "notes.pdf", "application/pdf", VAULT_MEDIA_DOCUMENT, 2 * FAKE_YEAR,
      VAULT_CHUNK_BYTES + 1, 4 },
  };
  VaultEntry *entry = vault_entry_new ();

  entry->cell = cell;
  entry->name = g_strdup (items[i].name);
  entry->content_type = g_strdup (items[i].content_type);
  entry->kind = items[i].kind;
  entry->added = FAKE_NOW;
  entry->expires = items[i].lives_s == 0 ? 0 : FAKE_NOW + items[i].lives_s;
  vault_entry_set_root (entry, pair.roots[i]);
  vault_entry_set_stream (entry, VAULT_STREAM_MEDIA, items[i].n_bytes,
                          items[i].first_piece);
  if (i == 1)
    vault_entry_set_stream (entry, VAULT_STREAM_THUMBNAIL, 30, 3);
  return entry;
}

static void
put_stream (VaultSession *session, guint i, const VaultEntry *entry, guint stream)
{
  const VaultStreamLayout *layout = &entry->streams[stream];
  VaultChunkPlace place =
      vault_session_chunk_place (session, entry, (VaultStreamNumber) stream);
  g_autofree guint8 *plain = g_malloc0 (VAULT_CHUNK_BYTES);
  g_autofree guint8 *sealed = g_malloc (VAULT_PIECE_BYTES);
  guint64 n_chunks = vault_chunk_count (layout->n_bytes);
  guint8 key[VAULT_KEY_BYTES];

  vault_subkey_derive (pair.roots[i], VAULT_SUBKEY_FOR_STREAM (stream), key);
  place.key = key;
  for (guint64 index = 0; index < n_chunks; index++) {
    vault_chunk_seal (&place, index,
                      index + 1 == n_chunks ? VAULT_CHUNK_FINAL : VAULT_CHUNK_INNER,
                      plain, sealed);
    g_assert_true (vault_store_put_pieces (
        session->store, layout->runs[0].first + index, sealed, 1, NULL));
  }
}

/* As an import does it: pieces, cell, record with stamp. */
static void
add_item (VaultSession *session, guint i)
{
  g_autoptr (VaultEntry) entry = NULL;
  VaultCellWrite write = { .root = pair.roots[i] };

  memset (pair.roots[i], (int) i + 1, VAULT_KEY_BYTES);
  g_assert_true (vault_keyring_reserve_cell (session->keyring, &write.cell, NULL));
  entry = make_entry (i, write.cell);
  for (guint stream = 0; stream < VAULT_N_STREAMS; stream++)
    put_stream (session, i, entry, stream);

  write.expires_s = entry->expires;
  g_assert_true (vault_keyring_write_cells (session->keyring, &write, 1, NULL));
  g_mutex_lock (&session->change_mutex);
  g_assert_true (vault_session_change_records (session, VAULT_RECORDS_ADDED, &entry, 1,
                                               NULL, NULL));
  g_mutex_unlock (&session->change_mutex);

  pair.records[i].row = write.cell;
  vault_subkey_derive (pair.roots[i], VAULT_SUBKEY_RECORD, pair.records[i].key);
}

static void
keep_keys (VaultSession *session)
{
  memcpy (pair.vault_id, vault_keyring_get_vault_id (session->keyring), VAULT_ID_BYTES);
  memcpy (pair.ring_key, session->keyring->keys->ring_key, VAULT_KEY_BYTES);
  memcpy (pair.state_key, session->keyring->keys->state_key, VAULT_KEY_BYTES);
  for (guint i = 0; i < PAIR_N_STAMPS; i++)
    memcpy (pair.stamps[i].key, vault_keyring_get_stamp_key (session->keyring),
            VAULT_KEY_BYTES);
  pair.stamps[0].row = VAULT_STORE_STAMP_ROW;
  pair.stamps[1].row = VAULT_STORE_STAMP_MIRROR_ROW;
}

static void
find_row (VaultStore *store, PairRow *row)
{
  guint8 sealed[VAULT_RECORD_BYTES];
  const guint8 *found;

  g_assert_true (vault_store_get_record (store, row->row, sealed, NULL));
  found = memmem (pair.database, pair.n_database_bytes, sealed, sizeof sealed);
  g_assert_nonnull (found);
  row->at = (gsize) (found - pair.database);
}

static guint8 *
read_file (const char *name, gsize *out_n_bytes)
{
  g_autofree char *path = folder_path (pair.folder, name);

  return g_bytes_unref_to_data (file_get (path), out_n_bytes);
}

static void
remove_folder (void)
{
  folder_free (pair.folder);
  g_free (pair.keyring);
  g_free (pair.database);
}

static void
make (void)
{
  g_autoptr (VaultSecret) passphrase = NULL;
  g_autoptr (VaultSession) session = NULL;
  g_autoptr (GError) error = NULL;

  fuzz_restart_random ();
  fake_clock_install ();
  pair.folder = folder_new ();
  atexit (remove_folder);
  passphrase = vault_secret_new_from (PASSPHRASE, strlen (PASSPHRASE), NULL);
  session =
      vault_session_create (pair.folder, passphrase, VAULT_KDF_QUICK, NULL, &error);
  g_assert_no_error (error);

  for (guint i = 0; i < PAIR_N_ITEMS; i++)
    add_item (session, i);
  keep_keys (session);
  pair.database = read_file (VAULT_STORE_NAME, &pair.n_database_bytes);
  for (guint i = 0; i < PAIR_N_ITEMS; i++)
    find_row (session->store, &pair.records[i]);
  for (guint i = 0; i < PAIR_N_STAMPS; i++)
    find_row (session->store, &pair.stamps[i]);
  vault_session_close (session);
  pair.keyring = read_file (VAULT_KEYRING_NAME, &pair.n_keyring_bytes);
}

const Pair *
pair_get (void)
{
  if (pair.folder == NULL)
    make ();

  return &pair;
}

static void
put (const char *name, const guint8 *bytes, gsize n_bytes)
{
  g_autofree char *path = folder_path (pair.folder, name);
  g_autoptr (GBytes) content = g_bytes_new_static (bytes, n_bytes);

  file_put (path, content);
}

void
pair_put_keyring (const guint8 *bytes, gsize n_bytes)
{
  put (VAULT_KEYRING_NAME, bytes, n_bytes);
}

void
pair_put_database (const guint8 *bytes, gsize n_bytes)
{
  put (VAULT_STORE_NAME, bytes, n_bytes);
}

void
pair_put_journal (const guint8 *bytes, gsize n_bytes)
{
  put (VAULT_STORE_JOURNAL_NAME, bytes, n_bytes);
}

VaultSession *
pair_open (GError **error)
{
  g_autoptr (VaultSecret) passphrase =
                 vault_secret_new_from (PASSPHRASE, strlen (PASSPHRASE), NULL);

  fake_clock_install ();
  return vault_session_open (pair.folder, passphrase, NULL, error);
}
