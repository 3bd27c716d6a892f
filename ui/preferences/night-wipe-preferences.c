/* night-wipe-preferences.c - the page of the preferences about the emergency wipe
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "preferences/night-wipe-preferences.h"

#include <glib/gi18n.h>

#include <vault/vault-storage.h>

#include "night-settings.h"
#include "preferences/night-passphrase-dialog.h"
#include "preferences/night-shortcut-dialog.h"
#include "wipe/night-drill-dialog.h"
#include "wipe/night-storage-text.h"

struct _NightWipePreferences {
  AdwPreferencesPage parent_instance;

  GtkWidget *trigger;
  GtkWidget *grace;
  AdwActionRow *keys;
  GtkWidget *reach;
  AdwComboRow *scope; /* in the order of the schema */
  AdwComboRow *then;  /* in the order of NightThen */
  GtkWidget *settings;
  AdwActionRow *disk;
  GtkImage *disk_icon;
  GtkLabel *advice;
  GtkWidget *advice_row;
  GtkButton *panic;
  AdwActionRow *panic_row;

  Vault *vault;
  GCancellable *cancellable;
};

G_DEFINE_FINAL_TYPE (NightWipePreferences,
                     night_wipe_preferences,
                     ADW_TYPE_PREFERENCES_PAGE)

/* ---- choices ---- */

static void
scope_selected (NightWipePreferences *self)
{
  night_settings_set_choice ("wipe-scope", adw_combo_row_get_selected (self->scope));
}

static void
then_selected (NightWipePreferences *self)
{
  night_settings_set_choice ("wipe-then", adw_combo_row_get_selected (self->then));
}

static void
show_shortcut (NightWipePreferences *self)
{
  g_autofree char *keys = night_settings_dup_wipe_shortcut ();
  g_autofree char *label = NULL;
  g_autofree char *text = NULL;
  GdkModifierType modifiers;
  guint key;

  if (gtk_accelerator_parse (keys, &key, &modifiers) && key != 0) {
    label = gtk_accelerator_get_label (key, modifiers);
    /* Translators: %s is the keys, "Shift+Ctrl+Delete". */
    text = g_strdup_printf (_ ("%s, while the window has the focus."), label);
  }
  adw_action_row_set_subtitle (self->keys, text != NULL ? text : _ ("None."));
}

static GtkWindow *
get_window (NightWipePreferences *self)
{
  return GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self)));
}

static void
change_shortcut (NightWipePreferences *self)
{
  night_shortcut_dialog_present (get_window (self));
}

static void
drill (NightWipePreferences *self)
{
  night_drill_dialog_present (get_window (self), self->vault);
}

/* ---- the panic passphrase ---- */

static gboolean
find_panic (NightWipePreferences *self, VaultPassphraseInfo *out, guint *out_n)
{
  VaultPassphraseInfo infos[VAULT_MAX_PASSPHRASES];

  *out_n = vault_list_passphrases (self->vault, infos);
  for (guint i = 0; i < *out_n; i++)
    if (infos[i].kind == VAULT_PASSPHRASE_PANIC) {
      *out = infos[i];
      return TRUE;
    }

  return FALSE;
}

static void
update (NightWipePreferences *self)
{
  VaultPassphraseInfo info;
  guint n;
  gboolean has_panic = find_panic (self, &info, &n);

  gtk_button_set_label (self->panic, has_panic ? _ ("Remove…") : _ ("Create…"));
  gtk_widget_set_sensitive (GTK_WIDGET (self->panic),
                            has_panic || n < VAULT_MAX_PASSPHRASES);
  adw_action_row_set_subtitle (
      self->panic_row,
      has_panic
          ? _ ("On. Unlocking with it destroys everything, and shows an empty vault.")
          : _ ("Off. Unlocking with it would destroy everything, and show an empty "
               "vault."));
}

static void
changed (NightWipePreferences *self, const char *text)
{
  adw_preferences_window_add_toast (ADW_PREFERENCES_WINDOW (get_window (self)),
                                    adw_toast_new (text));
  update (self);
}

static void
panic_clicked (NightWipePreferences *self)
{
  VaultPassphraseInfo info;
  guint n;
  gboolean has_panic = find_panic (self, &info, &n);
  NightPassphraseDialog *dialog = night_passphrase_dialog_new (
      get_window (self), self->vault,
      has_panic ? NIGHT_PASSPHRASE_REMOVE : NIGHT_PASSPHRASE_ADD_PANIC,
      has_panic ? &info : NULL);

  g_signal_connect_object (dialog, "changed", G_CALLBACK (changed), self,
                           G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

/* ---- the disk ---- */

static void
show_storage (NightWipePreferences *self, const VaultStorage *storage)
{
  g_autofree char *advice = night_storage_dup_advice (storage);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->disk),
                                 night_storage_get_title (storage->light));
  adw_action_row_set_subtitle (self->disk, night_storage_get_meaning (storage->light));
  gtk_image_set_from_icon_name (self->disk_icon,
                                night_storage_get_icon (storage->light));
  gtk_widget_add_css_class (GTK_WIDGET (self->disk_icon),
                            night_storage_get_style (storage->light));
  gtk_label_set_text (self->advice, advice);
  gtk_widget_set_visible (self->advice_row, *advice != '\0');
}

static void
probed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (NightWipePreferences) self = user_data;
  g_autoptr (GError) error = NULL;
  VaultStorage storage;

  if (!vault_storage_probe_finish (VAULT_VAULT (source), result, &storage, &error)) {
    if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
      adw_action_row_set_subtitle (self->disk, _ ("The disk could not be looked at."));
    return;
  }

  show_storage (self, &storage);
}

void
night_wipe_preferences_set_vault (NightWipePreferences *self, Vault *vault)
{
  g_return_if_fail (NIGHT_IS_WIPE_PREFERENCES (self));

  g_set_object (&self->vault, vault);
  update (self);
  vault_storage_probe_async (vault, self->cancellable, probed_cb, g_object_ref (self));
}

/* ---- the widget ---- */

static void
night_wipe_preferences_dispose (GObject *object)
{
  NightWipePreferences *self = NIGHT_WIPE_PREFERENCES (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->vault);

  G_OBJECT_CLASS (night_wipe_preferences_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, NightWipePreferences, trigger);
  gtk_widget_class_bind_template_child (widget_class, NightWipePreferences, grace);
  gtk_widget_class_bind_template_child (widget_class, NightWipePreferences, keys);
  gtk_widget_class_bind_template_child (widget_class, NightWipePreferences, reach);
  gtk_widget_class_bind_template_child (widget_class, NightWipePreferences, scope);
  gtk_widget_class_bind_template_child (widget_class, NightWipePreferences, then);
  gtk_widget_class_bind_template_child (widget_class, NightWipePreferences, settings);
  gtk_widget_class_bind_template_child (widget_class, NightWipePreferences, disk);
  gtk_widget_class_bind_template_child (widget_class, NightWipePreferences, disk_icon);
  gtk_widget_class_bind_template_child (widget_class, NightWipePreferences, advice);
  gtk_widget_class_bind_template_child (widget_class, NightWipePreferences, advice_row);
  gtk_widget_class_bind_template_child (widget_class, NightWipePreferences, panic);
  gtk_widget_class_bind_template_child (widget_class, NightWipePreferences, panic_row);
  gtk_widget_class_bind_template_callback (widget_class, change_shortcut);
  gtk_widget_class_bind_template_callback (widget_class, drill);
  gtk_widget_class_bind_template_callback (widget_class, panic_clicked);
}

static void
night_wipe_preferences_class_init (NightWipePreferencesClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = night_wipe_preferences_dispose;

  gtk_widget_class_set_template_from_resource (
      widget_class, "/org/nightstand/Nightstand/preferences/night-wipe-preferences.ui");
  bind_children (widget_class);
}

static void
night_wipe_preferences_init (NightWipePreferences *self)
{
  gboolean settable;

  gtk_widget_init_template (GTK_WIDGET (self));
  self->cancellable = g_cancellable_new ();

  settable = night_settings_bind ("wipe-grace-seconds", self->grace, "value")
             && night_settings_bind ("wipe-settings", self->settings, "active");
  gtk_widget_set_visible (self->trigger, settable);
  gtk_widget_set_visible (self->reach, settable);
  show_shortcut (self);
  night_settings_follow ("wipe-shortcut", G_CALLBACK (show_shortcut), self);
  adw_combo_row_set_selected (self->scope, night_settings_get_choice ("wipe-scope"));
  adw_combo_row_set_selected (self->then, night_settings_get_choice ("wipe-then"));
  g_signal_connect_object (self->scope, "notify::selected", G_CALLBACK (scope_selected),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->then, "notify::selected", G_CALLBACK (then_selected),
                           self, G_CONNECT_SWAPPED);
}
