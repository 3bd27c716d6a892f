/* ask.c - the passphrase, from a descriptor or from the terminal
 *
 * Both wait in the main context, where the session turns Ctrl+C into a cancellation; so
 * the ordinary way out of the function is the only one, and it restores the terminal.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ask.h"

#include <errno.h>
#include <fcntl.h>
#include <glib-unix.h>
#include <termios.h>
#include <unistd.h>

#include <vault/vault-error.h>

typedef struct {
  VaultSecret *line;
  gsize n_bytes;
  gboolean done;
  gboolean too_long;
  int failed_errno;
} Reading;

/* One byte at a time: what follows the line break may belong to another program. */
static gboolean
on_readable_cb (int fd, GIOCondition condition, gpointer user_data)
{
  Reading *reading = user_data;
  guint8 *next = vault_secret_get_writable (reading->line) + reading->n_bytes;
  ssize_t n_read = read (fd, next, 1);

  if (n_read < 0 && (errno == EINTR || errno == EAGAIN))
    return G_SOURCE_CONTINUE;
  if (n_read < 0)
    reading->failed_errno = errno;
  reading->done = n_read <= 0 || *next == '\n';
  if (!reading->done)
    reading->n_bytes++;
  if (reading->n_bytes > CTL_PASSPHRASE_MAX_BYTES)
    reading->done = reading->too_long = TRUE;
  return reading->done ? G_SOURCE_REMOVE : G_SOURCE_CONTINUE;
}

static VaultSecret *
finish_reading (const Reading *reading, GError **error)
{
  if (reading->failed_errno != 0) {
    g_set_error (error, VAULT_ERROR, VAULT_ERROR_IO, "reading the passphrase: errno %d",
                 reading->failed_errno);
    return NULL;
  }
  if (reading->too_long || reading->n_bytes == 0) {
    g_set_error (error, VAULT_ERROR, VAULT_ERROR_BAD_PASSPHRASE,
                 "%" G_GSIZE_FORMAT " bytes", reading->n_bytes);
    return NULL;
  }
  return vault_secret_new_from (vault_secret_get (reading->line), reading->n_bytes,
                                error);
}

static VaultSecret *
read_line (int fd, GCancellable *cancellable, GError **error)
{
  g_autoptr(VaultSecret) line = NULL;
  Reading reading = { 0 };
  guint source_id;

  /* One more for the line break, or for the byte that is too many. */
  line = vault_secret_new (CTL_PASSPHRASE_MAX_BYTES + 1, error);
  if (line == NULL)
    return NULL;

  reading.line = line;
  source_id =
      g_unix_fd_add (fd, G_IO_IN | G_IO_HUP | G_IO_ERR, on_readable_cb, &reading);
  while (!reading.done && !g_cancellable_is_cancelled (cancellable))
    g_main_context_iteration (NULL, TRUE);
  if (!reading.done)
    g_source_remove (source_id);

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;
  return finish_reading (&reading, error);
}

VaultSecret *
ctl_ask_fd (int fd, GCancellable *cancellable, GError **error)
{
  /* Helpers that are started later must not inherit it. */
  if (fcntl (fd, F_SETFD, FD_CLOEXEC) != 0) {
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                 "A passphrase is to come from a descriptor that is not open.");
    return NULL;
  }

  return read_line (fd, cancellable, error);
}

static gboolean
write_text (int tty, const char *text)
{
  gsize n_bytes = strlen (text);

  return write (tty, text, n_bytes) == (ssize_t) n_bytes;
}

static VaultSecret *
ask_once (int tty, const char *prompt, GCancellable *cancellable, GError **error)
{
  VaultSecret *passphrase;
  struct termios before;
  struct termios silent;

  if (tcgetattr (tty, &before) != 0 || !write_text (tty, prompt)) {
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                 "The terminal cannot be asked for a passphrase.");
    return NULL;
  }

  /* Stopping or aborting the program here would leave the terminal without echo, so those
   * two keys do nothing; Ctrl+C works and comes back to this function. */
  silent = before;
  silent.c_lflag &= ~(tcflag_t) (ECHO | ECHOE | ECHOK | ECHONL);
  silent.c_cc[VSUSP] = _POSIX_VDISABLE;
  silent.c_cc[VQUIT] = _POSIX_VDISABLE;
  if (tcsetattr (tty, TCSAFLUSH, &silent) != 0) {
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                 "The terminal does not let its echo be turned off.");
    return NULL;
  }

  passphrase = read_line (tty, cancellable, error);
  tcsetattr (tty, TCSAFLUSH, &before);
  /* The line break that was not echoed. */
  if (!write_text (tty, "\n"))
    g_clear_pointer (&passphrase, vault_secret_unref);
  if (passphrase == NULL && error != NULL && *error == NULL)
    g_set_error (error, VAULT_ERROR, VAULT_ERROR_IO, "the terminal is gone");
  return passphrase;
}

static gboolean
is_equal (const VaultSecret *a, const VaultSecret *b)
{
  guint8 difference = 0;

  if (vault_secret_get_n_bytes (a) != vault_secret_get_n_bytes (b))
    return FALSE;
  for (gsize i = 0; i < vault_secret_get_n_bytes (a); i++)
    difference |= vault_secret_get (a)[i] ^ vault_secret_get (b)[i];
  return difference == 0;
}

static VaultSecret *
ask_on (int tty, CtlAskTimes times, GCancellable *cancellable, GError **error)
{
  if (times == CTL_ASK_ONCE)
    return ask_once (tty, "Passphrase: ", cancellable, error);

  for (;;) {
    g_autoptr(VaultSecret) first = NULL;
    g_autoptr(VaultSecret) second = NULL;

    first = ask_once (tty, "New passphrase: ", cancellable, error);
    if (first == NULL)
      return NULL;
    second = ask_once (tty, "The same again: ", cancellable, error);
    if (second == NULL)
      return NULL;
    if (is_equal (first, second))
      return g_steal_pointer (&first);
    write_text (tty, "These two differ; once more.\n");
  }
}

VaultSecret *
ctl_ask_terminal (CtlAskTimes times,
                  const char *option,
                  GCancellable *cancellable,
                  GError **error)
{
  VaultSecret *passphrase;
  int tty = open ("/dev/tty", O_RDWR | O_NOCTTY | O_CLOEXEC);

  if (tty < 0) {
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                 "There is no terminal to ask on; use %s.", option);
    return NULL;
  }

  passphrase = ask_on (tty, times, cancellable, error);
  close (tty);
  return passphrase;
}
