/* test-camera.c - what a camera wrote into a picture: read in the decoder, and checked
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "media/camera.h"
#include "media/decoder.h"

#include "support/folder.h"
#include "support/media-maker.h"

#include <fcntl.h>
#include <gexiv2/gexiv2.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define ALL_SEALS (F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE | F_SEAL_SEAL)

static VaultDecoder *decoder;
static Folder *folder;

typedef struct {
  const char *tag;
  const char *value;
} Tag;

/* The standard picture with @tags written into it by the library that cameras' files are
 * usually read with. */
static GBytes *
picture_with (MediaFormat format, const Tag *tags, gsize n_tags)
{
  g_autoptr (GBytes) plain = media_make (format, 1);
  g_autoptr (GExiv2Metadata) metadata = gexiv2_metadata_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *path = folder_put (folder, "picture", g_bytes_get_data (plain, NULL),
                                      g_bytes_get_size (plain));

  gexiv2_metadata_open_path (metadata, path, &error);
  g_assert_no_error (error);
  for (gsize i = 0; i < n_tags; i++) {
    gexiv2_metadata_try_set_tag_string (metadata, tags[i].tag, tags[i].value, &error);
    g_assert_no_error (error);
  }
  gexiv2_metadata_save_file (metadata, path, &error);
  g_assert_no_error (error);
  return file_get (path);
}

static VaultCamera *
look (GBytes *bytes, GError **error)
{
  VaultDecoderSource source = media_source (bytes);

  return vault_decoder_camera (decoder, &source, NULL, error);
}

static VaultCamera *
look_at (MediaFormat format, const Tag *tags, gsize n_tags)
{
  g_autoptr (GBytes) bytes = picture_with (format, tags, n_tags);
  g_autoptr (GError) error = NULL;
  VaultCamera *camera = look (bytes, &error);

  g_assert_no_error (error);
  return camera;
}

static void
test_all (gconstpointer data)
{
  static const Tag tags[] = {
    { "Exif.Image.Make", "Maker & Sons" },    { "Exif.Image.Model", "Model \xc3\xa9" },
    { "Exif.Photo.LensModel", "26mm f/1.8" }, { "Exif.Photo.ExposureTime", "1/250" },
    { "Exif.Photo.FNumber", "18/10" },        { "Exif.Photo.FocalLength", "265/10" },
    { "Exif.Photo.ISOSpeedRatings", "400" },
  };
  g_autoptr (VaultCamera) camera = look_at ((MediaFormat) GPOINTER_TO_INT (data), tags,
                                            G_N_ELEMENTS (tags));

  g_assert_cmpstr (camera->make, ==, "Maker & Sons");
  g_assert_cmpstr (camera->model, ==, "Model \xc3\xa9");
  g_assert_cmpstr (camera->lens, ==, "26mm f/1.8");
  g_assert_cmpuint (camera->exposure_us, ==, 4000);
  g_assert_cmpuint (camera->aperture_hundredths, ==, 180);
  g_assert_cmpuint (camera->focal_length_tenths, ==, 265);
  g_assert_cmpuint (camera->iso, ==, 400);
  g_assert_false (camera->has_location);
}

static void
test_nothing (void)
{
  g_autoptr (VaultCamera) camera = look_at (MEDIA_JPEG, NULL, 0);

  g_assert_null (camera->make);
  g_assert_null (camera->model);
  g_assert_null (camera->lens);
  g_assert_cmpuint (camera->exposure_us, ==, 0);
  g_assert_cmpuint (camera->aperture_hundredths, ==, 0);
  g_assert_cmpuint (camera->focal_length_tenths, ==, 0);
  g_assert_cmpuint (camera->iso, ==, 0);
  g_assert_false (camera->has_location);
}

static const struct {
  Tag tag;
  gboolean tells;
} places[] = {
  { { "Exif.GPSInfo.GPSLatitude", "59/1 16/1 0/1" }, TRUE },
  { { "Exif.GPSInfo.GPSLatitudeRef", "N" }, TRUE },
  { { "Exif.GPSInfo.GPSDestLongitude", "15/1 12/1 0/1" }, TRUE },
  { { "Xmp.exif.GPSLongitude", "15,12.5E" }, TRUE },
  { { "Xmp.photoshop.City", "Somewhere" }, TRUE },
  { { "Xmp.iptc.Location", "Somewhere" }, TRUE },
  { { "Iptc.Application2.City", "Somewhere" }, TRUE },
  { { "Iptc.Application2.CountryName", "Somewhere" }, TRUE },
  { { "Exif.GPSInfo.GPSVersionID", "2 3 0 0" }, FALSE },
  { { "Exif.GPSInfo.GPSDateStamp", "2024:03:01" }, FALSE },
  { { "Exif.Image.Software", "Location" }, FALSE },
};

static void
test_places (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (places); i++) {
    g_autoptr (VaultCamera) camera = look_at (MEDIA_JPEG, &places[i].tag, 1);

    g_test_message ("%s", places[i].tag.tag);
    g_assert_cmpint (camera->has_location, ==, places[i].tells);
  }
}

/* What would write over the words around it, or is too long, is shown without that. */
static void
test_texts (void)
{
  g_autofree char *longest = g_strnfill (95, 'x');
  g_autofree char *too_long = g_strnfill (200, 'x');
  const struct {
    const char *written;
    const char *shown;
  } cases[] = {
    { "  Maker  ", "Maker" },
    { "a\x1b[2Jb", "a[2Jb" },
    { "a\xe2\x80\xae"
      "b\xe2\x81\xa9",
      "ab" },
    { "a\nb", "ab" },
    { "caf\xe9", "caf\xef\xbf\xbd" },
    { "\x01\x02", NULL },
    { too_long, longest },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    const Tag tag = { "Exif.Image.Make", cases[i].written };
    g_autoptr (VaultCamera) camera = look_at (MEDIA_JPEG, &tag, 1);

    g_assert_cmpstr (camera->make, ==, cases[i].shown);
  }
}

/* Numbers that are none, and such as no camera has. */
static void
test_numbers (void)
{
  static const Tag tags[] = {
    { "Exif.Photo.ExposureTime", "1/0" },
    { "Exif.Photo.FNumber", "4294967295/1" },
    { "Exif.Photo.FocalLength", "0/0" },
  };
  g_autoptr (VaultCamera) camera = look_at (MEDIA_JPEG, tags, G_N_ELEMENTS (tags));

  g_assert_cmpuint (camera->exposure_us, ==, 0);
  g_assert_cmpuint (camera->aperture_hundredths, ==, 0);
  g_assert_cmpuint (camera->focal_length_tenths, ==, 0);
}

static void
test_unknown (void)
{
  static const char gif[] = "GIF89a\1\0\1\0\0\0\0,\0\0\0\0\1\0\1\0\0\2\2D\1\0;";
  g_autoptr (GBytes) animation = g_bytes_new_static (gif, sizeof gif - 1);
  g_autoptr (GBytes) bmp = media_make (MEDIA_BMP, 0);
  g_autoptr (GBytes) jpeg = media_make (MEDIA_JPEG, 1);
  g_autoptr (GBytes) text = g_bytes_new_static ("no picture", 10);
  GBytes *const unknown[] = { animation, bmp, text };

  for (gsize i = 0; i < G_N_ELEMENTS (unknown); i++) {
    g_autoptr (GError) error = NULL;

    g_assert_null (look (unknown[i], &error));
    g_assert_error (error, VAULT_ERROR, VAULT_ERROR_UNSUPPORTED_MEDIA);
  }

  /* Cut anywhere it is one thing or the other, and the helper lives. */
  for (gsize n = 4; n < MIN (g_bytes_get_size (jpeg), 400); n += 7) {
    g_autoptr (GBytes) part = g_bytes_new_from_bytes (jpeg, 0, n);
    g_autoptr (GError) error = NULL;
    g_autoptr (VaultCamera) camera = look (part, &error);

    if (camera == NULL)
      g_assert_error (error, VAULT_ERROR, VAULT_ERROR_DAMAGED_MEDIA);
  }
}

/* ---- liars ---- */

static VaultCamera *
take (const DecoderCamera *said, gsize n_bytes, int seals)
{
  const DecoderReply reply = { .type = DECODER_RESULT, .n_bytes = n_bytes };
  int fd = memfd_create ("liar", MFD_CLOEXEC | MFD_ALLOW_SEALING);
  g_autoptr (GError) error = NULL;
  VaultCamera *camera;

  g_assert_cmpint (write (fd, said, sizeof *said), ==, sizeof *said);
  g_assert_cmpint (fcntl (fd, F_ADD_SEALS, seals), ==, 0);
  camera = vault_camera_take (&reply, fd, &error);
  if (camera == NULL)
    g_assert_error (error, VAULT_ERROR, VAULT_ERROR_DECODER_FAILED);
  g_assert_cmpint (fcntl (fd, F_GETFD), ==, -1);
  return camera;
}

static const DecoderCamera honest = { .make = "Maker",
                                      .model = "M 1",
                                      .exposure_us = 1000,
                                      .has_location = 1 };

static void
test_liars_in_numbers (void)
{
  DecoderCamera said[5] = { honest, honest, honest, honest, honest };
  g_autoptr (VaultCamera) believed = take (&honest, sizeof honest, ALL_SEALS);

  g_assert_cmpstr (believed->make, ==, "Maker");
  g_assert_null (believed->lens);
  g_assert_true (believed->has_location);

  said[0].has_location = 2;
  said[1].exposure_us = DECODER_MAX_EXPOSURE_US + 1;
  said[2].aperture_hundredths = G_MAXUINT32;
  said[3].focal_length_tenths = DECODER_MAX_FOCAL_LENGTH + 1;
  said[4].iso = G_MAXUINT32;
  for (gsize i = 0; i < G_N_ELEMENTS (said); i++)
    g_assert_null (take (&said[i], sizeof said[i], ALL_SEALS));

  g_assert_null (take (&honest, sizeof honest - 1, ALL_SEALS));
  g_assert_null (take (&honest, sizeof honest + 1, ALL_SEALS));
  g_assert_null (take (&honest, 0, ALL_SEALS));
  g_assert_null (take (&honest, sizeof honest, 0));
  g_assert_null (take (&honest, sizeof honest, ALL_SEALS & ~F_SEAL_WRITE));
}

static void
test_liars_in_texts (void)
{
  static const char *const lies[] = {
    "a\nb",          "a\x7f",
    "a\x1b[2J",      "a\xc2\x85",
    "a\xe2\x80\xae", "a\xe2\x81\xa6",
    "a\xe2\x80\x8b", "a\xe2\x80\xa8",
    "a\xef\xbb\xbf", "a\xee\x80\x80",
    "latin \xe9",    "cut \xe2\x80",
    "long \xc0\xaf", "half \xed\xa0\x80",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (lies); i++) {
    for (guint which = 0; which < 3; which++) {
      DecoderCamera said = honest;
      char *const texts[] = { said.make, said.model, said.lens };

      memset (texts[which], 0, DECODER_TEXT_BYTES);
      memcpy (texts[which], lies[i], strlen (lies[i]));
      g_assert_null (take (&said, sizeof said, ALL_SEALS));
    }
  }
}

static void
test_liars_in_length (void)
{
  DecoderCamera said = honest;

  memset (said.lens, 'x', sizeof said.lens);
  g_assert_null (take (&said, sizeof said, ALL_SEALS));
  said = honest;
  said.make[sizeof said.make - 1] = 'x';
  g_assert_null (take (&said, sizeof said, ALL_SEALS));
  said = honest;
  memset (said.lens, 'x', sizeof said.lens - 1);
  vault_camera_free (take (&said, sizeof said, ALL_SEALS));
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  gexiv2_initialize ();
  decoder = vault_decoder_new (1);
  folder = folder_new ();
  g_test_add_data_func ("/media/camera/jpeg", GINT_TO_POINTER (MEDIA_JPEG), test_all);
  g_test_add_data_func ("/media/camera/png", GINT_TO_POINTER (MEDIA_PNG), test_all);
  g_test_add_data_func ("/media/camera/webp", GINT_TO_POINTER (MEDIA_WEBP), test_all);
  g_test_add_data_func ("/media/camera/tiff", GINT_TO_POINTER (MEDIA_TIFF), test_all);
  g_test_add_func ("/media/camera/nothing", test_nothing);
  g_test_add_func ("/media/camera/places", test_places);
  g_test_add_func ("/media/camera/texts", test_texts);
  g_test_add_func ("/media/camera/numbers", test_numbers);
  g_test_add_func ("/media/camera/unknown", test_unknown);
  g_test_add_func ("/media/camera/liars-in-numbers", test_liars_in_numbers);
  g_test_add_func ("/media/camera/liars-in-texts", test_liars_in_texts);
  g_test_add_func ("/media/camera/liars-in-length", test_liars_in_length);
  status = g_test_run ();
  vault_decoder_free (decoder);
  folder_free (folder);
  return status;
}
