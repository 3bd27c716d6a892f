/* night-import-question.h - what a person is asked before files come in
 *
 * Whether they keep their location and other details, unless that has been answered for good;
 * and how long they stay, if the vault is set to ask.
 *
 * Threads:  the main context.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "night-settings.h"

G_BEGIN_DECLS

typedef struct {
  NightImportDetails details; /* NIGHT_DETAILS_ASK: is to be asked */
  gint64 stays_s;             /* VAULT_GROUP_EXPIRES_NEVER, or so many seconds */
} NightImportAnswer;

/* Ask over @parent.  What @present has is proposed, or, without being asked, the answer.
 * Returns: (transfer none): presented; what its "response" says is for
 * night_import_question_take(). */
AdwMessageDialog *night_import_question_new (GtkWindow *parent,
                                             const NightImportAnswer *present,
                                             gboolean with_expiry);

/* Put into @answer, which is as it was asked, what was answered; about details also into the
 * settings.  FALSE if the import is not wanted after all. */
gboolean night_import_question_take (AdwMessageDialog *dialog,
                                     const char *response,
                                     NightImportAnswer *answer);

G_END_DECLS
