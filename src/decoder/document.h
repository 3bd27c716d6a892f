/* document.h - one page of a document as a picture, through poppler
 *
 * Nothing of a document is carried out: no script, no link, no attachment, no form sent.
 *
 * Threads:  one.
 * Promise:  the canvas is bounded before a page is painted, whatever size the page claims.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "still.h"

typedef struct {
  const guint8 *bytes;
  gsize n_bytes;
  guint page;     /* from 0 */
  guint max_side; /* of the picture; 0: the page's own size */
} DocumentSource;

/* Paint a page on white.  @out has the page's size in ninety-sixths of an inch as its full
 * size, and is to be cleared with still_clear() in every case. */
DecoderStatus
document_paint (const DocumentSource *source, Still *out, guint *out_n_pages);
