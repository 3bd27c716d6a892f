/* index.c - what the desktop's file search knows about a file
 *
 * LocalSearch, which was called Tracker, has a database that only itself can read.  It answers
 * SPARQL on the session bus: the question goes over the bus, rows come through a pipe, and what
 * is to be forgotten goes through one.  It is not started for that: an indexer that begins to
 * work looks at everything that lies in the home, at what is about to be removed as well.
 *
 * Whoever has its name on the bus is a program of the same person, and learns which file is
 * asked about.  It may say what it likes, or nothing: it is waited for a moment, once, and what
 * was to be forgotten is asked for again.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "traces/hunt.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gunixfdlist.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

#define ENDPOINT_PATH "/org/freedesktop/Tracker3/Endpoint"
#define ENDPOINT_INTERFACE "org.freedesktop.Tracker3.Endpoint"

#define ANSWER_MS 3000
/* Of a row that is no longer than an address. */
#define MAX_ROW_BYTES (32 << 10)

/* The newer first; some versions have both names. */
static const struct {
  const char *name;
  const char *program;
} indexers[] = {
  { "org.freedesktop.LocalSearch3", "LocalSearch" },
  { "org.freedesktop.Tracker3.Miner.Files", "Tracker" },
};

typedef enum { ANSWER_NONE, ANSWER_YES, ANSWER_NO } Answer;

/* Only our end, @own, does not wait. */
static gboolean
make_pipe (int ends[2], guint own)
{
  return pipe2 (ends, O_CLOEXEC) == 0
         && fcntl (ends[own], F_SETFL, O_NONBLOCK | (own == 0 ? O_RDONLY : O_WRONLY))
                == 0;
}

/* Takes @fd, the end of a pipe that the other side has to itself.
 * Returns: (transfer full) (nullable): NULL if nobody listened. */
static GVariant *
call (GDBusConnection *bus,
      const char *name,
      const char *method,
      const char *query,
      const char *uri,
      int fd,
      GCancellable *cancellable)
{
  g_autoptr (GUnixFDList) fds = g_unix_fd_list_new ();
  int handle = g_unix_fd_list_append (fds, fd, NULL);
  GVariantBuilder arguments;
  GVariant *parameters;

  close (fd);
  if (handle < 0)
    return NULL;

  g_variant_builder_init (&arguments, G_VARIANT_TYPE ("a{sv}"));
  if (query == NULL) {
    g_variant_builder_clear (&arguments);
    parameters = g_variant_new ("(h)", handle);
  } else {
    g_variant_builder_add (&arguments, "{sv}", "url", g_variant_new_string (uri));
    parameters = g_variant_new ("(sha{sv})", query, handle, &arguments);
  }

  return g_dbus_connection_call_with_unix_fd_list_sync (
      bus, name, ENDPOINT_PATH, ENDPOINT_INTERFACE, method, parameters, NULL,
      G_DBUS_CALL_FLAGS_NO_AUTO_START, ANSWER_MS, fds, NULL, cancellable, NULL);
}

/* To its end, so that the other side is not cut off while it writes.  Whether there is a row
 * is all that is asked: nothing of it is looked at. */
static Answer
read_rows (int fd)
{
  gint64 end_us = g_get_monotonic_time () + ANSWER_MS * (gint64) 1000;
  gsize n_read = 0;

  while (n_read <= MAX_ROW_BYTES) {
    gint64 left_ms = (end_us - g_get_monotonic_time ()) / 1000;
    struct pollfd waiting = { .fd = fd, .events = POLLIN };
    char bytes[4096];
    gssize n;

    if (left_ms <= 0 || (poll (&waiting, 1, (int) left_ms) < 0 && errno != EINTR))
      return ANSWER_NONE;
    n = read (fd, bytes, sizeof bytes);
    if (n == 0)
      return n_read > 0 ? ANSWER_YES : ANSWER_NO;
    if (n < 0 && errno != EINTR && errno != EAGAIN)
      return ANSWER_NONE;
    n_read += (gsize) MAX (n, 0);
  }

  return ANSWER_NONE;
}

static Answer
knows (GDBusConnection *bus,
       const char *name,
       const char *uri,
       GCancellable *cancellable)
{
  g_autoptr (GVariant) answer = NULL;
  Answer said = ANSWER_NONE;
  int ends[2];

  if (!make_pipe (ends, 0))
    return ANSWER_NONE;

  answer = call (bus, name, "Query", "SELECT ?file { ?file nie:url ~url } LIMIT 1", uri,
                 ends[1], cancellable);
  if (answer != NULL)
    said = read_rows (ends[0]);
  close (ends[0]);
  return said;
}

/* What is written to a pipe has no arguments.  An address has none of these letters, as GLib
 * writes it. */
static gboolean
can_be_quoted (const char *uri)
{
  for (const char *c = uri; *c != '\0'; c++)
    if (*c == '"' || *c == '\\' || (guchar) *c <= ' ')
      return FALSE;

  return TRUE;
}

/* The file, and what it holds, in each graph: without naming them nothing is deleted. */
static char *
dup_update (const char *uri)
{
  return g_strdup_printf ("DELETE { GRAPH ?graph { ?what a rdfs:Resource } } WHERE { "
                          "{ ?what nie:url \"%s\" } UNION { ?file nie:url \"%s\" . "
                          "?what nie:isStoredAs ?file "
                          "} . GRAPH ?graph { ?what a rdfs:Resource } }",
                          uri, uri);
}

/* All of it before the call: a pipe has room for that. */
static gboolean
forget (GDBusConnection *bus, const char *name, const char *uri)
{
  g_autofree char *text = dup_update (uri);
  gint32 n_text = (gint32) strlen (text);
  g_autoptr (GVariant) answer = NULL;
  gboolean is_written;
  int ends[2];

  if (!make_pipe (ends, 1))
    return FALSE;

  is_written = write (ends[1], &n_text, sizeof n_text) == (gssize) sizeof n_text
               && write (ends[1], text, (gsize) n_text) == n_text;
  close (ends[1]);
  if (!is_written) {
    close (ends[0]);
    return FALSE;
  }

  answer = call (bus, name, "Update", NULL, NULL, ends[0], NULL);
  return answer != NULL;
}

static void
add_entry (VaultHunt *self, guint indexer, const char *uri)
{
  g_autofree char *path = g_filename_from_uri (uri, NULL, NULL);
  VaultTrace *trace =
      vault_hunt_add (self, VAULT_TRACE_INDEX, VAULT_TRACE_REMOVABLE,
                      path != NULL ? path : uri, NULL, indexers[indexer].program);

  trace->list = g_strdup (indexers[indexer].name);
  trace->uri = g_strdup (uri);
  trace->bus = g_object_ref (self->roots->session_bus);
}

/* The one that answers is asked from then on; if none does, nobody is asked again. */
static Answer
ask (VaultHunt *self, const char *uri)
{
  for (guint i = self->indexer; i < G_N_ELEMENTS (indexers); i++) {
    Answer said =
        knows (self->roots->session_bus, indexers[i].name, uri, self->cancellable);

    if (said != ANSWER_NONE) {
      self->indexer = i;
      self->has_asked = TRUE;
      return said;
    }
    /* It did, and is silent now. */
    if (self->has_asked)
      break;
  }

  self->indexer = G_N_ELEMENTS (indexers);
  self->has_asked = FALSE;
  return ANSWER_NONE;
}

void
vault_hunt_index (VaultHunt *self, GPtrArray *uris)
{
  if (self->roots->session_bus == NULL || !vault_hunt_has_index (self->roots))
    return;

  for (guint i = 0; i < uris->len; i++)
    if (self->indexer < G_N_ELEMENTS (indexers) && can_be_quoted (uris->pdata[i])
        && ask (self, uris->pdata[i]) == ANSWER_YES)
      add_entry (self, self->indexer, uris->pdata[i]);
}

/* While the file is there, the indexer would find it again. */
VaultTraceOutcome
vault_index_remove (const VaultTrace *trace, GError **error)
{
  g_autofree char *path = g_filename_from_uri (trace->uri, NULL, NULL);

  if (path != NULL && g_file_test (path, G_FILE_TEST_EXISTS | G_FILE_TEST_IS_SYMLINK))
    return VAULT_TRACE_NOT_TRIED;
  /* One that runs may have noticed. */
  if (knows (trace->bus, trace->list, trace->uri, NULL) == ANSWER_NO)
    return VAULT_TRACE_REMOVED;

  if (forget (trace->bus, trace->list, trace->uri)
      && knows (trace->bus, trace->list, trace->uri, NULL) == ANSWER_NO)
    return VAULT_TRACE_REMOVED;

  g_set_error (error, VAULT_ERROR, VAULT_ERROR_IO, "the index keeps it");
  return VAULT_TRACE_FAILED;
}
