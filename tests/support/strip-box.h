/* strip-box.h - a place for a stripped file, which trusts nobody to fill it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "media/decoder.h"

typedef struct {
  guint n_begun;
  guint64 n_bytes; /* what was said */
  GByteArray *bytes;
} StripBox;

/* Strip @source.  What arrives is held to what the target was promised.
 * Returns: (transfer full): the whole file, or NULL. */
GBytes *strip_box_run (VaultDecoder *decoder,
                       GBytes *source,
                       gint64 *out_captured,
                       GError **error);

/* A recording of one second, with @text told about it. */
GBytes *strip_box_make_wav (const char *text);
