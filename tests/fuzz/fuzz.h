/* fuzz.h - what a fuzz target is, and what all of them share
 *
 * A target is one function that feeds bytes nobody vouches for to one parser.  The same
 * file is built twice: into a fuzzer, whose engine makes up the bytes, and into a test,
 * which reads them from seeds/ and knows for each whether it has to be accepted.
 *
 * Most of what we parse lies behind a seal or a checksum, which no engine guesses.  So an
 * input's first byte says how to take the rest: FUZZ_RAW, as it would lie on the disk, or
 * FUZZ_SEALED, as what stands inside the seal, which the target then makes with fixed keys.
 *
 * Threads:  one.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "crypto/subkey.h"

#define FUZZ_RAW 0
#define FUZZ_SEALED 1

/* Wednesday, 15 November 2023, 12:00 UTC. */
#define FUZZ_NOW G_GINT64_CONSTANT (1700049600)

extern const guint8 fuzz_key[VAULT_KEY_BYTES];
extern const guint8 fuzz_other_key[VAULT_KEY_BYTES];
extern const guint8 fuzz_vault_id[VAULT_ID_BYTES];
extern const guint8 fuzz_nonce[VAULT_NONCE_BYTES];

/* Parse @bytes, and end the program if the parser breaks one of its promises.  Depends on
 * nothing but its input.  Returns: whether the parser accepted it. */
gboolean fuzz_target (const guint8 *bytes, gsize n_bytes);

/* What every program does before its first call of fuzz_target(). */
void fuzz_start (void);

/* From now on the random generator gives the same bytes in every process. */
void fuzz_restart_random (void);

/* The input, eaten from its front.  What is not there any more is zero. */
typedef struct {
  const guint8 *at;
  gsize n_left;
} FuzzInput;

guint8 fuzz_take_u8 (FuzzInput *input);
guint16 fuzz_take_u16 (FuzzInput *input);
guint32 fuzz_take_u32 (FuzzInput *input);
guint64 fuzz_take_u64 (FuzzInput *input);

/* Fill all of @out. */
void fuzz_take (FuzzInput *input, guint8 *out, gsize n_bytes);

/* Copy at most @most bytes over @out, whose rest stays as it was.  Returns: how many. */
gsize fuzz_take_over (FuzzInput *input, guint8 *out, gsize most);

/* @n_bytes and VAULT_TAG_BYTES behind them. */
void fuzz_seal (const guint8 *key,
                const guint8 *nonce,
                const guint8 *aad,
                gsize n_aad_bytes,
                const guint8 *plain,
                gsize n_bytes,
                guint8 *out);
