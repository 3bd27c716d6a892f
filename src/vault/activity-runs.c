/* activity-runs.c - the log as a person reads it: what repeats itself is one line
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <vault/vault-activity.h>

/* The first second of the day after that of @time_s, in local time; a day that cannot be told
 * ends with it. */
static gint64
get_end_of_day (gint64 time_s)
{
  g_autoptr (GDateTime) when = g_date_time_new_from_unix_local (time_s);
  g_autoptr (GDateTime) next = NULL;
  g_autoptr (GDateTime) midnight = NULL;

  if (when != NULL)
    next = g_date_time_add_days (when, 1);
  if (next != NULL)
    midnight = g_date_time_new_local (g_date_time_get_year (next),
                                      g_date_time_get_month (next),
                                      g_date_time_get_day_of_month (next), 0, 0, 0);
  return midnight == NULL ? time_s : g_date_time_to_unix (midnight);
}

GArray *
vault_activity_merge (const GArray *all)
{
  GArray *runs = g_array_new (FALSE, FALSE, sizeof (VaultActivityRun));
  VaultActivityRun *last = NULL;
  gint64 end_s = 0;

  for (guint i = 0; i < all->len; i++) {
    const VaultActivity *entry = &g_array_index (all, VaultActivity, i);
    const VaultActivityRun run = { entry->time_s, entry->time_s, entry->kind, 1,
                                   entry->count };

    if (last != NULL && last->kind == run.kind && run.last_s < end_s) {
      last->last_s = MAX (last->last_s, run.last_s);
      last->n_entries++;
      last->count += MIN (run.count, G_MAXUINT - last->count);
      continue;
    }

    g_array_append_val (runs, run);
    last = &g_array_index (runs, VaultActivityRun, runs->len - 1);
    end_s = get_end_of_day (run.first_s);
  }

  return runs;
}

/* The entries of the last opening, and those it found waiting to be told, end with it. */
static guint
find_last_opening (const GArray *all)
{
  guint i = all->len;

  while (i > 0
         && g_array_index (all, VaultActivity, i - 1).kind != VAULT_ACTIVITY_UNLOCKED)
    i--;
  return i == 0 ? 0 : i - 1;
}

static guint
count_done (const GArray *all, guint i, guint kind)
{
  const VaultActivity *behind =
      i + 1 < all->len ? &g_array_index (all, VaultActivity, i + 1) : NULL;

  return behind != NULL && behind->kind == kind ? behind->count : 0;
}

void
vault_activity_find_stopped (const GArray *all, VaultStopped *out_stopped)
{
  *out_stopped = (VaultStopped){ 0 };
  for (guint i = find_last_opening (all); i > 0; i--) {
    const VaultActivity *entry = &g_array_index (all, VaultActivity, i - 1);
    guint n_done;

    switch ((int) entry->kind) {
    case VAULT_ACTIVITY_UNLOCKED:
    case VAULT_ACTIVITY_CREATED:
      return;
    case VAULT_ACTIVITY_BROKEN_IMPORT:
    case VAULT_ACTIVITY_STOPPED_IMPORT:
      n_done = count_done (all, i - 1, VAULT_ACTIVITY_IMPORTED);
      out_stopped->import = TRUE;
      out_stopped->import_broke_off |= entry->kind == VAULT_ACTIVITY_BROKEN_IMPORT;
      out_stopped->n_imported += n_done;
      out_stopped->n_to_import += n_done + entry->count;
      break;
    case VAULT_ACTIVITY_STOPPED_EXPORT:
      n_done = count_done (all, i - 1, VAULT_ACTIVITY_EXPORTED);
      out_stopped->export = TRUE;
      out_stopped->n_exported += n_done;
      out_stopped->n_to_export += n_done + entry->count;
      break;
    case VAULT_ACTIVITY_STOPPED_CHECK:
      out_stopped->check = TRUE;
      break;
    default:
      break;
    }
  }
}
