/* night-image-input.h - what the hands do to an image view: wheel, drag, pinch, keys
 *
 * Threads:  the main context.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "viewer/night-image-view.h"

G_BEGIN_DECLS

/* For as long as the view lives. */
void night_image_input_add (NightImageView *view);

G_END_DECLS
