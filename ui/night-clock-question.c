/* night-clock-question.c - is it really that late?
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "night-clock-question.h"

#include <glib/gi18n.h>

#include "night-ask.h"
#include "night-problem.h"
#include "night-text.h"

/* The question that is being asked, on its window. */
#define QUESTION "night-clock-question"

static void
believed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GtkWindow) window = user_data;
  g_autoptr (GError) error = NULL;

  if (!vault_believe_clock_finish (VAULT_VAULT (source), result, &error)
      && !g_error_matches (error, VAULT_ERROR, VAULT_ERROR_LOCKED))
    night_ask_tell_problem (window, night_problem_from_error (error));
}

static void
answered (AdwMessageDialog *dialog, const char *response, Vault *vault)
{
  GtkWindow *window = gtk_window_get_transient_for (GTK_WINDOW (dialog));

  if (window == NULL)
    return;

  g_object_set_data (G_OBJECT (window), QUESTION, NULL);
  if (g_str_equal (response, NIGHT_ASK_ACCEPT))
    vault_believe_clock_async (vault, believed_cb, g_object_ref (window));
}

static void
ask (GtkWindow *window, Vault *vault, gint64 wall)
{
  g_autofree char *day = night_text_dup_day (wall);
  /* Translators: %s is a day, "14 November 2027". */
  g_autofree char *heading = g_strdup_printf (_ ("Is It Really %s?"), day);
  AdwMessageDialog *dialog = night_ask_new (
      window, heading,
      _ ("This computer’s clock is far ahead of what the vault has seen last. As long "
         "as "
         "that is not certain, nothing is destroyed on its word.\n\nIf the date is "
         "right, "
         "what was due by then is destroyed now. If it is not, set the clock right."),
      _ ("The Date Is _Right"), ADW_RESPONSE_DESTRUCTIVE);

  g_object_set_data (G_OBJECT (window), QUESTION, dialog);
  g_signal_connect_object (dialog, "response", G_CALLBACK (answered), vault, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
doubt_changed (Vault *vault, GParamSpec *pspec, GtkWindow *window)
{
  AdwMessageDialog *question = g_object_get_data (G_OBJECT (window), QUESTION);
  gint64 wall;
  gboolean doubtful = vault_is_clock_doubtful (vault, &wall);

  if (doubtful && question == NULL)
    ask (window, vault, wall);
  else if (!doubtful && question != NULL)
    adw_message_dialog_response (question, "cancel");
}

void
night_clock_question_watch (GtkWindow *window, Vault *vault)
{
  g_signal_connect_object (vault, "notify::clock-doubtful", G_CALLBACK (doubt_changed),
                           window, 0);
}
