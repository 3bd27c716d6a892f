/* test-bytes.c - integers at fixed offsets
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "crypto/bytes.h"

#include <string.h>

static void
test_byte_order (void)
{
  const guint8 bytes[] = { 0xff, 0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x07, 0x88 };

  g_assert_cmpuint (vault_load_u16_le (bytes + 1), ==, 0x0201);
  g_assert_cmpuint (vault_load_u32_le (bytes + 1), ==, 0x04030201);
  g_assert_cmpuint (vault_load_u64_le (bytes + 1), ==,
                    G_GUINT64_CONSTANT (0x8807060504030201));
}

static void
test_round_trip (void)
{
  const guint64 values[] = { 0, 1, 0x7f, 0x80, 0xffff, 0x12345678, G_MAXUINT64 };
  guint8 bytes[11];

  for (guint i = 0; i < G_N_ELEMENTS (values); i++) {
    for (guint at = 0; at < 3; at++) {
      vault_store_u16_le (bytes + at, (guint16) values[i]);
      g_assert_cmpuint (vault_load_u16_le (bytes + at), ==, (guint16) values[i]);
      vault_store_u32_le (bytes + at, (guint32) values[i]);
      g_assert_cmpuint (vault_load_u32_le (bytes + at), ==, (guint32) values[i]);
      vault_store_u64_le (bytes + at, values[i]);
      g_assert_cmpuint (vault_load_u64_le (bytes + at), ==, values[i]);
    }
  }
}

static void
test_store_writes_no_more (void)
{
  guint8 bytes[10];

  memset (bytes, 0xaa, sizeof bytes);
  vault_store_u16_le (bytes + 1, 0);
  g_assert_cmpuint (bytes[0], ==, 0xaa);
  g_assert_cmpuint (bytes[3], ==, 0xaa);
  vault_store_u32_le (bytes + 1, 0);
  g_assert_cmpuint (bytes[5], ==, 0xaa);
  vault_store_u64_le (bytes + 1, 0);
  g_assert_cmpuint (bytes[0], ==, 0xaa);
  g_assert_cmpuint (bytes[9], ==, 0xaa);
}

static void
test_zero (void)
{
  guint8 bytes[100] = { 0 };

  g_assert_true (vault_bytes_are_zero (bytes, 0));
  g_assert_true (vault_bytes_are_zero (bytes, sizeof bytes));
  for (guint i = 0; i < sizeof bytes; i++) {
    bytes[i] = 0x80;
    g_assert_false (vault_bytes_are_zero (bytes, sizeof bytes));
    g_assert_true (vault_bytes_are_zero (bytes, i));
    bytes[i] = 0;
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/bytes/byte-order", test_byte_order);
  g_test_add_func ("/bytes/round-trip", test_round_trip);
  g_test_add_func ("/bytes/store-writes-no-more", test_store_writes_no_more);
  g_test_add_func ("/bytes/zero", test_zero);
  return g_test_run ();
}
