/* night-wiping-page.c - the seconds before an emergency wipe, and the wipe itself
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "wipe/night-wiping-page.h"

#include <glib/gi18n.h>

#include "night-stack.h"

#define TICK_MS 50

struct _NightWipingPage {
  GtkBox parent_instance;

  GtkStack *stack;
  GtkLabel *countdown;
  GtkProgressBar *progress;
  GtkSpinner *spinner;

  guint tick_id; /* 0 unless in the grace */
  gint64 start_us;
  gint64 due_us;
};

G_DEFINE_FINAL_TYPE (NightWipingPage, night_wiping_page, GTK_TYPE_BOX)

static void
destroy_now (NightWipingPage *self)
{
  g_clear_handle_id (&self->tick_id, g_source_remove);
  gtk_spinner_start (self->spinner);
  night_stack_show_name (self->stack, "destroying");
  gtk_widget_activate_action (GTK_WIDGET (self), "win.wipe-now", NULL);
}

static void
show_time_left (NightWipingPage *self, gint64 left_us)
{
  gulong seconds = (gulong) ((left_us + G_USEC_PER_SEC - 1) / G_USEC_PER_SEC);
  g_autofree char *text = NULL;

  text =
      g_strdup_printf (ngettext ("The vault will be destroyed in %lu second",
                                 "The vault will be destroyed in %lu seconds", seconds),
                       seconds);
  if (!g_str_equal (text, gtk_label_get_text (self->countdown)))
    gtk_widget_activate_action (GTK_WIDGET (self), "win.say", "s", text);
  gtk_label_set_text (self->countdown, text);
  gtk_progress_bar_set_fraction (
      self->progress, (double) left_us / (double) (self->due_us - self->start_us));
}

static gboolean
tick (gpointer user_data)
{
  NightWipingPage *self = user_data;
  gint64 left_us = self->due_us - g_get_monotonic_time ();

  if (left_us > 0) {
    show_time_left (self, left_us);
    return G_SOURCE_CONTINUE;
  }

  self->tick_id = 0;
  destroy_now (self);
  return G_SOURCE_REMOVE;
}

static void
cancel (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  NightWipingPage *self = NIGHT_WIPING_PAGE (widget);

  if (self->tick_id == 0)
    return;

  night_wiping_page_stop (self);
  gtk_widget_activate_action (GTK_WIDGET (self), "win.wipe-cancel", NULL);
}

void
night_wiping_page_start (NightWipingPage *self, guint grace_s)
{
  g_return_if_fail (NIGHT_IS_WIPING_PAGE (self));
  g_return_if_fail (self->tick_id == 0);

  if (grace_s == 0) {
    destroy_now (self);
    return;
  }

  self->start_us = g_get_monotonic_time ();
  self->due_us = self->start_us + grace_s * G_USEC_PER_SEC;
  night_stack_show_name (self->stack, "grace");
  show_time_left (self, self->due_us - self->start_us);
  self->tick_id = g_timeout_add_full (G_PRIORITY_HIGH, TICK_MS, tick, self, NULL);
}

void
night_wiping_page_hurry (NightWipingPage *self)
{
  g_return_if_fail (NIGHT_IS_WIPING_PAGE (self));

  if (self->tick_id != 0)
    destroy_now (self);
}

void
night_wiping_page_stop (NightWipingPage *self)
{
  g_return_if_fail (NIGHT_IS_WIPING_PAGE (self));

  g_clear_handle_id (&self->tick_id, g_source_remove);
  gtk_spinner_stop (self->spinner);
}

static void
night_wiping_page_dispose (GObject *object)
{
  NightWipingPage *self = NIGHT_WIPING_PAGE (object);

  g_clear_handle_id (&self->tick_id, g_source_remove);

  G_OBJECT_CLASS (night_wiping_page_parent_class)->dispose (object);
}

static void
night_wiping_page_class_init (NightWipingPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = night_wiping_page_dispose;

  gtk_widget_class_set_template_from_resource (
      widget_class, "/org/nightstand/Nightstand/wipe/night-wiping-page.ui");
  gtk_widget_class_bind_template_child (widget_class, NightWipingPage, stack);
  gtk_widget_class_bind_template_child (widget_class, NightWipingPage, countdown);
  gtk_widget_class_bind_template_child (widget_class, NightWipingPage, progress);
  gtk_widget_class_bind_template_child (widget_class, NightWipingPage, spinner);

  gtk_widget_class_install_action (widget_class, "wiping.cancel", NULL, cancel);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "wiping.cancel",
                                       NULL);
}

static void
night_wiping_page_init (NightWipingPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  night_stack_show_name (self->stack, "grace");
}
