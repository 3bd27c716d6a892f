/* look.c - opens a vault as often as asked and says all that is in it
 *
 *   look FOLDER TIMES PASSPHRASE...
 *
 * The passphrases are tried in turn; with the first that opens, the vault is opened TIMES
 * times.  For each opening a line of JSON: the error, or the summary of the sweep, how many
 * wrong passphrases were counted before, every item with a digest of every byte, what
 * verifying found, how many pieces the items have, which invariant is broken, and digests of
 * both files after everything has been swept and the vault was closed again.  In the end, if
 * there are several passphrases, a line that says of each whether it opens the vault.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "vault/session-private.h"

#define READ_BYTES 50000
/* Long enough for a sanitizer on a busy machine. */
#define PATIENCE_MS 60000

/* Not GLib's: a look is taken ten thousand times, and that took a fifth of each. */
static char *
finish_digest (crypto_generichash_state *state)
{
  guint8 hash[crypto_generichash_BYTES];
  char *hex = g_malloc (2 * sizeof hash + 1);

  crypto_generichash_final (state, hash, sizeof hash);
  return sodium_bin2hex (hex, 2 * sizeof hash + 1, hash, sizeof hash);
}

static char *
digest_stream (VaultSession *session, const VaultEntry *entry, VaultStreamNumber stream)
{
  crypto_generichash_state state;
  g_autofree guint8 *bytes = g_malloc (READ_BYTES);
  guint64 n_bytes = entry->streams[stream].n_bytes;
  g_autoptr (VaultSource) source = NULL;
  g_autoptr (GError) error = NULL;

  if (n_bytes == 0)
    return g_strdup ("none");

  crypto_generichash_init (&state, NULL, 0, crypto_generichash_BYTES);
  source = vault_session_open_source (session, entry, stream, &error);
  for (guint64 at = 0; source != NULL && at < n_bytes; at += READ_BYTES) {
    gsize n = (gsize) MIN (READ_BYTES, n_bytes - at);

    if (!vault_source_read (source, at, bytes, n, &error))
      break;
    crypto_generichash_update (&state, bytes, n);
  }

  if (error != NULL)
    return g_strdup_printf ("unreadable: %s", vault_error_get_nick (error->code));
  return finish_digest (&state);
}

/* Every opening seals the state anew; what it says is looked at by add_check(). */
static void
forget_state (char *keyring, gsize n_bytes)
{
  for (VaultCopy copy = VAULT_COPY_A; copy <= VAULT_COPY_B; copy++) {
    gsize at = vault_head_offset (copy) + VAULT_STATE_AT;

    if (at + VAULT_BLOCK_BYTES <= n_bytes)
      memset (keyring + at, 0, VAULT_BLOCK_BYTES);
  }
}

static void
add_file (GString *out, const char *folder, const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autofree char *digest = NULL;
  g_autofree char *bytes = NULL;
  crypto_generichash_state state;
  gsize n_bytes;

  if (g_file_get_contents (path, &bytes, &n_bytes, NULL)) {
    if (g_str_equal (name, VAULT_KEYRING_NAME))
      forget_state (bytes, n_bytes);
    crypto_generichash_init (&state, NULL, 0, crypto_generichash_BYTES);
    crypto_generichash_update (&state, (guint8 *) bytes, n_bytes);
    digest = finish_digest (&state);
  }
  g_string_append_printf (out, ", \"%s\": \"%s\"", name,
                          digest == NULL ? "missing" : digest);
}

/* Of those that are there. */
static guint
count_groups (VaultSession *session, const VaultEntry *entry)
{
  guint n = 0;

  for (guint i = 0; i < entry->n_groups; i++)
    n += g_hash_table_contains (session->groups, &entry->groups[i]);
  return n;
}

static void
add_item (GString *out, VaultSession *session, const VaultEntry *entry)
{
  g_autofree char *media = digest_stream (session, entry, VAULT_STREAM_MEDIA);
  VaultStreamNumber stream = vault_entry_find_thumbnail (entry);
  g_autofree char *thumbnail = stream == VAULT_N_STREAMS
                                   ? g_strdup ("none")
                                   : digest_stream (session, entry, stream);

  g_string_append_printf (
      out,
      "{\"id\": \"%s\", \"name\": \"%s\", \"bytes\": %" G_GUINT64_FORMAT
      ", \"expires\": %" G_GINT64_FORMAT
      ", \"rotation\": %u, \"favourite\": %u, \"tags\": \"%s\", \"note\": %u, "
      "\"groups\": %u, \"absence\": %u, \"media\": \"%s\", \"thumbnail\": \"%s\"}",
      entry->id, entry->name, entry->streams[VAULT_STREAM_MEDIA].n_bytes,
      entry->expires, entry->rotation, (guint) entry->favourite, entry->tags,
      entry->note == NULL ? 0 : (guint) strlen (entry->note),
      count_groups (session, entry),
      (guint) vault_session_is_under_absence (session, entry), media, thumbnail);
}

/* @card may be NULL. */
static guint
add_card (const VaultCard *card, guint64 *n_pieces)
{
  *n_pieces += card != NULL && card->stream.n_bytes > 0;
  return card != NULL;
}

/* What has a record and is no item. */
static guint
count_cards (VaultSession *session, guint64 *n_pieces)
{
  return g_hash_table_size (session->groups)
         + add_card (session->settings_card, n_pieces)
         + add_card (session->log_card, n_pieces);
}

static void
add_items (GString *out, VaultSession *session)
{
  g_autoptr (GPtrArray) entries = vault_session_dup_entries (session);
  guint64 n_pieces = 0;
  guint n_cards;

  g_string_append (out, ", \"items\": [");
  for (guint i = 0; i < entries->len; i++) {
    const VaultEntry *entry = entries->pdata[i];

    if (i > 0)
      g_string_append (out, ", ");
    add_item (out, session, entry);
    for (guint stream = 0; stream < VAULT_N_STREAMS; stream++) {
      for (guint run = 0; run < entry->streams[stream].n_runs; run++)
        n_pieces += entry->streams[stream].runs[run].count;
    }
  }
  n_cards = count_cards (session, &n_pieces);
  g_string_append_printf (out, "], \"cards\": %u, \"pieces\": %" G_GUINT64_FORMAT,
                          n_cards, n_pieces);
}

/* Until the reclaimer waits for more. */
static void
drain (VaultSession *session)
{
  for (guint ms = 0; g_async_queue_length (session->to_reclaim) >= 0; ms++) {
    if (ms == PATIENCE_MS)
      g_error ("the reclaimer does not end");
    g_usleep (1000);
  }
}

/* The invariants of everything that is open, and of both files. */
static void
add_check (GString *out, VaultSession *session)
{
  g_autoptr (GError) error = NULL;

  g_string_append_printf (out, ", \"check\": \"%s\"",
                          vault_session_check (session, &error) ? "ok"
                                                                : error->message);
}

static gboolean
look (const char *folder, VaultSecret *passphrase, GString *out, GError **error)
{
  g_autoptr (VaultSession) session =
                 vault_session_open (folder, passphrase, NULL, error);
  VaultUnlockSummary summary;
  VaultVerifyReport report = { 0 };
  VaultFailedAttempts failed;
  const VaultWork work = { 0 };

  if (session == NULL)
    return FALSE;

  vault_session_get_summary (session, &summary);
  vault_session_get_failed_attempts (session, &failed);
  g_string_append_printf (out,
                          ", \"expired\": %u, \"interrupted\": %u, \"damaged\": %u, "
                          "\"doubtful\": %u, \"failed\": %u",
                          summary.n_expired, summary.n_interrupted, summary.n_damaged,
                          (guint) summary.clock_doubtful, failed.n_attempts);
  drain (session);
  add_items (out, session);
  if (!vault_session_verify (session, &work, &report, NULL, error))
    return FALSE;

  g_string_append_printf (out, ", \"verify\": [%u, %u, %u, %u]", report.n_items,
                          report.n_damaged, report.n_unreadable,
                          report.n_mirror_faults);
  add_check (out, session);
  vault_session_close (session);
  return TRUE;
}

static const char *
look_and_say (const char *folder, VaultSecret *passphrase, GString *out)
{
  g_autoptr (GError) error = NULL;

  return look (folder, passphrase, out, &error) ? "none"
                                                : vault_error_get_nick (error->code);
}

/* Returns: the passphrase for the next time. */
static guint
print_look (const char *folder, VaultSecret **passphrases, guint n_passphrases)
{
  g_autoptr (GString) out = g_string_new (NULL);
  const char *code = "none";
  guint i;

  for (i = 0; i < n_passphrases; i++) {
    g_string_truncate (out, 0);
    code = look_and_say (folder, passphrases[i], out);
    if (!g_str_equal (code, "wrong-passphrase"))
      break;
  }

  add_file (out, folder, "keyring");
  add_file (out, folder, "vault.db");
  printf ("{\"error\": \"%s\"%s}\n", code, out->str);
  return MIN (i, n_passphrases - 1);
}

static void
print_ways (const char *folder, VaultSecret **passphrases, guint n_passphrases)
{
  printf ("[");
  for (guint i = 0; i < n_passphrases; i++) {
    g_autoptr (VaultSession) session =
                   vault_session_open (folder, passphrases[i], NULL, NULL);

    printf ("%s%s", i > 0 ? ", " : "", session == NULL ? "false" : "true");
    if (session != NULL)
      vault_session_close (session);
  }
  printf ("]\n");
}

int
main (int argc, char **argv)
{
  g_autoptr (GPtrArray) passphrases =
                 g_ptr_array_new_with_free_func ((GDestroyNotify) vault_secret_unref);
  VaultSecret **all;
  guint first = 0;

  if (argc < 4)
    return 2;

  for (int i = 3; i < argc; i++) {
    g_ptr_array_add (passphrases,
                     vault_secret_new_from (argv[i], strlen (argv[i]), NULL));
    if (passphrases->pdata[i - 3] == NULL)
      return 1;
  }

  all = (VaultSecret **) passphrases->pdata;
  for (int i = atoi (argv[2]); i > 0; i--)
    first += print_look (argv[1], all + first, passphrases->len - first);
  if (passphrases->len > 1)
    print_ways (argv[1], all, passphrases->len);
  return 0;
}
