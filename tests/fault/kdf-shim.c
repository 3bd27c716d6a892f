/* kdf-shim.c - preloaded into a program, it derives keys from passphrases in no time
 *
 * Thousands of openings of a vault are not about the cost of guessing a passphrase.  A
 * vault made under this shim opens only under it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <sodium.h>

int
crypto_pwhash (unsigned char *const out,
               unsigned long long out_bytes,
               const char *const passphrase,
               unsigned long long passphrase_bytes,
               const unsigned char *const salt,
               unsigned long long passes,
               size_t memory_bytes,
               int algorithm)
{
  (void) passes;
  (void) memory_bytes;
  (void) algorithm;
  return crypto_generichash (out, (size_t) out_bytes,
                             (const unsigned char *) passphrase, passphrase_bytes, salt,
                             crypto_pwhash_SALTBYTES);
}
