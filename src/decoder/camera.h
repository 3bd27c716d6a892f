/* camera.h - what a camera wrote into a picture, for whoever wants to know
 *
 * Threads:  one.
 * Promise:  texts are cleaned here for the person's sake; the app believes none of it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "media/protocol.h"

/* Answer DECODER_CAMERA about the file at @bytes. */
void camera_answer (const DecoderRequest *request,
                    const guint8 *bytes,
                    DecoderReply *reply,
                    int *out_fd);
