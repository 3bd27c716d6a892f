/* samples.h - one tiny picture of every format, to wake the libraries with
 *
 * Some libraries load a part of themselves when a format is first met.  After the lockdown
 * no file can be opened, so every one of them is met before.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "media/protocol.h"

#ifdef HAVE_JXL
#define N_SAMPLES 11
#else
#define N_SAMPLES 10
#endif

typedef struct {
  DecoderFormat format;
  const guint8 *bytes;
  gsize n_bytes;
} Sample;

extern const Sample samples[N_SAMPLES];
