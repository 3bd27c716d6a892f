/* answer.c - what a helper said, before anyone believes it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "media/answer.h"

#include "media/memfd.h"
#include "media/sniff.h"

#include <unistd.h>

G_STATIC_ASSERT (DECODER_MAX_SIDE == VAULT_DECODER_MAX_SIDE);
G_STATIC_ASSERT (DECODER_MAX_PIXELS == VAULT_DECODER_MAX_PIXELS);
G_STATIC_ASSERT (DECODER_MAX_PAGE_SIDE == VAULT_PAGE_MAX_SIDE);
G_STATIC_ASSERT (DECODER_THUMBNAIL_SIDE == VAULT_THUMBNAIL_SIDE);
G_STATIC_ASSERT (DECODER_THUMBNAIL_MAX_BYTES == VAULT_THUMBNAIL_MAX_BYTES);

/* A new container can be longer than the old one, but not by more than this. */
#define MAX_GROWTH 2
#define MAX_GROWTH_BYTES ((guint64) 16 << 20)

/* The last second of the year 9999, and a film of a year. */
#define MAX_CAPTURED G_GINT64_CONSTANT (253402300799)
#define MAX_DURATION_MS (G_GUINT64_CONSTANT (366) * 24 * 60 * 60 * 1000)

static gboolean
is_size (guint width, guint height, guint max_side)
{
  return width >= 1 && height >= 1 && width <= max_side && height <= max_side
         && (guint64) width * height <= DECODER_MAX_PIXELS;
}

gboolean
vault_answer_has_pixels (const DecoderReply *reply, guint max_side)
{
  guint most = max_side == 0 ? DECODER_MAX_SIDE : MIN (max_side, DECODER_MAX_SIDE);

  /* Sides are at most 2^15, so a row is at most 2^17 bytes and all rows 2^32. */
  return reply->type == DECODER_RESULT && is_size (reply->width, reply->height, most)
         && reply->stride_bytes == (guint64) reply->width * DECODER_PIXEL_BYTES
         && reply->n_bytes == reply->stride_bytes * reply->height;
}

gboolean
vault_answer_has_facts (const DecoderReply *reply)
{
  gboolean is_empty = reply->full_width == 0 && reply->full_height == 0;

  return reply->type == DECODER_RESULT
         && (is_empty
             || is_size (reply->full_width, reply->full_height, DECODER_MAX_SIDE))
         && reply->duration_ms <= MAX_DURATION_MS && reply->captured >= 0
         && reply->captured <= MAX_CAPTURED;
}

gboolean
vault_answer_has_parts (const DecoderReply *reply, guint most)
{
  return reply->type == DECODER_RESULT && reply->n_parts >= 1 && reply->n_parts <= most;
}

gboolean
vault_answer_is_length (guint64 n_bytes, guint64 n_source_bytes)
{
  guint64 most;

  if (__builtin_mul_overflow (n_source_bytes, MAX_GROWTH, &most)
      || __builtin_add_overflow (most, MAX_GROWTH_BYTES, &most))
    most = G_MAXINT64;
  return n_bytes >= 1 && n_bytes <= MIN (most, G_MAXINT64);
}

gboolean
vault_answer_is_wish (const DecoderReply *reply, guint64 n_bytes)
{
  return reply->type == DECODER_READ && reply->n_bytes >= 1
         && reply->n_bytes <= DECODER_WINDOW_BYTES && reply->offset <= n_bytes
         && reply->n_bytes <= n_bytes - reply->offset;
}

gboolean
vault_answer_is_part (const DecoderReply *reply, guint64 at, guint64 n_bytes)
{
  return reply->type == DECODER_PART && reply->offset == at && reply->n_bytes >= 1
         && reply->n_bytes <= DECODER_PART_BYTES && at <= n_bytes
         && reply->n_bytes <= n_bytes - at;
}

void
vault_answer_set_error (const DecoderReply *reply, GError **error)
{
  static const VaultError codes[DECODER_N_STATUSES] = {
    [DECODER_OK] = VAULT_ERROR_DECODER_FAILED,
    [DECODER_UNSUPPORTED] = VAULT_ERROR_UNSUPPORTED_MEDIA,
    [DECODER_DAMAGED] = VAULT_ERROR_DAMAGED_MEDIA,
    [DECODER_TOO_LARGE] = VAULT_ERROR_TOO_LARGE_MEDIA,
    [DECODER_ENCRYPTED] = VAULT_ERROR_ENCRYPTED_MEDIA,
    [DECODER_FAILED] = VAULT_ERROR_DECODER_FAILED,
  };
  VaultError code = VAULT_ERROR_DECODER_FAILED;

  if (reply->type == DECODER_RESULT && reply->status < DECODER_N_STATUSES)
    code = codes[reply->status];
  g_set_error (error, VAULT_ERROR, code, "decoder status %u", reply->status);
}

static void
set_impossible (GError **error)
{
  g_set_error (error, VAULT_ERROR, VAULT_ERROR_DECODER_FAILED,
               "the decoder's answer is impossible");
}

static void
drop (int fd)
{
  if (fd >= 0)
    close (fd);
}

VaultPixels *
vault_answer_take_pixels (const DecoderReply *reply,
                          int fd,
                          guint max_side,
                          GError **error)
{
  g_autoptr (GBytes) bytes = NULL;
  VaultPixels *pixels;

  if (reply->status != DECODER_OK || !vault_answer_has_pixels (reply, max_side)) {
    drop (fd);
    if (reply->status != DECODER_OK)
      vault_answer_set_error (reply, error);
    else
      set_impossible (error);
    return NULL;
  }
  bytes = vault_memfd_take (fd, (gsize) reply->n_bytes, error);
  if (bytes == NULL)
    return NULL;

  pixels = g_new0 (VaultPixels, 1);
  pixels->width = reply->width;
  pixels->height = reply->height;
  pixels->stride_bytes = (gsize) reply->stride_bytes;
  pixels->bytes = g_steal_pointer (&bytes);
  return pixels;
}

VaultPixels *
vault_answer_take_part (const DecoderReply *reply,
                        int fd,
                        guint max_side,
                        guint most_parts,
                        guint *out_n_parts,
                        GError **error)
{
  VaultPixels *pixels;

  *out_n_parts = 0;
  if (reply->status == DECODER_OK
      && (!vault_answer_has_parts (reply, most_parts)
          || !vault_answer_has_facts (reply))) {
    drop (fd);
    set_impossible (error);
    return NULL;
  }
  pixels = vault_answer_take_pixels (reply, fd, max_side, error);
  if (pixels != NULL)
    *out_n_parts = (guint) reply->n_parts;
  return pixels;
}

/* Thumbnails are kept and come back as input one day; only WebP is let in.
 * Returns: a copy, so that no small picture holds a mapping. */
static GBytes *
take_webp (const DecoderReply *reply, int fd, GError **error)
{
  g_autoptr (GBytes) bytes = NULL;
  const char *content_type;
  gsize n_bytes;
  const guint8 *data;

  if (reply->n_bytes < 1 || reply->n_bytes > DECODER_THUMBNAIL_MAX_BYTES
      || !is_size (reply->width, reply->height, DECODER_THUMBNAIL_SIDE)) {
    drop (fd);
    set_impossible (error);
    return NULL;
  }
  bytes = vault_memfd_take (fd, (gsize) reply->n_bytes, error);
  if (bytes == NULL)
    return NULL;
  data = g_bytes_get_data (bytes, &n_bytes);
  if (vault_sniff (data, n_bytes, &content_type) != VAULT_MEDIA_IMAGE
      || !g_str_equal (content_type, "image/webp")) {
    set_impossible (error);
    return NULL;
  }
  return g_bytes_new (data, n_bytes);
}

gboolean
vault_answer_take_thumbnail (const DecoderReply *reply,
                             int fd,
                             gboolean is_optional,
                             GBytes **out_thumbnail,
                             VaultMediaFacts *out_facts,
                             GError **error)
{
  g_autoptr (GBytes) thumbnail = NULL;

  if (reply->status != DECODER_OK || !vault_answer_has_facts (reply)) {
    drop (fd);
    if (reply->status != DECODER_OK)
      vault_answer_set_error (reply, error);
    else
      set_impossible (error);
    return FALSE;
  }
  if (fd >= 0 || !is_optional) {
    thumbnail = take_webp (reply, fd, error);
    if (thumbnail == NULL)
      return FALSE;
  }
  *out_facts = (VaultMediaFacts){ .width = reply->full_width,
                                  .height = reply->full_height,
                                  .duration_ms = reply->duration_ms,
                                  .captured = reply->captured };
  *out_thumbnail = g_steal_pointer (&thumbnail);
  return TRUE;
}
