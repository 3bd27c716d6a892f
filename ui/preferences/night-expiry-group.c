/* night-expiry-group.c - expiry while the vault is locked, and when nobody opens it at all
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "preferences/night-expiry-group.h"

#include <glib/gi18n.h>

#include <vault/vault-absence.h>
#include <vault/vault-group.h>
#include <vault/vault-timer.h>

#include "night-ask.h"
#include "night-problem.h"
#include "night-text.h"
#include "preferences/night-absence-dialog.h"

struct _NightExpiryGroup {
  AdwPreferencesGroup parent_instance;

  AdwActionRow *timer_row;
  GtkSwitch *timer;
  AdwActionRow *absence_row;

  Vault *vault;
  gboolean showing; /* the switch follows, nobody moved it */
};

G_DEFINE_FINAL_TYPE (NightExpiryGroup, night_expiry_group, ADW_TYPE_PREFERENCES_GROUP)

/* ---- while locked ---- */

static char *
dup_timer_text (const VaultTimerStatus *status, gint64 now)
{
  g_autofree char *when = NULL;

  if (!status->listed || (!status->hourly && !status->at_login))
    return g_strdup (
        _ ("Off. What is due while the vault is locked is destroyed when it "
           "is next unlocked, and not before."));

  when = night_text_dup_past (status->reaped_until, now);
  if (!status->hourly)
    /* Translators: %s is a moment: "today at 14:02", "on Tuesday at 14:02". */
    return g_strdup_printf (
        _ ("At each login, for no timer runs on this system. Keys whose time had come "
           "were last overwritten %s."),
        when);

  /* Translators: %s is a moment: "today at 14:02", "on Tuesday at 14:02". */
  return g_strdup_printf (
      _ ("Active, every hour and at each login. Keys whose time had "
         "come were last overwritten %s."),
      when);
}

static void
show_timer (NightExpiryGroup *self, const VaultTimerStatus *status)
{
  gboolean active = status->listed && (status->hourly || status->at_login);
  g_autofree char *text = dup_timer_text (status, vault_get_time (self->vault));

  adw_action_row_set_subtitle (self->timer_row, text);
  self->showing = TRUE;
  gtk_switch_set_active (self->timer, active);
  gtk_switch_set_state (self->timer, active);
  self->showing = FALSE;
  gtk_widget_set_sensitive (GTK_WIDGET (self->timer), TRUE);
}

static void
timer_changed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (NightExpiryGroup) self = user_data;
  g_autoptr (GError) error = NULL;
  VaultTimerStatus status;
  gboolean done =
      vault_timer_change_finish (VAULT_VAULT (source), result, &status, &error);
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  if (self->vault == NULL || root == NULL)
    return;

  show_timer (self, &status);
  if (!done)
    night_ask_tell_problem (GTK_WINDOW (root), night_problem_from_error (error));
}

/* The switch moves; its state follows when the files are there. */
static gboolean
timer_set (NightExpiryGroup *self, gboolean on)
{
  if (self->showing)
    return FALSE;

  gtk_widget_set_sensitive (GTK_WIDGET (self->timer), FALSE);
  if (on)
    vault_timer_install_async (self->vault, timer_changed_cb, g_object_ref (self));
  else
    vault_timer_remove_async (self->vault, timer_changed_cb, g_object_ref (self));
  return TRUE;
}

/* ---- absence ---- */

/* "Sea, Sky".  Returns: (transfer full): for markup. */
static char *
dup_chosen (Vault *vault)
{
  GListModel *albums = vault_get_groups (vault, VAULT_GROUP_ALBUM);
  g_autoptr (GString) names = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (albums); i++) {
    g_autoptr (VaultGroup) album = g_list_model_get_item (albums, i);

    if (!vault_group_is_under_absence (album))
      continue;
    if (names->len > 0)
      /* Translators: between the names of two albums in a list. */
      g_string_append (names, _ (", "));
    g_string_append (names, vault_group_get_name (album));
  }

  return g_markup_escape_text (names->str, -1);
}

static char *
dup_absence_text (Vault *vault, const VaultAbsence *absence)
{
  g_autofree char *day = night_text_dup_day (absence->ends);
  g_autofree char *chosen = NULL;

  if (absence->everything)
    return g_strdup_printf (
        /* Translators: %u is a number of days, %s a day. */
        ngettext ("Every item is destroyed if the vault is not opened for %u day: by "
                  "%s, if it was locked now.",
                  "Every item is destroyed if the vault is not opened for %u days: by "
                  "%s, if it was locked now.",
                  absence->n_days),
        absence->n_days, day);
  if (absence->n_albums == 0)
    return g_strdup (_ ("On, but about nothing: none of the albums there are is "
                        "chosen. Nothing is destroyed because nobody comes."));

  chosen = dup_chosen (vault);
  return g_strdup_printf (
      /* Translators: %1$s is one or more albums, %2$u a number of days, %3$s a day. */
      ngettext ("Every item in the chosen albums (%1$s) is destroyed if the vault is "
                "not opened for %2$u day: by %3$s, if it was locked now. The other "
                "items stay.",
                "Every item in the chosen albums (%1$s) is destroyed if the vault is "
                "not opened for %2$u days: by %3$s, if it was locked now. The other "
                "items stay.",
                absence->n_days),
      chosen, absence->n_days, day);
}

static void
show_absence (NightExpiryGroup *self)
{
  g_autofree char *text = NULL;
  VaultAbsence absence;

  vault_get_absence (self->vault, &absence);
  if (absence.n_days == 0) {
    adw_action_row_set_subtitle (self->absence_row,
                                 _ ("Off. Nothing is destroyed because nobody comes."));
    return;
  }

  text = dup_absence_text (self->vault, &absence);
  adw_action_row_set_subtitle (self->absence_row, text);
}

static void
change_absence (NightExpiryGroup *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWindow *dialog = night_absence_dialog_new (GTK_WINDOW (root), self->vault);

  g_signal_connect_object (dialog, "changed", G_CALLBACK (show_absence), self,
                           G_CONNECT_SWAPPED);
  gtk_window_present (dialog);
}

void
night_expiry_group_set_vault (NightExpiryGroup *self, Vault *vault)
{
  g_return_if_fail (NIGHT_IS_EXPIRY_GROUP (self));

  g_set_object (&self->vault, vault);
  show_absence (self);
  vault_timer_status_async (vault, timer_changed_cb, g_object_ref (self));
}

static void
night_expiry_group_dispose (GObject *object)
{
  g_clear_object (&NIGHT_EXPIRY_GROUP (object)->vault);

  G_OBJECT_CLASS (night_expiry_group_parent_class)->dispose (object);
}

static void
night_expiry_group_class_init (NightExpiryGroupClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = night_expiry_group_dispose;

  gtk_widget_class_set_template_from_resource (
      widget_class, "/org/nightstand/Nightstand/preferences/night-expiry-group.ui");
  gtk_widget_class_bind_template_child (widget_class, NightExpiryGroup, timer_row);
  gtk_widget_class_bind_template_child (widget_class, NightExpiryGroup, timer);
  gtk_widget_class_bind_template_child (widget_class, NightExpiryGroup, absence_row);
  gtk_widget_class_bind_template_callback (widget_class, timer_set);
  gtk_widget_class_bind_template_callback (widget_class, change_absence);
}

static void
night_expiry_group_init (NightExpiryGroup *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
