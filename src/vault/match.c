/* match.c - which item of the vault says the same as a file outside
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "vault/match.h"

#include <errno.h>
#include <sodium.h>
#include <string.h>
#include <unistd.h>

#include "vault/session-private.h"

#define READ_BYTES ((gsize) 1 << 20)

struct _VaultMatch {
  VaultSession *session;
  const VaultWork *work;
  VaultMatchFunc read;
  gpointer user_data;
  GPtrArray *entries;  /* owns what the tables refer to */
  GHashTable *by_size; /* guint64 -> GPtrArray of VaultEntry */
  GHashTable *by_name;
  guint8 *outside; /* READ_BYTES of the file */
  guint8 *inside;  /* and of the item: plaintext */
};

/* One comparison. */
typedef struct {
  VaultMatch *match;
  VaultSource *source;
  int fd;
  guint64 n_bytes;
  guint64 n_compared;
  gboolean differs;
} Comparison;

static void
add_to (GHashTable *table, gconstpointer key, gsize key_bytes, VaultEntry *entry)
{
  GPtrArray *list = g_hash_table_lookup (table, key);

  if (list == NULL) {
    list = g_ptr_array_new ();
    g_hash_table_insert (table, g_memdup2 (key, key_bytes), list);
  }
  g_ptr_array_add (list, entry);
}

VaultMatch *
vault_match_new (VaultSession *session,
                 const VaultWork *work,
                 VaultMatchFunc read,
                 gpointer user_data)
{
  VaultMatch *self = g_new0 (VaultMatch, 1);

  self->session = session;
  self->work = work;
  self->read = read;
  self->user_data = user_data;
  self->entries = vault_session_dup_entries (session);
  self->by_size = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free,
                                         (GDestroyNotify) g_ptr_array_unref);
  self->by_name = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                         (GDestroyNotify) g_ptr_array_unref);
  for (guint i = 0; i < self->entries->len; i++) {
    VaultEntry *entry = self->entries->pdata[i];

    add_to (self->by_size, &entry->streams[VAULT_STREAM_MEDIA].n_bytes,
            sizeof (guint64), entry);
    add_to (self->by_name, entry->name, strlen (entry->name) + 1, entry);
  }
  self->outside = g_malloc (READ_BYTES);
  self->inside = g_malloc (READ_BYTES);
  return self;
}

void
vault_match_free (VaultMatch *self)
{
  if (self == NULL)
    return;

  sodium_memzero (self->outside, READ_BYTES);
  sodium_memzero (self->inside, READ_BYTES);
  g_free (self->outside);
  g_free (self->inside);
  g_hash_table_unref (self->by_size);
  g_hash_table_unref (self->by_name);
  g_ptr_array_unref (self->entries);
  g_free (self);
}

static gboolean
read_file (const Comparison *self,
           guint64 offset,
           guint8 *out,
           gsize n_bytes,
           GError **error)
{
  if (self->match->read != NULL)
    self->match->read (n_bytes, self->match->user_data);

  while (n_bytes > 0) {
    gssize n = pread (self->fd, out, n_bytes, (off_t) offset);

    if (n < 0 && errno == EINTR)
      continue;
    if (n <= 0) {
      g_set_error (error, VAULT_ERROR,
                   n == 0 ? VAULT_ERROR_SOURCE_CHANGED : VAULT_ERROR_SOURCE_UNREADABLE,
                   "a file outside: %d", n == 0 ? 0 : errno);
      return FALSE;
    }
    out += n;
    offset += (guint64) n;
    n_bytes -= (gsize) n;
  }

  return TRUE;
}

/* Compare what comes next with the item.  FALSE with an error, or because it differs. */
static gboolean
compare_next (Comparison *self, const guint8 *bytes, gsize n_bytes, GError **error)
{
  VaultMatch *match = self->match;

  if (self->n_compared + n_bytes > vault_source_get_n_bytes (self->source)) {
    self->differs = TRUE;
    return FALSE;
  }
  while (n_bytes > 0) {
    gsize n = MIN (n_bytes, READ_BYTES);

    if (!vault_source_read (self->source, self->n_compared, match->inside, n, error))
      return FALSE;
    if (memcmp (match->inside, bytes, n) != 0) {
      self->differs = TRUE;
      return FALSE;
    }
    bytes += n;
    n_bytes -= n;
    self->n_compared += n;
  }

  return TRUE;
}

static gboolean
compare_whole (Comparison *self, GError **error)
{
  VaultMatch *match = self->match;

  for (guint64 at = 0; at < self->n_bytes;) {
    gsize n = (gsize) MIN (self->n_bytes - at, READ_BYTES);

    if (vault_session_should_end (match->session, match->work->cancellable, error)
        || !read_file (self, at, match->outside, n, error)
        || !compare_next (self, match->outside, n, error))
      return FALSE;
    at += n;
  }

  return TRUE;
}

static gboolean
read_cb (gpointer data, guint64 offset, guint8 *out, gsize n_bytes, GError **error)
{
  Comparison *self = data;

  return !vault_session_should_end (self->match->session,
                                    self->match->work->cancellable, error)
         && read_file (self, offset, out, n_bytes, error);
}

static gboolean
begin_cb (gpointer data, guint64 n_bytes, GError **error)
{
  Comparison *self = data;

  self->differs = n_bytes != vault_source_get_n_bytes (self->source);
  if (!self->differs)
    return TRUE;
  g_set_error (error, VAULT_ERROR, VAULT_ERROR_DAMAGED_ITEM, "of another length");
  return FALSE;
}

static gboolean
write_cb (gpointer data, const guint8 *bytes, gsize n_bytes, GError **error)
{
  Comparison *self = data;

  if (compare_next (self, bytes, n_bytes, error))
    return TRUE;
  if (self->differs)
    g_set_error (error, VAULT_ERROR, VAULT_ERROR_DAMAGED_ITEM, "differs");
  return FALSE;
}

/* What the decoder leaves of a file is the same each time, so it can be made again and
 * compared while it comes. */
static gboolean
compare_stripped (Comparison *self, GError **error)
{
  const VaultDecoderSource source = { read_cb, self, self->n_bytes };
  const VaultDecoderTarget target = { begin_cb, write_cb, self };
  const VaultWork *work = self->match->work;
  gint64 captured;

  return work->decoder != NULL
         && vault_decoder_strip (work->decoder, &source, &target, &captured,
                                 work->cancellable, error)
         && self->n_compared == vault_source_get_n_bytes (self->source);
}

/* What ends the whole search, as opposed to this comparison. */
static gboolean
is_fatal (const GError *error)
{
  return error != NULL
         && (error->domain != VAULT_ERROR || error->code == VAULT_ERROR_LOCKED
             || error->code == VAULT_ERROR_SOURCE_CHANGED
             || error->code == VAULT_ERROR_SOURCE_UNREADABLE);
}

static gboolean
is_same (VaultMatch *self,
         const VaultEntry *entry,
         gboolean stripped,
         int fd,
         guint64 n_bytes,
         GError **error)
{
  g_autoptr (VaultSource) source = NULL;
  Comparison comparison = { .match = self, .fd = fd, .n_bytes = n_bytes };
  GError *local = NULL;
  gboolean same;

  source = vault_session_open_source_to_verify (self->session, entry,
                                                VAULT_STREAM_MEDIA, &local);
  comparison.source = source;
  same = source != NULL
         && (stripped ? compare_stripped (&comparison, &local)
                      : compare_whole (&comparison, &local));
  if (is_fatal (local))
    g_propagate_error (error, local);
  else
    g_clear_error (&local);
  return same && !comparison.differs;
}

/* @out_id: (transfer full) (nullable).  FALSE with an error. */
static gboolean
find_among (VaultMatch *self,
            const GPtrArray *entries,
            gboolean stripped,
            int fd,
            guint64 n_bytes,
            char **out_id,
            GError **error)
{
  GError *local = NULL;

  for (guint i = 0; entries != NULL && i < entries->len; i++) {
    const VaultEntry *entry = entries->pdata[i];

    if (is_same (self, entry, stripped, fd, n_bytes, &local)) {
      *out_id = g_strdup (entry->id);
      return TRUE;
    }
    if (local != NULL) {
      g_propagate_error (error, local);
      return FALSE;
    }
  }

  return TRUE;
}

char *
vault_match_find (VaultMatch *self,
                  int fd,
                  guint64 n_bytes,
                  const char *name,
                  GError **error)
{
  char *id = NULL;

  if (!find_among (self, g_hash_table_lookup (self->by_size, &n_bytes), FALSE, fd,
                   n_bytes, &id, error)
      || id != NULL)
    return id;

  (void) find_among (self, g_hash_table_lookup (self->by_name, name), TRUE, fd, n_bytes,
                     &id, error);
  return id;
}

gboolean
vault_match_is (VaultMatch *self,
                const char *id,
                int fd,
                guint64 n_bytes,
                const char *name,
                GError **error)
{
  g_autoptr (VaultEntry) entry = vault_session_dup_entry (self->session, id);
  GError *local = NULL;
  gboolean same = FALSE;

  if (entry != NULL) {
    if (entry->streams[VAULT_STREAM_MEDIA].n_bytes == n_bytes)
      same = is_same (self, entry, FALSE, fd, n_bytes, &local);
    if (!same && local == NULL && (name == NULL || g_str_equal (name, entry->name)))
      same = is_same (self, entry, TRUE, fd, n_bytes, &local);
  }
  if (local != NULL)
    g_propagate_error (error, local);
  else if (!same)
    g_set_error (error, VAULT_ERROR, VAULT_ERROR_SOURCE_CHANGED, "not the same now");
  return same;
}
