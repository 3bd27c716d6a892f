/* night-strength.h - how hard a passphrase is to guess, honestly
 *
 * An estimate in bits by zxcvbn.  It knows English words and European names, so it
 * overrates what it has never seen: a passphrase with accents is rated by its plain
 * spelling too and the lower figure counts, and one in another script is not rated.  Of a
 * very long one the beginning is rated.
 *
 * Threads:  any.
 * Blocks:   some milliseconds at most.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Below this a passphrase is refused. */
#define NIGHT_STRENGTH_FLOOR_BITS 45

/* From this on a passphrase is called good. */
#define NIGHT_STRENGTH_GOOD_BITS 60

/* What six random words from a list of 7776 have. */
#define NIGHT_STRENGTH_STRONG_BITS 77

typedef enum {
  NIGHT_STRENGTH_EMPTY,
  NIGHT_STRENGTH_REFUSED, /* under the floor */
  NIGHT_STRENGTH_FAIR,
  NIGHT_STRENGTH_GOOD,
  NIGHT_STRENGTH_STRONG,
  NIGHT_STRENGTH_CANNOT_JUDGE, /* a script the estimate knows nothing about */
} NightStrength;

/* @out_bits, if given, is 0 for EMPTY and CANNOT_JUDGE. */
NightStrength night_strength_judge (const char *passphrase, double *out_bits);

/* Whether a vault may be created with it. */
gboolean night_strength_is_accepted (NightStrength strength);

/* Returns: (transfer none): one translated sentence. */
const char *night_strength_get_text (NightStrength strength);

G_END_DECLS
