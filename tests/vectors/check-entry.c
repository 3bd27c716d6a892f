/* check-entry.c - vectors of what a record says
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "vectors/checks.h"

#include <string.h>

#include "vault/card.h"

static void
check_stream (const Vector *v, const VaultStreamLayout *layout, guint number)
{
  g_autofree char *length = g_strdup_printf ("length-%u", number);
  g_autofree char *run = g_strdup_printf ("run-%u", number);
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

static void
check_texts (const Vector *v, const char *field, const guint64 *numbers, guint n)
{
  g_autoptr (GPtrArray) texts = vector_dup_texts (v, field);

  g_assert_cmpuint (texts->len, ==, n);
  for (guint i = 0; i < texts->len; i++) {
    g_autofree char *text = g_strdup_printf ("%" G_GUINT64_FORMAT, numbers[i]);

    g_assert_cmpstr (text, ==, texts->pdata[i]);
  }
}

/* Returns the version. */
static guint
check_numbers (const Vector *v, const VaultEntry *entry)
{
  static const guint n_numbers[] = { 0, 8, 10, 13 };
  g_autoptr (GPtrArray) texts = vector_dup_texts (v, "number");
  guint version = texts->len == n_numbers[3] ? 3 : texts->len == n_numbers[2] ? 2 : 1;
  const guint64 numbers[] = { version,
                              entry->kind,
                              (guint64) entry->added,
                              (guint64) entry->captured,
                              (guint64) entry->expires,
                              entry->width,
                              entry->height,
                              entry->duration_ms,
                              entry->rotation,
                              entry->position_ms,
                              (guint64) (entry->favourite + 2 * entry->limited),
                              entry->views_left,
                              entry->n_groups };

  check_texts (v, "number", numbers, n_numbers[version]);
  return version;
}

static void
check_organised (const Vector *v, const VaultEntry *entry)
{
  const char *note = entry->note == NULL ? "" : entry->note;

  check_texts (v, "group", entry->groups, entry->n_groups);
  vector_assert_bytes (v, "tags", entry->tags, strlen (entry->tags));
  vector_assert_bytes (v, "note", note, strlen (note));
  check_stream (v, &entry->streams[VAULT_STREAM_NOTE], VAULT_STREAM_NOTE);
}

void
check_card (const Vector *v)
{
  const guint8 *plain = vector_get_bytes (v, "plain", VAULT_RECORD_PLAIN_BYTES);
  g_autoptr (VaultCard) card = vault_card_decode (plain);
  g_autoptr (GPtrArray) activity = NULL;
  guint8 again[VAULT_RECORD_PLAIN_BYTES];

  g_assert_cmpint (card != NULL, ==, vector_expects (v, "opens"));
  if (card == NULL)
    return;

  vector_assert_bytes (v, "group-name", card->name, strlen (card->name));
  if (card->kind == VAULT_CARD_GROUP) {
    g_autoptr (GPtrArray) numbers = vector_dup_texts (v, "number");

    g_assert_cmpint (card->absence, ==, numbers->len == 5);
  }
  check_stream (v, &card->stream, VAULT_STREAM_NOTE);
  activity = vector_dup_texts (v, "activity");
  g_assert_cmpuint (activity->len, ==, card->n_recent);
  for (guint i = 0; i < card->n_recent; i++) {
    g_autofree char *text =
        g_strdup_printf ("%" G_GINT64_FORMAT " %u %u", card->recent[i].time_s,
                         card->recent[i].kind, card->recent[i].count);

    g_assert_cmpstr (text, ==, activity->pdata[i]);
  }
  g_assert_true (vault_card_encode (card, again));
  vector_assert_bytes (v, "plain", again, sizeof again);
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
  for (guint i = 0; i <= VAULT_STREAM_LATE; i++)
    check_stream (v, &entry->streams[i], i);
  if (check_numbers (v, entry) == 3)
    check_organised (v, entry);
  g_assert_true (vault_entry_encode (entry, again));
  vector_assert_bytes (v, "plain", again, sizeof again);
}
