/* night-zoom.h - where a picture lies in its view: fit, zoom and pan as plain geometry
 *
 * Lengths are in the units of the view.  A scale of 1 shows the image at its own size.
 *
 * Threads:  any, one at a time.
 * Blocks:   never.
 * Promise:  after every call the image covers the view, or is centred where it is
 *           smaller; the scale is between "fits" and NIGHT_ZOOM_MAX_SCALE.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define NIGHT_ZOOM_MAX_SCALE 8.0

typedef struct {
  double view_width;
  double view_height;
  double image_width;
  double image_height;
  double scale;
  double center_x; /* the point of the image in the middle of the view, at scale 1 */
  double center_y;
  gboolean fits; /* follow the view's size */
} NightZoom;

/* Zeroed memory is a NightZoom without an image. */
void night_zoom_set_image (NightZoom *self, double width, double height);
void night_zoom_set_view (NightZoom *self, double width, double height);

/* Show the whole image, never larger than it is. */
void night_zoom_fit (NightZoom *self);

/* Go between the whole image and its own size, or twice that where it fits at that, about
 * (@x, @y) of the view. */
void night_zoom_toggle (NightZoom *self, double x, double y);

/* How much larger to show the image while it is @behind quarter turns away from where it
 * will be, so that it grows or shrinks from one fit into the other on its way. */
double night_zoom_get_growth (const NightZoom *self, double behind);

/* Set the scale; the image point under (@x, @y) of the view stays there. */
void night_zoom_to (NightZoom *self, double scale, double x, double y);

void night_zoom_pan (NightZoom *self, double dx, double dy);

double night_zoom_get_fit_scale (const NightZoom *self);

/* The image's rectangle in the view. */
void night_zoom_get_rect (const NightZoom *self,
                          double *out_x,
                          double *out_y,
                          double *out_width,
                          double *out_height);

G_END_DECLS
