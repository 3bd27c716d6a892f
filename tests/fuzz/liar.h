/* liar.h - what a decoder that has been taken over can send
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

#define LIAR_MOST_FDS 12

typedef enum {
  LIAR_SEALED,
  LIAR_UNSEALED,
  LIAR_WRITABLE, /* every seal but the one that counts */
  LIAR_HUGE_PAGES,
  LIAR_PIPE,
  LIAR_SOCKET,
  LIAR_FOLDER,
  LIAR_DEVICE,
  LIAR_EVENTS,
  LIAR_ITSELF, /* the helper's own end */
  LIAR_N_KINDS,
} LiarKind;

typedef enum {
  LIAR_LEAVE_ALONE,
  LIAR_SHORTEN, /* after it was sent */
  LIAR_LENGTHEN,
  LIAR_OVERWRITE,
  LIAR_N_CHANGES,
} LiarChange;

/* A descriptor of this kind; memory gets @n_bytes of @payload, and then @size.  @itself: the
 * helper's own socket. */
int liar_make (LiarKind kind,
               const guint8 *payload,
               gsize n_bytes,
               guint64 size,
               int itself);

/* Do this to memory that was sent: the helper has kept a descriptor of its own to it. */
void liar_change (int fd, LiarChange how, guint64 size);

/* Send one packet with at most LIAR_MOST_FDS descriptors; never waits. */
void liar_send (int socket,
                const guint8 *packet,
                gsize n_bytes,
                const int *fds,
                guint n_fds);
