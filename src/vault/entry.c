/* entry.c - one item as its record describes it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "vault/entry.h"

#include <sodium.h>
#include <string.h>

#include "crypto/bytes.h"

/* version, name, content type, kind, added, captured, expires, width, height, duration,
 * streams (number, length, runs), and room for what later versions add. */
#define RECORD_TYPE "(qssuxxxuuta(uta(tt))a{sv})"
#define RECORD_VERSION 1
#define LENGTH_BYTES 8
#define MAX_RUNS 32

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
vault_entry_new_with_expiry (const VaultEntry *self, gint64 expires)
{
  VaultEntry *copy = g_memdup2 (self, sizeof *self);

  g_atomic_ref_count_init (&copy->n_refs);
  copy->name = g_strdup (self->name);
  copy->content_type = g_strdup (self->content_type);
  copy->expires = expires;
  for (guint i = 0; i < VAULT_N_STREAMS; i++)
    copy->streams[i].runs =
        g_memdup2 (self->streams[i].runs, self->streams[i].n_runs * sizeof (VaultRun));

  return copy;
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

gboolean
vault_entry_name_is_good (const char *name)
{
  gsize n_bytes = strlen (name);

  if (n_bytes == 0 || n_bytes > VAULT_NAME_MAX_BYTES
      || !g_utf8_validate_len (name, n_bytes, NULL) || g_str_equal (name, ".")
      || g_str_equal (name, ".."))
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

static GVariant *
build_streams (const VaultEntry *self)
{
  GVariantBuilder streams;

  g_variant_builder_init (&streams, G_VARIANT_TYPE ("a(uta(tt))"));
  for (guint i = 0; i < VAULT_N_STREAMS; i++) {
    const VaultStreamLayout *layout = &self->streams[i];
    GVariantBuilder runs;

    if (layout->n_bytes == 0)
      continue;
    g_variant_builder_init (&runs, G_VARIANT_TYPE ("a(tt)"));
    for (guint run = 0; run < layout->n_runs; run++)
      g_variant_builder_add (&runs, "(tt)", layout->runs[run].first,
                             layout->runs[run].count);
    g_variant_builder_add (&streams, "(uta(tt))", i, layout->n_bytes, &runs);
  }

  return g_variant_builder_end (&streams);
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
  gsize n_bytes;

  native = g_variant_ref_sink (g_variant_new (
      "(qssuxxxuut@a(uta(tt))@a{sv})", RECORD_VERSION, self->name, self->content_type,
      (guint32) self->kind, self->added, self->captured, self->expires, self->width,
      self->height, self->duration_ms, build_streams (self),
      g_variant_new_array (G_VARIANT_TYPE ("{sv}"), NULL, 0)));
  record = to_disk_order (native);

  n_bytes = g_variant_get_size (record);
  if (n_bytes > VAULT_RECORD_PLAIN_BYTES - LENGTH_BYTES)
    return FALSE;

  sodium_memzero (out, VAULT_RECORD_PLAIN_BYTES);
  vault_store_u16_le (out, (guint16) n_bytes);
  g_variant_store (record, out + LENGTH_BYTES);
  return TRUE;
}

static gboolean
decode_runs (VaultStreamLayout *layout, GVariant *runs)
{
  guint64 n_chunks = 0;

  layout->n_runs = (guint) g_variant_n_children (runs);
  if (layout->n_runs == 0 || layout->n_runs > MAX_RUNS)
    return FALSE;

  layout->runs = g_new0 (VaultRun, layout->n_runs);
  for (guint i = 0; i < layout->n_runs; i++) {
    VaultRun *run = &layout->runs[i];

    g_variant_get_child (runs, i, "(tt)", &run->first, &run->count);
    if (run->first == 0 || run->count == 0 || run->count > VAULT_STREAM_MAX_CHUNKS)
      return FALSE;
    n_chunks += run->count;
  }

  return n_chunks == vault_chunk_count (layout->n_bytes);
}

static gboolean
decode_streams (VaultEntry *self, GVariant *streams)
{
  gint64 last = -1;

  for (gsize i = 0; i < g_variant_n_children (streams); i++) {
    g_autoptr (GVariant) runs = NULL;
    guint32 number;
    guint64 n_bytes;

    g_variant_get_child (streams, i, "(ut@a(tt))", &number, &n_bytes, &runs);
    if (number >= VAULT_N_STREAMS || (gint64) number <= last || n_bytes == 0)
      return FALSE;

    last = number;
    self->streams[number].n_bytes = n_bytes;
    if (!decode_runs (&self->streams[number], runs))
      return FALSE;
  }

  return self->streams[VAULT_STREAM_MEDIA].n_bytes > 0;
}

static VaultEntry *
decode_variant (GVariant *record)
{
  g_autoptr (VaultEntry) self = vault_entry_new ();
  g_autoptr (GVariant) streams = NULL;
  g_autoptr (GVariant) extras = NULL;
  const char *name;
  const char *content_type;
  guint16 version;
  guint32 kind;

  g_variant_get (record, "(q&s&suxxxuut@a(uta(tt))@a{sv})", &version, &name,
                 &content_type, &kind, &self->added, &self->captured, &self->expires,
                 &self->width, &self->height, &self->duration_ms, &streams, &extras);
  if (version != RECORD_VERSION || kind > VAULT_MEDIA_DOCUMENT || self->expires < 0
      || !vault_entry_name_is_good (name) || g_variant_n_children (extras) != 0)
    return NULL;

  self->kind = kind;
  self->name = g_strdup (name);
  self->content_type = g_strdup (content_type);
  return decode_streams (self, streams) ? g_steal_pointer (&self) : NULL;
}

VaultEntry *
vault_entry_decode (const guint8 plain[VAULT_RECORD_PLAIN_BYTES])
{
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GVariant) stored = NULL;
  g_autoptr (GVariant) record = NULL;
  gsize n_bytes = vault_load_u16_le (plain);

  if (n_bytes == 0 || n_bytes > VAULT_RECORD_PLAIN_BYTES - LENGTH_BYTES
      || !vault_bytes_are_zero (plain + 2, LENGTH_BYTES - 2)
      || !vault_bytes_are_zero (plain + LENGTH_BYTES + n_bytes,
                                VAULT_RECORD_PLAIN_BYTES - LENGTH_BYTES - n_bytes))
    return NULL;

  bytes = g_bytes_new_static (plain + LENGTH_BYTES, n_bytes);
  stored = g_variant_ref_sink (
      g_variant_new_from_bytes (G_VARIANT_TYPE (RECORD_TYPE), bytes, FALSE));
  /* One encoding for each value: a second one is somebody else's writing. */
  if (!g_variant_is_normal_form (stored))
    return NULL;

  record = to_disk_order (stored);
  return decode_variant (record);
}
