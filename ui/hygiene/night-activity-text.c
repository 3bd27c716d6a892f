/* night-activity-text.c - the activity log in plain words
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "hygiene/night-activity-text.h"

#include <glib/gi18n.h>

/* What is counted in items, places and the like. */
static char *
dup_counted (guint kind, guint n)
{
  switch ((int) kind) {
  case VAULT_ACTIVITY_FAILED:
    return g_strdup_printf (ngettext ("%u wrong passphrase was tried",
                                      "%u wrong passphrases were tried", n),
                            n);
  case VAULT_ACTIVITY_IMPORTED:
    return g_strdup_printf (ngettext ("%u item imported", "%u items imported", n), n);
  case VAULT_ACTIVITY_EXPORTED:
    return g_strdup_printf (ngettext ("%u item exported", "%u items exported", n), n);
  case VAULT_ACTIVITY_DELETED:
    return g_strdup_printf (
        ngettext ("%u item destroyed by hand", "%u items destroyed by hand", n), n);
  case VAULT_ACTIVITY_EXPIRED:
    return g_strdup_printf (ngettext ("%u item expired and was destroyed",
                                      "%u items expired and were destroyed", n),
                            n);
  case VAULT_ACTIVITY_VIEWED_OUT:
    return g_strdup_printf (ngettext ("%u item destroyed after its last view",
                                      "%u items destroyed after their last views", n),
                            n);
  case VAULT_ACTIVITY_REPAIRED:
    return g_strdup_printf (ngettext ("%u place put right from its second copy",
                                      "%u places put right from their second copies",
                                      n),
                            n);
  case VAULT_ACTIVITY_SETTINGS:
    return g_strdup_printf (ngettext ("%u setting changed", "%u settings changed", n),
                            n);
  case VAULT_ACTIVITY_ORIGINALS:
    return g_strdup_printf (ngettext ("%u original removed after an import",
                                      "%u originals removed after an import", n),
                            n);
  case VAULT_ACTIVITY_STOPPED_IMPORT:
    return g_strdup_printf (
        ngettext ("An import was stopped by a lock with %u file to go",
                  "An import was stopped by a lock with %u files to go", n),
        n);
  case VAULT_ACTIVITY_BROKEN_IMPORT:
    return g_strdup_printf (ngettext ("An import broke off with %u file to go",
                                      "An import broke off with %u files to go", n),
                            n);
  case VAULT_ACTIVITY_IMPORTING:
    return g_strdup_printf (ngettext ("An import of %u file under way",
                                      "An import of %u files under way", n),
                            n);
  case VAULT_ACTIVITY_STOPPED_EXPORT:
    return g_strdup_printf (
        ngettext ("An export was stopped by a lock with %u item to go",
                  "An export was stopped by a lock with %u items to go", n),
        n);
  default:
    return NULL;
  }
}

static const char *
get_event (const VaultActivityRun *run)
{
  switch ((int) run->kind) {
  case VAULT_ACTIVITY_CREATED:
    return _ ("Vault created");
  case VAULT_ACTIVITY_UNLOCKED:
    return _ ("Unlocked");
  case VAULT_ACTIVITY_ADDED_WAY:
    return _ ("Passphrase or recovery key added");
  case VAULT_ACTIVITY_CHANGED_WAY:
    return _ ("Passphrase or recovery key changed");
  case VAULT_ACTIVITY_REMOVED_WAY:
    return _ ("Passphrase or recovery key removed");
  case VAULT_ACTIVITY_CLEARED:
    return _ ("Activity cleared");
  case VAULT_ACTIVITY_WIPE_CANCELLED:
    return _ ("Emergency wipe cancelled");
  case VAULT_ACTIVITY_VERIFIED:
    return run->count > 0 ? _ ("Verified, faults were found")
                          : _ ("Verified, no faults were found");
  case VAULT_ACTIVITY_STOPPED_CHECK:
    return _ ("A check was stopped by a lock");
  case VAULT_ACTIVITY_DRILLED:
    return _ ("Fire drill carried out");
  default:
    return _ ("Something that this version doesn’t know");
  }
}

char *
night_activity_dup_title (const VaultActivityRun *run)
{
  char *counted = dup_counted (run->kind, run->count);

  if (counted != NULL)
    return counted;
  if (run->n_entries == 1)
    return g_strdup (get_event (run));

  /* Translators: what was done, and how often: "Unlocked, 3 times". */
  return g_strdup_printf (ngettext ("%s, %u time", "%s, %u times", run->n_entries),
                          get_event (run), run->n_entries);
}

static char *
dup_local (gint64 time_s, const char *format)
{
  g_autoptr (GDateTime) when = g_date_time_new_from_unix_local (time_s);
  char *text = when == NULL ? NULL : g_date_time_format (when, format);

  return text == NULL ? g_strdup ("") : text;
}

char *
night_activity_dup_time (const VaultActivityRun *run)
{
  /* Translators: a time of the day, see g_date_time_format(). */
  const char *format = _ ("%H:%M");
  g_autofree char *first = dup_local (run->first_s, format);
  g_autofree char *last = dup_local (run->last_s, format);

  if (g_str_equal (first, last))
    return g_steal_pointer (&first);

  /* Translators: from one time of a day to another: "14:02–15:10". */
  return g_strdup_printf (_ ("%s–%s"), first, last);
}

/* Days before today; no more than 2 are told apart. */
static int
count_days_before (gint64 time_s, gint64 now)
{
  g_autoptr (GDateTime) today = g_date_time_new_from_unix_local (now);
  g_autofree char *day = dup_local (time_s, "%F");

  for (int n = 0; today != NULL && n < 2; n++) {
    g_autoptr (GDateTime) other = g_date_time_add_days (today, -n);
    g_autofree char *text = other == NULL ? NULL : g_date_time_format (other, "%F");

    if (g_strcmp0 (day, text) == 0)
      return n;
  }

  return 2;
}

char *
night_activity_dup_day (const VaultActivityRun *run, gint64 now)
{
  switch (count_days_before (run->first_s, now)) {
  case 0:
    return g_strdup (_ ("Today"));
  case 1:
    return g_strdup (_ ("Yesterday"));
  default:
    /* Translators: a day, see g_date_time_format(). */
    return dup_local (run->first_s, _ ("%A, %-d %B %Y"));
  }
}

gboolean
night_activity_is_warning (const VaultActivityRun *run)
{
  return run->kind == VAULT_ACTIVITY_FAILED
         || (run->kind == VAULT_ACTIVITY_VERIFIED && run->count > 0);
}

/* ---- what a lock, or a crash, has stopped ---- */

static char *
dup_broken_import (const VaultStopped *stopped)
{
  if (stopped->n_imported == 0)
    return g_strdup (
        _ ("An import did not finish, because Nightstand or the computer stopped in "
           "the middle of it; nothing of it was kept."));

  return g_strdup_printf (
      ngettext ("An import did not finish, because Nightstand or the computer stopped "
                "in the middle of it; %u of %u file was kept.",
                "An import did not finish, because Nightstand or the computer stopped "
                "in the middle of it; %u of %u files were kept.",
                stopped->n_to_import),
      stopped->n_imported, stopped->n_to_import);
}

static char *
dup_stopped_import (const VaultStopped *stopped)
{
  if (stopped->n_imported == 0)
    return g_strdup (
        _ ("An import was stopped when the vault was locked; nothing of it "
           "was kept."));

  return g_strdup_printf (
      ngettext (
          "An import was stopped when the vault was locked; %u of %u file was kept.",
          "An import was stopped when the vault was locked; %u of %u files were "
          "kept.",
          stopped->n_to_import),
      stopped->n_imported, stopped->n_to_import);
}

static char *
dup_stopped_export (const VaultStopped *stopped)
{
  if (stopped->n_exported == 0)
    return g_strdup (
        _ ("An export was stopped when the vault was locked; nothing of it "
           "was written."));

  return g_strdup_printf (
      ngettext ("An export was stopped when the vault was locked; %u of %u item was "
                "written.",
                "An export was stopped when the vault was locked; %u of %u items were "
                "written.",
                stopped->n_to_export),
      stopped->n_exported, stopped->n_to_export);
}

char *
night_activity_dup_stopped (const VaultStopped *stopped)
{
  g_autoptr (GPtrArray) sentences = g_ptr_array_new_with_free_func (g_free);

  if (stopped->import)
    g_ptr_array_add (sentences, stopped->import_broke_off
                                    ? dup_broken_import (stopped)
                                    : dup_stopped_import (stopped));
  if (stopped->export)
    g_ptr_array_add (sentences, dup_stopped_export (stopped));
  if (stopped->check)
    g_ptr_array_add (
        sentences, g_strdup (_ ("A check of the vault was stopped when it was locked, "
                                "before everything was read.")));
  if (sentences->len == 0)
    return NULL;

  g_ptr_array_add (sentences, NULL);
  return g_strjoinv (" ", (char **) sentences->pdata);
}
