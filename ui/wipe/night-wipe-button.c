/* night-wipe-button.c - the header-bar button that starts the emergency wipe
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "wipe/night-wipe-button.h"

#include <glib/gi18n.h>

#include "night-settings.h"

struct _NightWipeButton {
  GtkButton parent_instance;
};

G_DEFINE_FINAL_TYPE (NightWipeButton, night_wipe_button, GTK_TYPE_BUTTON)

static void
show_keys (NightWipeButton *self)
{
  g_autofree char *keys = night_settings_dup_wipe_shortcut ();
  g_autofree char *label = NULL;
  g_autofree char *tooltip = NULL;
  GdkModifierType modifiers;
  guint key;

  if (gtk_accelerator_parse (keys, &key, &modifiers) && key != 0) {
    label = gtk_accelerator_get_label (key, modifiers);
    /* Translators: %s is the keys, "Shift+Ctrl+Delete". */
    tooltip = g_strdup_printf (_ ("Emergency Wipe (%s)"), label);
  }
  gtk_widget_set_tooltip_text (GTK_WIDGET (self),
                               tooltip != NULL ? tooltip : _ ("Emergency Wipe"));
}

static void
night_wipe_button_class_init (NightWipeButtonClass *klass)
{
  gtk_widget_class_set_template_from_resource (
      GTK_WIDGET_CLASS (klass), "/org/nightstand/Nightstand/wipe/night-wipe-button.ui");
}

static void
night_wipe_button_init (NightWipeButton *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  show_keys (self);
  night_settings_follow ("wipe-shortcut", G_CALLBACK (show_keys), self);
}
