/* record-body.h - numbers and texts in the plain bytes of a record
 *
 *   length 2 | zero 6 | GVariant of that length | zeros      FORMAT.md, "Records"
 *
 * Everything of a fixed size is in one array of numbers, because every library has to read all
 * records and an array of numbers is the one thing in a GVariant that is read without making
 * an object for each of its parts.  The first number says what the others mean.
 *
 * Threads:  any.  Pure.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "crypto/record-seal.h"
#include "store/stream-reader.h"

G_BEGIN_DECLS

#define VAULT_BODY_BYTES (VAULT_RECORD_PLAIN_BYTES - 8)
#define VAULT_BODY_MAX_TEXTS 4
#define VAULT_BODY_MAX_NUMBERS (VAULT_BODY_BYTES / sizeof (guint64))
#define VAULT_STREAM_MAX_RUNS 32

/* Where a body is decoded; GVariant would make an aligned copy of its own, which nobody would
 * wipe.  To be wiped by who has it. */
typedef struct {
  _Alignas(guint64) guint8 bytes[VAULT_BODY_BYTES];
} VaultBodyRoom;

typedef struct {
  const guint64 *numbers; /* these point into the room */
  gsize n_numbers;
  const char *texts[VAULT_BODY_MAX_TEXTS];
} VaultBody;

/* The first number; 0 if there is none. */
guint64 vault_body_get_version (const guint8 plain[VAULT_RECORD_PLAIN_BYTES]);

/* How many bytes of VAULT_BODY_BYTES it takes to write these. */
gsize vault_body_count_bytes (gsize n_numbers, const char *const *texts, guint n_texts);

/* FALSE if it does not fit. */
gboolean
vault_body_encode (const guint64 *numbers,
                   gsize n_numbers,
                   const char *const *texts,
                   guint n_texts,
                   guint8 out[VAULT_RECORD_PLAIN_BYTES]) G_GNUC_WARN_UNUSED_RESULT;

/* FALSE for anything that vault_body_encode() does not write. */
gboolean vault_body_decode (const guint8 plain[VAULT_RECORD_PLAIN_BYTES],
                            guint n_texts,
                            VaultBodyRoom *room,
                            VaultBody *out) G_GNUC_WARN_UNUSED_RESULT;

/* The numbers that have not been read yet. */
typedef struct {
  const guint64 *at;
  gsize n;
} VaultNumbers;

/* A stream is its length and, unless that is 0, its runs, until their counts add up to the
 * number of chunks. */
gboolean vault_numbers_take_stream (VaultNumbers *self,
                                    VaultStreamLayout *out) G_GNUC_WARN_UNUSED_RESULT;

/* How many numbers a stream takes. */
gsize vault_numbers_count_stream (const VaultStreamLayout *layout);

/* Write a stream into @out, which has room; returns how many numbers that are. */
gsize vault_numbers_put_stream (const VaultStreamLayout *layout, guint64 *out);

G_END_DECLS
