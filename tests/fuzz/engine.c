/* engine.c - a target under libFuzzer
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "fuzz/fuzz.h"

/* The engine's names, which it declares in no header. */
int LLVMFuzzerInitialize (int *argc, char ***argv);
int LLVMFuzzerTestOneInput (const guint8 *bytes, gsize n_bytes);

int
LLVMFuzzerInitialize (int *argc, char ***argv)
{
  fuzz_start ();
  return 0;
}

int
LLVMFuzzerTestOneInput (const guint8 *bytes, gsize n_bytes)
{
  fuzz_restart_random ();
  (void) fuzz_target (bytes, n_bytes);
  return 0;
}
