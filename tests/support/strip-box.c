/* strip-box.c - a place for a stripped file, which trusts nobody to fill it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "strip-box.h"

#include "media-maker.h"

#include <string.h>

static gboolean
begin (gpointer data, guint64 n_bytes, GError **error)
{
  StripBox *self = data;

  g_assert_cmpuint (self->n_begun++, ==, 0);
  g_assert_cmpuint (n_bytes, >=, 1);
  g_assert_cmpuint (n_bytes, <=, (guint64) 1 << 30);
  self->n_bytes = n_bytes;
  return TRUE;
}

static gboolean
take (gpointer data, const guint8 *bytes, gsize n_bytes, GError **error)
{
  StripBox *self = data;

  g_assert_cmpuint (self->n_begun, ==, 1);
  g_assert_cmpuint (n_bytes, >=, 1);
  g_assert_cmpuint (self->bytes->len + n_bytes, <=, self->n_bytes);
  g_byte_array_append (self->bytes, bytes, (guint) n_bytes);
  return TRUE;
}

GBytes *
strip_box_run (VaultDecoder *decoder,
               GBytes *source,
               gint64 *out_captured,
               GError **error)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  StripBox box = { .bytes = bytes };
  const VaultDecoderTarget target = { begin, take, &box };
  VaultDecoderSource from = media_source (source);
  gint64 captured;

  if (!vault_decoder_strip (decoder, &from, &target, &captured, NULL, error))
    return NULL;
  g_assert_cmpuint (bytes->len, ==, box.n_bytes);
  if (out_captured != NULL)
    *out_captured = captured;
  return g_byte_array_free_to_bytes (g_steal_pointer (&bytes));
}

static void
put_u32 (GByteArray *out, guint32 value)
{
  guint32 little = GUINT32_TO_LE (value);

  g_byte_array_append (out, (const guint8 *) &little, sizeof little);
}

static void
put (GByteArray *out, const char *bytes, gsize n_bytes)
{
  g_byte_array_append (out, (const guint8 *) bytes, (guint) n_bytes);
}

GBytes *
strip_box_make_wav (const char *text)
{
  const guint32 rate = 8000, n_told = (guint32) (strlen (text) + 1) & ~1u;
  g_autofree char *told = g_malloc0 (n_told);
  g_autofree char *samples = g_malloc0 (2 * rate);
  GByteArray *out = g_byte_array_new ();

  memcpy (told, text, strlen (text));
  for (guint i = 0; i < rate; i++)
    samples[2 * i] = (char) (i * 7);
  put (out, "RIFF", 4);
  put_u32 (out, 4 + 24 + 8 + 12 + n_told + 8 + 2 * rate);
  put (out, "WAVEfmt ", 8);
  put_u32 (out, 16);
  put (out, "\1\0\1\0", 4);
  put_u32 (out, rate);
  put_u32 (out, 2 * rate);
  put (out, "\2\0\20\0", 4);
  put (out, "LIST", 4);
  put_u32 (out, 12 + n_told);
  put (out, "INFOINAM", 8);
  put_u32 (out, n_told);
  put (out, told, n_told);
  put (out, "data", 4);
  put_u32 (out, 2 * rate);
  put (out, samples, 2 * rate);
  return g_byte_array_free_to_bytes (out);
}
