/* night-import-question.c - what a person is asked before files come in
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "library/night-import-question.h"

#include <glib/gi18n.h>

#include "library/night-term-row.h"
#include "night-ask.h"

static AdwMessageDialog *
new_about_details (GtkWindow *parent)
{
  return night_ask_new_with_other (
      parent, _ ("Remove Location and Other Details?"),
      _ ("Photos, films and recordings can say where and when they were made, with "
         "what "
         "device, and more. Nightstand can leave that out of what it keeps. Picture "
         "and "
         "sound stay as they are, the date is kept in the vault, and the original file "
         "is "
         "not touched.\n\nThis answer can be changed in Preferences."),
      _ ("_Keep Details"), _ ("_Remove Details"), ADW_RESPONSE_SUGGESTED);
}

static AdwMessageDialog *
new_about_expiry (GtkWindow *parent)
{
  return night_ask_new (
      parent, _ ("How Long Should This Stay?"),
      _ ("When the time is up it is destroyed in this vault. The original file and "
         "other copies stay.\n\nWhether this is asked is set in Preferences."),
      _ ("_Import"), ADW_RESPONSE_SUGGESTED);
}

static void
add_row (AdwMessageDialog *dialog, gint64 proposed_s)
{
  GtkWidget *list = gtk_list_box_new ();
  GtkWidget *row = night_term_row_new (_ ("Expires After"), FALSE);

  night_term_row_set_seconds (NIGHT_TERM_ROW (row), proposed_s);
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  gtk_list_box_append (GTK_LIST_BOX (list), row);
  adw_message_dialog_set_extra_child (dialog, list);
}

AdwMessageDialog *
night_import_question_new (GtkWindow *parent,
                           const NightImportAnswer *present,
                           gboolean with_expiry)
{
  AdwMessageDialog *dialog = present->details == NIGHT_DETAILS_ASK
                                 ? new_about_details (parent)
                                 : new_about_expiry (parent);

  if (with_expiry)
    add_row (dialog, present->stays_s);
  gtk_window_present (GTK_WINDOW (dialog));
  /* Return agrees to what is proposed.  In the row, which has the focus as it comes first, it
   * would open the list. */
  gtk_widget_grab_focus (gtk_window_get_default_widget (GTK_WINDOW (dialog)));
  return dialog;
}

gboolean
night_import_question_take (AdwMessageDialog *dialog,
                            const char *response,
                            NightImportAnswer *answer)
{
  GtkWidget *list = adw_message_dialog_get_extra_child (dialog);
  gboolean is_accepted = g_str_equal (response, NIGHT_ASK_ACCEPT);

  if (!is_accepted && !g_str_equal (response, NIGHT_ASK_OTHER))
    return FALSE;

  if (answer->details == NIGHT_DETAILS_ASK) {
    answer->details = is_accepted ? NIGHT_DETAILS_REMOVE : NIGHT_DETAILS_KEEP;
    night_settings_set_import_details (answer->details);
  }
  if (list != NULL)
    answer->stays_s = night_term_row_get_seconds (
        NIGHT_TERM_ROW (gtk_list_box_get_row_at_index (GTK_LIST_BOX (list), 0)));
  return TRUE;
}
