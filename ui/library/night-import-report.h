/* night-import-report.h - telling how an import went
 *
 * Threads:  the main context.
 * Blocks:   never.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include <vault/vault-group.h>

G_BEGIN_DECLS

/* In the window of @widget: @n_imported items went into @group, or just into the vault if that
 * is NULL.  The files that have @problems, (element-type VaultImportProblem), are told one by
 * one, whatever the outcome.  @has_originals: they came from files, which are still there.  @error: NULL if the import came to its end. */
void night_import_report (GtkWidget *widget,
                          guint n_imported,
                          GPtrArray *problems,
                          VaultGroup *group,
                          gboolean has_originals,
                          const GError *error);

G_END_DECLS
