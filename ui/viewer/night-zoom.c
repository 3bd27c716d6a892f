/* night-zoom.c - where a picture lies in its view: fit, zoom and pan as plain geometry
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "viewer/night-zoom.h"

static gboolean
is_empty (const NightZoom *self)
{
  return self->view_width <= 0 || self->view_height <= 0 || self->image_width <= 0
         || self->image_height <= 0;
}

double
night_zoom_get_fit_scale (const NightZoom *self)
{
  if (is_empty (self))
    return 1;

  return MIN (1, MIN (self->view_width / self->image_width,
                      self->view_height / self->image_height));
}

static double
clamp_center (double center, double image, double seen)
{
  if (image <= seen)
    return image / 2;

  return CLAMP (center, seen / 2, image - seen / 2);
}

static void
clamp (NightZoom *self)
{
  double fit = night_zoom_get_fit_scale (self);

  if (is_empty (self)) {
    self->scale = 1;
    return;
  }

  self->scale = self->fits ? fit : CLAMP (self->scale, fit, NIGHT_ZOOM_MAX_SCALE);
  self->center_x =
      clamp_center (self->center_x, self->image_width, self->view_width / self->scale);
  self->center_y = clamp_center (self->center_y, self->image_height,
                                 self->view_height / self->scale);
}

void
night_zoom_set_image (NightZoom *self, double width, double height)
{
  self->image_width = width;
  self->image_height = height;
  clamp (self);
}

void
night_zoom_set_view (NightZoom *self, double width, double height)
{
  self->view_width = width;
  self->view_height = height;
  clamp (self);
}

void
night_zoom_fit (NightZoom *self)
{
  self->fits = TRUE;
  clamp (self);
}

void
night_zoom_to (NightZoom *self, double scale, double x, double y)
{
  double fit = night_zoom_get_fit_scale (self);
  double from_middle_x = x - self->view_width / 2;
  double from_middle_y = y - self->view_height / 2;
  double image_x, image_y;

  if (is_empty (self))
    return;

  image_x = self->center_x + from_middle_x / self->scale;
  image_y = self->center_y + from_middle_y / self->scale;
  self->scale = CLAMP (scale, fit, NIGHT_ZOOM_MAX_SCALE);
  self->fits = self->scale <= fit;
  self->center_x = image_x - from_middle_x / self->scale;
  self->center_y = image_y - from_middle_y / self->scale;
  clamp (self);
}

void
night_zoom_toggle (NightZoom *self, double x, double y)
{
  if (!self->fits)
    night_zoom_fit (self);
  else
    night_zoom_to (self, self->scale > 0.999 ? 2 : 1, x, y);
}

double
night_zoom_get_growth (const NightZoom *self, double behind)
{
  NightZoom before = *self;
  double way = MIN (ABS (behind), 1);

  if (way == 0 || !self->fits || self->scale <= 0)
    return 1;

  before.image_width = self->image_height;
  before.image_height = self->image_width;
  return 1 + way * (night_zoom_get_fit_scale (&before) / self->scale - 1);
}

void
night_zoom_pan (NightZoom *self, double dx, double dy)
{
  self->center_x -= dx / self->scale;
  self->center_y -= dy / self->scale;
  clamp (self);
}

void
night_zoom_get_rect (const NightZoom *self,
                     double *out_x,
                     double *out_y,
                     double *out_width,
                     double *out_height)
{
  *out_width = self->image_width * self->scale;
  *out_height = self->image_height * self->scale;
  *out_x = self->view_width / 2 - self->center_x * self->scale;
  *out_y = self->view_height / 2 - self->center_y * self->scale;
}
