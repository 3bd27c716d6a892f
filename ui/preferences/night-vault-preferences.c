/* night-vault-preferences.c - preferences: where the vault is, the ways into it, and its health
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "preferences/night-vault-preferences.h"

#include <glib/gi18n.h>

#include <vault/vault-passphrase.h>

#include "night-stack.h"
#include "night-text.h"
#include "preferences/night-passphrase-dialog.h"
#include "preferences/night-recovery-dialog.h"
#include "preferences/night-verify-dialog.h"

struct _NightVaultPreferences {
  AdwPreferencesPage parent_instance;

  AdwActionRow *folder;
  AdwPreferencesGroup *ways;
  GtkWidget *add;
  GtkWidget *recovery;
  GPtrArray *rows; /* (element-type GtkWidget): the group's own */

  Vault *vault;
};

G_DEFINE_FINAL_TYPE (NightVaultPreferences,
                     night_vault_preferences,
                     ADW_TYPE_PREFERENCES_PAGE)

static GtkWindow *
get_window (NightVaultPreferences *self)
{
  return GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self)));
}

static void update (NightVaultPreferences *self);

static void
changed (NightVaultPreferences *self, const char *text)
{
  AdwToast *toast = adw_toast_new (text);

  adw_preferences_window_add_toast (ADW_PREFERENCES_WINDOW (get_window (self)), toast);
  /* The row that had the focus is replaced. */
  night_stack_leave (GTK_WIDGET (self->ways));
  update (self);
  gtk_widget_child_focus (GTK_WIDGET (self->ways), GTK_DIR_TAB_FORWARD);
}

static void
present_task (NightVaultPreferences *self,
              NightPassphraseTask task,
              const VaultPassphraseInfo *info)
{
  NightPassphraseDialog *dialog =
      night_passphrase_dialog_new (get_window (self), self->vault, task, info);

  g_signal_connect_object (dialog, "changed", G_CALLBACK (changed), self,
                           G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
add_passphrase (NightVaultPreferences *self)
{
  present_task (self, NIGHT_PASSPHRASE_ADD, NULL);
}

static void
create_recovery_key (NightVaultPreferences *self)
{
  NightRecoveryDialog *dialog =
      night_recovery_dialog_new (get_window (self), self->vault);

  g_signal_connect_object (dialog, "changed", G_CALLBACK (changed), self,
                           G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
verify (NightVaultPreferences *self)
{
  night_verify_dialog_present (get_window (self), self->vault);
}

/* ---- one way in ---- */

/* Looks @button's entry up again: it may have gone meanwhile. */
static gboolean
find_info (NightVaultPreferences *self, GtkWidget *button, VaultPassphraseInfo *out)
{
  VaultPassphraseInfo infos[VAULT_MAX_PASSPHRASES];
  guint n = vault_list_passphrases (self->vault, infos);
  guint number =
      GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (button), "night-number"));

  for (guint i = 0; i < n; i++)
    if (infos[i].number == number) {
      *out = infos[i];
      return TRUE;
    }

  return FALSE;
}

static void
change_clicked (NightVaultPreferences *self, GtkWidget *button)
{
  VaultPassphraseInfo info;

  if (find_info (self, button, &info))
    present_task (self, NIGHT_PASSPHRASE_CHANGE, &info);
}

static void
remove_clicked (NightVaultPreferences *self, GtkWidget *button)
{
  VaultPassphraseInfo info;

  if (find_info (self, button, &info))
    present_task (self, NIGHT_PASSPHRASE_REMOVE, &info);
}

static guint
count_kind (const VaultPassphraseInfo *infos, guint n, VaultPassphraseKind kind)
{
  guint found = 0;

  for (guint i = 0; i < n; i++)
    found += infos[i].kind == kind;

  return found;
}

static char *
dup_title (const VaultPassphraseInfo *info, gboolean alone)
{
  gboolean recovery = info->kind == VAULT_PASSPHRASE_RECOVERY;

  if (alone)
    return g_strdup (recovery ? _ ("Recovery Key") : _ ("Passphrase"));

  /* The number stays the same for as long as the entry lives. */
  return g_strdup_printf (recovery ? _ ("Recovery Key %u") : _ ("Passphrase %u"),
                          info->number + 1);
}

static char *
dup_subtitle (const VaultPassphraseInfo *info)
{
  g_autofree char *day = night_text_dup_day (info->added_s);

  if (info->current)
    /* Translators: %s is a day. */
    return g_strdup_printf (_ ("Since %s. Unlocked with this one."), day);

  return g_strdup_printf (_ ("Since %s."), day);
}

static void
add_button (NightVaultPreferences *self,
            AdwActionRow *row,
            GtkWidget *button,
            const VaultPassphraseInfo *info,
            GCallback clicked)
{
  g_object_set_data (G_OBJECT (button), "night-number",
                     GUINT_TO_POINTER (info->number));
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  g_signal_connect_object (button, "clicked", clicked, self, G_CONNECT_SWAPPED);
  adw_action_row_add_suffix (row, button);
}

static GtkWidget *
make_remove_button (const char *title)
{
  GtkWidget *button = gtk_button_new_from_icon_name ("user-trash-symbolic");
  /* Translators: %s is "Passphrase 2" or "Recovery Key". */
  g_autofree char *name = g_strdup_printf (_ ("Remove %s…"), title);

  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, _ ("Remove…"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  return button;
}

static GtkWidget *
make_row (NightVaultPreferences *self,
          const VaultPassphraseInfo *info,
          gboolean alone,
          gboolean removable)
{
  AdwActionRow *row = ADW_ACTION_ROW (adw_action_row_new ());
  g_autofree char *title = dup_title (info, alone);
  g_autofree char *subtitle = dup_subtitle (info);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (row, subtitle);
  if (info->kind == VAULT_PASSPHRASE_CHOSEN)
    add_button (self, row, gtk_button_new_with_label (_ ("Change…")), info,
                G_CALLBACK (change_clicked));
  if (removable)
    add_button (self, row, make_remove_button (title), info,
                G_CALLBACK (remove_clicked));

  return GTK_WIDGET (row);
}

static void
update (NightVaultPreferences *self)
{
  VaultPassphraseInfo infos[VAULT_MAX_PASSPHRASES];
  guint n = vault_list_passphrases (self->vault, infos);

  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (self->ways, g_ptr_array_index (self->rows, i));
  g_ptr_array_set_size (self->rows, 0);

  for (guint i = 0; i < n; i++) {
    gboolean alone = count_kind (infos, n, infos[i].kind) == 1;
    gboolean last = alone && infos[i].kind == VAULT_PASSPHRASE_CHOSEN;
    GtkWidget *row;

    /* It opens nothing, and has its place on another page. */
    if (infos[i].kind == VAULT_PASSPHRASE_PANIC)
      continue;
    row = make_row (self, &infos[i], alone, !last);
    adw_preferences_group_add (self->ways, row);
    g_ptr_array_add (self->rows, row);
  }

  gtk_widget_set_sensitive (self->add, n < VAULT_MAX_PASSPHRASES);
  gtk_widget_set_sensitive (self->recovery, n < VAULT_MAX_PASSPHRASES);
}

void
night_vault_preferences_set_vault (NightVaultPreferences *self, Vault *vault)
{
  g_autofree char *shown = NULL;

  g_return_if_fail (NIGHT_IS_VAULT_PREFERENCES (self));

  self->vault = g_object_ref (vault);
  shown = g_filename_display_name (vault_get_folder (vault));
  adw_action_row_set_subtitle (self->folder, shown);
  update (self);
}

/* ---- the widget ---- */

static void
night_vault_preferences_dispose (GObject *object)
{
  NightVaultPreferences *self = NIGHT_VAULT_PREFERENCES (object);

  g_clear_object (&self->vault);
  g_clear_pointer (&self->rows, g_ptr_array_unref);

  G_OBJECT_CLASS (night_vault_preferences_parent_class)->dispose (object);
}

static void
night_vault_preferences_class_init (NightVaultPreferencesClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = night_vault_preferences_dispose;

  gtk_widget_class_set_template_from_resource (
      widget_class,
      "/org/nightstand/Nightstand/preferences/night-vault-preferences.ui");
  gtk_widget_class_bind_template_child (widget_class, NightVaultPreferences, folder);
  gtk_widget_class_bind_template_child (widget_class, NightVaultPreferences, ways);
  gtk_widget_class_bind_template_child (widget_class, NightVaultPreferences, add);
  gtk_widget_class_bind_template_child (widget_class, NightVaultPreferences, recovery);
  gtk_widget_class_bind_template_callback (widget_class, add_passphrase);
  gtk_widget_class_bind_template_callback (widget_class, create_recovery_key);
  gtk_widget_class_bind_template_callback (widget_class, verify);
}

static void
night_vault_preferences_init (NightVaultPreferences *self)
{
  self->rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}
