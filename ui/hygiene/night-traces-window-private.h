/* night-traces-window-private.h - what the parts of the window share
 *
 * night-traces-window.c looks, asks and removes; night-traces-list.c lists what there is to
 * choose from, and what became of it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "hygiene/night-traces-window.h"

#include <vault/vault-traces.h>

G_BEGIN_DECLS

struct _NightTracesWindow {
  AdwWindow parent_instance;

  GtkStack *stack;
  GtkLabel *running;
  GtkProgressBar *progress;
  GtkWidget *stop;
  AdwPreferencesGroup *intro;
  AdwPreferencesGroup *first;  /* what can be removed; afterwards, what was not */
  AdwPreferencesGroup *second; /* what stays; afterwards, what is gone */
  GtkWidget *remove;
  AdwStatusPage *problem;

  Vault *vault; /* NULL when the window is gone */
  GCancellable *cancellable;
  gboolean is_copies; /* of an item; otherwise originals */
  GPtrArray *traces;  /* VaultTrace; NULL before they were found */
  GPtrArray *ticks;   /* GtkCheckButton for each that can be ticked, with its trace */
  GPtrArray *rows;    /* GtkWidget, in the groups; not owned */
};

/* What was found, with something to tick before what can be removed. */
void night_traces_list_show_choices (NightTracesWindow *self);

/* What became of each; also after an error: what was removed by then is told. */
void night_traces_list_show_results (NightTracesWindow *self);

/* Returns: (transfer full) (element-type VaultTrace): what is ticked. */
GPtrArray *night_traces_list_dup_ticked (NightTracesWindow *self);

G_END_DECLS
