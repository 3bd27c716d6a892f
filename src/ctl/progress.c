/* progress.c - one line on stderr that says how far a long operation has come
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "progress.h"

#include <unistd.h>

#define INTERVAL_US (100 * G_TIME_SPAN_MILLISECOND)

CtlProgress
ctl_progress_begin (const char *verb)
{
  return (CtlProgress){ .verb = verb, .is_terminal = isatty (STDERR_FILENO) == 1 };
}

void
ctl_progress_cb (const VaultProgress *progress, gpointer user_data)
{
  CtlProgress *self = user_data;
  gint64 now_us = g_get_monotonic_time ();
  g_autofree char *done = NULL;
  g_autofree char *total = NULL;

  if (!self->is_terminal || now_us - self->last_us < INTERVAL_US)
    return;

  self->last_us = now_us;
  done = g_format_size (progress->n_bytes_done);
  total = g_format_size (progress->n_bytes_total);
  g_printerr ("\r\033[K%s %u of %u, %s of %s", self->verb, progress->n_done,
              progress->n_total, done, total);
}

void
ctl_progress_end (CtlProgress *self)
{
  if (self->last_us != 0)
    g_printerr ("\r\033[K");
}
