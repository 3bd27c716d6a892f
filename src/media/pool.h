/* pool.h - a few seats for helpers, and who may sit in them
 *
 * There are seats for stills, whose helpers stay, and fewer for film and for what is stripped,
 * where each helper serves once.  A film takes a hundred times as long as a picture; it waits for another film and
 * never keeps a picture waiting.
 *
 * A call takes a seat, uses the helper in it, and gives the seat back.  Stopping kills
 * every helper in every seat, and no call that had begun before it can end with success.
 *
 *            take                use                     give
 *   [free] ---------> [taken] ---------> [taken, helper] ---------> [free, helper]
 *                        ^                     | no keep: the helper is freed
 *                        +---------------------+
 *
 * Owns:     the helpers.
 * Threads:  any; a seat belongs to one call at a time.
 * Blocks:   taking, until a seat is free.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "media/helper.h"

G_BEGIN_DECLS

typedef struct _VaultPool VaultPool;
typedef struct _VaultSeat VaultSeat;

typedef enum {
  VAULT_SEAT_STILLS,
  VAULT_SEAT_FILM,
  VAULT_N_SEAT_KINDS,
} VaultSeatKind;

/* @n_seats for stills, and half as many, at least one, for film. */
VaultPool *vault_pool_new (guint n_seats);
void vault_pool_free (VaultPool *self);

/* Kill every helper.  Idle ones are gone when this returns. */
void vault_pool_stop (VaultPool *self);

/* How often it was stopped.  What a call does before it takes a seat begins with this. */
guint vault_pool_get_n_stops (VaultPool *self);

/* Errors: VAULT_ERROR_LOCKED (stopped since the number was @n_stops), G_IO_ERROR_CANCELLED.
 * Returns: (transfer full): to be given back with vault_seat_give(). */
VaultSeat *vault_pool_take (VaultPool *self,
                            VaultSeatKind kind,
                            guint n_stops,
                            GCancellable *cancellable,
                            GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The helper of this seat that serves what @argument says (NULL for stills, or one of the
 * protocol's), started if need be; for film, sound and stripping always a new one.
 *
 * Errors: VAULT_ERROR_DECODER_FAILED, VAULT_ERROR_LOCKED, G_IO_ERROR_CANCELLED.
 * Returns: (transfer none): good until the seat is given back. */
VaultHelper *vault_seat_get_helper (VaultSeat *self,
                                    const char *argument,
                                    gint64 deadline,
                                    GCancellable *cancellable,
                                    GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Give the seat back.  @keep: whether its helper may serve the next call.
 * Returns: FALSE if the pool was stopped since the seat was taken. */
gboolean vault_seat_give (VaultSeat *self, gboolean keep);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (VaultPool, vault_pool_free)

G_END_DECLS
