/* entry.c - one item as its record describes it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "vault/entry.h"

#include <sodium.h>
#include <string.h>

#include "crypto/bytes.h"

/* Numbers, name, content type.  Everything of a fixed size is in one array, because every
 * library has to read all records and an array of numbers is the one thing in a GVariant
 * that is read without making an object for each of its parts. */
#define RECORD_TYPE "(atss)"
#define VERSION_PLAIN 1 /* neither turned nor left anywhere */
#define VERSION_VIEWED 2
#define LENGTH_BYTES 8
#define BODY_BYTES (VAULT_RECORD_PLAIN_BYTES - LENGTH_BYTES)
#define MAX_RUNS 32
#define MAX_PIECE ((guint64) 1 << 62)
#define CONTENT_TYPE_MAX_BYTES 127

/* The first numbers; the last two are there only in VERSION_VIEWED, whose sense they are, so
 * that every record still has one encoding.  Behind them, for each stream: its length and, unless that is 0, its
 * runs, until their counts add up to the number of chunks. */
typedef enum {
  NUMBER_VERSION,
  NUMBER_KIND,
  NUMBER_ADDED,
  NUMBER_CAPTURED,
  NUMBER_EXPIRES,
  NUMBER_WIDTH,
  NUMBER_HEIGHT,
  NUMBER_DURATION_MS,
  NUMBER_ROTATION,
  NUMBER_POSITION_MS,
  N_NUMBERS
} Number;

#define N_PLAIN_NUMBERS NUMBER_ROTATION
#define MAX_NUMBERS (N_NUMBERS + VAULT_N_STREAMS * (1 + 2 * MAX_RUNS))

G_STATIC_ASSERT (sizeof (VaultRun) == 2 * sizeof (guint64));

VaultEntry *
vault_entry_new (void)
{
  VaultEntry *self = g_new0 (VaultEntry, 1);

  g_atomic_ref_count_init (&self->n_refs);
  return self;
}

VaultEntry *
vault_entry_ref (VaultEntry *self)
{
  g_atomic_ref_count_inc (&self->n_refs);
  return self;
}

static void
free_text (char *text)
{
  if (text != NULL)
    sodium_memzero (text, strlen (text));
  g_free (text);
}

void
vault_entry_unref (VaultEntry *self)
{
  if (self == NULL || !g_atomic_ref_count_dec (&self->n_refs))
    return;

  free_text (self->name);
  free_text (self->content_type);
  for (guint i = 0; i < VAULT_N_STREAMS; i++)
    g_free (self->streams[i].runs);
  sodium_memzero (self, sizeof *self);
  g_free (self);
}

VaultEntry *
vault_entry_copy (const VaultEntry *self)
{
  VaultEntry *copy = g_memdup2 (self, sizeof *self);

  g_atomic_ref_count_init (&copy->n_refs);
  copy->name = g_strdup (self->name);
  copy->content_type = g_strdup (self->content_type);
  for (guint i = 0; i < VAULT_N_STREAMS; i++)
    copy->streams[i].runs =
        g_memdup2 (self->streams[i].runs, self->streams[i].n_runs * sizeof (VaultRun));

  return copy;
}

VaultStreamNumber
vault_entry_find_thumbnail (const VaultEntry *self)
{
  if (self->streams[VAULT_STREAM_LATE].n_bytes > 0)
    return VAULT_STREAM_LATE;

  return self->streams[VAULT_STREAM_THUMBNAIL].n_bytes > 0 ? VAULT_STREAM_THUMBNAIL
                                                           : VAULT_N_STREAMS;
}

void
vault_entry_set_root (VaultEntry *self, const guint8 item_root[VAULT_KEY_BYTES])
{
  guint8 id[VAULT_KEY_BYTES];

  vault_subkey_derive (item_root, VAULT_SUBKEY_ITEM_ID, id);
  memcpy (self->item_id, id, VAULT_ITEM_ID_BYTES);
  sodium_bin2hex (self->id, sizeof self->id, id, VAULT_ITEM_ID_BYTES);
}

void
vault_entry_set_stream (VaultEntry *self,
                        VaultStreamNumber stream,
                        guint64 n_bytes,
                        guint64 first_piece)
{
  VaultStreamLayout *layout = &self->streams[stream];

  g_free (layout->runs);
  layout->n_bytes = n_bytes;
  layout->n_runs = 1;
  layout->runs = g_new (VaultRun, 1);
  layout->runs[0].first = first_piece;
  layout->runs[0].count = vault_chunk_count (n_bytes);
}

static gboolean
changes_direction (gunichar c)
{
  return (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069) || c == 0x200e
         || c == 0x200f || c == 0x061c;
}

/* Most names are ASCII, and every name is looked at when a vault is opened. */
static gboolean
is_plain (const char *name)
{
  for (; *name != '\0'; name++) {
    if (!g_ascii_isprint (*name) || *name == '/')
      return FALSE;
  }

  return TRUE;
}

gboolean
vault_entry_name_is_good (const char *name)
{
  gsize n_bytes = strlen (name);

  if (n_bytes == 0 || n_bytes > VAULT_NAME_MAX_BYTES || g_str_equal (name, ".")
      || g_str_equal (name, ".."))
    return FALSE;
  if (is_plain (name))
    return TRUE;
  if (!g_utf8_validate_len (name, n_bytes, NULL))
    return FALSE;

  for (const char *at = name; *at != '\0'; at = g_utf8_next_char (at)) {
    gunichar c = g_utf8_get_char (at);

    /* "photo\u202Egnp.exe" reads as "photoexe.png": nobody should be shown that. */
    if (c == '/' || g_unichar_iscntrl (c) || changes_direction (c) || c == 0x2028
        || c == 0x2029)
      return FALSE;
  }

  return TRUE;
}

/* A word of printable ASCII, such as "image/png". */
static gboolean
content_type_is_good (const char *content_type)
{
  gsize n_bytes = strlen (content_type);

  if (n_bytes == 0 || n_bytes > CONTENT_TYPE_MAX_BYTES)
    return FALSE;

  for (gsize i = 0; i < n_bytes; i++) {
    if (!g_ascii_isgraph (content_type[i]))
      return FALSE;
  }

  return TRUE;
}

/* Returns how many numbers there are, 0 if they are too many. */
static gsize
list_numbers (const VaultEntry *self, guint64 out[MAX_NUMBERS])
{
  gboolean is_viewed = self->rotation != 0 || self->position_ms != 0;
  gsize n = is_viewed ? N_NUMBERS : N_PLAIN_NUMBERS;

  out[NUMBER_VERSION] = is_viewed ? VERSION_VIEWED : VERSION_PLAIN;
  out[NUMBER_KIND] = self->kind;
  out[NUMBER_ADDED] = (guint64) self->added;
  out[NUMBER_CAPTURED] = (guint64) self->captured;
  out[NUMBER_EXPIRES] = (guint64) self->expires;
  out[NUMBER_WIDTH] = self->width;
  out[NUMBER_HEIGHT] = self->height;
  out[NUMBER_DURATION_MS] = self->duration_ms;
  if (is_viewed) {
    out[NUMBER_ROTATION] = self->rotation;
    out[NUMBER_POSITION_MS] = self->position_ms;
  }

  for (guint i = 0; i < VAULT_N_STREAMS; i++) {
    const VaultStreamLayout *layout = &self->streams[i];

    out[n++] = layout->n_bytes;
    if (layout->n_bytes == 0)
      continue;
    if (layout->n_runs > MAX_RUNS)
      return 0;
    memcpy (out + n, layout->runs, layout->n_runs * sizeof (VaultRun));
    n += 2 * layout->n_runs;
  }

  return n;
}

/* Records are little-endian on every machine. */
static GVariant *
to_disk_order (GVariant *variant)
{
  if (G_BYTE_ORDER == G_LITTLE_ENDIAN)
    return g_variant_ref (variant);

  return g_variant_byteswap (variant);
}

gboolean
vault_entry_encode (const VaultEntry *self, guint8 out[VAULT_RECORD_PLAIN_BYTES])
{
  g_autoptr (GVariant) native = NULL;
  g_autoptr (GVariant) record = NULL;
  guint64 numbers[MAX_NUMBERS];
  gsize n_numbers = list_numbers (self, numbers);
  gsize n_bytes;

  if (n_numbers == 0)
    return FALSE;

  native = g_variant_ref_sink (
      g_variant_new ("(@atss)",
                     g_variant_new_fixed_array (G_VARIANT_TYPE_UINT64, numbers,
                                                n_numbers, sizeof *numbers),
                     self->name, self->content_type));
  record = to_disk_order (native);

  n_bytes = g_variant_get_size (record);
  if (n_bytes > BODY_BYTES)
    return FALSE;

  sodium_memzero (out, VAULT_RECORD_PLAIN_BYTES);
  vault_store_u16_le (out, (guint16) n_bytes);
  g_variant_store (record, out + LENGTH_BYTES);
  return TRUE;
}

/* The numbers that have not been read yet. */
typedef struct {
  const guint64 *at;
  gsize n;
} Rest;

static gboolean
decode_stream (VaultStreamLayout *layout, Rest *rest)
{
  const guint64 *runs;
  guint64 n_missing;

  if (rest->n == 0)
    return FALSE;
  layout->n_bytes = *rest->at++;
  rest->n--;

  n_missing = vault_chunk_count (layout->n_bytes);
  if (layout->n_bytes == 0)
    return TRUE;
  if (n_missing > VAULT_STREAM_MAX_CHUNKS)
    return FALSE;

  for (runs = rest->at; n_missing > 0; rest->at += 2, rest->n -= 2) {
    if (rest->n < 2 || layout->n_runs == MAX_RUNS || rest->at[1] == 0
        || rest->at[1] > n_missing || rest->at[0] == 0
        || rest->at[0] > MAX_PIECE - (rest->at[1] - 1))
      return FALSE;
    n_missing -= rest->at[1];
    layout->n_runs++;
  }

  layout->runs = g_memdup2 (runs, layout->n_runs * sizeof (VaultRun));
  return TRUE;
}

/* How it was looked at.  Returns how many numbers stand before the streams, 0 if they are
 * refused. */
static gsize
decode_view (VaultEntry *self, const guint64 *numbers, gsize n_numbers)
{
  if (n_numbers < N_PLAIN_NUMBERS)
    return 0;
  if (numbers[NUMBER_VERSION] == VERSION_PLAIN)
    return N_PLAIN_NUMBERS;

  if (numbers[NUMBER_VERSION] != VERSION_VIEWED || n_numbers < N_NUMBERS
      || numbers[NUMBER_ROTATION] >= VAULT_FULL_TURN
      || numbers[NUMBER_POSITION_MS] > VAULT_POSITION_MAX_MS
      || (numbers[NUMBER_ROTATION] == 0 && numbers[NUMBER_POSITION_MS] == 0))
    return 0;

  self->rotation = (guint) numbers[NUMBER_ROTATION];
  self->position_ms = numbers[NUMBER_POSITION_MS];
  return N_NUMBERS;
}

static gboolean
decode_numbers (VaultEntry *self, const guint64 *numbers, gsize n_numbers)
{
  gsize n_fixed = decode_view (self, numbers, n_numbers);
  Rest rest;

  if (n_fixed == 0 || numbers[NUMBER_KIND] > VAULT_MEDIA_DOCUMENT
      || numbers[NUMBER_EXPIRES] > G_MAXINT64 || numbers[NUMBER_WIDTH] > G_MAXUINT32
      || numbers[NUMBER_HEIGHT] > G_MAXUINT32)
    return FALSE;

  self->kind = (VaultMediaKind) numbers[NUMBER_KIND];
  self->added = (gint64) numbers[NUMBER_ADDED];
  self->captured = (gint64) numbers[NUMBER_CAPTURED];
  self->expires = (gint64) numbers[NUMBER_EXPIRES];
  self->width = (guint) numbers[NUMBER_WIDTH];
  self->height = (guint) numbers[NUMBER_HEIGHT];
  self->duration_ms = numbers[NUMBER_DURATION_MS];

  rest = (Rest){ numbers + n_fixed, n_numbers - n_fixed };
  for (guint i = 0; i < VAULT_N_STREAMS; i++) {
    if (!decode_stream (&self->streams[i], &rest))
      return FALSE;
  }

  return rest.n == 0 && self->streams[VAULT_STREAM_MEDIA].n_bytes > 0
         && self->streams[VAULT_STREAM_LATE].n_bytes <= VAULT_LATE_BYTES;
}

/* @record is in normal form: its numbers are followed by the name and its zero, and they by
 * the content type and its zero.  Only the numbers are worth an object of GLib's. */
static VaultEntry *
decode_variant (GVariant *record)
{
  g_autoptr (VaultEntry) self = vault_entry_new ();
  g_autoptr (GVariant) array = g_variant_get_child_value (record, 0);
  const char *content_type;
  const char *name;
  const guint64 *numbers;
  gsize n_numbers;

  numbers = g_variant_get_fixed_array (array, &n_numbers, sizeof *numbers);
  if (!decode_numbers (self, numbers, n_numbers))
    return NULL;

  name = (const char *) (numbers + n_numbers);
  content_type = name + strlen (name) + 1;
  if (!vault_entry_name_is_good (name) || !content_type_is_good (content_type))
    return NULL;

  self->name = g_strdup (name);
  self->content_type = g_strdup (content_type);
  return g_steal_pointer (&self);
}

/* GLib works out what a type looks like with the first value of it, and forgets that with
 * the last: one value that stays spares it doing so for every record. */
static void
keep_type_known (void)
{
  static gsize kept;

  if (g_once_init_enter (&kept)) {
    GVariant *value = g_variant_new_from_data (G_VARIANT_TYPE (RECORD_TYPE), NULL, 0,
                                               FALSE, NULL, NULL);

    g_once_init_leave (&kept, (gsize) g_variant_ref_sink (value));
  }
}

/* @body: aligned as GVariant wants it. */
static VaultEntry *
decode_body (const guint8 *body, gsize n_bytes)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static (body, n_bytes);
  g_autoptr (GVariant) stored = NULL;
  g_autoptr (GVariant) record = NULL;

  keep_type_known ();
  stored = g_variant_ref_sink (
      g_variant_new_from_bytes (G_VARIANT_TYPE (RECORD_TYPE), bytes, FALSE));
  /* One encoding for each value: a second one is somebody else's writing. */
  if (!g_variant_is_normal_form (stored))
    return NULL;

  record = to_disk_order (stored);
  return decode_variant (record);
}

VaultEntry *
vault_entry_decode (const guint8 plain[VAULT_RECORD_PLAIN_BYTES])
{
  /* GVariant would make an aligned copy of its own, which nobody would wipe. */
  _Alignas(guint64) guint8 body[BODY_BYTES];
  gsize n_bytes = vault_load_u16_le (plain);
  VaultEntry *entry;

  if (n_bytes == 0 || n_bytes > BODY_BYTES
      || !vault_bytes_are_zero (plain + 2, LENGTH_BYTES - 2)
      || !vault_bytes_are_zero (plain + LENGTH_BYTES + n_bytes, BODY_BYTES - n_bytes))
    return NULL;

  memcpy (body, plain + LENGTH_BYTES, n_bytes);
  entry = decode_body (body, n_bytes);
  sodium_memzero (body, sizeof body);
  return entry;
}
