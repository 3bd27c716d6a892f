/* exif.h - how the camera was held, and when
 *
 * Threads:  one.
 * Promise:  never fails; what cannot be read is unknown.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

typedef struct {
  guint orientation; /* 1 to 8 */
  gint64 captured;   /* seconds since 1970, 0 unknown */
} Exif;

/* Load what reading needs from files (the time zone).  Before the lockdown. */
void exif_warm (void);

/* @bytes: a whole file of any still format. */
void exif_read (Exif *out, const guint8 *bytes, gsize n_bytes);
