/* night-blank.c - taking a secret that was shown out of memory again
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "night-blank.h"

#include <string.h>

/* The memory is the label's own and is freed by the next gtk_label_set_text(). */
static void
overwrite (const char *text)
{
  explicit_bzero ((char *) text, strlen (text));
}

void
night_blank_label (GtkLabel *label)
{
  overwrite (pango_layout_get_text (gtk_label_get_layout (label)));
  overwrite (gtk_label_get_text (label));
  overwrite (gtk_label_get_label (label));

  /* It is empty by now, as far as it knows; to be told so again would not make it forget
   * what it told assistive technology. */
  gtk_label_set_text (label, " ");
  gtk_label_set_text (label, "");
}

void
night_blank_row (AdwPasswordEntryRow *row)
{
  g_autoptr (GtkEntryBuffer) buffer = gtk_password_entry_buffer_new ();
  GtkText *text = GTK_TEXT (gtk_editable_get_delegate (GTK_EDITABLE (row)));

  gtk_editable_set_text (GTK_EDITABLE (row), "");
  gtk_text_set_buffer (text, buffer);

  /* While the letters are shown, whoever comes next could bring them back with Ctrl+Z. */
  g_object_set (text, "enable-undo", FALSE, NULL);
}

void
night_blank_entry (GtkEditable *entry)
{
  GtkEditable *text = gtk_editable_get_delegate (entry);

  gtk_editable_set_text (entry, "");
  g_object_set (text, "enable-undo", FALSE, NULL);
  g_object_set (text, "enable-undo", TRUE, NULL);
}

/* ---- the tooltip ---- */

static GtkTooltip *seen_tooltip; /* a weak pointer */

/* The widget's own handler comes after this one and sets the text. */
static gboolean
see_tooltip (GtkWidget *widget,
             int x,
             int y,
             gboolean is_keyboard,
             GtkTooltip *tooltip,
             gpointer user_data)
{
  g_set_weak_pointer (&seen_tooltip, tooltip);
  return FALSE;
}

void
night_blank_watch_tooltip (GtkWidget *widget)
{
  g_signal_connect (widget, "query-tooltip", G_CALLBACK (see_tooltip), NULL);
}

void
night_blank_tooltip (void)
{
  if (seen_tooltip == NULL)
    return;

  /* NULL alone hides the label, and leaves its text in it. */
  gtk_tooltip_set_text (seen_tooltip, "");
  gtk_tooltip_set_text (seen_tooltip, NULL);
}
