/* exif.c - how the camera was held, and when
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "exif.h"

#include <gexiv2/gexiv2.h>
#include <stdio.h>
#include <string.h>

/* Cameras that do not say otherwise mean the time where they are.  The zone file is out
 * of reach after the lockdown, so the zone is kept from before. */
static GTimeZone *local_zone;

void
exif_warm (void)
{
  gexiv2_log_set_level (GEXIV2_LOG_LEVEL_MUTE);
  gexiv2_initialize ();
  local_zone = g_time_zone_new_local ();
}

/* "2024:03:01 12:00:00" and, in newer cameras, "+02:00" in a tag of its own. */
static gint64
parse_time (const char *text, const char *offset)
{
  gint year, month, day, hour, minute, second;
  g_autoptr (GTimeZone) zone = NULL;
  g_autoptr (GDateTime) time = NULL;

  if (text == NULL
      || sscanf (text, "%4d:%2d:%2d %2d:%2d:%2d", &year, &month, &day, &hour, &minute,
                 &second)
             != 6)
    return 0;
  if (offset != NULL)
    zone = g_time_zone_new_identifier (offset);
  if (zone == NULL && local_zone != NULL)
    zone = g_time_zone_ref (local_zone);
  if (zone == NULL)
    zone = g_time_zone_new_utc ();

  time = g_date_time_new (zone, year, month, day, hour, minute, second);
  return time != NULL ? MAX (0, g_date_time_to_unix (time)) : 0;
}

static gint64
read_captured (GExiv2Metadata *metadata)
{
  static const char *const tags[][2] = {
    { "Exif.Photo.DateTimeOriginal", "Exif.Photo.OffsetTimeOriginal" },
    { "Exif.Photo.DateTimeDigitized", "Exif.Photo.OffsetTimeDigitized" },
    { "Exif.Image.DateTime", "Exif.Photo.OffsetTime" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (tags); i++) {
    g_autofree char *text =
        gexiv2_metadata_try_get_tag_string (metadata, tags[i][0], NULL);
    g_autofree char *offset =
        gexiv2_metadata_try_get_tag_string (metadata, tags[i][1], NULL);
    gint64 captured = parse_time (text, offset);

    if (captured != 0)
      return captured;
  }
  return 0;
}

void
exif_read (Exif *out, const guint8 *bytes, gsize n_bytes)
{
  g_autoptr (GExiv2Metadata) metadata = gexiv2_metadata_new ();
  gint orientation;

  *out = (Exif){ .orientation = 1 };
  if (n_bytes > G_MAXINT
      || !gexiv2_metadata_open_buf (metadata, bytes, (glong) n_bytes, NULL))
    return;
  orientation = (gint) gexiv2_metadata_try_get_orientation (metadata, NULL);
  if (orientation >= 1 && orientation <= 8)
    out->orientation = (guint) orientation;
  out->captured = read_captured (metadata);
}
