/* night-notice.c - a line above the library that says what unlocking found
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "library/night-notice.h"

#include <glib/gi18n.h>

#include <vault/vault-activity.h>
#include <vault/vault-passphrase.h>

#include "hygiene/night-activity-text.h"
#include "night-problem.h"
#include "night-text.h"

struct _NightNotice {
  GtkBox parent_instance;

  GtkLabel *label;
  GtkLabel *stopped;
  GtkLabel *attempts;
  GtkLabel *limits;
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
  if (summary->n_absent > 0)
    g_string_append (text, _ ("Nobody had opened the vault for as long as its rule on "
                              "absence forgives. "));
  if (summary->n_damaged > 0)
    g_string_append_printf (
        text,
        ngettext ("%u item is damaged: it is kept, but can’t be shown. ",
                  "%u items are damaged: they are kept, but can’t be shown. ",
                  summary->n_damaged),
        summary->n_damaged);
  if (summary->n_healed > 0)
    g_string_append (text, _ ("A crash or a fault of the disk had spoilt one copy of "
                              "something that is kept twice; it was put right. "));
  if (summary->clock_doubtful)
    g_string_append_printf (text, "%s ",
                            night_problem_get_text (VAULT_ERROR_CLOCK_DOUBTFUL));
  if (summary->sync_service != NULL)
    /* Translators: %s is a program or service: "Dropbox". */
    g_string_append_printf (
        text,
        _ ("The folder of this vault seems to be copied away by %s, where what is "
           "destroyed here stays. Move the vault to another folder."),
        summary->sync_service);

  return g_strchomp (g_string_free (text, FALSE));
}

static char *
dup_attempts (const VaultFailedAttempts *failed, gint64 now)
{
  g_autofree char *when = night_text_dup_past (failed->last_s, now);

  if (failed->n_attempts == 1)
    /* Translators: %s is a moment: "today at 14:02", "on Tuesday at 14:02". */
    return g_strdup_printf (
        _ ("One wrong passphrase was tried since you last unlocked, %s."), when);

  /* Translators: %s is a moment: "today at 14:02", "on Tuesday at 14:02". */
  return g_strdup_printf (
      ngettext (
          "%u wrong passphrase was tried since you last unlocked, the last one %s.",
          "%u wrong passphrases were tried since you last unlocked, the last one "
          "%s.",
          failed->n_attempts),
      failed->n_attempts, when);
}

static gboolean
show_attempts (NightNotice *self, Vault *vault)
{
  VaultFailedAttempts failed;
  g_autofree char *text = NULL;
  gboolean any;

  vault_get_failed_attempts (vault, &failed);
  any = failed.n_attempts > 0;
  if (any)
    text = dup_attempts (&failed, vault_get_time (vault));
  gtk_label_set_text (self->attempts, any ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->attempts), any);
  gtk_widget_set_visible (GTK_WIDGET (self->limits), any);
  return any;
}

static gboolean
show_stopped (NightNotice *self, Vault *vault)
{
  g_autoptr (GArray) all = vault_dup_activity (vault);
  g_autofree char *text = NULL;
  VaultStopped stopped;

  vault_activity_find_stopped (all, &stopped);
  text = night_activity_dup_stopped (&stopped);
  gtk_label_set_text (self->stopped, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->stopped), text != NULL);
  return text != NULL;
}

void
night_notice_show_summary (NightNotice *self, Vault *vault)
{
  gboolean any;

  g_autofree char *text = NULL;
  VaultUnlockSummary summary;

  g_return_if_fail (NIGHT_IS_NOTICE (self));

  vault_get_unlock_summary (vault, &summary);
  text = dup_text (&summary);
  gtk_label_set_text (self->label, text);
  gtk_widget_set_visible (GTK_WIDGET (self->label), *text != '\0');
  any = show_attempts (self, vault) || *text != '\0';
  any = show_stopped (self, vault) || any;
  gtk_widget_set_visible (GTK_WIDGET (self), any);
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
  gtk_widget_class_bind_template_child (widget_class, NightNotice, stopped);
  gtk_widget_class_bind_template_child (widget_class, NightNotice, attempts);
  gtk_widget_class_bind_template_child (widget_class, NightNotice, limits);
  gtk_widget_class_bind_template_callback (widget_class, night_notice_hide);
}

static void
night_notice_init (NightNotice *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
