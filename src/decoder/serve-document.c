/* serve-document.c - pages of documents on request
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "serve.h"

#include "document.h"
#include "fonts.h"
#include "wire.h"

#include <string.h>
#include <unistd.h>

/* Some letters in a typeface that is not in the file, so that everything that is loaded
 * when it is first needed has been needed. */
static const char sample[] =
    "%PDF-1.4\n"
    "1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    "2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 16 16]/Contents 4 0 R/Resources"
    "<</Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>>>endobj\n"
    "4 0 obj<</Length 31>>stream\nBT /F 9 Tf 1 1 Td (warm) Tj ET \nendstream endobj\n"
    "trailer<</Root 1 0 R>>\n";

gboolean
documents_warm (void)
{
  const DocumentSource source = { (const guint8 *) sample, sizeof sample - 1, 0, 16 };
  g_auto (Still) still = { 0 };
  guint n_pages;

  fonts_keep ();
  (void) document_paint (&source, &still, &n_pages);
  return TRUE;
}

static void
answer (const DecoderRequest *request,
        const guint8 *bytes,
        DecoderReply *reply,
        int *out_fd)
{
  gboolean is_thumbnail = request->op == DECODER_THUMBNAIL;
  const DocumentSource source = { .bytes = bytes,
                                  .n_bytes = request->n_bytes,
                                  .page = is_thumbnail ? 0 : request->page,
                                  .max_side = is_thumbnail ? DECODER_THUMBNAIL_SIDE
                                                           : request->max_side };
  g_auto (Still) still = { 0 };
  guint n_pages;

  reply->status = request->format == DECODER_PDF
                      ? document_paint (&source, &still, &n_pages)
                      : DECODER_UNSUPPORTED;
  if (reply->status != DECODER_OK)
    return;
  reply->full_width = still.full_width;
  reply->full_height = still.full_height;
  if (is_thumbnail) {
    serve_put_thumbnail (still.canvas, reply, out_fd);
    return;
  }
  reply->n_parts = n_pages;
  serve_put_image (still.canvas, reply, out_fd);
}

void
documents_serve (void)
{
  DecoderRequest request;
  gboolean go_on = wire_greet ();
  int fd;

  while (go_on && wire_receive (&request, sizeof request, &fd)) {
    go_on = (request.op == DECODER_PAGE || request.op == DECODER_THUMBNAIL)
            && serve_one (&request, fd, answer);
    if (fd >= 0)
      close (fd);
  }
}
