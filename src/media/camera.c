/* camera.c - what a camera wrote into a picture, as far as that is believed
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "media/camera.h"

#include "media/answer.h"
#include "media/memfd.h"

#include <sodium.h>
#include <string.h>
#include <unistd.h>

static void
text_free (char *text)
{
  if (text != NULL)
    sodium_memzero (text, strlen (text));
  g_free (text);
}

void
vault_camera_free (VaultCamera *self)
{
  if (self == NULL)
    return;

  text_free (self->make);
  text_free (self->model);
  text_free (self->lens);
  sodium_memzero (self, sizeof *self);
  g_free (self);
}

/* It is shown beside words of ours, and must not write over them. */
static gboolean
is_clean (const char *text)
{
  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at)) {
    switch (g_unichar_type (g_utf8_get_char (at))) {
    case G_UNICODE_CONTROL:
    case G_UNICODE_FORMAT:
    case G_UNICODE_UNASSIGNED:
    case G_UNICODE_PRIVATE_USE:
    case G_UNICODE_SURROGATE:
    case G_UNICODE_LINE_SEPARATOR:
    case G_UNICODE_PARAGRAPH_SEPARATOR:
      return FALSE;
    default:
      break;
    }
  }
  return TRUE;
}

static gboolean
is_text (const char text[DECODER_TEXT_BYTES])
{
  gsize n_bytes = strnlen (text, DECODER_TEXT_BYTES);

  if (n_bytes == DECODER_TEXT_BYTES)
    return FALSE;
  for (gsize i = n_bytes; i < DECODER_TEXT_BYTES; i++)
    if (text[i] != '\0')
      return FALSE;
  return g_utf8_validate_len (text, n_bytes, NULL) && is_clean (text);
}

static gboolean
is_possible (const DecoderCamera *camera)
{
  return is_text (camera->make) && is_text (camera->model) && is_text (camera->lens)
         && camera->exposure_us <= DECODER_MAX_EXPOSURE_US
         && camera->aperture_hundredths <= DECODER_MAX_APERTURE
         && camera->focal_length_tenths <= DECODER_MAX_FOCAL_LENGTH
         && camera->iso <= DECODER_MAX_ISO && camera->has_location <= 1;
}

static char *
dup_text (const char *text)
{
  return *text != '\0' ? g_strdup (text) : NULL;
}

static VaultCamera *
new_from (const DecoderCamera *camera)
{
  VaultCamera *self = g_new0 (VaultCamera, 1);

  self->make = dup_text (camera->make);
  self->model = dup_text (camera->model);
  self->lens = dup_text (camera->lens);
  self->exposure_us = camera->exposure_us;
  self->aperture_hundredths = camera->aperture_hundredths;
  self->focal_length_tenths = camera->focal_length_tenths;
  self->iso = camera->iso;
  self->has_location = camera->has_location == 1;
  return self;
}

VaultCamera *
vault_camera_take (const DecoderReply *reply, int fd, GError **error)
{
  g_autoptr (GBytes) bytes = NULL;
  DecoderCamera camera;
  VaultCamera *self = NULL;

  if (reply->type != DECODER_RESULT || reply->status != DECODER_OK
      || reply->n_bytes != sizeof camera) {
    if (fd >= 0)
      close (fd);
    vault_answer_set_error (reply, error);
    return NULL;
  }
  bytes = vault_memfd_take (fd, sizeof camera, error);
  if (bytes == NULL)
    return NULL;

  memcpy (&camera, g_bytes_get_data (bytes, NULL), sizeof camera);
  if (is_possible (&camera))
    self = new_from (&camera);
  else
    g_set_error (error, VAULT_ERROR, VAULT_ERROR_DECODER_FAILED,
                 "the decoder's answer is impossible");
  sodium_memzero (&camera, sizeof camera);
  return self;
}
