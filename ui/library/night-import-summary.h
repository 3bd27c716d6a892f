/* night-import-summary.h - each file that could not be imported or shown, and why
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include <vault/vault-group.h>

G_BEGIN_DECLS

#define NIGHT_TYPE_IMPORT_SUMMARY (night_import_summary_get_type ())
G_DECLARE_FINAL_TYPE (NightImportSummary,
                      night_import_summary,
                      NIGHT,
                      IMPORT_SUMMARY,
                      AdwWindow)

/* @problems: (element-type VaultImportProblem): at least one.  @group: where what was imported
 * went, or NULL. */
void night_import_summary_present (GtkWindow *parent,
                                   guint n_imported,
                                   GPtrArray *problems,
                                   VaultGroup *group);

/* The same after an export. */
void
night_export_summary_present (GtkWindow *parent, guint n_exported, GPtrArray *problems);

G_END_DECLS
