/* edit.h - an input that says what somebody did to the files of a vault
 *
 * A list of edits, each an EditVerb in one byte and what belongs to it.  Numbers are
 * little-endian; what they name wraps around, so that every input means something.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "fuzz/fuzz.h"
#include "fuzz/pair.h"

typedef enum {
  /* What anybody can do to the database: */
  EDIT_DATABASE, /* page 1, offset 2, length 1, bytes */
  EDIT_COPY,     /* from: page 1, offset 2; to: page 1, offset 2; length 2 */
  EDIT_CUT,      /* bytes that stay 4 */
  EDIT_JOURNAL,  /* length 1, bytes: at the end of the journal */
  /* To the keyring: */
  EDIT_KEYRING, /* offset 4, length 1, bytes */
  EDIT_HEADER,  /* copies 1, offset 2, length 1, bytes; with a new checksum */
  EDIT_CLOCK, /* copies 1, time 8, boot 8, doubt 8, reaped until 8, ring generation 1 */
  EDIT_SHORTEN, /* bytes that stay 4 */
  /* And who has the keys: */
  EDIT_STATE,  /* copies 1, generation 8, commits 8, segments 4, time 8 */
  EDIT_CELL,   /* copies 1, item 1, class 1, epoch 4 */
  EDIT_RECORD, /* item 1, offset 2, length 1, bytes */
  EDIT_STAMP,  /* which 1, offset 2, length 1, bytes */
  EDIT_N_VERBS
} EditVerb;

#define EDIT_N_DATABASE_VERBS (EDIT_JOURNAL + 1)
#define EDIT_JOURNAL_MAX_BYTES 65536

typedef struct {
  guint8 *keyring;
  gsize n_keyring_bytes;
  guint8 *database;
  gsize n_database_bytes;
  guint8 *journal;
  gsize n_journal_bytes;
  gboolean only_database; /* nothing else was edited */
} Edit;

/* Begin with the pair as it was made and do what @input says, with the first @n_verbs
 * verbs.  Returns: the files, which are overwritten by the next call. */
const Edit *edit_apply (FuzzInput *input, guint n_verbs);
