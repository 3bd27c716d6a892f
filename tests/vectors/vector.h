/* vector.h - one known-answer file: names and values
 *
 *   # what it is about
 *   construction: cell
 *   expect: opens
 *   ring-key: 00ff*2 12
 *
 * Values are decimal numbers, words, or hex in groups, of which "ff*12" is twelve bytes.
 * A name may stand there more than once.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

typedef struct _Vector Vector;

Vector *vector_load (const char *path);
void vector_free (Vector *self);

gboolean vector_has (const Vector *self, const char *name);

/* These end the test where the name is missing.  Returns: (transfer none). */
const char *vector_get_text (const Vector *self, const char *name);
guint64 vector_get_number (const Vector *self, const char *name);
gint64 vector_get_time (const Vector *self, const char *name);
const guint8 *vector_get_bytes (const Vector *self, const char *name, gsize n_expected);
GBytes *vector_get_blob (const Vector *self, const char *name);

/* All values of a name that is there several times.  Returns: (element-type GBytes). */
GPtrArray *vector_dup_blobs (const Vector *self, const char *name);

/* The same undecoded.  Returns: (transfer container) (element-type utf8). */
GPtrArray *vector_dup_texts (const Vector *self, const char *name);

/* Whether "expect:" says so. */
gboolean vector_expects (const Vector *self, const char *what);

/* Ends the test if @bytes are not those behind @name. */
void vector_assert_bytes (const Vector *self,
                          const char *name,
                          const void *bytes,
                          gsize n_bytes);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Vector, vector_free)
