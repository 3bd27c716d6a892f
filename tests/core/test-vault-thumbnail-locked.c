/* test-vault-thumbnail-locked.c - a document that does not let itself be looked at
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "support/vault-box.h"

#include "vault/vault-private.h"

#define KEY "<00000000000000000000000000000000>"

static const char document[] =
    "%PDF-1.4\n1 0 obj<</Pages 2 0 R>>endobj 2 0 obj<</Kids[]/Count 0>>endobj\n"
    "trailer<</Root 1 0 R/Encrypt<</Filter/Standard/V 1/R 2/P -4/O" KEY "/U" KEY ">>>>";

static void
on_done_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static void
assert_fails (VaultBox *box, VaultItem *item, VaultError code)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  vault_load_thumbnail_async (box->vault, item, 64, NULL, on_done_cb, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_null (vault_load_thumbnail_finish (box->vault, result, &error));
  g_assert_error (error, VAULT_ERROR, (int) code);
}

/* It asks for its password as often as it is looked at: not again before the next opening. */
static void
test_final (void)
{
  g_autoptr (VaultBox) box = vault_box_new_open ();
  g_autoptr (GBytes) bytes = g_bytes_new_static (document, sizeof document - 1);
  g_autoptr (VaultItem) item =
                 box_import (box, "locked.pdf", bytes, VAULT_EXPIRES_NEVER);

  assert_fails (box, item, VAULT_ERROR_ENCRYPTED_MEDIA);
  vault_decoder_stop (box->vault->decoder);
  g_setenv ("NIGHTSTAND_DECODER", "/nonexistent/decoder", TRUE);
  assert_fails (box, item, VAULT_ERROR_ENCRYPTED_MEDIA);
  g_clear_object (&item);
  vault_box_reopen (box);
  item = box_find (box, "locked.pdf");
  assert_fails (box, item, VAULT_ERROR_DECODER_FAILED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/vault/thumbnail-locked/final", test_final);
  return g_test_run ();
}
