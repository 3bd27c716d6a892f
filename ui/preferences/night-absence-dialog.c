/* night-absence-dialog.c - what is to happen when nobody opens the vault
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "preferences/night-absence-dialog.h"

#include <glib/gi18n.h>

#include <vault/vault-absence.h>
#include <vault/vault-group.h>

#include "night-access.h"
#include "night-problem.h"

struct _NightAbsenceDialog {
  AdwWindow parent_instance;

  GtkSpinButton *days;
  GtkCheckButton *everything;
  GtkCheckButton *chosen;
  AdwPreferencesGroup *albums;
  AdwEntryRow *word;
  GtkWidget *set;
  GtkWidget *off;
  GtkLabel *problem;

  Vault *vault;
  GPtrArray *ticks; /* GtkCheckButton, each with the VaultGroup it stands for */
  gboolean working;
};

G_DEFINE_FINAL_TYPE (NightAbsenceDialog, night_absence_dialog, ADW_TYPE_WINDOW)

static guint changed_signal;

/* What has to be typed: a word that nobody types by accident. */
static const char *
get_word (void)
{
  /* Translators: to be typed before a rule that destroys is turned on; one word. */
  return _ ("destroy");
}

static gboolean
is_confirmed (NightAbsenceDialog *self)
{
  g_autofree char *typed =
      g_utf8_casefold (gtk_editable_get_text (GTK_EDITABLE (self->word)), -1);
  g_autofree char *word = g_utf8_casefold (get_word (), -1);

  return g_str_equal (g_strstrip (typed), word);
}

static VaultGroup *
get_album (GtkCheckButton *tick)
{
  return g_object_get_data (G_OBJECT (tick), "album");
}

/* Returns: (transfer full) (element-type VaultGroup): none that is gone by now. */
static GPtrArray *
list_chosen (NightAbsenceDialog *self)
{
  GPtrArray *chosen = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < self->ticks->len; i++) {
    VaultGroup *album = get_album (self->ticks->pdata[i]);

    if (gtk_check_button_get_active (self->ticks->pdata[i])
        && !vault_group_is_gone (album))
      g_ptr_array_add (chosen, g_object_ref (album));
  }

  return chosen;
}

/* A rule about nothing is none. */
static gboolean
is_about_something (NightAbsenceDialog *self)
{
  g_autoptr (GPtrArray) chosen = list_chosen (self);

  return gtk_check_button_get_active (self->everything) || chosen->len > 0;
}

static gboolean
can_set (NightAbsenceDialog *self)
{
  return !self->working && is_confirmed (self) && is_about_something (self);
}

static void
update (NightAbsenceDialog *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self->albums),
                          !gtk_check_button_get_active (self->everything));
  gtk_widget_set_sensitive (self->set, can_set (self));
  gtk_widget_set_sensitive (self->off, !self->working);
}

static void
set_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (NightAbsenceDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean done = vault_set_absence_finish (VAULT_VAULT (source), result, &error);
  VaultAbsence rule;

  /* Locked meanwhile. */
  if (self->vault == NULL)
    return;

  self->working = FALSE;
  update (self);
  /* Also after a failure: half-way there is a rule, of which the next opening does the rest. */
  g_signal_emit (self, changed_signal, 0);
  if (done) {
    gtk_window_destroy (GTK_WINDOW (self));
    return;
  }

  vault_get_absence (self->vault, &rule);
  gtk_widget_set_visible (self->off, rule.n_days > 0);
  gtk_label_set_text (self->problem,
                      night_problem_get_text (night_problem_from_error (error)));
  gtk_widget_show (GTK_WIDGET (self->problem));
}

/* @albums: NULL leaves the choice as it is. */
static void
start (NightAbsenceDialog *self, guint n_days, GPtrArray *albums)
{
  self->working = TRUE;
  update (self);
  vault_set_absence_async (self->vault, n_days, albums == NULL, albums, set_cb,
                           g_object_ref (self));
}

static void
set (NightAbsenceDialog *self)
{
  g_autoptr (GPtrArray) chosen = list_chosen (self);

  if (can_set (self))
    start (self, (guint) gtk_spin_button_get_value_as_int (self->days),
           gtk_check_button_get_active (self->everything) ? NULL : chosen);
}

/* No word is asked for: nothing is destroyed by it. */
static void
turn_off (NightAbsenceDialog *self)
{
  start (self, 0, NULL);
}

static void
add_album (NightAbsenceDialog *self, VaultGroup *album)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *tick = gtk_check_button_new ();
  guint n = vault_group_get_n_items (album);
  g_autofree char *held = g_strdup_printf (ngettext ("%u item", "%u items", n), n);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row),
                                 vault_group_get_name (album));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), held);
  gtk_widget_set_valign (tick, GTK_ALIGN_CENTER);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (tick),
                               vault_group_is_under_absence (album));
  g_object_set_data_full (G_OBJECT (tick), "album", g_object_ref (album),
                          g_object_unref);
  g_signal_connect_object (tick, "toggled", G_CALLBACK (update), self,
                           G_CONNECT_SWAPPED);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), tick);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), tick);
  adw_preferences_group_add (self->albums, row);
  g_ptr_array_add (self->ticks, tick);
}

static void
add_albums (NightAbsenceDialog *self)
{
  GListModel *albums = vault_get_groups (self->vault, VAULT_GROUP_ALBUM);
  guint n_albums = g_list_model_get_n_items (albums);

  for (guint i = 0; i < n_albums; i++) {
    g_autoptr (VaultGroup) album = g_list_model_get_item (albums, i);

    add_album (self, album);
  }
  adw_preferences_group_set_description (
      self->albums,
      n_albums == 0
          ? _ ("There is no album yet. Make one, then choose it here.")
          : _ ("What is in several albums is destroyed if one of them is chosen. What "
               "you bring into a chosen album later comes under the rule, and what you "
               "take out of the last one leaves it."));
}

GtkWindow *
night_absence_dialog_new (GtkWindow *parent, Vault *vault)
{
  NightAbsenceDialog *self =
      g_object_new (NIGHT_TYPE_ABSENCE_DIALOG, "transient-for", parent, "application",
                    gtk_window_get_application (parent), NULL);
  g_autofree char *title = NULL;
  VaultAbsence absence;

  self->vault = g_object_ref (vault);
  vault_get_absence (vault, &absence);
  add_albums (self);
  if (absence.n_days > 0) {
    gtk_spin_button_set_value (self->days, absence.n_days);
    gtk_check_button_set_active (absence.everything ? self->everything : self->chosen,
                                 TRUE);
  }
  gtk_widget_set_visible (self->off, absence.n_days > 0);
  gtk_button_set_label (GTK_BUTTON (self->set),
                        absence.n_days > 0 ? _ ("Change") : _ ("Turn On"));
  /* Translators: %s is the word to be typed. */
  title = g_strdup_printf (_ ("Type “%s” to confirm"), get_word ());
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->word), title);
  update (self);
  night_access_hide_unused (GTK_WIDGET (self));
  return GTK_WINDOW (self);
}

static void
night_absence_dialog_dispose (GObject *object)
{
  g_clear_object (&NIGHT_ABSENCE_DIALOG (object)->vault);

  G_OBJECT_CLASS (night_absence_dialog_parent_class)->dispose (object);
}

static void
night_absence_dialog_finalize (GObject *object)
{
  g_ptr_array_unref (NIGHT_ABSENCE_DIALOG (object)->ticks);

  G_OBJECT_CLASS (night_absence_dialog_parent_class)->finalize (object);
}

/* Not before it is known what there is: that takes as long as a few writes. */
static gboolean
night_absence_dialog_close_request (GtkWindow *window)
{
  return NIGHT_ABSENCE_DIALOG (window)->working;
}

static void
night_absence_dialog_class_init (NightAbsenceDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = night_absence_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = night_absence_dialog_finalize;
  GTK_WINDOW_CLASS (klass)->close_request = night_absence_dialog_close_request;

  changed_signal =
      g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                    NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (
      widget_class, "/org/nightstand/Nightstand/preferences/night-absence-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, NightAbsenceDialog, days);
  gtk_widget_class_bind_template_child (widget_class, NightAbsenceDialog, everything);
  gtk_widget_class_bind_template_child (widget_class, NightAbsenceDialog, chosen);
  gtk_widget_class_bind_template_child (widget_class, NightAbsenceDialog, albums);
  gtk_widget_class_bind_template_child (widget_class, NightAbsenceDialog, word);
  gtk_widget_class_bind_template_child (widget_class, NightAbsenceDialog, set);
  gtk_widget_class_bind_template_child (widget_class, NightAbsenceDialog, off);
  gtk_widget_class_bind_template_child (widget_class, NightAbsenceDialog, problem);
  gtk_widget_class_bind_template_callback (widget_class, update);
  gtk_widget_class_bind_template_callback (widget_class, set);
  gtk_widget_class_bind_template_callback (widget_class, turn_off);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close",
                                       NULL);
}

static void
night_absence_dialog_init (NightAbsenceDialog *self)
{
  self->ticks = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}
