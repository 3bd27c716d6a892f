/* progress.h - one line on stderr that says how far a long operation has come
 *
 * Threads:  the main one.
 * Promise:  nothing is printed unless stderr is a terminal, and the line is gone again
 *           when the operation is over.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <vault/vault.h>

G_BEGIN_DECLS

typedef struct {
  const char *verb; /* "Importing" */
  gboolean is_terminal;
  gint64 last_us;
} CtlProgress;

/* Returns: what to give ctl_progress_cb() as its data. */
CtlProgress ctl_progress_begin (const char *verb);

/* A VaultProgressFunc. */
void ctl_progress_cb (const VaultProgress *progress, gpointer user_data);

void ctl_progress_end (CtlProgress *self);

G_END_DECLS
