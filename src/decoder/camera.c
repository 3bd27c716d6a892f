/* camera.c - what a camera wrote into a picture, for whoever wants to know
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "camera.h"

#include <fcntl.h>
#include <gexiv2/gexiv2.h>
#include <math.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define SEALS (F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE | F_SEAL_SEAL)

/* Those of which the library reads what is written beside the pixels.  Of the others it
 * would say that there is nothing, and nobody would know whether that is so. */
static gboolean
is_readable (guint32 format)
{
  return format == DECODER_JPEG || format == DECODER_PNG || format == DECODER_WEBP
         || format == DECODER_TIFF || format == DECODER_HEIF;
}

static gboolean
is_shown (gunichar c)
{
  switch (g_unichar_type (c)) {
  case G_UNICODE_CONTROL:
  case G_UNICODE_FORMAT:
  case G_UNICODE_UNASSIGNED:
  case G_UNICODE_PRIVATE_USE:
  case G_UNICODE_SURROGATE:
  case G_UNICODE_LINE_SEPARATOR:
  case G_UNICODE_PARAGRAPH_SEPARATOR:
    return FALSE;
  default:
    return TRUE;
  }
}

static void
read_text (GExiv2Metadata *metadata, const char *tag, char out[DECODER_TEXT_BYTES])
{
  g_autofree char *raw = gexiv2_metadata_try_get_tag_string (metadata, tag, NULL);
  g_autofree char *valid = raw != NULL ? g_utf8_make_valid (raw, -1) : g_strdup ("");
  gsize n_bytes = 0;

  g_strstrip (valid);
  for (const char *at = valid; *at != '\0'; at = g_utf8_next_char (at)) {
    gsize n_more = (gsize) (g_utf8_next_char (at) - at);

    if (!is_shown (g_utf8_get_char (at)))
      continue;
    if (n_bytes + n_more >= DECODER_TEXT_BYTES)
      break;
    memcpy (out + n_bytes, at, n_more);
    n_bytes += n_more;
  }
}

/* What does not fit is unknown; so is what is no number at all. */
static guint64
bounded (double value, double most)
{
  return value > 0 && value <= most ? (guint64) round (value) : 0;
}

static guint64
read_exposure_us (GExiv2Metadata *metadata)
{
  gint numerator = 0;
  gint denominator = 0;

  if (!gexiv2_metadata_try_get_exposure_time (metadata, &numerator, &denominator, NULL)
      || denominator <= 0)
    return 0;
  return bounded (1e6 * numerator / denominator, (double) DECODER_MAX_EXPOSURE_US);
}

/* Coordinates, or the name of a place.  When the satellites said what time it was says
 * nothing of where. */
static gboolean
tells_a_place (const char *tag)
{
  static const char *const places[] = { "GPS",     "Location", "City",
                                        "Country", "Province", "SubLocation" };
  static const char *const harmless[] = {
    "Exif.Image.GPSTag",         "Exif.GPSInfo.GPSVersionID",
    "Exif.GPSInfo.GPSDateStamp", "Exif.GPSInfo.GPSTimeStamp",
    "Xmp.exif.GPSVersionID",     "Xmp.exif.GPSTimeStamp"
  };
  gboolean found = FALSE;

  for (gsize i = 0; i < G_N_ELEMENTS (places); i++)
    found |= strstr (tag, places[i]) != NULL;
  for (gsize i = 0; i < G_N_ELEMENTS (harmless); i++)
    found &= !g_str_equal (tag, harmless[i]);
  return found;
}

static gboolean
has_location (GExiv2Metadata *metadata)
{
  char **groups[] = { gexiv2_metadata_get_exif_tags (metadata),
                      gexiv2_metadata_get_xmp_tags (metadata),
                      gexiv2_metadata_get_iptc_tags (metadata) };
  gboolean found = FALSE;

  for (gsize i = 0; i < G_N_ELEMENTS (groups); i++) {
    for (char **tag = groups[i]; tag != NULL && *tag != NULL; tag++)
      found |= tells_a_place (*tag);
    g_strfreev (groups[i]);
  }
  return found;
}

static gboolean
read_camera (DecoderCamera *out, const guint8 *bytes, guint64 n_bytes)
{
  g_autoptr (GExiv2Metadata) metadata = gexiv2_metadata_new ();

  *out = (DecoderCamera){ 0 };
  if (n_bytes > G_MAXINT
      || !gexiv2_metadata_open_buf (metadata, bytes, (glong) n_bytes, NULL))
    return FALSE;

  read_text (metadata, "Exif.Image.Make", out->make);
  read_text (metadata, "Exif.Image.Model", out->model);
  read_text (metadata, "Exif.Photo.LensModel", out->lens);
  out->exposure_us = read_exposure_us (metadata);
  out->aperture_hundredths = (guint32) bounded (
      100 * gexiv2_metadata_try_get_fnumber (metadata, NULL), DECODER_MAX_APERTURE);
  out->focal_length_tenths =
      (guint32) bounded (10 * gexiv2_metadata_try_get_focal_length (metadata, NULL),
                         DECODER_MAX_FOCAL_LENGTH);
  out->iso = (guint32) bounded (gexiv2_metadata_try_get_iso_speed (metadata, NULL),
                                DECODER_MAX_ISO);
  out->has_location = has_location (metadata);
  return TRUE;
}

static int
seal_camera (const DecoderCamera *camera)
{
  int fd = memfd_create ("camera", MFD_CLOEXEC | MFD_ALLOW_SEALING);

  if (fd < 0)
    return -1;
  if (write (fd, camera, sizeof *camera) == sizeof *camera
      && fcntl (fd, F_ADD_SEALS, SEALS) == 0)
    return fd;
  close (fd);
  return -1;
}

void
camera_answer (const DecoderRequest *request,
               const guint8 *bytes,
               DecoderReply *reply,
               int *out_fd)
{
  DecoderCamera camera;

  if (!is_readable (request->format)) {
    reply->status = DECODER_UNSUPPORTED;
    return;
  }
  if (!read_camera (&camera, bytes, request->n_bytes)) {
    reply->status = DECODER_DAMAGED;
    return;
  }
  *out_fd = seal_camera (&camera);
  reply->n_bytes = sizeof camera;
  reply->status = *out_fd >= 0 ? DECODER_OK : DECODER_FAILED;
}
