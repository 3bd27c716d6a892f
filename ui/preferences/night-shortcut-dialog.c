/* night-shortcut-dialog.c - choosing the keys that start an emergency wipe
 *
 * Two of Ctrl, Alt, Shift and Super at least: whatever else the program listens to has at most
 * one of them, and nobody presses that by mistake.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "preferences/night-shortcut-dialog.h"

#include <glib/gi18n.h>

#include "night-settings.h"

#define MODIFIERS (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SHIFT_MASK | GDK_SUPER_MASK)

struct _NightShortcutDialog {
  AdwWindow parent_instance;

  GtkLabel *hint;
};

G_DEFINE_FINAL_TYPE (NightShortcutDialog, night_shortcut_dialog, ADW_TYPE_WINDOW)

static gboolean
is_modifier (guint key)
{
  return (key >= GDK_KEY_Shift_L && key <= GDK_KEY_Hyper_R)
         || key == GDK_KEY_ISO_Level3_Shift || key == GDK_KEY_Num_Lock;
}

/* Ctrl+? is the list of keys, and on many keyboards needs Shift. */
static gboolean
is_usable (guint key, GdkModifierType modifiers)
{
  return __builtin_popcount (modifiers) >= 2 && gtk_accelerator_valid (key, modifiers)
         && key != GDK_KEY_question && key != GDK_KEY_slash && key != GDK_KEY_Tab
         && key != GDK_KEY_ISO_Left_Tab;
}

static gboolean
key_pressed (NightShortcutDialog *self,
             guint key,
             guint code,
             GdkModifierType state,
             GtkEventControllerKey *controller)
{
  GdkModifierType modifiers = state & MODIFIERS;
  g_autofree char *keys = NULL;

  if (is_modifier (key))
    return GDK_EVENT_STOP;
  /* The keys that every dialog has. */
  if (modifiers == 0
      && (key == GDK_KEY_Escape || key == GDK_KEY_Tab || key == GDK_KEY_Return
          || key == GDK_KEY_space))
    return GDK_EVENT_PROPAGATE;
  if (modifiers == GDK_SHIFT_MASK && key == GDK_KEY_ISO_Left_Tab)
    return GDK_EVENT_PROPAGATE;

  key = gdk_keyval_to_lower (key);
  if (!is_usable (key, modifiers)) {
    gtk_label_set_text (self->hint,
                        _ ("That can’t be used. Press a key together with at least two "
                           "of Ctrl, Alt, Shift and Super."));
    return GDK_EVENT_STOP;
  }

  keys = gtk_accelerator_name (key, modifiers);
  night_settings_set_wipe_shortcut (keys);
  gtk_window_close (GTK_WINDOW (self));
  return GDK_EVENT_STOP;
}

static void
use_default (NightShortcutDialog *self)
{
  night_settings_set_wipe_shortcut (NIGHT_DEFAULT_WIPE_SHORTCUT);
  gtk_window_close (GTK_WINDOW (self));
}

static void
use_none (NightShortcutDialog *self)
{
  night_settings_set_wipe_shortcut ("");
  gtk_window_close (GTK_WINDOW (self));
}

/* Without the application: its keys are to be chosen here, not to be obeyed. */
void
night_shortcut_dialog_present (GtkWindow *parent)
{
  gtk_window_present (
      g_object_new (NIGHT_TYPE_SHORTCUT_DIALOG, "transient-for", parent, NULL));
}

static void
night_shortcut_dialog_class_init (NightShortcutDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_template_from_resource (
      widget_class, "/org/nightstand/Nightstand/preferences/night-shortcut-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, NightShortcutDialog, hint);
  gtk_widget_class_bind_template_callback (widget_class, use_default);
  gtk_widget_class_bind_template_callback (widget_class, use_none);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close",
                                       NULL);
}

static void
night_shortcut_dialog_init (NightShortcutDialog *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (key_pressed), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
}
