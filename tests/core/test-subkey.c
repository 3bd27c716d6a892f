/* test-subkey.c - no two purposes share a key
 *
 * The values of the derivations are in tests/vectors.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "crypto/subkey.h"

#include <string.h>

static void
test_contexts_unique (void)
{
  for (guint a = 0; a < VAULT_N_SUBKEYS; a++) {
    guint64 id_a;
    const char *context_a = vault_subkey_get_context (a, &id_a);

    g_assert_cmpuint (strlen (context_a), ==, 8);
    for (guint b = 0; b < a; b++) {
      guint64 id_b;
      const char *context_b = vault_subkey_get_context (b, &id_b);

      g_assert_false (id_a == id_b && g_str_equal (context_a, context_b));
    }
  }
}

static void
test_labels_unique (void)
{
  for (guint a = 0; a < VAULT_N_BINDS; a++) {
    g_assert_cmpuint (strlen (vault_bind_get_label (a)), ==, 8);
    for (guint b = 0; b < a; b++)
      g_assert_cmpstr (vault_bind_get_label (a), !=, vault_bind_get_label (b));
  }
}

/* The same key for every purpose gives different keys, and never itself. */
static void
test_outputs_differ (void)
{
  const guint8 key[VAULT_KEY_BYTES] = { 7 };
  guint8 out[VAULT_N_SUBKEYS + VAULT_N_BINDS][VAULT_KEY_BYTES];

  for (guint i = 0; i < VAULT_N_SUBKEYS; i++)
    vault_subkey_derive (key, i, out[i]);
  for (guint i = 0; i < VAULT_N_BINDS; i++)
    vault_subkey_bind (key, i, NULL, 0, out[VAULT_N_SUBKEYS + i]);

  for (guint a = 0; a < G_N_ELEMENTS (out); a++) {
    g_assert_cmpint (memcmp (out[a], key, VAULT_KEY_BYTES), !=, 0);
    for (guint b = 0; b < a; b++)
      g_assert_cmpint (memcmp (out[a], out[b], VAULT_KEY_BYTES), !=, 0);
  }
}

static void
test_streams (void)
{
  g_assert_cmpint (VAULT_SUBKEY_FOR_STREAM (0), ==, VAULT_SUBKEY_MEDIA);
  g_assert_cmpint (VAULT_SUBKEY_FOR_STREAM (1), ==, VAULT_SUBKEY_THUMBNAIL);
  g_assert_cmpint (VAULT_SUBKEY_FOR_STREAM (2), ==, VAULT_SUBKEY_LATE);
  g_assert_cmpint (VAULT_SUBKEY_FOR_STREAM (3), ==, VAULT_SUBKEY_RECORD);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/subkey/contexts-unique", test_contexts_unique);
  g_test_add_func ("/subkey/labels-unique", test_labels_unique);
  g_test_add_func ("/subkey/outputs-differ", test_outputs_differ);
  g_test_add_func ("/subkey/streams", test_streams);
  return g_test_run ();
}
