/* bytes.c - integers at fixed offsets of on-disk structures
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "crypto/bytes.h"

#include <string.h>

guint16
vault_load_u16_le (const guint8 *at)
{
  guint16 value;

  memcpy (&value, at, sizeof value);
  return GUINT16_FROM_LE (value);
}

guint32
vault_load_u32_le (const guint8 *at)
{
  guint32 value;

  memcpy (&value, at, sizeof value);
  return GUINT32_FROM_LE (value);
}

guint64
vault_load_u64_le (const guint8 *at)
{
  guint64 value;

  memcpy (&value, at, sizeof value);
  return GUINT64_FROM_LE (value);
}

void
vault_store_u16_le (guint8 *at, guint16 value)
{
  value = GUINT16_TO_LE (value);
  memcpy (at, &value, sizeof value);
}

void
vault_store_u32_le (guint8 *at, guint32 value)
{
  value = GUINT32_TO_LE (value);
  memcpy (at, &value, sizeof value);
}

void
vault_store_u64_le (guint8 *at, guint64 value)
{
  value = GUINT64_TO_LE (value);
  memcpy (at, &value, sizeof value);
}

gboolean
vault_bytes_are_zero (const guint8 *at, gsize n_bytes)
{
  guint64 any = 0;

  /* Eight at a time: most of a record is zeros, and every record is looked at. */
  for (; n_bytes >= sizeof any; at += sizeof any, n_bytes -= sizeof any) {
    guint64 word;

    memcpy (&word, at, sizeof word);
    any |= word;
  }
  for (gsize i = 0; i < n_bytes; i++)
    any |= at[i];

  return any == 0;
}
