/* night-name-popover.c - asking for a name, or for another one, beside what it belongs to
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "organise/night-name-popover.h"

#define KEY "night-name"

typedef struct {
  GtkPopover *popover;
  GtkEditable *entry;
  GtkLabel *problem;
  GtkWidget *accept;
  NightNameCheck check;
  NightNameTake take;
  gpointer user_data;
  GDestroyNotify destroy;
} Question;

static void
question_free (gpointer data)
{
  Question *self = data;

  self->destroy (self->user_data);
  g_free (self);
}

/* White space at the ends is never meant. */
static char *
dup_name (Question *self)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (self->entry)));
}

static void
changed (Question *self)
{
  g_autofree char *name = dup_name (self);
  const char *problem = *name == '\0' ? NULL : self->check (name, self->user_data);

  gtk_label_set_text (self->problem, problem != NULL ? problem : "");
  gtk_widget_set_visible (GTK_WIDGET (self->problem), problem != NULL);
  gtk_widget_set_sensitive (self->accept, *name != '\0' && problem == NULL);
}

static void
accepted (Question *self)
{
  g_autofree char *name = dup_name (self);

  if (!gtk_widget_get_sensitive (self->accept))
    return;

  self->take (name, self->user_data);
  gtk_popover_popdown (self->popover);
}

static gboolean
unparent (gpointer popover)
{
  if (gtk_widget_get_parent (popover) != NULL)
    gtk_widget_unparent (popover);
  return G_SOURCE_REMOVE;
}

/* Closed, or locked away with the page it is on: still in the middle of that. */
static void
closed (GtkPopover *popover)
{
  g_idle_add_full (G_PRIORITY_DEFAULT, unparent, g_object_ref (popover),
                   g_object_unref);
}

/* The beginning of a file's name is what is changed, not its ending. */
static void
select_stem (GtkEditable *entry, const char *name)
{
  const char *dot = strrchr (name, '.');

  gtk_editable_select_region (
      entry, 0,
      dot != NULL && dot != name ? (int) g_utf8_strlen (name, dot - name) : -1);
}

/* A row or a tile may be made anew while the popover is there, so that is a child of what is
 * around them. */
static void
point_to (GtkPopover *popover, GtkWidget *widget)
{
  GtkWidget *parent =
      gtk_widget_get_ancestor (gtk_widget_get_parent (widget), GTK_TYPE_BOX);
  graphene_rect_t place;

  gtk_widget_set_parent (GTK_WIDGET (popover), parent);
  if (gtk_widget_compute_bounds (widget, parent, &place))
    gtk_popover_set_pointing_to (
        popover, &(GdkRectangle){ (int) place.origin.x, (int) place.origin.y,
                                  (int) place.size.width, (int) place.size.height });
}

void
night_name_popover_ask (GtkWidget *widget,
                        const char *title,
                        const char *name,
                        const char *accept,
                        NightNameCheck check,
                        NightNameTake take,
                        gpointer user_data,
                        GDestroyNotify destroy)
{
  g_autoptr (GtkBuilder) builder = gtk_builder_new_from_resource (
      "/org/nightstand/Nightstand/organise/night-name-popover.ui");
  Question *self = g_new0 (Question, 1);

  self->popover = GTK_POPOVER (gtk_builder_get_object (builder, "popover"));
  self->entry = GTK_EDITABLE (gtk_builder_get_object (builder, "entry"));
  self->problem = GTK_LABEL (gtk_builder_get_object (builder, "problem"));
  self->accept = GTK_WIDGET (gtk_builder_get_object (builder, "accept"));
  self->check = check;
  self->take = take;
  self->user_data = user_data;
  self->destroy = destroy;
  g_object_set_data_full (G_OBJECT (self->popover), KEY, self, question_free);

  gtk_label_set_text (GTK_LABEL (gtk_builder_get_object (builder, "title")), title);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->entry),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  gtk_button_set_label (GTK_BUTTON (self->accept), accept);
  gtk_editable_set_text (self->entry, name);
  g_signal_connect_swapped (self->entry, "changed", G_CALLBACK (changed), self);
  g_signal_connect_swapped (self->entry, "activate", G_CALLBACK (accepted), self);
  g_signal_connect_swapped (self->accept, "clicked", G_CALLBACK (accepted), self);
  g_signal_connect (self->popover, "unmap", G_CALLBACK (closed), NULL);
  changed (self);

  point_to (self->popover, widget);
  gtk_popover_popup (self->popover);
  gtk_widget_grab_focus (GTK_WIDGET (self->entry));
  select_stem (self->entry, name);
}
