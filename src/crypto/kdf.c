/* kdf.c - Argon2id and its bounds
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "crypto/kdf.h"

#include <sodium.h>
#include <sys/sysinfo.h>

#include <vault/vault-error.h>

#include "crypto/subkey.h"

#define STEP_BYTES VAULT_KDF_MEMORY_MIN_BYTES
#define CALIBRATED_MAX_BYTES ((guint64) 1 << 30)
#define TARGET_MIN_US 800000
#define TARGET_US 1100000

G_STATIC_ASSERT (VAULT_KDF_SALT_BYTES == crypto_pwhash_SALTBYTES);

guint64
vault_kdf_get_computer_memory (void)
{
  struct sysinfo info;

  if (sysinfo (&info) != 0)
    return VAULT_KDF_MEMORY_MIN_BYTES * 2;

  return (guint64) info.totalram * info.mem_unit;
}

gboolean
vault_kdf_params_are_acceptable (const VaultKdfParams *params,
                                 guint64 computer_memory_bytes)
{
  return params->alg == VAULT_KDF_ALG_ARGON2ID13
         && params->memory_bytes >= VAULT_KDF_MEMORY_MIN_BYTES
         && params->memory_bytes <= VAULT_KDF_MEMORY_MAX_BYTES
         && params->memory_bytes % 1024 == 0
         && params->memory_bytes <= computer_memory_bytes / 5 * 4
         && params->passes >= VAULT_KDF_PASSES_MIN
         && params->passes <= VAULT_KDF_PASSES_MAX;
}

void
vault_kdf_params_init_quick (VaultKdfParams *params)
{
  params->alg = VAULT_KDF_ALG_ARGON2ID13;
  params->memory_bytes = VAULT_KDF_MEMORY_MIN_BYTES;
  params->passes = VAULT_KDF_PASSES_MIN;
  randombytes_buf (params->salt, sizeof params->salt);
}

static guint64
most_memory_to_use (void)
{
  struct sysinfo info;
  guint64 most = CALIBRATED_MAX_BYTES;

  if (sysinfo (&info) == 0) {
    most = MIN (most, (guint64) info.totalram * info.mem_unit / 4);
    most = MIN (most, (guint64) (info.freeram + info.bufferram) * info.mem_unit / 2);
  }

  return MAX (most / STEP_BYTES * STEP_BYTES, VAULT_KDF_MEMORY_MIN_BYTES);
}

static gboolean
time_one_run (const VaultKdfParams *params, gint64 *out_us, GError **error)
{
  g_autoptr (VaultSecret) sample = vault_secret_new_from ("calibration", 11, error);
  g_autoptr (VaultSecret) key = NULL;
  gint64 start = g_get_monotonic_time ();

  if (sample == NULL)
    return FALSE;

  key = vault_kdf_derive (params, sample, error);
  *out_us = MAX (g_get_monotonic_time () - start, 1);
  return key != NULL;
}

/* Scale the cost towards TARGET_US, memory first: it is what costs an attacker's
 * hardware; passes only cost time. */
static void
raise_cost (VaultKdfParams *params, gint64 took_us, guint64 most_memory)
{
  guint64 wanted = params->memory_bytes * TARGET_US / (guint64) took_us;

  wanted = MAX (wanted / STEP_BYTES * STEP_BYTES, params->memory_bytes);
  if (params->memory_bytes < most_memory) {
    params->memory_bytes = MIN (wanted, most_memory);
    return;
  }

  params->passes =
      MIN (MAX (params->passes * TARGET_US / (guint64) took_us, params->passes + 1),
           VAULT_KDF_PASSES_MAX);
}

gboolean
vault_kdf_calibrate (VaultKdfParams *params, GError **error)
{
  guint64 most_memory = most_memory_to_use ();

  vault_kdf_params_init_quick (params);
  for (guint n_runs = 0; n_runs < 4; n_runs++) {
    gint64 took_us;

    if (!time_one_run (params, &took_us, error))
      return FALSE;
    if (took_us >= TARGET_MIN_US)
      return TRUE;

    raise_cost (params, took_us, most_memory);
  }

  return TRUE;
}

VaultSecret *
vault_kdf_derive (const VaultKdfParams *params, VaultSecret *normalised, GError **error)
{
  g_autoptr (VaultSecret) key = NULL;

  /* The caller says which computer; this is the last line against a caller that forgot. */
  if (!vault_kdf_params_are_acceptable (params, G_MAXUINT64)) {
    g_set_error (error, VAULT_ERROR, VAULT_ERROR_KDF_REFUSED,
                 "key derivation parameters are out of bounds");
    return NULL;
  }

  key = vault_secret_new (VAULT_KEY_BYTES, error);
  if (key == NULL)
    return NULL;

  if (crypto_pwhash (vault_secret_get_writable (key), VAULT_KEY_BYTES,
                     (const char *) vault_secret_get (normalised),
                     vault_secret_get_n_bytes (normalised), params->salt,
                     params->passes, (gsize) params->memory_bytes,
                     crypto_pwhash_ALG_ARGON2ID13)
      != 0) {
    g_set_error (error, VAULT_ERROR, VAULT_ERROR_NO_MEMORY,
                 "key derivation needs %" G_GUINT64_FORMAT " MiB",
                 params->memory_bytes >> 20);
    return NULL;
  }

  return g_steal_pointer (&key);
}
