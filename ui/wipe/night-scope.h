/* night-scope.h - what an emergency wipe reaches beside the vault of the window
 *
 * Threads:  the main context.
 * Blocks:   never.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include <vault/vault-wipe-all.h>

G_BEGIN_DECLS

/* Wipe every vault that is known, all at once, but not the one in @except.  Those that are
 * destroyed are forgotten, and no others: where they lie must be found again. */
void night_scope_wipe_async (const char *except,
                             GAsyncReadyCallback callback,
                             gpointer user_data);

/* Returns: (transfer full) (element-type VaultWiped). */
GPtrArray *night_scope_wipe_finish (GAsyncResult *result);

/* What became of something of Nightstand's own. */
typedef enum {
  NIGHT_TIDY_UNWANTED, /* nobody asked for it */
  NIGHT_TIDY_NONE,     /* there was nothing of the kind */
  NIGHT_TIDY_REMOVED,
  NIGHT_TIDY_KEPT, /* for a vault that is not destroyed */
  NIGHT_TIDY_FAILED,
} NightTidy;

typedef struct {
  NightTidy settings;
  NightTidy timer; /* with the entry that runs at a login, and the list of vaults */
  VaultError timer_error; /* with NIGHT_TIDY_FAILED */
} NightTidied;

/* Take settings and timer away, if the person wants that.  @destroyed: (element-type filename):
 * folders of the vaults that are; @all: whether that is every one that was to be.  The settings
 * say where vaults lie, so they go with the last of them only; so does the timer. */
void night_scope_tidy_async (GPtrArray *destroyed,
                             gboolean all,
                             GAsyncReadyCallback callback,
                             gpointer user_data);
void night_scope_tidy_finish (GAsyncResult *result, NightTidied *out);

G_END_DECLS
