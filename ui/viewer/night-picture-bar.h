/* night-picture-bar.h - the buttons that only some pictures have: pages, play and pause
 *
 * Shows the ones that fit what its view shows, and nothing if none does.
 *
 * Threads:  the main context.
 * Blocks:   never.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "viewer/night-image-view.h"

G_BEGIN_DECLS

/* Property "view": the NightImageView. */
#define NIGHT_TYPE_PICTURE_BAR (night_picture_bar_get_type ())
G_DECLARE_FINAL_TYPE (NightPictureBar, night_picture_bar, NIGHT, PICTURE_BAR, GtkBox)

G_END_DECLS
