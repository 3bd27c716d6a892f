/* night-new-passphrase.c - choosing a passphrase: typed twice and judged, or suggested
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "enter/night-new-passphrase.h"

#include <glib/gi18n.h>
#include <string.h>

#include <vault/vault-passphrase.h>

#include "enter/night-strength.h"
#include "night-access.h"
#include "night-blank.h"
#include "night-problem.h"

struct _NightNewPassphrase {
  GtkBox parent_instance;

  AdwPasswordEntryRow *passphrase;
  AdwPasswordEntryRow *repeat;
  GtkLevelBar *meter;
  GtkLabel *strength;
  GtkLabel *mismatch;
  GtkWidget *card;
  GtkLabel *suggestion;
  GtkWidget *origin;
  GtkWidget *use;
  GtkButton *suggest;

  VaultSecret *suggested; /* NULL until one was asked for */
  gboolean ready;
};

G_DEFINE_FINAL_TYPE (NightNewPassphrase, night_new_passphrase, GTK_TYPE_BOX)

enum {
  CHANGED,
  ACTIVATE,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static const char *
get_text (AdwPasswordEntryRow *row)
{
  return gtk_editable_get_text (GTK_EDITABLE (row));
}

static void
show_strength (NightNewPassphrase *self,
               VaultStrength strength,
               double bits,
               const char *text)
{
  static const char *const classes[] = {
    [VAULT_STRENGTH_REFUSED] = "night-refused",
    [VAULT_STRENGTH_FAIR] = "night-fair",
    [VAULT_STRENGTH_GOOD] = "night-good",
    [VAULT_STRENGTH_STRONG] = "night-strong",
    [VAULT_STRENGTH_CANNOT_JUDGE] = NULL,
  };
  GtkWidget *meter = GTK_WIDGET (self->meter);

  gtk_level_bar_set_value (self->meter, MIN (bits, VAULT_STRENGTH_STRONG_BITS));
  for (gsize i = 0; i < G_N_ELEMENTS (classes); i++)
    if (classes[i] != NULL)
      gtk_widget_remove_css_class (meter, classes[i]);
  if (classes[strength] != NULL)
    gtk_widget_add_css_class (meter, classes[strength]);
  gtk_widget_set_visible (meter, classes[strength] != NULL);
  gtk_label_set_text (self->strength, text);
}

/* How it was made says more than any estimate of how it looks. */
static gboolean
is_suggested (NightNewPassphrase *self, const char *passphrase)
{
  return self->suggested != NULL
         && strcmp (passphrase, (const char *) vault_secret_get (self->suggested)) == 0;
}

static void
update (NightNewPassphrase *self)
{
  const char *passphrase = get_text (self->passphrase);
  const char *repeat = get_text (self->repeat);
  double bits = 0;
  VaultStrength strength = vault_strength_judge (passphrase, &bits);
  const char *text = night_strength_get_text (strength);
  gboolean same = strcmp (passphrase, repeat) == 0;

  if (is_suggested (self, passphrase)) {
    strength = VAULT_STRENGTH_STRONG;
    bits = VAULT_STRENGTH_STRONG_BITS;
    text = _ ("Strong: six words chosen at random.");
  }

  show_strength (self, strength, bits, text);
  gtk_widget_set_visible (GTK_WIDGET (self->mismatch), *repeat != '\0' && !same);
  self->ready = vault_strength_is_accepted (strength) && same;
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
activate (NightNewPassphrase *self)
{
  g_signal_emit (self, signals[ACTIVATE], 0);
}

static void
show_card (NightNewPassphrase *self, gboolean shown)
{
  const char *const classes[] = { "card", "night-suggestion", NULL };
  const char *const none[] = { NULL };

  gtk_widget_set_css_classes (self->card,
                              shown ? (const char **) classes : (const char **) none);
  gtk_widget_set_visible (GTK_WIDGET (self->suggestion), shown);
  gtk_widget_set_visible (self->origin, shown && self->suggested != NULL);
  gtk_widget_set_visible (self->use, shown && self->suggested != NULL);
  gtk_button_set_label (self->suggest,
                        shown ? _ ("Suggest Another") : _ ("Suggest a Passphrase"));
}

static void
suggest (NightNewPassphrase *self)
{
  g_autoptr (GError) error = NULL;
  VaultSecret *suggested = vault_passphrase_generate (&error);

  night_blank_label (self->suggestion);
  g_clear_pointer (&self->suggested, vault_secret_unref);
  self->suggested = suggested;
  gtk_label_set_text (self->suggestion,
                      suggested != NULL
                          ? (const char *) vault_secret_get (suggested)
                          : night_problem_get_text (night_problem_from_error (error)));
  show_card (self, TRUE);
}

static void
use_suggestion (NightNewPassphrase *self)
{
  const char *text;

  if (self->suggested == NULL)
    return;

  text = (const char *) vault_secret_get (self->suggested);
  gtk_editable_set_text (GTK_EDITABLE (self->passphrase), text);
  gtk_editable_set_text (GTK_EDITABLE (self->repeat), text);
}

void
night_new_passphrase_set_titles (NightNewPassphrase *self,
                                 const char *title,
                                 const char *repeat_title)
{
  g_return_if_fail (NIGHT_IS_NEW_PASSPHRASE (self));

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->passphrase), title);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->repeat), repeat_title);
}

gboolean
night_new_passphrase_is_ready (NightNewPassphrase *self)
{
  g_return_val_if_fail (NIGHT_IS_NEW_PASSPHRASE (self), FALSE);

  return self->ready;
}

VaultSecret *
night_new_passphrase_dup (NightNewPassphrase *self, GError **error)
{
  const char *text = get_text (self->passphrase);

  return vault_secret_new_from (text, strlen (text), error);
}

void
night_new_passphrase_clear (NightNewPassphrase *self)
{
  g_return_if_fail (NIGHT_IS_NEW_PASSPHRASE (self));

  night_blank_row (self->passphrase);
  night_blank_row (self->repeat);
  night_blank_label (self->suggestion);
  g_clear_pointer (&self->suggested, vault_secret_unref);
  show_card (self, FALSE);
  update (self);
}

static gboolean
night_new_passphrase_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (NIGHT_NEW_PASSPHRASE (widget)->passphrase));
}

static void
night_new_passphrase_dispose (GObject *object)
{
  NightNewPassphrase *self = NIGHT_NEW_PASSPHRASE (object);

  if (self->suggested != NULL)
    night_blank_label (self->suggestion);
  g_clear_pointer (&self->suggested, vault_secret_unref);

  G_OBJECT_CLASS (night_new_passphrase_parent_class)->dispose (object);
}

static void
night_new_passphrase_class_init (NightNewPassphraseClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = night_new_passphrase_dispose;
  widget_class->grab_focus = night_new_passphrase_grab_focus;

  signals[CHANGED] =
      g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                    NULL, NULL, G_TYPE_NONE, 0);
  signals[ACTIVATE] =
      g_signal_new ("activate", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                    NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (
      widget_class, "/org/nightstand/Nightstand/enter/night-new-passphrase.ui");
  gtk_widget_class_bind_template_child (widget_class, NightNewPassphrase, passphrase);
  gtk_widget_class_bind_template_child (widget_class, NightNewPassphrase, repeat);
  gtk_widget_class_bind_template_child (widget_class, NightNewPassphrase, meter);
  gtk_widget_class_bind_template_child (widget_class, NightNewPassphrase, strength);
  gtk_widget_class_bind_template_child (widget_class, NightNewPassphrase, mismatch);
  gtk_widget_class_bind_template_child (widget_class, NightNewPassphrase, card);
  gtk_widget_class_bind_template_child (widget_class, NightNewPassphrase, suggestion);
  gtk_widget_class_bind_template_child (widget_class, NightNewPassphrase, origin);
  gtk_widget_class_bind_template_child (widget_class, NightNewPassphrase, use);
  gtk_widget_class_bind_template_child (widget_class, NightNewPassphrase, suggest);
  gtk_widget_class_bind_template_callback (widget_class, update);
  gtk_widget_class_bind_template_callback (widget_class, activate);
  gtk_widget_class_bind_template_callback (widget_class, suggest);
  gtk_widget_class_bind_template_callback (widget_class, use_suggestion);
}

static void
night_new_passphrase_init (NightNewPassphrase *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  night_blank_row (self->passphrase);
  night_access_name_eye (self->passphrase);
  night_blank_row (self->repeat);
  night_access_name_eye (self->repeat);
  gtk_level_bar_set_max_value (self->meter, VAULT_STRENGTH_STRONG_BITS);
  update (self);
}
