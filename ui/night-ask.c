/* night-ask.c - a question with two answers, and a problem with one
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "night-ask.h"

#include <glib/gi18n.h>

#include "night-access.h"
#include "night-problem.h"

/* With the application a dialog takes its keys, as that of the emergency wipe. */
static AdwMessageDialog *
make_dialog (GtkWindow *parent, const char *heading, const char *body)
{
  GtkWidget *dialog = adw_message_dialog_new (parent, heading, body);

  gtk_window_set_application (GTK_WINDOW (dialog), gtk_window_get_application (parent));
  return ADW_MESSAGE_DIALOG (dialog);
}

AdwMessageDialog *
night_ask_new (GtkWindow *parent,
               const char *heading,
               const char *body,
               const char *accept_label,
               AdwResponseAppearance appearance)
{
  return night_ask_new_with_other (parent, heading, body, NULL, accept_label,
                                   appearance);
}

AdwMessageDialog *
night_ask_new_with_other (GtkWindow *parent,
                          const char *heading,
                          const char *body,
                          const char *other_label,
                          const char *accept_label,
                          AdwResponseAppearance appearance)
{
  AdwMessageDialog *dialog = make_dialog (parent, heading, body);
  gboolean destructive = appearance == ADW_RESPONSE_DESTRUCTIVE;

  adw_message_dialog_add_response (dialog, "cancel", _ ("Cancel"));
  if (other_label != NULL)
    adw_message_dialog_add_response (dialog, NIGHT_ASK_OTHER, other_label);
  adw_message_dialog_add_response (dialog, NIGHT_ASK_ACCEPT, accept_label);
  adw_message_dialog_set_response_appearance (dialog, NIGHT_ASK_ACCEPT, appearance);
  adw_message_dialog_set_default_response (dialog,
                                           destructive ? "cancel" : NIGHT_ASK_ACCEPT);
  adw_message_dialog_set_close_response (dialog, "cancel");
  night_access_name_once (GTK_WIDGET (dialog));

  return dialog;
}

static void
tell (GtkWindow *parent, VaultError code, const char *body)
{
  AdwMessageDialog *dialog = make_dialog (parent, night_problem_get_title (code), body);

  adw_message_dialog_add_response (dialog, "close", _ ("Close"));
  night_access_name_once (GTK_WIDGET (dialog));
  gtk_window_present (GTK_WINDOW (dialog));
}

void
night_ask_tell_problem (GtkWindow *parent, VaultError code)
{
  tell (parent, code, night_problem_get_text (code));
}

void
night_ask_tell_problem_midway (GtkWindow *parent, VaultError code, const char *done)
{
  g_autofree char *body =
      g_strdup_printf ("%s\n\n%s", done, night_problem_get_text (code));

  tell (parent, code, body);
}
