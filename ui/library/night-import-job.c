/* night-import-job.c - one import that a person asked for: what, where to, for how long
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "library/night-import-job.h"

#include <glib/gi18n.h>

#include <vault/vault-organise.h>
#include <vault/vault-settings.h>

static NightImportJob *
job_new (VaultGroup *group)
{
  NightImportJob *self = g_new0 (NightImportJob, 1);

  g_set_object (&self->group, group);
  return self;
}

NightImportJob *
night_import_job_new_files (GListModel *files, VaultGroup *group)
{
  NightImportJob *self = job_new (group);

  self->files = g_object_ref (files);
  return self;
}

NightImportJob *
night_import_job_new_picture (GBytes *picture, const char *ending, VaultGroup *group)
{
  NightImportJob *self = job_new (group);

  self->picture = g_bytes_ref (picture);
  self->ending = ending;
  return self;
}

void
night_import_job_free (NightImportJob *self)
{
  g_clear_object (&self->files);
  g_clear_pointer (&self->picture, g_bytes_unref);
  g_clear_object (&self->group);
  g_free (self);
}

/* Returns: (transfer full) (element-type VaultGroup): borrowed from the job. */
static GPtrArray *
list_groups (const NightImportJob *self)
{
  GPtrArray *groups = g_ptr_array_new ();

  if (self->group != NULL)
    g_ptr_array_add (groups, self->group);
  return groups;
}

gint64
night_import_job_propose (const NightImportJob *self, Vault *vault)
{
  g_autoptr (GPtrArray) groups = list_groups (self);

  return vault_propose_expiry (vault, groups, 0);
}

/* ---- one that runs ---- */

typedef struct {
  NightImportDone done;
  gpointer user_data;
} Run;

static Run *
run_new (NightImportDone done, gpointer user_data)
{
  Run *run = g_new (Run, 1);

  run->done = done;
  run->user_data = user_data;
  return run;
}

static void
files_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree Run *run = user_data;
  g_autoptr (GPtrArray) problems = NULL;
  g_autoptr (GError) error = NULL;
  guint n_imported = 0;

  if (vault_import_finish (VAULT_VAULT (source), result, &n_imported, &problems,
                           &error))
    g_assert (error == NULL);

  run->done (n_imported, problems, error, run->user_data);
}

static void
picture_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree Run *run = user_data;
  g_autoptr (GPtrArray) problems = NULL;
  g_autoptr (GError) error = NULL;
  gboolean imported;

  imported =
      vault_import_bytes_finish (VAULT_VAULT (source), result, &problems, &error);

  run->done (imported && problems->len == 0 ? 1 : 0, problems, error, run->user_data);
}

static gint64
get_expires (const NightImportJob *self, Vault *vault)
{
  return self->stays_s == VAULT_GROUP_EXPIRES_NEVER
             ? VAULT_EXPIRES_NEVER
             : vault_get_time (vault) + self->stays_s;
}

static void
start_picture (const NightImportJob *self,
               Vault *vault,
               VaultMetadata metadata,
               GCancellable *cancellable,
               Run *run)
{
  g_autoptr (GPtrArray) groups = list_groups (self);
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *time = g_date_time_format (now, "%Y-%m-%d %H.%M.%S");
  /* Translators: the name of a pasted picture; %s is date and time. */
  g_autofree char *stem = g_strdup_printf (_ ("Pasted %s"), time);
  g_autofree char *name = g_strconcat (stem, self->ending, NULL);

  vault_import_bytes_into_async (vault, name, self->picture, groups,
                                 get_expires (self, vault), metadata, cancellable,
                                 picture_cb, run);
}

void
night_import_job_start (const NightImportJob *self,
                        Vault *vault,
                        VaultMetadata metadata,
                        GCancellable *cancellable,
                        VaultProgressFunc progress,
                        NightImportDone done,
                        gpointer user_data)
{
  g_autoptr (GPtrArray) groups = list_groups (self);
  g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func (g_object_unref);

  if (self->picture != NULL) {
    start_picture (self, vault, metadata, cancellable, run_new (done, user_data));
    return;
  }

  for (guint i = 0; i < g_list_model_get_n_items (self->files); i++)
    g_ptr_array_add (files, g_list_model_get_item (self->files, i));
  vault_import_into_async (vault, (GFile *const *) files->pdata, files->len, groups,
                           get_expires (self, vault), metadata, cancellable, progress,
                           user_data, files_cb, run_new (done, user_data));
}
