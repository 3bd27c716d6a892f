/* layout.h - where everything lies in the file "keyring"
 *
 *   0          head A      65,536
 *   65,536     segment 0, copy A   524,288
 *   589,824    head B      65,536
 *   655,360    segment 0, copy B   524,288
 *   1,179,648  segment 1, copy A, then copy B; and so on, 1,048,576 for each segment
 *
 * A head is: header 4,096, state 4,096, clock 4,096, epoch table 23,424, random to its
 * end.  The two copies of anything are half a MiB apart, so that one bad stretch of disk
 * does not take both.  FORMAT.md, "The keyring", is the authority.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "crypto/cell-seal.h"

G_BEGIN_DECLS

#define VAULT_HEAD_BYTES 65536
#define VAULT_SEGMENT_CELLS 4096
#define VAULT_SEGMENT_BYTES ((guint64) VAULT_SEGMENT_CELLS * VAULT_CELL_BYTES)
#define VAULT_KEYRING_MIN_BYTES (2 * (VAULT_HEAD_BYTES + VAULT_SEGMENT_BYTES))
/* Cell numbers fit 31 bits and the file stays below 128 GiB. */
#define VAULT_MAX_SEGMENTS 65536

/* Inside a head. */
#define VAULT_HEADER_AT 0
#define VAULT_STATE_AT 4096
#define VAULT_CLOCK_AT 8192
#define VAULT_EPOCHS_AT 12288
#define VAULT_BLOCK_BYTES 4096

typedef enum {
  VAULT_COPY_A = 0,
  VAULT_COPY_B = 1,
} VaultCopy;

static inline guint64
vault_head_offset (VaultCopy copy)
{
  return copy == VAULT_COPY_A ? 0 : VAULT_HEAD_BYTES + VAULT_SEGMENT_BYTES;
}

static inline guint64
vault_segment_offset (guint32 segment, VaultCopy copy)
{
  if (segment == 0)
    return vault_head_offset (copy) + VAULT_HEAD_BYTES;

  return VAULT_KEYRING_MIN_BYTES + (guint64) (segment - 1) * 2 * VAULT_SEGMENT_BYTES
         + (copy == VAULT_COPY_A ? 0 : VAULT_SEGMENT_BYTES);
}

static inline guint64
vault_cell_offset (guint32 cell, VaultCopy copy)
{
  return vault_segment_offset (cell / VAULT_SEGMENT_CELLS, copy)
         + (guint64) (cell % VAULT_SEGMENT_CELLS) * VAULT_CELL_BYTES;
}

/* Whole segments in a file of this size; 0 if it is too short for any. */
static inline guint32
vault_segments_in (guint64 n_file_bytes)
{
  if (n_file_bytes < VAULT_KEYRING_MIN_BYTES)
    return 0;

  return (guint32) MIN (
      1 + (n_file_bytes - VAULT_KEYRING_MIN_BYTES) / (2 * VAULT_SEGMENT_BYTES),
      VAULT_MAX_SEGMENTS);
}

G_END_DECLS
