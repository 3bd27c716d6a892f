/* night-notice.c - a line above the library that says what unlocking found
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "library/night-notice.h"

#include <glib/gi18n.h>

#include "night-problem.h"

struct _NightNotice {
  GtkBox parent_instance;

  GtkLabel *label;
};

G_DEFINE_FINAL_TYPE (NightNotice, night_notice, GTK_TYPE_BOX)

static char *
dup_text (const VaultUnlockSummary *summary)
{
  GString *text = g_string_new (NULL);

  if (summary->n_expired > 0)
    g_string_append_printf (text,
                            ngettext ("%u item had expired and was destroyed. ",
                                      "%u items had expired and were destroyed. ",
                                      summary->n_expired),
                            summary->n_expired);
  if (summary->n_damaged > 0)
    g_string_append_printf (
        text,
        ngettext ("%u item is damaged: it is kept, but can’t be shown. ",
                  "%u items are damaged: they are kept, but can’t be shown. ",
                  summary->n_damaged),
        summary->n_damaged);
  if (summary->clock_doubtful)
    g_string_append (text, night_problem_get_text (VAULT_ERROR_CLOCK_DOUBTFUL));

  return g_strchomp (g_string_free (text, FALSE));
}

void
night_notice_show_summary (NightNotice *self, Vault *vault)
{
  g_autofree char *text = NULL;
  VaultUnlockSummary summary;

  g_return_if_fail (NIGHT_IS_NOTICE (self));

  vault_get_unlock_summary (vault, &summary);
  text = dup_text (&summary);
  gtk_label_set_text (self->label, text);
  gtk_widget_set_visible (GTK_WIDGET (self), *text != '\0');
}

void
night_notice_hide (NightNotice *self)
{
  g_return_if_fail (NIGHT_IS_NOTICE (self));

  gtk_widget_hide (GTK_WIDGET (self));
}

static void
night_notice_class_init (NightNoticeClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_template_from_resource (
      widget_class, "/org/nightstand/Nightstand/library/night-notice.ui");
  gtk_widget_class_bind_template_child (widget_class, NightNotice, label);
  gtk_widget_class_bind_template_callback (widget_class, night_notice_hide);
}

static void
night_notice_init (NightNotice *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
