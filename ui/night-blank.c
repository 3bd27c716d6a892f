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
  gtk_label_set_text (label, "");
}
