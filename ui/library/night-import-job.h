/* night-import-job.h - one import that a person asked for: what, where to, for how long
 *
 * Threads:  the main context.
 * Blocks:   never.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include <vault/vault-group.h>

G_BEGIN_DECLS

typedef struct {
  GListModel *files;   /* of GFile, or NULL */
  GBytes *picture;     /* a pasted one otherwise */
  const char *ending;  /* of its name */
  VaultGroup *group;   /* it goes into; NULL for none */
  gboolean is_settled; /* nothing has to be asked any more */
  gint64 stays_s; /* from when it begins; VAULT_GROUP_EXPIRES_NEVER.  Once settled. */
} NightImportJob;

/* @files: (element-type GFile).  Returns: (transfer full). */
NightImportJob *night_import_job_new_files (GListModel *files, VaultGroup *group);

/* @ending: (transfer none): a static string.  Returns: (transfer full). */
NightImportJob *
night_import_job_new_picture (GBytes *picture, const char *ending, VaultGroup *group);

void night_import_job_free (NightImportJob *self);

/* How long its items stay if nobody says otherwise: as the album proposes, or the vault. */
gint64 night_import_job_propose (const NightImportJob *self, Vault *vault);

/* @problems and @error as vault_import_finish() has them. */
typedef void (*NightImportDone) (guint n_imported,
                                 GPtrArray *problems,
                                 const GError *error,
                                 gpointer user_data);

/* Begin.  A picture has no progress.  @done is called once, in any case, and last; the job need not
 * be there any more by then. */
void night_import_job_start (const NightImportJob *self,
                             Vault *vault,
                             VaultMetadata metadata,
                             GCancellable *cancellable,
                             VaultProgressFunc progress,
                             NightImportDone done,
                             gpointer user_data);

G_END_DECLS
