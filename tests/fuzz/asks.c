/* asks.c - every question that the app has for a decoder, asked about a film or a picture
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "fuzz/asks.h"

#include <string.h>

#include <vault/vault-error.h>

#include "media/frames.h"
#include "media/protocol.h"

#define FILM_BYTES ((guint64) 3 << 20)
#define STRIP_STILL 6
#define STRIP_RECORDING 7

/* How the file begins that is asked about. */
static const char *magic;

static gboolean
read_recording (gpointer data,
                guint64 offset,
                guint8 *out,
                gsize n_bytes,
                GError **error)
{
  static const char riff[] = "RIFF\x24\0\0\0WAVEfmt ";
  const VaultDecoderSource *source = data;

  g_assert_cmpuint (n_bytes, <=, DECODER_WINDOW_BYTES);
  g_assert_cmpuint (offset, <=, source->n_bytes);
  g_assert_cmpuint (n_bytes, <=, source->n_bytes - offset);
  memset (out, 0x55, n_bytes);
  if (offset == 0)
    memcpy (out, riff, MIN (n_bytes, sizeof riff - 1));
  return TRUE;
}

static gboolean
read_film (gpointer data, guint64 offset, guint8 *out, gsize n_bytes, GError **error)
{
  const VaultDecoderSource *source = data;

  g_assert_cmpuint (n_bytes, <=, DECODER_WINDOW_BYTES);
  g_assert_cmpuint (offset, <=, source->n_bytes);
  g_assert_cmpuint (n_bytes, <=, source->n_bytes - offset);
  memset (out, 0x55, n_bytes);
  if (offset == 0)
    memcpy (out, magic, MIN (n_bytes, strlen (magic)));
  return TRUE;
}

/* Takes @pixels. */
static void
check_pixels (VaultPixels *pixels, guint max_side)
{
  const guint8 *data;
  gsize n_bytes;

  data = g_bytes_get_data (pixels->bytes, &n_bytes);
  g_assert_cmpuint (pixels->width, >=, 1);
  g_assert_cmpuint (pixels->height, >=, 1);
  g_assert_cmpuint (pixels->width, <=, max_side == 0 ? DECODER_MAX_SIDE : max_side);
  g_assert_cmpuint (pixels->stride_bytes, >=, 4 * (gsize) pixels->width);
  g_assert_cmpuint (n_bytes, >=, pixels->stride_bytes * pixels->height);
  /* A page that is not there would end the program here. */
  g_assert_cmpuint (data[0] + data[n_bytes - 1], <=, 2 * G_MAXUINT8);
  vault_pixels_free (pixels);
}

static gboolean
ask_for_image (VaultDecoder *decoder,
               const VaultDecoderSource *source,
               guint max_side,
               GError **error)
{
  VaultPixels *pixels = vault_decoder_image (decoder, source, max_side, NULL, error);

  if (pixels != NULL)
    check_pixels (pixels, max_side);
  return pixels != NULL;
}

/* Accepted is the first frame.  The helper here has said all it says before it is asked, so
 * that the second one has to be refused. */
static gboolean
ask_for_frames (VaultDecoder *decoder,
                const VaultDecoderSource *source,
                guint max_side,
                GError **error)
{
  g_autoptr (VaultFrames) frames =
                 vault_decoder_open_frames (decoder, source, NULL, error);

  VaultPixels *pixels;
  guint delay_ms, n_frames;

  if (frames == NULL)
    return FALSE;
  pixels = vault_frames_next (frames, max_side, &delay_ms, &n_frames, NULL, error);
  if (pixels == NULL)
    return FALSE;
  g_assert_cmpuint (n_frames, >=, 1);
  g_assert_cmpuint (n_frames, <=, DECODER_MAX_FRAMES);
  g_assert_cmpuint (delay_ms, >=, VAULT_FRAME_MIN_DELAY_MS);
  g_assert_cmpuint (delay_ms, <=, VAULT_FRAME_MAX_DELAY_MS);
  check_pixels (pixels, max_side);
  g_assert_null (vault_frames_next (frames, 0, &delay_ms, &n_frames, NULL, NULL));
  return TRUE;
}

static gboolean
ask_for_page (VaultDecoder *decoder,
              const VaultDecoderSource *source,
              guint max_side,
              GError **error)
{
  guint n_pages;
  VaultPixels *pixels =
      vault_decoder_page (decoder, source, 2, max_side, &n_pages, NULL, error);

  if (pixels == NULL)
    return FALSE;
  g_assert_cmpuint (n_pages, >=, 1);
  g_assert_cmpuint (n_pages, <=, DECODER_MAX_PAGES);
  check_pixels (pixels, max_side == 0 ? VAULT_PAGE_MAX_SIDE : max_side);
  return TRUE;
}

static gboolean
ask_for_thumbnail (VaultDecoder *decoder,
                   const VaultDecoderSource *source,
                   VaultMediaKind kind,
                   GError **error)
{
  g_autoptr (GBytes) thumbnail = NULL;
  VaultMediaFacts facts;

  if (!vault_decoder_thumbnail (decoder, source, kind, &thumbnail, &facts, NULL,
                                error)) {
    g_assert_null (thumbnail);
    return FALSE;
  }
  if (thumbnail != NULL) {
    g_assert_cmpuint (g_bytes_get_size (thumbnail), <=, VAULT_THUMBNAIL_MAX_BYTES);
    g_assert_cmpuint (g_bytes_get_size (thumbnail), >=, 12);
  }
  g_assert_cmpuint (facts.width, <=, DECODER_MAX_SIDE);
  g_assert_cmpuint (facts.height, <=, DECODER_MAX_SIDE);
  g_assert_true ((facts.width == 0) == (facts.height == 0));
  g_assert_cmpint (facts.captured, >=, 0);
  return TRUE;
}

/* What a stripped file may do to whoever takes it. */
typedef struct {
  guint64 n_bytes; /* 0 before it was said */
  guint64 n_taken;
} Taken;

static gboolean
begin_file (gpointer data, guint64 n_bytes, GError **error)
{
  Taken *self = data;

  g_assert_cmpuint (self->n_bytes, ==, 0);
  g_assert_cmpuint (n_bytes, >=, 1);
  g_assert_cmpuint (n_bytes, <=, 2 * FILM_BYTES + ((guint64) 16 << 20));
  self->n_bytes = n_bytes;
  return TRUE;
}

static gboolean
take_file (gpointer data, const guint8 *bytes, gsize n_bytes, GError **error)
{
  Taken *self = data;

  g_assert_cmpuint (n_bytes, >=, 1);
  g_assert_cmpuint (n_bytes, <=, self->n_bytes - self->n_taken);
  /* A page that is not there would end the program here. */
  g_assert_cmpuint (bytes[0] + bytes[n_bytes - 1], <=, 2 * G_MAXUINT8);
  self->n_taken += n_bytes;
  return TRUE;
}

static gboolean
ask_to_strip (VaultDecoder *decoder, const VaultDecoderSource *source, GError **error)
{
  Taken taken = { 0 };
  const VaultDecoderTarget target = { begin_file, take_file, &taken };
  gint64 captured;

  if (!vault_decoder_strip (decoder, source, &target, &captured, NULL, error))
    return FALSE;
  g_assert_cmpuint (taken.n_bytes, >=, 1);
  g_assert_cmpuint (taken.n_taken, ==, taken.n_bytes);
  g_assert_cmpint (captured, >=, 0);
  return TRUE;
}

static gboolean
ask_for_camera (VaultDecoder *decoder, const VaultDecoderSource *source, GError **error)
{
  g_autoptr (VaultCamera) camera = vault_decoder_camera (decoder, source, NULL, error);
  const char *texts[3];

  if (camera == NULL)
    return FALSE;

  texts[0] = camera->make;
  texts[1] = camera->model;
  texts[2] = camera->lens;
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++) {
    if (texts[i] == NULL)
      continue;
    g_assert_cmpuint (strlen (texts[i]), >, 0);
    g_assert_cmpuint (strlen (texts[i]), <, DECODER_TEXT_BYTES);
    g_assert_true (g_utf8_validate (texts[i], -1, NULL));
    for (const char *at = texts[i]; *at != '\0'; at = g_utf8_next_char (at)) {
      g_assert_cmpint (g_unichar_type (g_utf8_get_char (at)), !=, G_UNICODE_CONTROL);
      g_assert_cmpint (g_unichar_type (g_utf8_get_char (at)), !=, G_UNICODE_FORMAT);
    }
  }
  g_assert_cmpuint (camera->exposure_us, <=, DECODER_MAX_EXPOSURE_US);
  return TRUE;
}

gboolean
asks_ask (guint8 what, guint max_side, GError **error)
{
  static const VaultMediaKind kinds[] = { VAULT_MEDIA_IMAGE, VAULT_MEDIA_VIDEO,
                                          VAULT_MEDIA_AUDIO };
  static const char *const magics[ASKS_N] = {
    "\xff\xd8\xff", "\xff\xd8\xff", "\xff\xd8\xff", "\xff\xd8\xff",
    "GIF89a",       "%PDF-1.7",     "\xff\xd8\xff", "",
    "\xff\xd8\xff",
  };
  VaultDecoder *decoder = vault_decoder_new (1);
  VaultDecoderSource source = {
    .read = what == STRIP_RECORDING ? read_recording : read_film,
    .n_bytes = what == 2 || what == 3 || what == STRIP_RECORDING ? FILM_BYTES : 100
  };
  gboolean is_done;

  source.data = &source;
  magic = magics[what];
  if (what == STRIP_STILL || what == STRIP_RECORDING)
    is_done = ask_to_strip (decoder, &source, error);
  else if (what == 0)
    is_done = ask_for_image (decoder, &source, max_side, error);
  else if (what == 4)
    is_done = ask_for_frames (decoder, &source, max_side, error);
  else if (what == 5)
    is_done = ask_for_page (decoder, &source, max_side, error);
  else if (what == 8)
    is_done = ask_for_camera (decoder, &source, error);
  else
    is_done = ask_for_thumbnail (decoder, &source, kinds[what - 1], error);
  vault_decoder_free (decoder);
  return is_done;
}
