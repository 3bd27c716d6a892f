/* film-maker.h - films and recordings for tests, made when they are needed
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

/* What goes at a pipeline's end. */
#define FILM_FILE " ! filesink name=sink "

/* What goes at a pipeline's beginning: a colour of film_colours for each second. */
#define FILM_SCENES                                                                    \
  "appsrc name=scenes format=time caps=video/x-raw,format=I420,width=320,height=192,"  \
  "framerate=25/1,colorimetry=bt601 ! "
#define FILM_WIDTH 320
#define FILM_HEIGHT 192
#define FILM_FPS 25
#define FILM_SECONDS 4

extern const guint32 film_colours[FILM_SECONDS];

/* Run the GStreamer pipeline @text, whose filesink is called "sink", to its end.  After
 * gst_init().
 * Returns: (transfer full): what it wrote. */
GBytes *film_make (const char *text);
