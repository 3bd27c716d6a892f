/* look.c - opens a vault as often as asked and says all that is in it
 *
 *   look FOLDER PASSPHRASE TIMES
 *
 * For each opening a line of JSON: the error, or the summary of the sweep, every item with
 * a digest of every byte, what verifying found, how many pieces the items have, which
 * invariant is broken, and digests of both files after everything has been swept and the
 * vault was closed again.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "vault/session-private.h"

#define READ_BYTES 50000
/* Long enough for a sanitizer on a busy machine. */
#define PATIENCE_MS 60000

static char *
digest_stream (VaultSession *session, const VaultEntry *entry, VaultStreamNumber stream)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autofree guint8 *bytes = g_malloc (READ_BYTES);
  guint64 n_bytes = entry->streams[stream].n_bytes;
  g_autoptr (VaultSource) source = NULL;
  g_autoptr (GError) error = NULL;

  if (n_bytes == 0)
    return g_strdup ("none");

  source = vault_session_open_source (session, entry, stream, &error);
  for (guint64 at = 0; source != NULL && at < n_bytes; at += READ_BYTES) {
    gsize n = (gsize) MIN (READ_BYTES, n_bytes - at);

    if (!vault_source_read (source, at, bytes, n, &error))
      break;
    g_checksum_update (checksum, bytes, (gssize) n);
  }

  if (error != NULL)
    return g_strdup_printf ("unreadable: %s", vault_error_get_nick (error->code));
  return g_strdup (g_checksum_get_string (checksum));
}

static void
add_file (GString *out, const char *folder, const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autofree char *digest = NULL;
  g_autofree char *bytes = NULL;
  gsize n_bytes;

  if (g_file_get_contents (path, &bytes, &n_bytes, NULL))
    digest = g_compute_checksum_for_data (G_CHECKSUM_SHA256, (guchar *) bytes, n_bytes);
  g_string_append_printf (out, ", \"%s\": \"%s\"", name,
                          digest == NULL ? "missing" : digest);
}

static void
add_item (GString *out, VaultSession *session, const VaultEntry *entry)
{
  g_autofree char *media = digest_stream (session, entry, VAULT_STREAM_MEDIA);
  g_autofree char *thumbnail = digest_stream (session, entry, VAULT_STREAM_THUMBNAIL);

  g_string_append_printf (
      out,
      "{\"id\": \"%s\", \"name\": \"%s\", \"bytes\": %" G_GUINT64_FORMAT
      ", \"expires\": %" G_GINT64_FORMAT ", \"media\": \"%s\", \"thumbnail\": \"%s\"}",
      entry->id, entry->name, entry->streams[VAULT_STREAM_MEDIA].n_bytes,
      entry->expires, media, thumbnail);
}

static void
add_items (GString *out, VaultSession *session)
{
  g_autoptr (GPtrArray) entries = vault_session_dup_entries (session);
  guint64 n_pieces = 0;

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
  g_string_append_printf (out, "], \"pieces\": %" G_GUINT64_FORMAT, n_pieces);
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
  const VaultWork work = { 0 };

  if (session == NULL)
    return FALSE;

  vault_session_get_summary (session, &summary);
  g_string_append_printf (out,
                          ", \"expired\": %u, \"interrupted\": %u, \"damaged\": %u, "
                          "\"doubtful\": %u",
                          summary.n_expired, summary.n_interrupted, summary.n_damaged,
                          (guint) summary.clock_doubtful);
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

int
main (int argc, char **argv)
{
  g_autoptr (VaultSecret) passphrase = NULL;

  if (argc != 4)
    return 2;

  passphrase = vault_secret_new_from (argv[2], strlen (argv[2]), NULL);
  if (passphrase == NULL)
    return 1;

  for (int i = atoi (argv[3]); i > 0; i--) {
    g_autoptr (GString) out = g_string_new (NULL);
    g_autoptr (GError) error = NULL;
    const char *code = "none";

    if (!look (argv[1], passphrase, out, &error))
      code = vault_error_get_nick (error->code);
    add_file (out, argv[1], "keyring");
    add_file (out, argv[1], "vault.db");
    printf ("{\"error\": \"%s\"%s}\n", code, out->str);
  }

  return 0;
}
