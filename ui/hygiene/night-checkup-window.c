/* night-checkup-window.c - what around the vault may give it away, line by line
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "hygiene/night-checkup-window.h"

#include <glib/gi18n.h>

#include <vault/vault-checkup.h>

#include "night-access.h"

struct _NightCheckupWindow {
  AdwWindow parent_instance;

  GtkStack *stack;
  GtkSpinner *spinner;
  GtkWidget *again;
  AdwPreferencesGroup *groups[VAULT_N_CHECK_STATES];

  Vault *vault;
  GCancellable *cancellable;
  GPtrArray *rows; /* GtkWidget, in the groups; not owned */
};

G_DEFINE_FINAL_TYPE (NightCheckupWindow, night_checkup_window, ADW_TYPE_WINDOW)

static const struct {
  const char *icon;
  const char *style;
} looks[VAULT_N_CHECK_STATES] = {
  [VAULT_CHECK_GOOD] = { "object-select-symbolic", "success" },
  [VAULT_CHECK_ATTENTION] = { "dialog-warning-symbolic", "warning" },
  [VAULT_CHECK_UNKNOWN] = { "dialog-question-symbolic", "dim-label" },
};

static const char *
get_word (VaultCheckState state)
{
  switch (state) {
  case VAULT_CHECK_GOOD:
    return _ ("Good");
  case VAULT_CHECK_ATTENTION:
    return _ ("Needs attention");
  case VAULT_CHECK_UNKNOWN:
  case VAULT_N_CHECK_STATES:
  default:
    return _ ("Could not be checked");
  }
}

static char *
dup_sentence (const VaultCheck *check, const char *sentence)
{
  return vault_check_fill (check, _ (sentence));
}

static void
add_paragraph (GtkWidget *box, const char *text, const char *style)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  if (style != NULL)
    gtk_widget_add_css_class (label, style);
  gtk_box_append (GTK_BOX (box), label);
}

/* What it means, and what to do. */
static GtkWidget *
make_explanation (const VaultCheck *check)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  const char *advice = vault_finding_get_advice (check->finding);
  g_autofree char *meaning =
      dup_sentence (check, vault_finding_get_meaning (check->finding));

  gtk_widget_set_margin_top (box, 12);
  gtk_widget_set_margin_bottom (box, 12);
  gtk_widget_set_margin_start (box, 12);
  gtk_widget_set_margin_end (box, 12);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  meaning, -1);
  add_paragraph (box, meaning, "dim-label");
  if (advice != NULL) {
    g_autofree char *text = dup_sentence (check, advice);

    add_paragraph (box, text, NULL);
  }
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  return row;
}

static GtkWidget *
make_row (const VaultCheck *check)
{
  VaultCheckState state = vault_finding_get_state (check->finding);
  VaultCheckTopic topic = vault_finding_get_topic (check->finding);
  GtkWidget *row = adw_expander_row_new ();
  GtkWidget *icon = gtk_image_new_from_icon_name (looks[state].icon);
  g_autofree char *found =
      dup_sentence (check, vault_finding_get_found (check->finding));
  g_autofree char *title =
      g_markup_escape_text (_ (vault_check_topic_get_title (topic)), -1);
  g_autofree char *escaped = g_markup_escape_text (found, -1);
  g_autofree char *said = NULL;

  /* Translators: a topic, its state, and what was found: "Swap: good. There is no swap." */
  said = g_strdup_printf (_ ("%s: %s. %s"), _ (vault_check_topic_get_title (topic)),
                          get_word (state), found);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  said, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (icon), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  get_word (state), -1);
  gtk_widget_set_tooltip_text (icon, get_word (state));
  gtk_widget_add_css_class (icon, looks[state].style);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_expander_row_set_subtitle (ADW_EXPANDER_ROW (row), escaped);
  adw_expander_row_add_prefix (ADW_EXPANDER_ROW (row), icon);
  adw_expander_row_add_row (ADW_EXPANDER_ROW (row), make_explanation (check));
  return row;
}

static void
clear (NightCheckupWindow *self)
{
  for (guint i = 0; i < self->rows->len; i++) {
    GtkWidget *row = self->rows->pdata[i];
    GtkWidget *group = gtk_widget_get_ancestor (row, ADW_TYPE_PREFERENCES_GROUP);

    adw_preferences_group_remove (ADW_PREFERENCES_GROUP (group), row);
  }

  g_ptr_array_set_size (self->rows, 0);
}

static void
show (NightCheckupWindow *self, const VaultCheck checks[VAULT_N_CHECKS])
{
  guint n[VAULT_N_CHECK_STATES] = { 0 };

  clear (self);
  for (guint i = 0; i < VAULT_N_CHECKS; i++) {
    VaultCheckState state = vault_finding_get_state (checks[i].finding);
    GtkWidget *row = make_row (&checks[i]);

    adw_preferences_group_add (self->groups[state], row);
    g_ptr_array_add (self->rows, row);
    n[state]++;
  }

  for (guint state = 0; state < VAULT_N_CHECK_STATES; state++)
    gtk_widget_set_visible (GTK_WIDGET (self->groups[state]), n[state] > 0);
}

static void
set_busy (NightCheckupWindow *self, gboolean busy)
{
  gtk_spinner_set_spinning (self->spinner, busy);
  gtk_widget_set_sensitive (self->again, !busy);
  gtk_stack_set_visible_child_name (self->stack, busy ? "busy" : "list");
}

static void
checked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (NightCheckupWindow) self = user_data;
  g_autoptr (GError) error = NULL;
  VaultCheck checks[VAULT_N_CHECKS];

  /* Closed meanwhile, if it is not an error. */
  if (!vault_checkup_finish (VAULT_VAULT (source), result, checks, &error)
      || self->rows == NULL)
    return;

  show (self, checks);
  set_busy (self, FALSE);
  gtk_widget_grab_focus (self->rows->pdata[0]);
}

static void
check (NightCheckupWindow *self)
{
  set_busy (self, TRUE);
  vault_checkup_async (self->vault, self->cancellable, checked_cb, g_object_ref (self));
}

void
night_checkup_window_present (GtkWindow *parent, Vault *vault)
{
  NightCheckupWindow *self =
      g_object_new (NIGHT_TYPE_CHECKUP_WINDOW, "transient-for", parent, "application",
                    gtk_window_get_application (parent), NULL);

  self->vault = g_object_ref (vault);
  check (self);
  gtk_window_present (GTK_WINDOW (self));
}

static void
night_checkup_window_dispose (GObject *object)
{
  NightCheckupWindow *self = NIGHT_CHECKUP_WINDOW (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->vault);
  g_clear_pointer (&self->rows, g_ptr_array_unref);

  G_OBJECT_CLASS (night_checkup_window_parent_class)->dispose (object);
}

static void
night_checkup_window_class_init (NightCheckupWindowClass *klass)
{
  static const char *const names[VAULT_N_CHECK_STATES] = {
    [VAULT_CHECK_GOOD] = "good",
    [VAULT_CHECK_ATTENTION] = "attention",
    [VAULT_CHECK_UNKNOWN] = "unknown",
  };
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = night_checkup_window_dispose;

  gtk_widget_class_set_template_from_resource (
      widget_class, "/org/nightstand/Nightstand/hygiene/night-checkup-window.ui");
  gtk_widget_class_bind_template_child (widget_class, NightCheckupWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, NightCheckupWindow, spinner);
  gtk_widget_class_bind_template_child (widget_class, NightCheckupWindow, again);
  for (guint i = 0; i < VAULT_N_CHECK_STATES; i++)
    gtk_widget_class_bind_template_child_full (
        widget_class, names[i], FALSE,
        G_STRUCT_OFFSET (NightCheckupWindow, groups)
            + (gssize) (i * sizeof (AdwPreferencesGroup *)));
  gtk_widget_class_bind_template_callback (widget_class, check);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close",
                                       NULL);
}

static void
night_checkup_window_init (NightCheckupWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->cancellable = g_cancellable_new ();
  self->rows = g_ptr_array_new ();
  night_access_name_once (GTK_WIDGET (self));
}
