/* night-fit.c - a bin that says how wide it will be before its child has to be
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "library/night-fit.h"

struct _NightFit {
  GtkWidget parent_instance;

  GtkWidget *child;
  int width;
  int least_width; /* 0: that of the child */
};

G_DEFINE_FINAL_TYPE (NightFit, night_fit, GTK_TYPE_WIDGET)

enum {
  FIT,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

typedef enum { PROP_CHILD = 1, PROP_LEAST_WIDTH, N_PROPS } Property;

static GParamSpec *properties[N_PROPS];

int
night_fit_get_width (NightFit *self)
{
  g_return_val_if_fail (NIGHT_IS_FIT (self), 0);

  return self->width;
}

static GtkSizeRequestMode
night_fit_get_request_mode (GtkWidget *widget)
{
  return gtk_widget_get_request_mode (NIGHT_FIT (widget)->child);
}

static void
night_fit_measure (GtkWidget *widget,
                   GtkOrientation orientation,
                   int for_size,
                   int *minimum,
                   int *natural,
                   int *minimum_baseline,
                   int *natural_baseline)
{
  NightFit *self = NIGHT_FIT (widget);

  gtk_widget_measure (self->child, orientation, for_size, minimum, natural,
                      minimum_baseline, natural_baseline);
  if (orientation == GTK_ORIENTATION_HORIZONTAL && self->least_width > 0)
    *minimum = MIN (*minimum, self->least_width);
}

static void
night_fit_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  NightFit *self = NIGHT_FIT (widget);

  if (width != self->width) {
    self->width = width;
    g_signal_emit (self, signals[FIT], 0, width);
  }
  gtk_widget_allocate (self->child, width, height, baseline, NULL);
}

static void
night_fit_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  NightFit *self = NIGHT_FIT (object);

  switch ((Property) id) {
  case PROP_CHILD:
    g_value_set_object (value, self->child);
    break;
  case PROP_LEAST_WIDTH:
    g_value_set_int (value, self->least_width);
    break;
  case N_PROPS:
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
night_fit_set_property (GObject *object,
                        guint id,
                        const GValue *value,
                        GParamSpec *pspec)
{
  NightFit *self = NIGHT_FIT (object);

  switch ((Property) id) {
  case PROP_CHILD:
    g_clear_pointer (&self->child, gtk_widget_unparent);
    self->child = g_value_get_object (value);
    gtk_widget_set_parent (self->child, GTK_WIDGET (self));
    break;
  case PROP_LEAST_WIDTH:
    self->least_width = g_value_get_int (value);
    break;
  case N_PROPS:
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
night_fit_dispose (GObject *object)
{
  g_clear_pointer (&NIGHT_FIT (object)->child, gtk_widget_unparent);

  G_OBJECT_CLASS (night_fit_parent_class)->dispose (object);
}

static void
night_fit_class_init (NightFitClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = night_fit_get_property;
  object_class->set_property = night_fit_set_property;
  object_class->dispose = night_fit_dispose;
  widget_class->get_request_mode = night_fit_get_request_mode;
  widget_class->measure = night_fit_measure;
  widget_class->size_allocate = night_fit_size_allocate;

  signals[FIT] = g_signal_new ("fit", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                               NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT);
  properties[PROP_CHILD] = g_param_spec_object (
      "child", NULL, NULL, GTK_TYPE_WIDGET, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  properties[PROP_LEAST_WIDTH] =
      g_param_spec_int ("least-width", NULL, NULL, 0, G_MAXINT, 0,
                        G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
night_fit_init (NightFit *self)
{
}
