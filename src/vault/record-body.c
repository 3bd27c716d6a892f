/* record-body.c - numbers and texts in the plain bytes of a record
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "vault/record-body.h"

#include <sodium.h>
#include <string.h>

#include "crypto/bytes.h"

#define LENGTH_BYTES 8
#define MAX_PIECE ((guint64) 1 << 62)

G_STATIC_ASSERT (sizeof (VaultRun) == 2 * sizeof (guint64));

/* By the number of texts. */
static const char *const types[VAULT_BODY_MAX_TEXTS + 1] = { NULL, "(ats)", "(atss)",
                                                             "(atsss)", "(atssss)" };

guint64
vault_body_get_version (const guint8 plain[VAULT_RECORD_PLAIN_BYTES])
{
  return vault_load_u16_le (plain) < sizeof (guint64)
             ? 0
             : vault_load_u64_le (plain + LENGTH_BYTES);
}

gsize
vault_body_count_bytes (gsize n_numbers, const char *const *texts, guint n_texts)
{
  gsize n_bytes = n_numbers * sizeof (guint64);

  for (guint i = 0; i < n_texts; i++)
    n_bytes += strlen (texts[i]) + 1;

  /* An offset behind each part but the last one, of as many bytes as the whole needs. */
  return n_bytes + n_texts <= G_MAXUINT8 ? n_bytes + n_texts
                                         : n_bytes + 2 * (gsize) n_texts;
}

gboolean
vault_body_encode (const guint64 *numbers,
                   gsize n_numbers,
                   const char *const *texts,
                   guint n_texts,
                   guint8 out[VAULT_RECORD_PLAIN_BYTES])
{
  GVariant *parts[1 + VAULT_BODY_MAX_TEXTS];
  guint64 ordered[VAULT_BODY_MAX_NUMBERS];
  g_autoptr (GVariant) body = NULL;

  if (vault_body_count_bytes (n_numbers, texts, n_texts) > VAULT_BODY_BYTES)
    return FALSE;

  for (gsize i = 0; i < n_numbers; i++)
    ordered[i] = GUINT64_TO_LE (numbers[i]);
  parts[0] = g_variant_new_fixed_array (G_VARIANT_TYPE_UINT64, ordered, n_numbers,
                                        sizeof *ordered);
  for (guint i = 0; i < n_texts; i++)
    parts[1 + i] = g_variant_new_string (texts[i]);
  body = g_variant_ref_sink (g_variant_new_tuple (parts, 1 + n_texts));

  sodium_memzero (out, VAULT_RECORD_PLAIN_BYTES);
  vault_store_u16_le (out, (guint16) g_variant_get_size (body));
  g_variant_store (body, out + LENGTH_BYTES);
  return TRUE;
}

/* GLib works out what a type looks like with the first value of it, and forgets that with
 * the last: one value of each that stays spares it doing so for every record. */
static void
keep_types_known (void)
{
  static GVariant *kept[G_N_ELEMENTS (types)];
  static gsize is_done;

  if (!g_once_init_enter (&is_done))
    return;
  for (guint i = 1; i < G_N_ELEMENTS (types); i++)
    kept[i] = g_variant_ref_sink (g_variant_new_from_data (G_VARIANT_TYPE (types[i]),
                                                           NULL, 0, FALSE, NULL, NULL));
  g_once_init_leave (&is_done, kept[1] != NULL);
}

/* In normal form the numbers are followed by the texts, each with its zero.  Only the numbers
 * are worth an object of GLib's. */
static void
point_at_parts (GVariant *body, guint n_texts, VaultBodyRoom *room, VaultBody *out)
{
  g_autoptr (GVariant) array = g_variant_get_child_value (body, 0);
  guint64 *numbers = (guint64 *) (gpointer) room->bytes;
  const char *text;

  out->numbers = numbers;
  out->n_numbers = g_variant_n_children (array);
  for (gsize i = 0; i < out->n_numbers; i++)
    numbers[i] = GUINT64_FROM_LE (numbers[i]);

  text = (const char *) (numbers + out->n_numbers);
  for (guint i = 0; i < n_texts; i++) {
    out->texts[i] = text;
    text += strlen (text) + 1;
  }
}

gboolean
vault_body_decode (const guint8 plain[VAULT_RECORD_PLAIN_BYTES],
                   guint n_texts,
                   VaultBodyRoom *room,
                   VaultBody *out)
{
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GVariant) body = NULL;
  gsize n_bytes = vault_load_u16_le (plain);

  *out = (VaultBody){ 0 };
  if (n_bytes == 0 || n_bytes > VAULT_BODY_BYTES
      || !vault_bytes_are_zero (plain + 2, LENGTH_BYTES - 2)
      || !vault_bytes_are_zero (plain + LENGTH_BYTES + n_bytes,
                                VAULT_BODY_BYTES - n_bytes))
    return FALSE;

  memcpy (room->bytes, plain + LENGTH_BYTES, n_bytes);
  keep_types_known ();
  bytes = g_bytes_new_static (room->bytes, n_bytes);
  body = g_variant_ref_sink (
      g_variant_new_from_bytes (G_VARIANT_TYPE (types[n_texts]), bytes, FALSE));
  /* One encoding for each value: a second one is somebody else's writing. */
  if (!g_variant_is_normal_form (body))
    return FALSE;

  point_at_parts (body, n_texts, room, out);
  return TRUE;
}

gboolean
vault_numbers_take_stream (VaultNumbers *self, VaultStreamLayout *out)
{
  const guint64 *runs;
  guint64 n_missing;

  if (self->n == 0)
    return FALSE;
  out->n_bytes = *self->at++;
  self->n--;

  n_missing = vault_chunk_count (out->n_bytes);
  if (out->n_bytes == 0)
    return TRUE;
  if (n_missing > VAULT_STREAM_MAX_CHUNKS)
    return FALSE;

  for (runs = self->at; n_missing > 0; self->at += 2, self->n -= 2) {
    if (self->n < 2 || out->n_runs == VAULT_STREAM_MAX_RUNS || self->at[1] == 0
        || self->at[1] > n_missing || self->at[0] == 0
        || self->at[0] > MAX_PIECE - (self->at[1] - 1))
      return FALSE;
    n_missing -= self->at[1];
    out->n_runs++;
  }

  out->runs = g_memdup2 (runs, out->n_runs * sizeof (VaultRun));
  return TRUE;
}

gsize
vault_numbers_count_stream (const VaultStreamLayout *layout)
{
  return layout->n_bytes == 0 ? 1 : 1 + 2 * (gsize) layout->n_runs;
}

gsize
vault_numbers_put_stream (const VaultStreamLayout *layout, guint64 *out)
{
  out[0] = layout->n_bytes;
  if (layout->n_bytes > 0)
    memcpy (out + 1, layout->runs, layout->n_runs * sizeof (VaultRun));
  return vault_numbers_count_stream (layout);
}
