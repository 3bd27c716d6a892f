/* format.h - which of the helper's decoders a file is for
 *
 * Threads:  any.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "media/protocol.h"

G_BEGIN_DECLS

/* @content_type: what sniff.h says of the bytes.  DECODER_NO_FORMAT if nothing decodes it. */
DecoderFormat vault_format_for (const char *content_type);

G_END_DECLS
