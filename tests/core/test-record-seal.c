/* test-record-seal.c - one sealed row of the table "record"
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "crypto/record-seal.h"

#include <sodium.h>
#include <string.h>

static const guint8 key[VAULT_KEY_BYTES] = { 1 };
static const guint8 vault_id[VAULT_ID_BYTES] = { 2 };
static guint8 plain[VAULT_RECORD_PLAIN_BYTES];

static gboolean
opens (const guint8 *sealed, guint64 row)
{
  guint8 out[VAULT_RECORD_PLAIN_BYTES];

  if (!vault_record_open (key, vault_id, row, sealed, out)) {
    g_assert_true (sodium_is_zero (out, sizeof out));
    return FALSE;
  }

  g_assert_cmpmem (out, sizeof out, plain, sizeof plain);
  return TRUE;
}

static void
test_round_trip (void)
{
  const guint64 rows[] = { 0, 1, 4096, G_MAXUINT32, G_MAXUINT64 };
  guint8 sealed[VAULT_RECORD_BYTES];

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    vault_record_seal (key, vault_id, rows[i], plain, sealed);
    for (guint k = 0; k < G_N_ELEMENTS (rows); k++)
      g_assert_cmpint (opens (sealed, rows[k]), ==, i == k);
  }
}

static void
test_every_bit_counts (void)
{
  guint8 sealed[VAULT_RECORD_BYTES];

  vault_record_seal (key, vault_id, 5, plain, sealed);
  for (guint bit = 0; bit < 8 * VAULT_RECORD_BYTES; bit++) {
    sealed[bit / 8] ^= (guint8) (1 << bit % 8);
    g_assert_false (opens (sealed, 5));
    sealed[bit / 8] ^= (guint8) (1 << bit % 8);
  }
  g_assert_true (opens (sealed, 5));
}

/* Rows are rewritten under the same key. */
static void
test_fresh_nonce (void)
{
  guint8 a[VAULT_RECORD_BYTES];
  guint8 b[VAULT_RECORD_BYTES];

  vault_record_seal (key, vault_id, 5, plain, a);
  vault_record_seal (key, vault_id, 5, plain, b);
  g_assert_cmpint (memcmp (a, b, VAULT_NONCE_BYTES), !=, 0);
  g_assert_cmpint (memcmp (a + 24, b + 24, 64), !=, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_assert_cmpint (sodium_init (), >=, 0);
  for (guint i = 0; i < sizeof plain; i++)
    plain[i] = (guint8) i;
  g_test_add_func ("/record-seal/round-trip", test_round_trip);
  g_test_add_func ("/record-seal/every-bit-counts", test_every_bit_counts);
  g_test_add_func ("/record-seal/fresh-nonce", test_fresh_nonce);
  return g_test_run ();
}
