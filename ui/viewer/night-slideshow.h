/* night-slideshow.h - when it is the next one's turn
 *
 * What has a length of its own, a film or a recording, is shown to its end; everything
 * else, animations too, for as long as the settings say.  Emits "advance" when it is time.
 *
 * Threads:  the main context.
 * Blocks:   never.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define NIGHT_TYPE_SLIDESHOW (night_slideshow_get_type ())
G_DECLARE_FINAL_TYPE (NightSlideshow, night_slideshow, NIGHT, SLIDESHOW, GObject)

NightSlideshow *night_slideshow_new (void);

void night_slideshow_start (NightSlideshow *self);
void night_slideshow_stop (NightSlideshow *self);
gboolean night_slideshow_is_running (NightSlideshow *self);

/* Something is shown from now on.  @ends_by_itself: night_slideshow_ended() will be called. */
void night_slideshow_shown (NightSlideshow *self, gboolean ends_by_itself);
void night_slideshow_ended (NightSlideshow *self);

G_END_DECLS
