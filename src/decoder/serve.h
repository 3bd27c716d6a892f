/* serve.h - the kinds of service
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "canvas.h"

/* Load and use everything once.  Before the lockdown.  Returns: TRUE. */
gboolean stills_warm (void);

/* Answer IMAGE, THUMBNAIL, FRAME, CAMERA and STRIP until the app hangs up.  After the lockdown. */
void stills_serve (void);

/* The same for film and sound.  Returns: FALSE if GStreamer cannot be started. */
gboolean film_warm (void);

/* Answer one POSTER or DURATION. */
void film_serve (void);

/* The same for playing. */
gboolean play_warm (void);

/* Play one file until the app hangs up. */
void play_serve (void);

/* The same for documents, PAGE and THUMBNAIL. */
gboolean documents_warm (void);
void documents_serve (void);

/* What the services share. */

/* Fill in @reply, and @out_fd if there is something to send. */
typedef void (*ServeFunc) (const DecoderRequest *request,
                           const guint8 *bytes,
                           DecoderReply *reply,
                           int *out_fd);

/* Have @func answer @request about the file in @fd.  Returns: FALSE when the app cannot be
 * answered any more. */
gboolean serve_one (const DecoderRequest *request, int fd, ServeFunc func);

/* Answer FRAME: with @fd about a new animation, without it (-1) about the one in hand. */
gboolean frames_serve_one (const DecoderRequest *request, int fd);

/* Returns: NULL if @fd does not hold exactly @n_bytes. */
void *serve_map_input (int fd, guint64 n_bytes);

void serve_put_image (Canvas *canvas, DecoderReply *reply, int *out_fd);
void serve_put_thumbnail (const Canvas *canvas, DecoderReply *reply, int *out_fd);
