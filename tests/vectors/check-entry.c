/* check-entry.c - vectors of what a record says
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "vectors/checks.h"

#include <string.h>

#include "vault/entry.h"

static void
check_streams (const Vector *v, const VaultEntry *entry)
{
  for (guint i = 0; i < VAULT_N_STREAMS; i++) {
    const VaultStreamLayout *layout = &entry->streams[i];
    g_autofree char *length = g_strdup_printf ("length-%u", i);
    g_autofree char *run = g_strdup_printf ("run-%u", i);
    g_autoptr (GPtrArray) runs = vector_dup_texts (v, run);

    g_assert_cmpuint (layout->n_bytes, ==, vector_get_number (v, length));
    g_assert_cmpuint (layout->n_runs, ==, runs->len);
    for (guint k = 0; k < runs->len; k++) {
      g_autofree char *text =
          g_strdup_printf ("%" G_GUINT64_FORMAT " %" G_GUINT64_FORMAT,
                           layout->runs[k].first, layout->runs[k].count);

      g_assert_cmpstr (text, ==, runs->pdata[k]);
    }
  }
}

static void
check_numbers (const Vector *v, const VaultEntry *entry)
{
  gboolean is_viewed = entry->rotation != 0 || entry->position_ms != 0;
  const guint64 numbers[] = { is_viewed ? 2 : 1,
                              entry->kind,
                              (guint64) entry->added,
                              (guint64) entry->captured,
                              (guint64) entry->expires,
                              entry->width,
                              entry->height,
                              entry->duration_ms,
                              entry->rotation,
                              entry->position_ms };
  g_autoptr (GPtrArray) texts = vector_dup_texts (v, "number");

  g_assert_cmpuint (texts->len, ==, is_viewed ? 10 : 8);
  for (guint i = 0; i < texts->len; i++) {
    g_autofree char *text = g_strdup_printf ("%" G_GUINT64_FORMAT, numbers[i]);

    g_assert_cmpstr (text, ==, texts->pdata[i]);
  }
}

void
check_entry (const Vector *v)
{
  const guint8 *plain = vector_get_bytes (v, "plain", VAULT_RECORD_PLAIN_BYTES);
  g_autoptr (VaultEntry) entry = vault_entry_decode (plain);
  guint8 again[VAULT_RECORD_PLAIN_BYTES];

  g_assert_cmpint (entry != NULL, ==, vector_expects (v, "opens"));
  if (entry == NULL)
    return;

  vector_assert_bytes (v, "item-name", entry->name, strlen (entry->name));
  vector_assert_bytes (v, "content-type", entry->content_type,
                       strlen (entry->content_type));
  check_numbers (v, entry);
  check_streams (v, entry);
  g_assert_true (vault_entry_encode (entry, again));
  vector_assert_bytes (v, "plain", again, sizeof again);
}
