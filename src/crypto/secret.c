/* secret.c - guarded, reference-counted bytes
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <vault/vault-error.h>
#include <vault/vault-secret.h>

#include <sodium.h>
#include <string.h>

struct _VaultSecret {
  gatomicrefcount n_refs;
  gsize n_bytes;
  guint8 *bytes;
};

VaultSecret *
vault_secret_new (gsize n_bytes, GError **error)
{
  g_autofree VaultSecret *self = g_new0 (VaultSecret, 1);

  g_return_val_if_fail (n_bytes > 0, NULL);

  if (sodium_init () < 0)
    g_error ("libsodium cannot start");

  g_atomic_ref_count_init (&self->n_refs);
  self->n_bytes = n_bytes;
  self->bytes = sodium_malloc (n_bytes + 1);

  /* sodium_malloc() locks its pages but says nothing when the lock is refused (8 MiB for
   * an ordinary user).  Unlocked keys could be written to swap, so ask again and look. */
  if (self->bytes == NULL || sodium_mlock (self->bytes, n_bytes + 1) != 0) {
    sodium_free (self->bytes);
    g_set_error (error, VAULT_ERROR, VAULT_ERROR_NO_MEMORY,
                 "cannot lock %" G_GSIZE_FORMAT " bytes into memory", n_bytes);
    return NULL;
  }

  sodium_memzero (self->bytes, n_bytes + 1);
  return g_steal_pointer (&self);
}

VaultSecret *
vault_secret_new_from (const void *bytes, gsize n_bytes, GError **error)
{
  VaultSecret *self = vault_secret_new (MAX (n_bytes, 1), error);

  if (self == NULL)
    return NULL;

  memcpy (self->bytes, bytes, n_bytes);
  self->n_bytes = n_bytes;
  return self;
}

VaultSecret *
vault_secret_ref (VaultSecret *self)
{
  g_atomic_ref_count_inc (&self->n_refs);
  return self;
}

void
vault_secret_unref (VaultSecret *self)
{
  if (self == NULL || !g_atomic_ref_count_dec (&self->n_refs))
    return;

  sodium_free (self->bytes);
  g_free (self);
}

const guint8 *
vault_secret_get (const VaultSecret *self)
{
  return self->bytes;
}

guint8 *
vault_secret_get_writable (VaultSecret *self)
{
  return self->bytes;
}

gsize
vault_secret_get_n_bytes (const VaultSecret *self)
{
  return self->n_bytes;
}
