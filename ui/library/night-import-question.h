/* night-import-question.h - whether what is imported keeps its location and other details
 *
 * Threads:  the main context.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "night-settings.h"

G_BEGIN_DECLS

/* Ask over @parent.  Returns: (transfer none): presented; what its "response" says is for
 * night_import_question_take(). */
AdwMessageDialog *night_import_question_new (GtkWindow *parent);

/* Remember the answer.  Returns: NIGHT_DETAILS_ASK if there was none. */
NightImportDetails night_import_question_take (const char *response);

G_END_DECLS
