/* night-wipe-button.c - the header-bar button that starts the emergency wipe
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "wipe/night-wipe-button.h"

struct _NightWipeButton {
  GtkButton parent_instance;
};

G_DEFINE_FINAL_TYPE (NightWipeButton, night_wipe_button, GTK_TYPE_BUTTON)

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
}
