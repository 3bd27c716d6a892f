/* strip-heif.c - HEIC and AVIF: metadata overwritten in place, the picture not touched
 *
 * There is no library that writes such a file anew without coding the picture anew.  But
 * libheif tells the bytes of every block of metadata; they are found in the file by
 * searching for them, and emptied where they lie.  Nothing moves, so nothing can break.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "canvas.h"
#include "strip.h"

#include <libheif/heif.h>
#include <stdlib.h>
#include <string.h>

#define MAX_IDS 256
#define MAX_DEPTH 3
/* Shorter ones might be found where they are not. */
#define MIN_PAYLOAD_BYTES 16

typedef struct heif_context Context;
typedef struct heif_image_handle Handle;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Context, heif_context_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Handle, heif_image_handle_release)

/* What is done with one block of metadata. */
typedef struct _Visitor Visitor;
struct _Visitor {
  DecoderStatus (*visit) (const Visitor *self,
                          const char *type,
                          const guint8 *payload,
                          gsize n_bytes);
  const StripSource *source;
  StripOut *out; /* as long as @source */
};

/* An Exif block with nothing in it: an offset of zero, then a directory of no entries. */
static const guint8 empty_exif[] = { 0, 0, 0, 0, 'M', 'M', 0, '*', 0,
                                     0, 0, 8, 0, 0,   0,   0, 0,   0 };

static const char empty_xmp[] = "<x:xmpmeta xmlns:x='adobe:ns:meta/'/>";

static void
make_empty (const char *type, guint8 *out, gsize n_bytes)
{
  gboolean is_text = g_str_equal (type, "mime");

  memset (out, is_text ? ' ' : 0, n_bytes);
  if (g_str_equal (type, "Exif") && n_bytes >= sizeof empty_exif)
    memcpy (out, empty_exif, sizeof empty_exif);
  if (is_text && n_bytes >= strlen (empty_xmp))
    memcpy (out, empty_xmp, strlen (empty_xmp));
}

static gboolean
is_empty (const char *type, const guint8 *payload, gsize n_bytes)
{
  g_autofree guint8 *empty = g_try_malloc (n_bytes);

  if (empty == NULL)
    return FALSE;
  make_empty (type, empty, n_bytes);
  return memcmp (payload, empty, n_bytes) == 0;
}

/* The payload has to be in the file once, as it is: one that is packed, or in parts, or
 * there again as somebody's picture cannot be overwritten.  Two pictures may share one. */
static DecoderStatus
overwrite (const Visitor *self, const char *type, const guint8 *payload, gsize n_bytes)
{
  const StripSource *source = self->source;
  const guint8 *found;
  gsize offset;

  if (is_empty (type, payload, n_bytes))
    return DECODER_OK;
  if (n_bytes < MIN_PAYLOAD_BYTES)
    return DECODER_UNSUPPORTED;
  found = memmem (source->bytes, source->n_bytes, payload, n_bytes);
  if (found == NULL)
    return DECODER_UNSUPPORTED;
  offset = (gsize) (found - source->bytes);
  if (memmem (found + 1, source->n_bytes - offset - 1, payload, n_bytes) != NULL)
    return DECODER_UNSUPPORTED;
  make_empty (type, self->out->bytes + offset, n_bytes);
  return DECODER_OK;
}

static DecoderStatus
check_empty (const Visitor *self,
             const char *type,
             const guint8 *payload,
             gsize n_bytes)
{
  return is_empty (type, payload, n_bytes) ? DECODER_OK : DECODER_FAILED;
}

static DecoderStatus
visit_metadata (const Visitor *visitor, const Handle *handle)
{
  heif_item_id ids[MAX_IDS];
  int n = heif_image_handle_get_number_of_metadata_blocks (handle, NULL);

  if (n > MAX_IDS)
    return DECODER_UNSUPPORTED;
  n = heif_image_handle_get_list_of_metadata_block_IDs (handle, NULL, ids, MAX_IDS);
  for (int i = 0; i < n; i++) {
    const char *type = heif_image_handle_get_metadata_type (handle, ids[i]);
    gsize n_bytes = heif_image_handle_get_metadata_size (handle, ids[i]);
    g_autofree guint8 *payload = g_try_malloc (MAX (n_bytes, 1));
    DecoderStatus status;

    if (n_bytes == 0)
      continue;
    if (type == NULL || payload == NULL
        || heif_image_handle_get_metadata (handle, ids[i], payload).code
               != heif_error_Ok)
      return DECODER_DAMAGED;
    status = visitor->visit (visitor, type, payload, n_bytes);
    if (status != DECODER_OK)
      return status;
  }
  return DECODER_OK;
}

typedef struct heif_error (*GetChild) (const Handle *, heif_item_id, Handle **);
typedef int (*ListChildren) (const Handle *, heif_item_id *, int);

static int
list_auxiliary (const Handle *handle, heif_item_id *ids, int n_ids)
{
  return heif_image_handle_get_list_of_auxiliary_image_IDs (handle, 0, ids, n_ids);
}

static int
list_depth (const Handle *handle, heif_item_id *ids, int n_ids)
{
  return heif_image_handle_get_list_of_depth_image_IDs (handle, ids, n_ids);
}

static int
list_thumbnails (const Handle *handle, heif_item_id *ids, int n_ids)
{
  return heif_image_handle_get_list_of_thumbnail_IDs (handle, ids, n_ids);
}

/* A picture, and those that hang on it: thumbnails, mattes, gain and depth maps. */
static DecoderStatus
visit_picture (const Visitor *visitor, const Handle *handle, guint depth)
{
  static const struct {
    ListChildren list;
    GetChild get;
  } ways[] = {
    { list_thumbnails, heif_image_handle_get_thumbnail },
    { list_auxiliary, heif_image_handle_get_auxiliary_image_handle },
    { list_depth, heif_image_handle_get_depth_image_handle },
  };
  DecoderStatus status = visit_metadata (visitor, handle);

  for (gsize way = 0; way < G_N_ELEMENTS (ways) && status == DECODER_OK; way++) {
    heif_item_id ids[MAX_IDS];
    int n = depth < MAX_DEPTH ? ways[way].list (handle, ids, MAX_IDS) : 0;

    for (int i = 0; i < n && status == DECODER_OK; i++) {
      g_autoptr (Handle) child = NULL;

      if (ways[way].get (handle, ids[i], &child).code != heif_error_Ok)
        return DECODER_DAMAGED;
      status = visit_picture (visitor, child, depth + 1);
    }
  }
  return status;
}

static DecoderStatus
visit_all (const Visitor *visitor, const guint8 *bytes, gsize n_bytes)
{
  g_autoptr (Context) context = heif_context_alloc ();
  heif_item_id ids[MAX_IDS];
  DecoderStatus status = DECODER_OK;
  int n;

  if (context == NULL)
    return DECODER_FAILED;
  heif_context_set_maximum_image_size_limit (context, DECODER_MAX_SIDE);
  if (heif_context_read_from_memory_without_copy (context, bytes, n_bytes, NULL).code
      != heif_error_Ok)
    return DECODER_DAMAGED;
  if (heif_context_get_number_of_top_level_images (context) > MAX_IDS)
    return DECODER_UNSUPPORTED;
  n = heif_context_get_list_of_top_level_image_IDs (context, ids, MAX_IDS);
  if (n < 1)
    return DECODER_DAMAGED;
  for (int i = 0; i < n && status == DECODER_OK; i++) {
    g_autoptr (Handle) handle = NULL;

    if (heif_context_get_image_handle (context, ids[i], &handle).code != heif_error_Ok)
      return DECODER_DAMAGED;
    status = visit_picture (visitor, handle, 0);
  }
  return status;
}

static gboolean
contains (const StripOut *out, const char *words, gsize n_words)
{
  return memmem (out->bytes, out->n_bytes, words, n_words) != NULL;
}

/* Metadata that belongs to no picture is not told by the library, and neither is that of the
 * films that can lie in such a file.  A false alarm costs no more than a refusal. */
static gboolean
has_leftovers (const StripOut *out)
{
  static const struct {
    const char *words;
    gsize n_words;
  } signs[] = {
    { "<rdf:Description", 16 }, { "http://ns.adobe.com/", 20 },
    { "Exif\0\0MM\0*", 10 },    { "Exif\0\0II*\0", 10 },
    { "moov\0\0\0lmvhd", 12 },  { "moov\0\0\0xmvhd", 12 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (signs); i++)
    if (contains (out, signs[i].words, signs[i].n_words))
      return TRUE;
  return FALSE;
}

DecoderStatus
strip_heif (const StripSource *source, StripOut *out)
{
  const Visitor emptying = { overwrite, source, out };
  const Visitor checking = { check_empty, source, out };
  DecoderStatus status;

  if (!strip_out_write (out, source->bytes, source->n_bytes))
    return DECODER_FAILED;
  status = visit_all (&emptying, source->bytes, source->n_bytes);
  if (status == DECODER_OK)
    status = visit_all (&checking, out->bytes, out->n_bytes);
  if (status != DECODER_OK)
    return status;
  return has_leftovers (out) ? DECODER_UNSUPPORTED : DECODER_OK;
}
