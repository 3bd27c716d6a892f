/* answer.h - what a helper said, before anyone believes it
 *
 * Pure functions over a reply, and the step from a believed reply to its bytes.
 *
 * Threads:  any.
 * Promise:  every number that passes was bounded, and no product of passed numbers
 *           overflows.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "media/decoder.h"
#include "media/protocol.h"

G_BEGIN_DECLS

/* Whether the pixels that @reply announces can exist: sides within @max_side (0: the
 * general limit), a stride that holds a row, a length that holds all rows. */
gboolean vault_answer_has_pixels (const DecoderReply *reply, guint max_side);

/* Whether the sizes, the length in time and the date are possible ones. */
gboolean vault_answer_has_facts (const DecoderReply *reply);

/* Whether there are as many parts as @most allows, and at least one. */
gboolean vault_answer_has_parts (const DecoderReply *reply, guint most);

/* Whether a stripped file of @n_bytes can come from one of @n_source_bytes. */
gboolean vault_answer_is_length (guint64 n_bytes, guint64 n_source_bytes);

/* Whether a READ asks for bytes that a film of @n_bytes has and the window holds. */
gboolean vault_answer_is_wish (const DecoderReply *reply, guint64 n_bytes);

/* Whether a PART is the next one, behind @at of @n_bytes. */
gboolean vault_answer_is_part (const DecoderReply *reply, guint64 at, guint64 n_bytes);

/* Turn a status other than DECODER_OK into its error. */
void vault_answer_set_error (const DecoderReply *reply, GError **error);

/* Take the pixels of DECODER_IMAGE, and of a FRAME or PAGE.  Takes @fd in every case.
 *
 * Errors: those of the status, and VAULT_ERROR_DECODER_FAILED for an impossible answer.
 */
VaultPixels *vault_answer_take_pixels (const DecoderReply *reply,
                                       int fd,
                                       guint max_side,
                                       GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Take the result of DECODER_FRAME or DECODER_PAGE: the same, and how many there are, at
 * most @most_parts.  Takes @fd in every case.  Errors as above. */
VaultPixels *vault_answer_take_part (const DecoderReply *reply,
                                     int fd,
                                     guint max_side,
                                     guint most_parts,
                                     guint *out_n_parts,
                                     GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Take the result of DECODER_THUMBNAIL, POSTER and DURATION, whose thumbnail may be missing if @is_optional.
 * Takes @fd in every case.  Errors as above. */
gboolean vault_answer_take_thumbnail (const DecoderReply *reply,
                                      int fd,
                                      gboolean is_optional,
                                      GBytes **out_thumbnail,
                                      VaultMediaFacts *out_facts,
                                      GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
