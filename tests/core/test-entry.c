/* test-entry.c - one item as its record describes it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "vault/entry.h"

#include <sodium.h>
#include <string.h>

#include "crypto/bytes.h"

#define TYPE "(atss)"
/* A record as GVariant text, with room for the parts that are varied. */
#define TEXT(version, kind, expires, size, streams, name, content_type)                \
  "([" version ", " kind ", 1700000000, 0, " expires ", " size ", 0, " streams         \
  "], " name ", " content_type ")"
#define STREAMS(streams) TEXT ("1", "1", "0", "640, 480", streams, "'a'", "'image/png'")
#define NAME(name) TEXT ("1", "1", "0", "640, 480", GOOD_STREAMS, name, "'image/png'")
#define CONTENT_TYPE(type) TEXT ("1", "1", "0", "640, 480", GOOD_STREAMS, "'a'", type)
#define VIEW(view)                                                                     \
  "([2, 1, 1700000000, 0, 0, 640, 480, 0, " view GOOD_STREAMS "], 'a', 'image/png')"
#define GOOD_STREAMS "100, 7, 1, 0, 0"
#define HUGE_RUN "1099511627776"

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
  g_assert_cmpuint (a->rotation, ==, b->rotation);
  g_assert_cmpuint (a->position_ms, ==, b->position_ms);
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
  static const guint64 numbers[] = { 1,          VAULT_MEDIA_IMAGE,
                                     1700000000, G_MAXUINT64 - 4,
                                     1800000000, 4000,
                                     3000,       G_MAXUINT64,
                                     3000000,    17,
                                     45,         5000,
                                     90,         1,
                                     0 };
  static const guint8 tail[] = "a\0image/jpeg\0\x7a\x78";
  g_autoptr (VaultEntry) entry = make_entry ("a");
  guint8 plain[VAULT_RECORD_PLAIN_BYTES];

  g_assert_true (vault_entry_encode (entry, plain));
  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    g_assert_cmpuint (vault_load_u64_le (plain + 8 + 8 * i), ==, numbers[i]);
  g_assert_cmpmem (plain + 8 + sizeof numbers, sizeof tail - 1, tail, sizeof tail - 1);
  g_assert_cmpuint (vault_load_u16_le (plain), ==, sizeof numbers + sizeof tail - 1);
  g_assert_true (vault_bytes_are_zero (plain + 8 + vault_load_u16_le (plain),
                                       sizeof plain - 8 - vault_load_u16_le (plain)));
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

/* A film of @n_runs runs of two pieces, with the longest name and three streams. */
static VaultEntry *
make_scattered (guint n_runs)
{
  g_autofree char *longest = g_strnfill (VAULT_NAME_MAX_BYTES, 'n');
  VaultEntry *entry = make_entry (longest);
  VaultStreamLayout *media = &entry->streams[VAULT_STREAM_MEDIA];

  /* However much there is to say of its pieces, it can still be turned. */
  entry->rotation = 1;
  entry->position_ms = 1;
  vault_entry_set_stream (entry, VAULT_STREAM_LATE, 65536, 95);
  g_free (media->runs);
  media->n_runs = n_runs;
  media->runs = g_new (VaultRun, n_runs);
  media->n_bytes = (guint64) 2 * n_runs * VAULT_CHUNK_BYTES;
  for (guint i = 0; i < n_runs; i++)
    media->runs[i] = (VaultRun){ 1000 - 10 * i, 2 };
  return entry;
}

static void
test_many_runs (void)
{
  g_autoptr (VaultEntry) most = make_scattered (32);
  g_autoptr (VaultEntry) too_many = make_scattered (33);
  g_autoptr (VaultEntry) decoded = NULL;
  g_autoptr (GString) text = g_string_new ("([1, 1, 0, 0, 0, 0, 0, 0, 2228490");
  guint8 plain[VAULT_RECORD_PLAIN_BYTES];

  g_assert_true (vault_entry_encode (most, plain));
  decoded = vault_entry_decode (plain);
  g_assert_nonnull (decoded);
  assert_same (most, decoded);

  /* Another program may write what we refuse to. */
  g_assert_false (vault_entry_encode (too_many, plain));
  for (guint i = 0; i < 33; i++)
    g_string_append_printf (text, ", %u, 1", 100 - i);
  g_string_append (text, ", 0, 0], 'a', 'image/png')");
  encode_text (text->str, plain);
  g_assert_null (vault_entry_decode (plain));
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

static const struct {
  const char *name;
  const char *text;
  gboolean good;
} texts[] = {
  { "good", TEXT ("1", "1", "0", "640, 480", GOOD_STREAMS, "'a'", "'image/png'"),
    TRUE },
  { "three-streams", STREAMS ("1, 1, 1, 1, 2, 1, 1, 3, 1"), TRUE },
  { "late-alone", STREAMS ("1, 1, 1, 0, 1, 3, 1"), TRUE },
  { "late-longest", STREAMS ("1, 1, 1, 0, 67506, 3, 1"), TRUE },
  { "late-over", STREAMS ("1, 1, 1, 0, 67507, 3, 1"), FALSE },
  /* What would stand at the places of the view is the length of a stream. */
  { "version-two", TEXT ("2", "1", "0", "640, 480", GOOD_STREAMS, "'a'", "'image/png'"),
    FALSE },
  { "version-three",
    TEXT ("3", "1", "0", "640, 480", GOOD_STREAMS, "'a'", "'image/png'"), FALSE },
  { "turned", VIEW ("1, 0, "), TRUE },
  { "turned-most", VIEW ("3, 0, "), TRUE },
  { "turned-all-round", VIEW ("4, 0, "), FALSE },
  { "turned-far", VIEW ("4294967297, 0, "), FALSE },
  { "left-at-once", VIEW ("0, 1, "), TRUE },
  { "left-last", VIEW ("0, 31622400000, "), TRUE },
  { "left-behind-the-last", VIEW ("0, 31622400001, "), FALSE },
  { "left-before-the-first", VIEW ("1, 18446744073709551615, "), FALSE },
  { "turned-and-left", VIEW ("2, 5000, "), TRUE },
  { "view-of-nothing", VIEW ("0, 0, "), FALSE },
  { "view-cut", "([2, 1, 0, 0, 0, 640, 480, 0, 1], 'a', 'image/png')", FALSE },
  { "view-alone", "([2, 1, 0, 0, 0, 640, 480, 0, 1, 0], 'a', 'image/png')", FALSE },
  { "view-in-version-one",
    "([1, 1, 0, 0, 0, 640, 480, 0, 1, 0, 100, 7, 1, 0, 0], 'a', 'image/png')", FALSE },
  { "version-zero",
    TEXT ("0", "1", "0", "640, 480", GOOD_STREAMS, "'a'", "'image/png'"), FALSE },
  { "version-far",
    TEXT ("4294967297", "1", "0", "640, 480", GOOD_STREAMS, "'a'", "'image/png'"),
    FALSE },
  { "kind-last", TEXT ("1", "5", "0", "640, 480", GOOD_STREAMS, "'a'", "'image/png'"),
    TRUE },
  { "kind-unknown",
    TEXT ("1", "6", "0", "640, 480", GOOD_STREAMS, "'a'", "'image/png'"), FALSE },
  { "kind-most",
    TEXT ("1",
          "18446744073709551615",
          "0",
          "640, 480",
          GOOD_STREAMS,
          "'a'",
          "'image/png'"),
    FALSE },
  { "expires-last",
    TEXT ("1",
          "1",
          "9223372036854775807",
          "640, 480",
          GOOD_STREAMS,
          "'a'",
          "'image/png'"),
    TRUE },
  { "expires-negative",
    TEXT ("1",
          "1",
          "18446744073709551615",
          "640, 480",
          GOOD_STREAMS,
          "'a'",
          "'image/png'"),
    FALSE },
  { "size-most",
    TEXT ("1", "1", "0", "4294967295, 4294967295", GOOD_STREAMS, "'a'", "'image/png'"),
    TRUE },
  { "width-too-large",
    TEXT ("1", "1", "0", "4294967296, 1", GOOD_STREAMS, "'a'", "'image/png'"), FALSE },
  { "height-too-large",
    TEXT ("1", "1", "0", "1, 4294967296", GOOD_STREAMS, "'a'", "'image/png'"), FALSE },
  { "name-empty", NAME ("''"), FALSE },
  { "name-slash", NAME ("'a/b'"), FALSE },
  { "name-newline", NAME ("'a\\nb'"), FALSE },
  { "type-empty", CONTENT_TYPE ("''"), FALSE },
  { "type-space", CONTENT_TYPE ("'image png'"), FALSE },
  { "type-newline", CONTENT_TYPE ("'image\\npng'"), FALSE },
  { "type-not-ascii",
    CONTENT_TYPE ("'im\xc3\xa4"
                  "ge/png'"),
    FALSE },
  { "no-streams", "([1, 1, 0, 0, 0, 640, 480, 0], 'a', 'image/png')", FALSE },
  { "no-duration", "([1, 1, 0, 0, 0, 640, 480], 'a', 'image/png')", FALSE },
  { "no-numbers", "(@at [], 'a', 'image/png')", FALSE },
  { "two-streams", STREAMS ("100, 7, 1, 0"), FALSE },
  { "four-streams", STREAMS ("100, 7, 1, 0, 0, 0"), FALSE },
  { "no-media", STREAMS ("0, 1, 1, 1, 0"), FALSE },
  { "no-runs", STREAMS ("100"), FALSE },
  { "half-a-run", STREAMS ("100, 7"), FALSE },
  { "run-of-piece-zero", STREAMS ("100, 0, 1, 0, 0"), FALSE },
  { "run-empty", STREAMS ("100, 5, 0, 6, 1, 0, 0"), FALSE },
  { "run-last-piece", STREAMS ("100, 4611686018427387904, 1, 0, 0"), TRUE },
  { "run-behind-the-last", STREAMS ("100, 4611686018427387905, 1, 0, 0"), FALSE },
  { "run-over-the-last", STREAMS ("67531, 4611686018427387904, 2, 0, 0"), FALSE },
  { "runs-too-many-pieces", STREAMS ("100, 5, 2, 0, 0"), FALSE },
  { "runs-too-few-pieces", STREAMS ("1000000, 5, 14, 0, 0"), FALSE },
  { "longest",
    STREAMS ("74250020223713280"
             ", 5, " HUGE_RUN ", 0, 0"),
    TRUE },
  { "too-long", STREAMS ("74250020223713281, 5, " HUGE_RUN ", 9, 1, 0, 0"), FALSE },
  { "run-endless", STREAMS ("18446744073709551615, 5, 273164488622561, 0, 0"), FALSE },
  { "runs-wrap", STREAMS ("1, 5, 18446744073709551615, 6, 2, 0, 0"), FALSE },
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

  encode_text (NAME ("'abc'"), good);
  n_bytes = vault_load_u16_le (good);
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
test_copy (void)
{
  g_autoptr (VaultEntry) entry = make_entry ("x");
  g_autoptr (VaultEntry) other = NULL;

  entry->rotation = 3;
  entry->position_ms = 5;
  other = vault_entry_copy (entry);
  assert_same (entry, other);
  g_assert_true (entry->name != other->name);
  g_assert_true (entry->streams[0].runs != other->streams[0].runs);
  other->expires = 0;
  g_assert_cmpint (entry->expires, ==, 1800000000);
}

/* Turned or left somewhere is version 2, with two numbers more; neither is version 1. */
static void
test_view (void)
{
  static const struct {
    guint rotation;
    guint64 position_ms;
    guint64 version;
  } cases[] = {
    { 0, 0, 1 },
    { 1, 0, 2 },
    { 3, 0, 2 },
    { 0, 1, 2 },
    { 0, VAULT_POSITION_MAX_MS, 2 },
    { 2, 90000, 2 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (VaultEntry) entry = make_entry ("a");
    g_autoptr (VaultEntry) decoded = NULL;
    guint8 plain[VAULT_RECORD_PLAIN_BYTES];
    guint n_more = cases[i].version == 2 ? 16 : 0;

    entry->rotation = cases[i].rotation;
    entry->position_ms = cases[i].position_ms;
    g_assert_true (vault_entry_encode (entry, plain));
    g_assert_cmpuint (vault_load_u64_le (plain + 8), ==, cases[i].version);
    g_assert_cmpuint (vault_load_u16_le (plain), ==, 15 * 8 + n_more + 15);
    if (n_more > 0) {
      g_assert_cmpuint (vault_load_u64_le (plain + 8 + 64), ==, cases[i].rotation);
      g_assert_cmpuint (vault_load_u64_le (plain + 8 + 72), ==, cases[i].position_ms);
    }
    g_assert_cmpuint (vault_load_u64_le (plain + 8 + 64 + n_more), ==, 3000000);
    decoded = vault_entry_decode (plain);
    g_assert_nonnull (decoded);
    assert_same (entry, decoded);
  }
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
  g_test_add_func ("/entry/copy", test_copy);
  g_test_add_func ("/entry/view", test_view);
  g_test_add_func ("/entry/id", test_id);
  return g_test_run ();
}
