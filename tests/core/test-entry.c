/* test-entry.c - one item as its record describes it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "vault/entry.h"

#include <sodium.h>
#include <string.h>

#include "crypto/bytes.h"

#define TYPE "(qssuxxxuuta(uta(tt))a{sv})"
/* A record as GVariant text, with room for the parts that are varied. */
#define TEXT(version, name, kind, expires, streams, extras)                            \
  "(" version ", " name ", 'image/png', uint32 " kind ", 1700000000, 0, " expires      \
  ", 640, 480, 0, " streams ", " extras ")"
#define GOOD_STREAMS "[(0, 100, [(7, 1)])]"

static VaultEntry *
make_entry (const char *name)
{
  VaultEntry *entry = vault_entry_new ();

  entry->name = g_strdup (name);
  entry->content_type = g_strdup ("image/jpeg");
  entry->kind = VAULT_MEDIA_IMAGE;
  entry->added = 1700000000;
  entry->captured = -5;
  entry->expires = 1800000000;
  entry->width = 4000;
  entry->height = 3000;
  entry->duration_ms = G_MAXUINT64;
  vault_entry_set_stream (entry, VAULT_STREAM_MEDIA, 3000000, 17);
  vault_entry_set_stream (entry, VAULT_STREAM_THUMBNAIL, 5000, 90);
  return entry;
}

static void
assert_same (const VaultEntry *a, const VaultEntry *b)
{
  g_assert_cmpstr (a->name, ==, b->name);
  g_assert_cmpstr (a->content_type, ==, b->content_type);
  g_assert_cmpint (a->kind, ==, b->kind);
  g_assert_cmpint (a->added, ==, b->added);
  g_assert_cmpint (a->captured, ==, b->captured);
  g_assert_cmpint (a->expires, ==, b->expires);
  g_assert_cmpuint (a->width, ==, b->width);
  g_assert_cmpuint (a->height, ==, b->height);
  g_assert_cmpuint (a->duration_ms, ==, b->duration_ms);
  for (guint i = 0; i < VAULT_N_STREAMS; i++) {
    g_assert_cmpuint (a->streams[i].n_bytes, ==, b->streams[i].n_bytes);
    g_assert_cmpuint (a->streams[i].n_runs, ==, b->streams[i].n_runs);
    for (guint run = 0; run < a->streams[i].n_runs; run++) {
      g_assert_cmpuint (a->streams[i].runs[run].first, ==,
                        b->streams[i].runs[run].first);
      g_assert_cmpuint (a->streams[i].runs[run].count, ==,
                        b->streams[i].runs[run].count);
    }
  }
}

static void
test_round_trip (void)
{
  g_autofree char *longest = g_strnfill (VAULT_NAME_MAX_BYTES, 'n');
  const char *const names[] = { "a", "photo.jpg", "\xe5\xad\x97 \xf0\x9f\x8c\x99.png",
                                longest };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autoptr (VaultEntry) entry = make_entry (names[i]);
    g_autoptr (VaultEntry) decoded = NULL;
    guint8 plain[VAULT_RECORD_PLAIN_BYTES];
    guint8 again[VAULT_RECORD_PLAIN_BYTES];

    g_assert_true (vault_entry_encode (entry, plain));
    decoded = vault_entry_decode (plain);
    g_assert_nonnull (decoded);
    assert_same (entry, decoded);
    g_assert_true (vault_entry_encode (decoded, again));
    g_assert_cmpmem (plain, sizeof plain, again, sizeof again);
  }
}

/* The same on every machine: little-endian, and the length in front. */
static void
test_bytes (void)
{
  g_autoptr (VaultEntry) entry = make_entry ("a");
  guint8 plain[VAULT_RECORD_PLAIN_BYTES];

  g_assert_true (vault_entry_encode (entry, plain));
  g_assert_cmpuint (vault_load_u16_le (plain + 8), ==, 1);
  g_assert_cmpmem (plain + 10, 13, "a\0image/jpeg\0", 13);
  g_assert_cmpuint (vault_load_u64_le (plain + 8 + 24), ==, 1700000000);
  g_assert_true (vault_bytes_are_zero (plain + 8 + vault_load_u16_le (plain),
                                       sizeof plain - 8 - vault_load_u16_le (plain)));
}

static void
test_many_runs (void)
{
  g_autoptr (VaultEntry) entry = make_entry ("film");
  g_autoptr (VaultEntry) decoded = NULL;
  VaultStreamLayout *media = &entry->streams[VAULT_STREAM_MEDIA];
  guint8 plain[VAULT_RECORD_PLAIN_BYTES];

  media->n_runs = 32;
  g_free (media->runs);
  media->runs = g_new (VaultRun, 32);
  media->n_bytes = (guint64) 64 * VAULT_CHUNK_BYTES;
  for (guint i = 0; i < 32; i++)
    media->runs[i] = (VaultRun){ 1000 - 10 * i, 2 };
  g_assert_true (vault_entry_encode (entry, plain));
  decoded = vault_entry_decode (plain);
  g_assert_nonnull (decoded);
  assert_same (entry, decoded);
}

static void
test_too_large (void)
{
  g_autoptr (VaultEntry) entry = make_entry ("x");
  guint8 plain[VAULT_RECORD_PLAIN_BYTES];

  g_free (entry->content_type);
  entry->content_type = g_strnfill (900, 't');
  g_assert_false (vault_entry_encode (entry, plain));
}

static void
encode_text (const char *text, guint8 *plain)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) record =
                 g_variant_parse (G_VARIANT_TYPE (TYPE), text, NULL, NULL, &error);

  g_assert_no_error (error);
  memset (plain, 0, VAULT_RECORD_PLAIN_BYTES);
  vault_store_u16_le (plain, (guint16) g_variant_get_size (record));
  g_variant_store (record, plain + 8);
}

static const struct {
  const char *name;
  const char *text;
  gboolean good;
} texts[] = {
  { "good", TEXT ("1", "'a'", "1", "0", GOOD_STREAMS, "{}"), TRUE },
  { "three-streams",
    TEXT ("1",
          "'a'",
          "1",
          "0",
          "[(0, 1, [(1, 1)]), (1, 1, [(2, 1)]), (2, 1, [(3, 1)])]",
          "{}"),
    TRUE },
  { "version-two", TEXT ("2", "'a'", "1", "0", GOOD_STREAMS, "{}"), FALSE },
  { "version-zero", TEXT ("0", "'a'", "1", "0", GOOD_STREAMS, "{}"), FALSE },
  { "kind-unknown", TEXT ("1", "'a'", "6", "0", GOOD_STREAMS, "{}"), FALSE },
  { "kind-most", TEXT ("1", "'a'", "4294967295", "0", GOOD_STREAMS, "{}"), FALSE },
  { "expires-negative", TEXT ("1", "'a'", "1", "-1", GOOD_STREAMS, "{}"), FALSE },
  { "name-empty", TEXT ("1", "''", "1", "0", GOOD_STREAMS, "{}"), FALSE },
  { "name-slash", TEXT ("1", "'a/b'", "1", "0", GOOD_STREAMS, "{}"), FALSE },
  { "name-newline", TEXT ("1", "'a\\nb'", "1", "0", GOOD_STREAMS, "{}"), FALSE },
  { "extras", TEXT ("1", "'a'", "1", "0", GOOD_STREAMS, "{'x': <1>}"), FALSE },
  { "no-streams", TEXT ("1", "'a'", "1", "0", "[]", "{}"), FALSE },
  { "no-media", TEXT ("1", "'a'", "1", "0", "[(1, 1, [(1, 1)])]", "{}"), FALSE },
  { "media-empty", TEXT ("1", "'a'", "1", "0", "[(0, 0, [])]", "{}"), FALSE },
  { "stream-twice",
    TEXT ("1", "'a'", "1", "0", "[(0, 1, [(1, 1)]), (0, 1, [(2, 1)])]", "{}"), FALSE },
  { "streams-unordered",
    TEXT ("1", "'a'", "1", "0", "[(1, 1, [(1, 1)]), (0, 1, [(2, 1)])]", "{}"), FALSE },
  { "stream-three",
    TEXT ("1", "'a'", "1", "0", "[(0, 1, [(1, 1)]), (3, 1, [(2, 1)])]", "{}"), FALSE },
  { "no-runs", TEXT ("1", "'a'", "1", "0", "[(0, 100, [])]", "{}"), FALSE },
  { "run-zero", TEXT ("1", "'a'", "1", "0", "[(0, 100, [(0, 1)])]", "{}"), FALSE },
  { "run-empty", TEXT ("1", "'a'", "1", "0", "[(0, 100, [(5, 0), (6, 1)])]", "{}"),
    FALSE },
  { "runs-too-many-pieces", TEXT ("1", "'a'", "1", "0", "[(0, 100, [(5, 2)])]", "{}"),
    FALSE },
  { "runs-too-few-pieces",
    TEXT ("1", "'a'", "1", "0", "[(0, 1000000, [(5, 14)])]", "{}"), FALSE },
  { "run-endless",
    TEXT ("1",
          "'a'",
          "1",
          "0",
          "[(0, 18446744073709551615, [(5, 1099511627777)])]",
          "{}"),
    FALSE },
  { "runs-wrap",
    TEXT ("1", "'a'", "1", "0", "[(0, 1, [(5, 18446744073709551615), (6, 2)])]", "{}"),
    FALSE },
};

static void
test_text (gconstpointer data)
{
  guint i = GPOINTER_TO_UINT (data);
  guint8 plain[VAULT_RECORD_PLAIN_BYTES];
  g_autoptr (VaultEntry) entry = NULL;

  encode_text (texts[i].text, plain);
  entry = vault_entry_decode (plain);
  g_assert_cmpint (entry != NULL, ==, texts[i].good);
}

/* One encoding for each value: padding inside, and what stands around the record. */
static void
test_one_encoding (void)
{
  guint8 good[VAULT_RECORD_PLAIN_BYTES];
  guint8 plain[VAULT_RECORD_PLAIN_BYTES];
  guint16 n_bytes;

  encode_text (TEXT ("1", "'abc'", "1", "0", GOOD_STREAMS, "{}"), good);
  n_bytes = vault_load_u16_le (good);
  /* 2 + 4 + 10 bytes: the kind is aligned, width and height leave four bytes free. */
  for (guint at = 2; at < VAULT_RECORD_PLAIN_BYTES; at++) {
    g_autoptr (VaultEntry) entry = NULL;
    gboolean inside = at >= 8 && at < 8u + n_bytes;

    memcpy (plain, good, sizeof plain);
    plain[at] ^= 0x40;
    entry = vault_entry_decode (plain);
    if (!inside)
      g_assert_null (entry);
    if (entry != NULL) {
      guint8 again[VAULT_RECORD_PLAIN_BYTES];

      g_assert_true (vault_entry_encode (entry, again));
      g_assert_cmpmem (again, sizeof again, plain, sizeof plain);
    }
  }
  for (guint length = 0; length <= G_MAXUINT16; length++) {
    g_autoptr (VaultEntry) entry = NULL;

    memcpy (plain, good, sizeof plain);
    vault_store_u16_le (plain, (guint16) length);
    entry = vault_entry_decode (plain);
    g_assert_cmpint (entry != NULL, ==, length == n_bytes);
  }
}

static void
test_noise (void)
{
  guint8 plain[VAULT_RECORD_PLAIN_BYTES];

  for (guint i = 0; i < 2000; i++) {
    g_autoptr (VaultEntry) entry = NULL;

    randombytes_buf (plain, sizeof plain);
    vault_store_u64_le (plain, 1 + i % 960);
    memset (plain + 8 + 1 + i % 960, 0, sizeof plain - 9 - i % 960);
    entry = vault_entry_decode (plain);
    g_assert_null (entry);
  }
}

static void
test_names (void)
{
  g_autofree char *longest = g_strnfill (255, 'x');
  g_autofree char *too_long = g_strnfill (256, 'x');
  static const char *const good[] = { "a",   "...",  ".hidden",         " ",
                                      "a b", "-rf",  "caf\xc3\xa9",     "con",
                                      "*?",  "a\\b", "\xf0\x9f\x8c\x99" };
  static const char *const bad[] = {
    "",
    ".",
    "..",
    "a/b",
    "/",
    "a\nb",
    "a\rb",
    "a\tb",
    "\x1b[2J",
    "\x7f",
    "c1 \xc2\x85",
    "bidi \xe2\x80\xae txt",
    "bidi \xe2\x80\xaa",
    "bidi \xe2\x81\xa6",
    "bidi \xe2\x81\xa9",
    "mark \xe2\x80\x8e",
    "mark \xe2\x80\x8f",
    "arabic \xd8\x9c",
    "line \xe2\x80\xa8",
    "paragraph \xe2\x80\xa9",
    "latin-1 \xe9",
    "cut \xe2\x80",
    "overlong \xc0\xaf",
    "surrogate \xed\xa0\x80",
  };

  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    g_assert_true (vault_entry_name_is_good (good[i]));
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_false (vault_entry_name_is_good (bad[i]));
  g_assert_true (vault_entry_name_is_good (longest));
  g_assert_false (vault_entry_name_is_good (too_long));
}

static void
test_with_expiry (void)
{
  g_autoptr (VaultEntry) entry = make_entry ("x");
  g_autoptr (VaultEntry) other = vault_entry_new_with_expiry (entry, 0);

  g_assert_cmpint (other->expires, ==, 0);
  g_assert_cmpint (entry->expires, ==, 1800000000);
  other->expires = entry->expires;
  assert_same (entry, other);
  g_assert_true (entry->streams[0].runs != other->streams[0].runs);
}

static void
test_id (void)
{
  g_autoptr (VaultEntry) a = make_entry ("a");
  g_autoptr (VaultEntry) b = make_entry ("b");
  guint8 root[VAULT_KEY_BYTES] = { 1 };

  vault_entry_set_root (a, root);
  g_assert_cmpuint (strlen (a->id), ==, 16);
  g_assert_cmpuint (strspn (a->id, "0123456789abcdef"), ==, 16);
  vault_entry_set_root (b, root);
  g_assert_cmpstr (a->id, ==, b->id);
  root[31] ^= 1;
  vault_entry_set_root (b, root);
  g_assert_cmpstr (a->id, !=, b->id);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_assert_cmpint (sodium_init (), >=, 0);
  g_test_add_func ("/entry/round-trip", test_round_trip);
  g_test_add_func ("/entry/bytes", test_bytes);
  g_test_add_func ("/entry/many-runs", test_many_runs);
  g_test_add_func ("/entry/too-large", test_too_large);
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_autofree char *path = g_strdup_printf ("/entry/text/%s", texts[i].name);

    g_test_add_data_func (path, GUINT_TO_POINTER (i), test_text);
  }
  g_test_add_func ("/entry/one-encoding", test_one_encoding);
  g_test_add_func ("/entry/noise", test_noise);
  g_test_add_func ("/entry/names", test_names);
  g_test_add_func ("/entry/with-expiry", test_with_expiry);
  g_test_add_func ("/entry/id", test_id);
  return g_test_run ();
}
