/* serve.h - the two kinds of service
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

/* Load and use everything once.  Before the lockdown. */
void stills_warm (void);

/* Answer IMAGE and THUMBNAIL until the app hangs up.  After the lockdown. */
void stills_serve (void);

/* The same for film and sound.  Returns: FALSE if GStreamer cannot be started. */
gboolean film_warm (void);

/* Answer one POSTER or DURATION. */
void film_serve (void);
