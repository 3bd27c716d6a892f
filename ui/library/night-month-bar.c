/* night-month-bar.c - the month one is in, kept in sight above what scrolls
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "library/night-month-bar.h"

/* Where the titles in the grid begin, by style.css. */
#define INDENT_PX 12
#define PADDING_PX 9

struct _NightMonthBar {
  GtkWidget parent_instance;

  PangoLayout *layout;
  int push_px;
  NightMonthBarFunc func;
  gpointer func_data;
};

G_DEFINE_FINAL_TYPE (NightMonthBar, night_month_bar, GTK_TYPE_WIDGET)

static PangoLayout *
get_layout (NightMonthBar *self)
{
  if (self->layout == NULL)
    self->layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), "");

  return self->layout;
}

static void
night_month_bar_measure (GtkWidget *widget,
                         GtkOrientation orientation,
                         int for_size,
                         int *minimum,
                         int *natural,
                         int *minimum_baseline,
                         int *natural_baseline)
{
  int height;

  *minimum = *natural = 0;
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    return;

  pango_layout_get_pixel_size (get_layout (NIGHT_MONTH_BAR (widget)), NULL, &height);
  *minimum = *natural = height + 2 * PADDING_PX;
}

static void
night_month_bar_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  NightMonthBar *self = NIGHT_MONTH_BAR (widget);
  const char *text = NULL;
  int push_px = 0;

  if (self->func != NULL)
    text = self->func (self->func_data, height, &push_px);
  if (text == NULL)
    text = "";
  if (push_px == self->push_px
      && g_str_equal (text, pango_layout_get_text (get_layout (self))))
    return;

  self->push_px = push_px;
  pango_layout_set_text (get_layout (self), text, -1);
  gtk_widget_queue_draw (widget);
}

static void
night_month_bar_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  NightMonthBar *self = NIGHT_MONTH_BAR (widget);
  GtkStyleContext *context = gtk_widget_get_style_context (widget);
  PangoLayout *layout = get_layout (self);
  int width = gtk_widget_get_width (widget);
  int height = gtk_widget_get_height (widget);
  GdkRGBA ground, ink;
  int text_width;

  if (*pango_layout_get_text (layout) == '\0'
      || !gtk_style_context_lookup_color (context, "window_bg_color", &ground))
    return;

  gtk_style_context_get_color (context, &ink);
  pango_layout_get_pixel_size (layout, &text_width, NULL);
  gtk_snapshot_push_clip (snapshot,
                          &GRAPHENE_RECT_INIT (0, 0, (float) width, (float) height));
  gtk_snapshot_append_color (
      snapshot, &ground,
      &GRAPHENE_RECT_INIT (0, 0, (float) width, (float) (height - self->push_px)));
  gtk_snapshot_translate (
      snapshot, &GRAPHENE_POINT_INIT (
                    (float) (gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL
                                 ? width - INDENT_PX - text_width
                                 : INDENT_PX),
                    (float) (PADDING_PX - self->push_px)));
  gtk_snapshot_append_layout (snapshot, layout, &ink);
  gtk_snapshot_pop (snapshot);
}

/* Another font, or size of it. */
static void
night_month_bar_css_changed (GtkWidget *widget, GtkCssStyleChange *change)
{
  NightMonthBar *self = NIGHT_MONTH_BAR (widget);

  GTK_WIDGET_CLASS (night_month_bar_parent_class)->css_changed (widget, change);
  g_clear_object (&self->layout);
  gtk_widget_queue_resize (widget);
}

void
night_month_bar_update (NightMonthBar *self)
{
  g_return_if_fail (NIGHT_IS_MONTH_BAR (self));

  gtk_widget_queue_allocate (GTK_WIDGET (self));
}

void
night_month_bar_set_func (NightMonthBar *self,
                          NightMonthBarFunc func,
                          gpointer user_data)
{
  g_return_if_fail (NIGHT_IS_MONTH_BAR (self));

  self->func = func;
  self->func_data = user_data;
}

static void
night_month_bar_dispose (GObject *object)
{
  g_clear_object (&NIGHT_MONTH_BAR (object)->layout);

  G_OBJECT_CLASS (night_month_bar_parent_class)->dispose (object);
}

static void
night_month_bar_class_init (NightMonthBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = night_month_bar_dispose;
  widget_class->measure = night_month_bar_measure;
  widget_class->size_allocate = night_month_bar_size_allocate;
  widget_class->snapshot = night_month_bar_snapshot;
  widget_class->css_changed = night_month_bar_css_changed;
  gtk_widget_class_set_css_name (widget_class, "nightmonthbar");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
night_month_bar_init (NightMonthBar *self)
{
}
