/* night-ask.h - a question with two answers, and a problem with one
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include <vault/vault-error.h>

G_BEGIN_DECLS

/* What "response" says when the person agrees. */
#define NIGHT_ASK_ACCEPT "accept"

/* Ask over @parent; anything but NIGHT_ASK_ACCEPT is a no.  A destructive question has No
 * as its default answer.  Returns: (transfer none): not yet presented. */
AdwMessageDialog *night_ask_new (GtkWindow *parent,
                                 const char *heading,
                                 const char *body,
                                 const char *accept_label,
                                 AdwResponseAppearance appearance);

/* The same with a third answer between, which says NIGHT_ASK_OTHER. */
#define NIGHT_ASK_OTHER "other"
AdwMessageDialog *night_ask_new_with_other (GtkWindow *parent,
                                            const char *heading,
                                            const char *body,
                                            const char *other_label,
                                            const char *accept_label,
                                            AdwResponseAppearance appearance);

/* Say what is wrong over @parent. */
void night_ask_tell_problem (GtkWindow *parent, VaultError code);

/* The same of work that was done in part; @done says how much, in a sentence. */
void
night_ask_tell_problem_midway (GtkWindow *parent, VaultError code, const char *done);

G_END_DECLS
