/* night-import-question.c - whether what is imported keeps its location and other details
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "library/night-import-question.h"

#include <glib/gi18n.h>

#include "night-ask.h"

AdwMessageDialog *
night_import_question_new (GtkWindow *parent)
{
  AdwMessageDialog *dialog = night_ask_new_with_other (
      parent, _ ("Remove Location and Other Details?"),
      _ ("Photos, films and recordings can say where and when they were made, with "
         "what "
         "device, and more. Nightstand can leave that out of what it keeps. Picture "
         "and "
         "sound stay as they are, the date is kept in the vault, and the original file "
         "is "
         "not touched.\n\nThis answer can be changed in Preferences."),
      _ ("_Keep Details"), _ ("_Remove Details"), ADW_RESPONSE_SUGGESTED);

  gtk_window_present (GTK_WINDOW (dialog));
  return dialog;
}

NightImportDetails
night_import_question_take (const char *response)
{
  NightImportDetails answer =
      g_str_equal (response, NIGHT_ASK_ACCEPT)  ? NIGHT_DETAILS_REMOVE
      : g_str_equal (response, NIGHT_ASK_OTHER) ? NIGHT_DETAILS_KEEP
                                                : NIGHT_DETAILS_ASK;

  if (answer != NIGHT_DETAILS_ASK)
    night_settings_set_import_details (answer);
  return answer;
}
