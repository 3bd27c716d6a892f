/* tell.c - opens vaults as the program does and says what is in them
 *
 *   tell NOW PASSPHRASE FOLDER...
 *
 * For each folder a line of JSON, of the form that vectors/reader.py prints: the error by
 * name, or the items with a digest of every stream.  NOW is the time, in seconds since
 * 1970, on a synchronised computer.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <json-glib/json-glib.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>

#include "support/fake-clock.h"
#include "vault/session.h"

#define READ_BYTES 50000
/* The number of the record's key. */
#define NOT_A_STREAM 3

/* The same passphrase for a hundred vaults made of one: derived once. */
typedef struct {
  guint8 asked[32];
  guint8 answer[32];
} Derived;

static GArray *derived;

int __wrap_crypto_pwhash (unsigned char *out,
                          unsigned long long n_out,
                          const char *passphrase,
                          unsigned long long n_passphrase,
                          const unsigned char *salt,
                          unsigned long long passes,
                          size_t memory_bytes,
                          int algorithm);
int __real_crypto_pwhash (unsigned char *out,
                          unsigned long long n_out,
                          const char *passphrase,
                          unsigned long long n_passphrase,
                          const unsigned char *salt,
                          unsigned long long passes,
                          size_t memory_bytes,
                          int algorithm);

int
__wrap_crypto_pwhash (unsigned char *out,
                      unsigned long long n_out,
                      const char *passphrase,
                      unsigned long long n_passphrase,
                      const unsigned char *salt,
                      unsigned long long passes,
                      size_t memory_bytes,
                      int algorithm)
{
  const guint64 cost[] = { passes, memory_bytes, (guint64) algorithm };
  crypto_generichash_state state;
  Derived one;
  int status;

  g_assert_cmpuint (n_out, ==, sizeof one.answer);
  crypto_generichash_init (&state, salt, crypto_pwhash_SALTBYTES, sizeof one.asked);
  crypto_generichash_update (&state, (const guint8 *) cost, sizeof cost);
  crypto_generichash_update (&state, (const guint8 *) passphrase, n_passphrase);
  crypto_generichash_final (&state, one.asked, sizeof one.asked);

  for (guint i = 0; i < derived->len; i++) {
    const Derived *known = &g_array_index (derived, Derived, i);

    if (memcmp (known->asked, one.asked, sizeof one.asked) == 0) {
      memcpy (out, known->answer, sizeof known->answer);
      return 0;
    }
  }

  status = __real_crypto_pwhash (out, n_out, passphrase, n_passphrase, salt, passes,
                                 memory_bytes, algorithm);
  memcpy (one.answer, out, sizeof one.answer);
  if (status == 0)
    g_array_append_val (derived, one);
  return status;
}

static char *
digest_stream (VaultSession *session, const VaultEntry *entry, VaultStreamNumber stream)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autofree guint8 *bytes = g_malloc (READ_BYTES);
  guint64 n_bytes = entry->streams[stream].n_bytes;
  g_autoptr (GError) error = NULL;
  g_autoptr (VaultSource) source =
                 vault_session_open_source_to_verify (session, entry, stream, &error);

  for (guint64 at = 0; source != NULL && at < n_bytes; at += READ_BYTES) {
    gsize n = (gsize) MIN (READ_BYTES, n_bytes - at);

    if (!vault_source_read (source, at, bytes, n, &error))
      break;
    g_checksum_update (checksum, bytes, (gssize) n);
  }

  return g_strdup (error == NULL ? g_checksum_get_string (checksum)
                                 : vault_error_get_nick ((VaultError) error->code));
}

static void
add_text (JsonBuilder *out, const char *name, const char *text)
{
  json_builder_set_member_name (out, name);
  json_builder_add_string_value (out, text);
}

static void
add_number (JsonBuilder *out, const char *name, gint64 number)
{
  json_builder_set_member_name (out, name);
  json_builder_add_int_value (out, number);
}

static void
add_streams (JsonBuilder *out, VaultSession *session, const VaultEntry *entry)
{
  json_builder_set_member_name (out, "streams");
  json_builder_begin_array (out);
  for (guint i = 0; i < VAULT_N_STREAMS; i++) {
    g_autofree char *digest = NULL;

    if (i == NOT_A_STREAM)
      continue;
    if (entry->streams[i].n_bytes == 0) {
      json_builder_add_null_value (out);
      continue;
    }
    digest = digest_stream (session, entry, (VaultStreamNumber) i);
    json_builder_begin_array (out);
    json_builder_add_int_value (out, (gint64) entry->streams[i].n_bytes);
    json_builder_add_string_value (out, digest);
    json_builder_end_array (out);
  }
  json_builder_end_array (out);
}

static void
add_organised (JsonBuilder *out, const VaultEntry *entry)
{
  g_autoptr (GString) groups = g_string_new (NULL);

  for (guint i = 0; i < entry->n_groups; i++) {
    g_autofree char *id = vault_card_dup_text_of_number (entry->groups[i]);

    g_string_append_printf (groups, i == 0 ? "%s" : " %s", id);
  }
  add_number (out, "favourite", entry->favourite);
  add_number (out, "views_left", entry->limited ? (gint64) entry->views_left : -1);
  add_text (out, "tags", entry->tags);
  add_text (out, "note", entry->note == NULL ? "" : entry->note);
  add_text (out, "groups", groups->str);
}

static void
add_group (JsonBuilder *out, const VaultCard *card)
{
  static const char *const kinds[] = { "album", "person" };

  json_builder_begin_object (out);
  add_text (out, "id", card->id);
  add_text (out, "kind", kinds[card->group_kind]);
  add_number (out, "created", card->created);
  add_number (out, "expiry", card->default_expiry);
  add_number (out, "absence", card->absence);
  add_text (out, "name", card->name);
  json_builder_end_object (out);
}

static void
add_groups (JsonBuilder *out, VaultSession *session)
{
  g_autoptr (GPtrArray) groups = vault_session_dup_groups (session);

  json_builder_set_member_name (out, "groups");
  json_builder_begin_array (out);
  for (guint i = 0; i < groups->len; i++)
    add_group (out, groups->pdata[i]);
  json_builder_end_array (out);
}

static void
add_item (JsonBuilder *out, VaultSession *session, const VaultEntry *entry)
{
  static const char *const kinds[] = { "other", "image", "animation",
                                       "video", "audio", "document" };

  g_assert_cmpuint (entry->kind, <, G_N_ELEMENTS (kinds));
  json_builder_begin_object (out);
  add_text (out, "id", entry->id);
  add_text (out, "name", entry->name);
  add_text (out, "type", entry->content_type);
  add_text (out, "kind", kinds[entry->kind]);
  add_number (out, "added", entry->added);
  add_number (out, "captured", entry->captured);
  add_number (out, "expires", entry->expires);
  add_number (out, "width", entry->width);
  add_number (out, "height", entry->height);
  add_number (out, "duration_ms", (gint64) entry->duration_ms);
  add_number (out, "rotation", entry->rotation);
  add_number (out, "position_ms", (gint64) entry->position_ms);
  add_organised (out, entry);
  add_streams (out, session, entry);
  json_builder_end_object (out);
}

static void
tell (JsonBuilder *out, const char *folder, VaultSecret *passphrase)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (VaultSession) session =
                 vault_session_open (folder, passphrase, NULL, &error);
  g_autoptr (GPtrArray) entries = NULL;
  VaultUnlockSummary summary;

  if (session == NULL) {
    add_text (out, "error", vault_error_get_nick ((VaultError) error->code));
    return;
  }

  vault_session_get_summary (session, &summary);
  add_number (out, "expired", summary.n_expired + summary.n_viewed_out);
  add_number (out, "interrupted", summary.n_interrupted);
  json_builder_set_member_name (out, "whole");
  json_builder_add_boolean_value (out, summary.n_damaged == 0);
  entries = vault_session_dup_entries (session);
  json_builder_set_member_name (out, "items");
  json_builder_begin_array (out);
  for (guint i = 0; i < entries->len; i++)
    add_item (out, session, entries->pdata[i]);
  json_builder_end_array (out);
  add_groups (out, session);
  vault_session_close (session);
}

static void
print (JsonBuilder *builder)
{
  g_autoptr (JsonNode) root = json_builder_get_root (builder);
  g_autofree char *text = json_to_string (root, FALSE);

  puts (text);
}

int
main (int argc, char **argv)
{
  g_autoptr (VaultSecret) passphrase = NULL;

  if (argc < 4 || sodium_init () < 0)
    return 2;

  derived = g_array_new (FALSE, FALSE, sizeof (Derived));
  fake_clock_install ();
  fake_clock_set_wall (g_ascii_strtoll (argv[1], NULL, 10));
  fake_clock_set_synchronised (TRUE);
  fake_clock_reboot ();
  passphrase = vault_secret_new_from (argv[2], strlen (argv[2]), NULL);
  for (int i = 3; i < argc && passphrase != NULL; i++) {
    g_autoptr (JsonBuilder) builder = json_builder_new ();

    json_builder_begin_object (builder);
    tell (builder, argv[i], passphrase);
    json_builder_end_object (builder);
    print (builder);
  }

  g_array_free (derived, TRUE);
  return passphrase == NULL;
}
