/* decoder.c - the app's side of the decoder program
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "media/decoder.h"

#include "media/answer.h"
#include "media/camera.h"
#include "media/film.h"
#include "media/format.h"
#include "media/frames.h"
#include "media/memfd.h"
#include "media/patience.h"
#include "media/pool.h"
#include "media/sniff.h"
#include "media/strip.h"

#include <sodium.h>
#include <unistd.h>

/* Animations that move at the same time; each keeps a helper for as long as it does. */
#define MOST_MOVING 2

struct _VaultDecoder {
  VaultPool *pool;
  VaultPool *moving;
};

/* One call, from the seat it takes to the answer it got. */
typedef struct {
  const VaultDecoderSource *source;
  DecoderOp op;
  VaultMediaKind kind; /* of a thumbnail */
  guint32 format;      /* DecoderFormat; DecoderContainer with REMUX */
  guint max_side;
  guint page;
  GCancellable *cancellable;
  VaultDelivery delivery; /* STRIP and REMUX */

  int input; /* the file, for a still; -1 if none */
  VaultSeat *seat;
  DecoderReply reply;
  int fd;            /* came with the reply; -1 if none */
  gboolean is_sound; /* the helper has not been asked yet, or answered as it should */

  VaultPixels *pixels;
  guint n_parts;
  GBytes *thumbnail;
  VaultMediaFacts facts;
  VaultCamera *camera;
} Call;

static void
call_clear (Call *self)
{
  g_clear_pointer (&self->pixels, vault_pixels_free);
  g_clear_pointer (&self->thumbnail, g_bytes_unref);
  g_clear_pointer (&self->camera, vault_camera_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Call, call_clear)

VaultDecoder *
vault_decoder_new (guint n_helpers)
{
  VaultDecoder *self = g_new (VaultDecoder, 1);

  self->pool = vault_pool_new (n_helpers);
  self->moving = vault_pool_new (MOST_MOVING);
  return self;
}

void
vault_decoder_stop (VaultDecoder *self)
{
  vault_pool_stop (self->pool);
  vault_pool_stop (self->moving);
}

void
vault_decoder_free (VaultDecoder *self)
{
  if (self == NULL)
    return;
  vault_pool_free (self->pool);
  vault_pool_free (self->moving);
  g_free (self);
}

static gboolean
is_document (const Call *call)
{
  return call->op == DECODER_PAGE || call->kind == VAULT_MEDIA_DOCUMENT;
}

/* By the bytes themselves; whoever calls may be mistaken. */
static gboolean
look (const VaultDecoderSource *source,
      VaultMediaKind *out_kind,
      const char **out_content_type,
      GError **error)
{
  guint8 head[VAULT_SNIFF_BYTES];
  gsize n_bytes = (gsize) MIN (source->n_bytes, sizeof head);

  if (n_bytes > 0 && !source->read (source->data, 0, head, n_bytes, error))
    return FALSE;
  *out_kind = vault_sniff (head, n_bytes, out_content_type);
  sodium_memzero (head, sizeof head);
  return TRUE;
}

/* A still goes over whole. */
static gboolean
check_length (const VaultDecoderSource *source, GError **error)
{
  if (source->n_bytes <= VAULT_DECODER_MAX_INPUT_BYTES)
    return TRUE;
  g_set_error (error, VAULT_ERROR, VAULT_ERROR_TOO_LARGE_MEDIA,
               "%" G_GUINT64_FORMAT " bytes", source->n_bytes);
  return FALSE;
}

static gboolean
find_format (Call *call, GError **error)
{
  const char *content_type;
  VaultMediaKind kind;

  if (!look (call->source, &kind, &content_type, error))
    return FALSE;
  call->format = vault_format_for (content_type);
  if (call->format == DECODER_NO_FORMAT
      || (call->format == DECODER_PDF) != is_document (call)) {
    g_set_error (error, VAULT_ERROR, VAULT_ERROR_UNSUPPORTED_MEDIA, "another kind");
    return FALSE;
  }
  return check_length (call->source, error);
}

/* A still that goes out of the vault comes from a helper that has seen no other: one that a
 * picture took over could hide others in it. */
static const char *
argument_for (const Call *call)
{
  if (call->op == DECODER_STRIP)
    return DECODER_STRIP_ARGUMENT;
  return call->format == DECODER_PDF ? DECODER_DOCUMENT_ARGUMENT : NULL;
}

static gboolean
ask_for_still (Call *call, gint64 deadline, GError **error)
{
  const DecoderRequest request = { .op = call->op,
                                   .format = call->format,
                                   .max_side = call->max_side,
                                   .page = call->page,
                                   .n_bytes = call->source->n_bytes };
  VaultHelper *helper = vault_seat_get_helper (call->seat, argument_for (call),
                                               deadline, call->cancellable, error);

  call->is_sound = FALSE;
  return helper != NULL
         && vault_helper_ask (helper, &request, call->input, deadline,
                              call->cancellable, &call->reply, &call->fd, error);
}

static gboolean
ask_for_film (Call *call, gint64 deadline, GError **error)
{
  VaultHelper *helper = vault_seat_get_helper (call->seat, DECODER_FILM_ARGUMENT,
                                               deadline, call->cancellable, error);

  return helper != NULL
         && vault_film_ask (helper, call->op, call->source, deadline, call->cancellable,
                            &call->reply, &call->fd, error);
}

static gboolean
ask_to_remux (Call *call, gint64 deadline, GError **error)
{
  VaultHelper *helper = vault_seat_get_helper (call->seat, DECODER_REMUX_ARGUMENT,
                                               deadline, call->cancellable, error);

  return helper != NULL
         && vault_strip_film (&call->delivery, helper, (DecoderContainer) call->format,
                              call->cancellable, error);
}

/* A helper that says it could not is as sound as one that could.  One that ran out of
 * memory, or says what cannot be, has to go. */
static gboolean
take_answer (Call *call, GError **error)
{
  const DecoderReply *reply = &call->reply;
  int fd = call->fd;

  call->fd = -1;
  call->is_sound = reply->type == DECODER_RESULT && reply->status != DECODER_OK
                   && reply->status < DECODER_FAILED && fd < 0;
  if (call->op == DECODER_IMAGE) {
    call->pixels = vault_answer_take_pixels (reply, fd, call->max_side, error);
    if (call->pixels == NULL)
      return FALSE;
  } else if (call->op == DECODER_CAMERA) {
    call->camera = vault_camera_take (reply, fd, error);
    if (call->camera == NULL)
      return FALSE;
  } else if (call->op == DECODER_PAGE) {
    guint side = call->max_side == 0 ? VAULT_PAGE_MAX_SIDE : call->max_side;

    call->pixels = vault_answer_take_part (reply, fd, side, DECODER_MAX_PAGES,
                                           &call->n_parts, error);
    if (call->pixels == NULL)
      return FALSE;
  } else if (call->op == DECODER_STRIP) {
    if (!vault_strip_take_still (&call->delivery, reply, fd, error))
      return FALSE;
  } else if (!vault_answer_take_thumbnail (reply, fd, call->op != DECODER_THUMBNAIL,
                                           &call->thumbnail, &call->facts, error))
    return FALSE;
  call->is_sound = TRUE;
  return TRUE;
}

/* Of which a helper reads what it wants. */
static gboolean
is_film (const Call *call)
{
  return call->op == DECODER_POSTER || call->op == DECODER_WAVEFORM
         || call->op == DECODER_REMUX;
}

static VaultSeatKind
seat_for (const Call *call)
{
  return is_film (call) || call->op == DECODER_STRIP ? VAULT_SEAT_FILM
                                                     : VAULT_SEAT_STILLS;
}

static gboolean
ask (Call *call, GError **error)
{
  gint64 deadline = vault_patience_get_deadline ();
  gboolean is_answered;

  if (call->op == DECODER_REMUX)
    return ask_to_remux (call, deadline, error);
  is_answered = is_film (call) ? ask_for_film (call, deadline, error)
                               : ask_for_still (call, deadline, error);
  return is_answered && take_answer (call, error);
}

/* Take a seat, ask, give the seat back.  Once stopped, nothing that was decoded before
 * gets out, and what failed failed for that reason. */
static gboolean
ask_from_seat (VaultDecoder *self, Call *call, guint n_stops, GError **error)
{
  g_autoptr (GError) why = NULL;
  gboolean worked;

  call->fd = -1;
  call->is_sound = TRUE;
  call->seat =
      vault_pool_take (self->pool, seat_for (call), n_stops, call->cancellable, error);
  if (call->seat == NULL)
    return FALSE;
  worked = ask (call, &why);
  if (!vault_seat_give (call->seat, call->is_sound)) {
    g_set_error (error, VAULT_ERROR, VAULT_ERROR_LOCKED, "stopped meanwhile");
    return FALSE;
  }
  if (!worked)
    g_propagate_error (error, g_steal_pointer (&why));
  return worked;
}

/* The file of a still is read before a helper is taken up, which has something better to do
 * than to wait for it. */
static gboolean
run (VaultDecoder *self, Call *call, GError **error)
{
  guint n_stops = vault_pool_get_n_stops (self->pool);
  gboolean worked;

  call->input = -1;
  if (!is_film (call)) {
    call->input = vault_memfd_fill (call->source, call->cancellable, error);
    if (call->input < 0)
      return FALSE;
  }
  worked = ask_from_seat (self, call, n_stops, error);
  if (call->input >= 0)
    close (call->input);
  return worked;
}

VaultPixels *
vault_decoder_image (VaultDecoder *self,
                     const VaultDecoderSource *source,
                     guint max_side,
                     GCancellable *cancellable,
                     GError **error)
{
  g_auto (Call) call = { .source = source,
                         .op = DECODER_IMAGE,
                         .max_side = max_side,
                         .cancellable = cancellable };

  if (!find_format (&call, error) || !run (self, &call, error))
    return NULL;
  return g_steal_pointer (&call.pixels);
}

VaultPixels *
vault_decoder_page (VaultDecoder *self,
                    const VaultDecoderSource *source,
                    guint page,
                    guint max_side,
                    guint *out_n_pages,
                    GCancellable *cancellable,
                    GError **error)
{
  g_auto (Call) call = { .source = source,
                         .op = DECODER_PAGE,
                         .page = page,
                         .max_side = MIN (max_side, VAULT_PAGE_MAX_SIDE),
                         .cancellable = cancellable };

  *out_n_pages = 0;
  if (!find_format (&call, error) || !run (self, &call, error))
    return NULL;
  *out_n_pages = call.n_parts;
  return g_steal_pointer (&call.pixels);
}

VaultFrames *
vault_decoder_open_frames (VaultDecoder *self,
                           const VaultDecoderSource *source,
                           GCancellable *cancellable,
                           GError **error)
{
  Call call = { .source = source, .op = DECODER_FRAME };

  if (!find_format (&call, error))
    return NULL;
  return vault_frames_new (self->moving, call.format, source, cancellable, error);
}

VaultCamera *
vault_decoder_camera (VaultDecoder *self,
                      const VaultDecoderSource *source,
                      GCancellable *cancellable,
                      GError **error)
{
  g_auto (Call) call = { .source = source,
                         .op = DECODER_CAMERA,
                         .cancellable = cancellable };

  if (!find_format (&call, error) || !run (self, &call, error))
    return NULL;
  return g_steal_pointer (&call.camera);
}

static DecoderOp
op_for (VaultMediaKind kind)
{
  switch (kind) {
  case VAULT_MEDIA_IMAGE:
  case VAULT_MEDIA_ANIMATION:
  case VAULT_MEDIA_DOCUMENT:
    return DECODER_THUMBNAIL;
  case VAULT_MEDIA_VIDEO:
    return DECODER_POSTER;
  case VAULT_MEDIA_AUDIO:
    return DECODER_WAVEFORM;
  case VAULT_MEDIA_OTHER:
  default:
    return 0;
  }
}

gboolean
vault_decoder_thumbnail (VaultDecoder *self,
                         const VaultDecoderSource *source,
                         VaultMediaKind kind,
                         GBytes **out_thumbnail,
                         VaultMediaFacts *out_facts,
                         GCancellable *cancellable,
                         GError **error)
{
  g_auto (Call) call = {
    .source = source, .op = op_for (kind), .kind = kind, .cancellable = cancellable
  };

  *out_thumbnail = NULL;
  *out_facts = (VaultMediaFacts){ 0 };
  if (call.op == 0)
    return TRUE;
  if (call.op == DECODER_THUMBNAIL && !find_format (&call, error))
    return FALSE;
  if (!run (self, &call, error))
    return FALSE;
  *out_thumbnail = g_steal_pointer (&call.thumbnail);
  *out_facts = call.facts;
  return TRUE;
}

gboolean
vault_decoder_strip (VaultDecoder *self,
                     const VaultDecoderSource *source,
                     const VaultDecoderTarget *target,
                     gint64 *out_captured,
                     GCancellable *cancellable,
                     GError **error)
{
  g_auto (Call) call = { .source = source, .cancellable = cancellable };
  VaultDelivery *delivery = &call.delivery;

  *out_captured = 0;
  delivery->source = source;
  delivery->target = target;
  if (!look (source, &delivery->kind, &delivery->content_type, error))
    return FALSE;
  /* A bitmap is a header and pixels. */
  if (g_str_equal (delivery->content_type, "image/bmp"))
    return vault_strip_copy (delivery, cancellable, error);

  call.op = vault_strip_op (delivery->content_type, &call.format);
  if (call.op == 0) {
    g_set_error (error, VAULT_ERROR, VAULT_ERROR_UNSUPPORTED_MEDIA,
                 "nothing strips this type");
    return FALSE;
  }
  if ((call.op == DECODER_STRIP && !check_length (source, error))
      || !run (self, &call, error))
    return FALSE;
  *out_captured = delivery->captured;
  return TRUE;
}
