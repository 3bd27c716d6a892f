/* secret.c - guarded, reference-counted bytes
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <vault/vault-error.h>
#include <vault/vault-secret.h>

#include <sodium.h>
#include <string.h>

#define ALIGN_BYTES 8
/* Most secrets are one or two keys. */
#define SMALL_BYTES (2 * 32 + ALIGN_BYTES)
#define MOST_SPARES 64

struct _VaultSecret {
  gatomicrefcount n_refs;
  gsize n_bytes;
  gsize n_region; /* SMALL_BYTES, or as many as the secret and its NUL take */
  guint8 *region;
  guint8 *bytes;
};

/* A key often lives for microseconds, and making its region takes longer than all that is
 * done with it.  So small regions wait for the next small secret: wiped, still locked into
 * memory, and not to be touched, so that a stale pointer still ends the process. */
static GMutex spares_mutex;
static guint8 *spares[MOST_SPARES];
static guint n_spares;

static guint8 *
take_spare (void)
{
  guint8 *region = NULL;

  g_mutex_lock (&spares_mutex);
  if (n_spares > 0)
    region = spares[--n_spares];
  g_mutex_unlock (&spares_mutex);

  if (region == NULL || sodium_mprotect_readwrite (region) == 0)
    return region;

  sodium_free (region);
  return NULL;
}

static gboolean
keep_as_spare (guint8 *region)
{
  g_autoptr (GMutexLocker) locker = NULL;

  sodium_memzero (region, SMALL_BYTES);
  if (sodium_mprotect_noaccess (region) != 0)
    return FALSE;

  locker = g_mutex_locker_new (&spares_mutex);
  if (n_spares == MOST_SPARES)
    return FALSE;

  spares[n_spares++] = region;
  return TRUE;
}

static guint8 *
make_region (gsize n_bytes)
{
  guint8 *region = sodium_malloc (n_bytes);

  /* sodium_malloc() locks its pages but says nothing when the lock is refused (8 MiB for
   * an ordinary user).  Unlocked keys could be written to swap, so ask again and look. */
  if (region != NULL && sodium_mlock (region, n_bytes) == 0) {
    sodium_memzero (region, n_bytes);
    return region;
  }

  sodium_free (region);
  return NULL;
}

/* With its NUL.  What is a multiple of eight bytes long may be a structure with such numbers
 * in it, and has to begin where they may begin. */
static gsize
room_for (gsize n_bytes)
{
  return n_bytes + (n_bytes % ALIGN_BYTES == 0 ? ALIGN_BYTES : 1);
}

VaultSecret *
vault_secret_new (gsize n_bytes, GError **error)
{
  g_autofree VaultSecret *self = g_new0 (VaultSecret, 1);

  g_return_val_if_fail (n_bytes > 0, NULL);

  if (sodium_init () < 0)
    g_error ("libsodium cannot start");

  g_atomic_ref_count_init (&self->n_refs);
  self->n_bytes = n_bytes;
  self->n_region = MAX (room_for (n_bytes), SMALL_BYTES);
  if (self->n_region == SMALL_BYTES)
    self->region = take_spare ();
  if (self->region == NULL)
    self->region = make_region (self->n_region);
  if (self->region == NULL) {
    g_set_error (error, VAULT_ERROR, VAULT_ERROR_NO_MEMORY,
                 "cannot lock %" G_GSIZE_FORMAT " bytes into memory", n_bytes);
    return NULL;
  }

  /* At the end, where the guard page begins: what runs too far is stopped. */
  self->bytes = self->region + self->n_region - room_for (n_bytes);
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

  if (self->n_region != SMALL_BYTES || !keep_as_spare (self->region))
    sodium_free (self->region);
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
