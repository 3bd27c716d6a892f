/* session-settings.c - what a person set for this vault
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "vault/session-private.h"

#include "vault/settings.h"

GVariant *
vault_session_dup_settings (VaultSession *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  return self->settings == NULL ? NULL : g_variant_ref (self->settings);
}

static gboolean
check (GVariant *values, GError **error)
{
  const char *name;
  GVariant *value;
  GVariantIter iter;

  g_variant_iter_init (&iter, values);
  while (g_variant_iter_loop (&iter, "{&sv}", &name, &value)) {
    if (vault_setting_is_good (name, value))
      continue;
    g_set_error (error, VAULT_ERROR, VAULT_ERROR_BAD_SETTING, "not a setting");
    g_variant_unref (value);
    return FALSE;
  }

  return TRUE;
}

/* The card as it is on the disk now, and what it says.  Takes @card. */
static void
adopt (VaultSession *self, VaultCard *card, GVariant *settings)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  vault_card_unref (self->settings_card);
  self->settings_card = card;
  g_clear_pointer (&self->settings, g_variant_unref);
  self->settings = g_variant_ref (settings);
}

gboolean
vault_session_set_settings (VaultSession *self, GVariant *values, GError **error)
{
  g_autoptr (VaultSessionUse) use = NULL;
  g_autoptr (GMutexLocker) locker = NULL;
  g_autoptr (GVariant) merged = NULL;
  g_autoptr (VaultCard) card = NULL;
  g_autoptr (GBytes) content = NULL;

  if (!vault_session_enter (self, error))
    return FALSE;
  use = self;

  if (!check (values, error))
    return FALSE;
  locker = g_mutex_locker_new (&self->change_mutex);
  merged = vault_settings_merge (self->settings, values);
  content = vault_settings_encode (merged);
  if (g_variant_n_children (merged) == 0)
    return TRUE;
  if (g_bytes_get_size (content) > VAULT_LATE_BYTES) {
    g_set_error (error, VAULT_ERROR, VAULT_ERROR_NO_ROOM, "settings");
    return FALSE;
  }

  card = self->settings_card == NULL ? vault_card_new (VAULT_CARD_SETTINGS)
                                     : vault_card_copy (self->settings_card);
  if (!vault_session_write_card (self, card, g_bytes_get_data (content, NULL),
                                 g_bytes_get_size (content), error))
    return FALSE;

  adopt (self, g_steal_pointer (&card), merged);
  return TRUE;
}
