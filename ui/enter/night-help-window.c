/* night-help-window.c - help for people under 18, readable without a network
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "enter/night-help-window.h"

struct _NightHelpWindow {
  AdwWindow parent_instance;
};

G_DEFINE_FINAL_TYPE (NightHelpWindow, night_help_window, ADW_TYPE_WINDOW)

GtkWindow *
night_help_window_new (GtkWindow *parent)
{
  return g_object_new (NIGHT_TYPE_HELP_WINDOW, "transient-for", parent, "application",
                       gtk_window_get_application (parent), NULL);
}

static void
night_help_window_class_init (NightHelpWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_template_from_resource (
      widget_class, "/org/nightstand/Nightstand/enter/night-help-window.ui");
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close",
                                       NULL);
}

static void
night_help_window_init (NightHelpWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
