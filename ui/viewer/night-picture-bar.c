/* night-picture-bar.c - the buttons that only some pictures have: pages, play and pause
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "viewer/night-picture-bar.h"

#include <glib/gi18n.h>

struct _NightPictureBar {
  GtkBox parent_instance;

  GtkWidget *pages;
  GtkWidget *previous;
  GtkWidget *next;
  GtkLabel *place;
  GtkButton *play;

  NightImageView *view;
};

G_DEFINE_FINAL_TYPE (NightPictureBar, night_picture_bar, GTK_TYPE_BOX)

enum {
  PROP_VIEW = 1,
};

static void
update_pages (NightPictureBar *self)
{
  guint n_pages = 0;
  guint page =
      night_picture_get_page (night_image_view_get_picture (self->view), &n_pages);
  /* Translators: the page that is shown, and how many there are. */
  g_autofree char *place = g_strdup_printf (_ ("%u / %u"), page + 1, n_pages);
  g_autofree char *spoken = g_strdup_printf (_ ("Page %u of %u"), page + 1, n_pages);

  gtk_widget_set_visible (self->pages, n_pages > 1);
  gtk_widget_set_sensitive (self->previous, page > 0);
  gtk_widget_set_sensitive (self->next, page + 1 < n_pages);
  gtk_label_set_text (self->place, place);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->place),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
}

static void
update_play (NightPictureBar *self)
{
  NightPicture *picture = night_image_view_get_picture (self->view);
  gboolean playing = night_picture_is_playing (picture);
  const char *label = playing ? _ ("Pause") : _ ("Play");

  gtk_widget_set_visible (GTK_WIDGET (self->play), night_picture_can_play (picture));
  gtk_button_set_icon_name (self->play, playing ? "media-playback-pause-symbolic"
                                                : "media-playback-start-symbolic");
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->play), label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->play),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
}

static void
update (NightPictureBar *self)
{
  update_pages (self);
  update_play (self);
  gtk_widget_set_visible (GTK_WIDGET (self),
                          gtk_widget_get_visible (self->pages)
                              || gtk_widget_get_visible (GTK_WIDGET (self->play)));
}

static void
turn_back (NightPictureBar *self)
{
  night_picture_turn (night_image_view_get_picture (self->view), -1);
}

static void
turn_on (NightPictureBar *self)
{
  night_picture_turn (night_image_view_get_picture (self->view), 1);
}

static void
toggle (NightPictureBar *self)
{
  NightPicture *picture = night_image_view_get_picture (self->view);

  night_picture_set_playing (picture, !night_picture_is_playing (picture));
}

static void
night_picture_bar_set_property (GObject *object,
                                guint id,
                                const GValue *value,
                                GParamSpec *pspec)
{
  NightPictureBar *self = NIGHT_PICTURE_BAR (object);

  g_assert (id == PROP_VIEW);
  self->view = g_value_dup_object (value);
  if (self->view == NULL)
    return;
  g_signal_connect_object (self->view, "turned", G_CALLBACK (update), self,
                           G_CONNECT_SWAPPED);
  update (self);
}

static void
night_picture_bar_dispose (GObject *object)
{
  g_clear_object (&NIGHT_PICTURE_BAR (object)->view);

  G_OBJECT_CLASS (night_picture_bar_parent_class)->dispose (object);
}

static void
night_picture_bar_class_init (NightPictureBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->set_property = night_picture_bar_set_property;
  object_class->dispose = night_picture_bar_dispose;
  g_object_class_install_property (
      object_class, PROP_VIEW,
      g_param_spec_object ("view", NULL, NULL, NIGHT_TYPE_IMAGE_VIEW,
                           G_PARAM_WRITABLE | G_PARAM_CONSTRUCT_ONLY
                               | G_PARAM_STATIC_STRINGS));

  gtk_widget_class_set_template_from_resource (
      widget_class, "/org/nightstand/Nightstand/viewer/night-picture-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, NightPictureBar, pages);
  gtk_widget_class_bind_template_child (widget_class, NightPictureBar, previous);
  gtk_widget_class_bind_template_child (widget_class, NightPictureBar, next);
  gtk_widget_class_bind_template_child (widget_class, NightPictureBar, place);
  gtk_widget_class_bind_template_child (widget_class, NightPictureBar, play);
  gtk_widget_class_bind_template_callback (widget_class, turn_back);
  gtk_widget_class_bind_template_callback (widget_class, turn_on);
  gtk_widget_class_bind_template_callback (widget_class, toggle);
}

static void
night_picture_bar_init (NightPictureBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
