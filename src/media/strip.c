/* strip.c - taking a stripped file from a helper, piece by piece
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "media/strip.h"

#include "media/answer.h"
#include "media/memfd.h"
#include "media/patience.h"
#include "media/sniff.h"

#include <sodium.h>
#include <sys/mman.h>
#include <unistd.h>

#define COPY_BYTES ((gsize) 1 << 20)
/* How often a film may be read over: enough for one whose sound lies far from its pictures,
 * and an end to one that reads for ever. */
#define MAX_READINGS 64
#define MAX_READINGS_BYTES ((guint64) 1 << 30)

static gboolean
set_impossible (GError **error, const char *what)
{
  g_set_error (error, VAULT_ERROR, VAULT_ERROR_DECODER_FAILED, "%s", what);
  return FALSE;
}

DecoderOp
vault_strip_op (const char *content_type, guint32 *out_format)
{
  static const struct {
    const char *content_type;
    DecoderOp op;
    guint32 format;
  } ways[] = {
    { "image/jpeg", DECODER_STRIP, DECODER_JPEG },
    { "image/png", DECODER_STRIP, DECODER_PNG },
    { "image/gif", DECODER_STRIP, DECODER_GIF },
    { "image/webp", DECODER_STRIP, DECODER_WEBP },
    { "image/tiff", DECODER_STRIP, DECODER_TIFF },
    { "image/heic", DECODER_STRIP, DECODER_HEIF },
    { "image/heif", DECODER_STRIP, DECODER_HEIF },
    { "image/avif", DECODER_STRIP, DECODER_HEIF },
    { "video/mp4", DECODER_REMUX, DECODER_MP4 },
    { "audio/mp4", DECODER_REMUX, DECODER_M4A },
    { "video/quicktime", DECODER_REMUX, DECODER_QUICKTIME },
    { "video/3gpp", DECODER_REMUX, DECODER_3GP },
    { "video/3gpp2", DECODER_REMUX, DECODER_3G2 },
    { "video/webm", DECODER_REMUX, DECODER_WEBM },
    { "video/x-matroska", DECODER_REMUX, DECODER_MATROSKA },
    { "video/ogg", DECODER_REMUX, DECODER_OGG },
    { "audio/ogg", DECODER_REMUX, DECODER_OGG },
    { "audio/mpeg", DECODER_REMUX, DECODER_MP3 },
    { "audio/flac", DECODER_REMUX, DECODER_FLAC },
    { "audio/x-wav", DECODER_REMUX, DECODER_WAV },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (ways); i++)
    if (g_str_equal (content_type, ways[i].content_type)) {
      *out_format = ways[i].format;
      return ways[i].op;
    }
  return 0;
}

/* ---- what is handed over ---- */

static gboolean
begin (VaultDelivery *self, guint64 n_bytes, GError **error)
{
  if (self->n_bytes != 0 || !vault_answer_is_length (n_bytes, self->source->n_bytes))
    return set_impossible (error, "an impossible length");
  self->n_bytes = n_bytes;
  return self->target->begin (self->target->data, n_bytes, error);
}

/* An animation must not have become a still on the way. */
static gboolean
is_of_the_kind (const VaultDelivery *self, const guint8 *bytes, gsize n_bytes)
{
  const char *content_type;
  VaultMediaKind kind =
      vault_sniff (bytes, MIN (n_bytes, VAULT_SNIFF_BYTES), &content_type);

  return g_str_equal (content_type, self->content_type)
         && (self->kind != VAULT_MEDIA_ANIMATION || kind == VAULT_MEDIA_ANIMATION);
}

static gboolean
deliver (VaultDelivery *self, const guint8 *bytes, gsize n_bytes, GError **error)
{
  if (n_bytes > self->n_bytes - self->at)
    return set_impossible (error, "more than was said");
  if (self->at == 0 && !is_of_the_kind (self, bytes, n_bytes))
    return set_impossible (error, "another kind of file");
  self->at += n_bytes;
  return self->target->write (self->target->data, bytes, n_bytes, error);
}

gboolean
vault_strip_take_still (VaultDelivery *self,
                        const DecoderReply *reply,
                        int fd,
                        GError **error)
{
  g_autoptr (GBytes) bytes = NULL;
  const guint8 *data;
  gsize n_bytes;

  if (reply->status != DECODER_OK || !vault_answer_has_facts (reply)
      || !vault_answer_is_length (reply->n_bytes, self->source->n_bytes)) {
    if (fd >= 0)
      close (fd);
    if (reply->status == DECODER_OK)
      return set_impossible (error, "the decoder's answer is impossible");
    vault_answer_set_error (reply, error);
    return FALSE;
  }
  bytes = vault_memfd_take (fd, (gsize) reply->n_bytes, error);
  if (bytes == NULL)
    return FALSE;
  self->captured = reply->captured;
  data = g_bytes_get_data (bytes, &n_bytes);
  return begin (self, n_bytes, error) && deliver (self, data, n_bytes, error);
}

gboolean
vault_strip_copy (VaultDelivery *self, GCancellable *cancellable, GError **error)
{
  const VaultDecoderSource *source = self->source;
  g_autofree guint8 *buffer = g_malloc (COPY_BYTES);
  gboolean ok = begin (self, source->n_bytes, error);

  while (ok && self->at < self->n_bytes) {
    gsize n = (gsize) MIN (self->n_bytes - self->at, COPY_BYTES);

    ok = !g_cancellable_set_error_if_cancelled (cancellable, error)
         && source->read (source->data, self->at, buffer, n, error)
         && deliver (self, buffer, n, error);
  }
  sodium_memzero (buffer, COPY_BYTES);
  return ok;
}

/* ---- a film ---- */

typedef struct {
  VaultDelivery *delivery;
  guint8 *window;
  int window_fd;
  guint64 n_read; /* by the helper so far, all in all */
} Film;

static void
film_clear (Film *self)
{
  if (self->window != NULL)
    munmap (self->window, DECODER_WINDOW_BYTES);
  if (self->window_fd >= 0)
    close (self->window_fd);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Film, film_clear)

static gboolean
grant_wish (Film *self, const DecoderReply *reply, DecoderRequest *out, GError **error)
{
  const VaultDecoderSource *source = self->delivery->source;
  guint64 most;

  if (!vault_answer_is_wish (reply, source->n_bytes))
    return set_impossible (error, "an impossible wish");
  if (__builtin_mul_overflow (source->n_bytes, MAX_READINGS, &most)
      || __builtin_add_overflow (most, MAX_READINGS_BYTES, &most))
    most = G_MAXUINT64;
  self->n_read += reply->n_bytes;
  if (self->n_read > most)
    return set_impossible (error, "it reads for ever");
  *out = (DecoderRequest){ .op = DECODER_BYTES, .n_bytes = reply->n_bytes };
  return vault_memfd_show (self->window, source, reply->offset, (gsize) reply->n_bytes,
                           error);
}

static gboolean
take_part (Film *self, const DecoderReply *reply, int fd, GError **error)
{
  VaultDelivery *delivery = self->delivery;
  g_autoptr (GBytes) bytes = NULL;
  const guint8 *data;
  gsize n_bytes;

  if (!vault_answer_is_part (reply, delivery->at, delivery->n_bytes)) {
    if (fd >= 0)
      close (fd);
    return set_impossible (error, "an impossible part");
  }
  bytes = vault_memfd_take (fd, (gsize) reply->n_bytes, error);
  if (bytes == NULL)
    return FALSE;
  data = g_bytes_get_data (bytes, &n_bytes);
  return deliver (delivery, data, n_bytes, error);
}

/* @fd came with @reply, and is taken. */
static gboolean
react (Film *self,
       const DecoderReply *reply,
       int fd,
       DecoderRequest *out,
       GError **error)
{
  *out = (DecoderRequest){ .op = DECODER_TAKEN };
  if (reply->type == DECODER_PART)
    return take_part (self, reply, fd, error);
  if (fd >= 0)
    close (fd);
  if (reply->type == DECODER_READ)
    return grant_wish (self, reply, out, error);
  if (reply->type == DECODER_TOTAL)
    return begin (self->delivery, reply->n_bytes, error);
  return set_impossible (error, "no packet of ours");
}

static gboolean
take_result (VaultDelivery *self, const DecoderReply *reply, int fd, GError **error)
{
  if (fd >= 0)
    close (fd);
  if (reply->status != DECODER_OK) {
    vault_answer_set_error (reply, error);
    return FALSE;
  }
  if (!vault_answer_has_facts (reply) || self->n_bytes == 0
      || self->at != self->n_bytes)
    return set_impossible (error, "the film is not complete");
  self->captured = reply->captured;
  return TRUE;
}

gboolean
vault_strip_film (VaultDelivery *self,
                  VaultHelper *helper,
                  DecoderContainer container,
                  GCancellable *cancellable,
                  GError **error)
{
  g_auto (Film) film = { .delivery = self, .window_fd = -1 };
  DecoderRequest request = { .op = DECODER_REMUX,
                             .format = container,
                             .n_bytes = self->source->n_bytes };
  DecoderReply reply;
  int sent, fd;

  film.window_fd = vault_memfd_share (DECODER_WINDOW_BYTES, &film.window, error);
  if (film.window_fd < 0)
    return FALSE;
  sent = film.window_fd;
  for (;;) {
    gint64 deadline = vault_patience_get_deadline ();

    if (!vault_helper_ask (helper, &request, sent, deadline, cancellable, &reply, &fd,
                           error))
      return FALSE;
    if (reply.type == DECODER_RESULT)
      return take_result (self, &reply, fd, error);
    if (!react (&film, &reply, fd, &request, error))
      return FALSE;
    sent = -1;
  }
}
