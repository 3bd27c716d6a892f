/* night-verify-text.c - what verifying, repairing and salvaging found, in plain words
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "preferences/night-verify-text.h"

#include <glib/gi18n.h>

#include "night-problem.h"

gboolean
night_verify_is_damaged (const VaultVerifyReport *report)
{
  return report->n_damaged > 0 || report->n_unreadable > 0 || report->n_missing > 0
         || report->n_structure_faults > 0;
}

gboolean
night_verify_is_repairable (const VaultVerifyReport *report)
{
  return report->n_mirror_faults > 0 && !night_verify_is_damaged (report);
}

const char *
night_verify_get_title (const VaultVerifyReport *report)
{
  if (vault_verify_report_is_whole (report))
    return _ ("The Vault Is Whole");
  if (night_verify_is_damaged (report))
    return _ ("Parts of the Vault Are Damaged");
  if (night_verify_is_repairable (report))
    return _ ("The Vault Can Be Repaired");

  return _ ("Traces of an Interruption");
}

/* The bytes are also those of damaged items that are what they should be. */
static void
append_read (GString *text, const VaultVerifyReport *report)
{
  g_autofree char *size = g_format_size (report->n_bytes);

  g_string_append_printf (
      text, ngettext ("%u item is whole. ", "%u items are whole. ", report->n_items),
      report->n_items);
  /* Translators: %s is a size, "1.2 GB". */
  g_string_append_printf (text, _ ("%s were read and are what was kept."), size);
}

char *
night_verify_dup_text (const VaultVerifyReport *report)
{
  GString *text = g_string_new (NULL);

  if (report->n_items > 0 || !vault_verify_report_is_whole (report))
    append_read (text, report);
  else
    g_string_append (text, _ ("There are no items yet. The key file and the database "
                              "were read and are what was kept."));

  if (night_verify_is_damaged (report))
    g_string_append (
        text, _ (" What is damaged was kept and not changed. A backup of the vault may "
                 "hold it whole. Salvaging copies out whatever can still be read."));
  else if (night_verify_is_repairable (report))
    g_string_append (
        text,
        _ (" Some keys are kept twice, and one of the two copies is bad. Repairing "
           "writes the good copy over the bad one, so nothing is lost by it."));
  else if (report->n_lone_keys > 0)
    g_string_append (text,
                     _ (" A crash left keys that belong to nothing. Unlocking the "
                        "vault the next time removes them."));

  return g_string_free (text, FALSE);
}

void
night_verify_get_findings (const VaultVerifyReport *report,
                           NightFinding out[NIGHT_N_FINDINGS])
{
  const NightFinding findings[NIGHT_N_FINDINGS] = {
    { _ ("Whole Items"), _ ("Every byte is what was kept."), report->n_items },
    { _ ("Damaged Items"), _ ("Some of their bytes are not what was kept."),
      report->n_damaged },
    { _ ("Unreadable Records"),
      _ ("Items whose description can’t be read, so they can’t be shown. They are "
         "kept."),
      report->n_unreadable },
    { _ ("Missing Records"),
      _ ("Descriptions of items that should be there and are not."),
      report->n_missing },
    { _ ("Keys Without an Item"), _ ("Left by a crash, or by a record that was lost."),
      report->n_lone_keys },
    { _ ("Bad Second Copies"), _ ("Keys kept twice, of which one copy is bad."),
      report->n_mirror_faults },
    { _ ("Repaired by Unlocking"),
      _ ("Keys kept twice, of which a crash or a fault of the disk had spoilt one "
         "copy."),
      report->n_healed },
    { _ ("Faults in the Database"),
      _ ("Import nothing more before you have salvaged what can be read."),
      report->n_structure_faults },
  };

  for (gsize i = 0; i < NIGHT_N_FINDINGS; i++)
    out[i] = findings[i];
}

char *
night_verify_dup_healed (const VaultRepairReport *healed)
{
  guint n = healed->n_blocks + healed->n_epochs + healed->n_cells + healed->n_stamps;

  if (n == 0)
    return g_strdup (_ ("There was nothing that could be repaired."));

  return g_strdup_printf (ngettext ("%u bad copy was replaced by its good one.",
                                    "%u bad copies were replaced by their good ones.",
                                    n),
                          n);
}

char *
night_verify_dup_item (const VaultDamagedItem *item)
{
  g_autofree char *all = g_format_size (item->n_bytes);
  g_autofree char *bad = g_format_size (item->n_bytes_bad);

  if (item->error != NULL)
    return g_strdup_printf (
        "%s. %s", _ ("Nothing could be written"),
        night_problem_get_text (night_problem_from_error (item->error)));
  if (item->n_bytes_bad == 0)
    return g_strdup (
        _ ("The original is whole. Its preview or its description is not."));

  /* Translators: two sizes, "1.0 MB of 4.2 MB". */
  return g_strdup_printf (_ ("%s of %s can’t be read."), bad, all);
}

const char *
night_salvage_get_title (const VaultSalvageReport *report)
{
  if (report->n_whole + report->n_partial == 0)
    return _ ("Nothing Could Be Salvaged");
  if (report->n_partial + report->n_lost + report->n_nameless == 0)
    return _ ("Everything Was Salvaged");

  return _ ("Salvaged in Part");
}

/* A line of its own for what there is at least one of.  Takes @line. */
static void
append_line (GString *text, guint n, char *line)
{
  if (n > 0 && text->len > 0)
    g_string_append_c (text, '\n');
  if (n > 0)
    g_string_append (text, line);
  g_free (line);
}

static void
append_written (GString *text, const VaultSalvageReport *report)
{
  guint whole = report->n_whole;
  guint partial = report->n_partial;

  append_line (
      text, whole,
      g_strdup_printf (
          ngettext ("%u file was written, byte for byte as it was imported.",
                    "%u files were written, byte for byte as they were imported.",
                    whole),
          whole));
  append_line (
      text, partial,
      g_strdup_printf (
          ngettext (
              "%u file was written in part, with zeros in place of what can’t be "
              "read. Its name says “(damaged)”.",
              "%u files were written in part, with zeros in place of what can’t be "
              "read. Their names say “(damaged)”.",
              partial),
          partial));
}

static void
append_not_written (GString *text, const VaultSalvageReport *report)
{
  guint lost = report->n_lost;
  guint nameless = report->n_nameless;
  guint expired = report->n_expired;

  append_line (text, lost,
               g_strdup_printf (ngettext ("%u item could not be read at all.",
                                          "%u items could not be read at all.", lost),
                                lost));
  append_line (
      text, nameless,
      g_strdup_printf (
          ngettext (
              "At most %u more was in the vault, and not even its name can be read.",
              "At most %u more were in the vault, and not even their names can be "
              "read.",
              nameless),
          nameless));
  append_line (
      text, expired,
      g_strdup_printf (ngettext ("%u item had expired and was not written.",
                                 "%u items had expired and were not written.", expired),
                       expired));
}

char *
night_salvage_dup_text (const VaultSalvageReport *report)
{
  guint n = report->n_whole + report->n_partial;
  GString *text = g_string_new (NULL);

  append_written (text, report);
  append_not_written (text, report);
  append_line (text, n,
               g_strdup (_ ("What was written is no longer protected: it is not sealed "
                            "and doesn’t expire.")));
  return g_string_free (text, FALSE);
}

char *
night_verify_dup_progress (const VaultProgress *progress)
{
  g_autofree char *done = g_format_size (progress->n_bytes_done);
  g_autofree char *total = g_format_size (progress->n_bytes_total);

  if (progress->n_bytes_total == 0)
    return g_strdup ("");

  /* Translators: two sizes, "12.3 MB of 1.2 GB". */
  return g_strdup_printf (_ ("%s of %s"), done, total);
}

double
night_verify_get_fraction (const VaultProgress *progress)
{
  if (progress->n_bytes_total == 0)
    return 0;

  return CLAMP ((double) progress->n_bytes_done / (double) progress->n_bytes_total, 0,
                1);
}
