/* vault-player.c - playing a film or recording of an open vault
 *
 * The vault knows its players, and ends them when it locks; a player knows its item, and
 * ends when that is gone.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <vault/vault-player.h>

#include "media/playback.h"
#include "vault/vault-private.h"

struct _VaultPlayer {
  gint n_refs;
  VaultPlayback *playback;

  /* The main context's own; NULL when closed. */
  Vault *vault;
  VaultItem *item;
  gint64 expires; /* an item that is gone does not tell any more */
};

VaultPlayer *
vault_player_ref (VaultPlayer *self)
{
  g_atomic_int_inc (&self->n_refs);
  return self;
}

void
vault_player_unref (VaultPlayer *self)
{
  if (self == NULL || !g_atomic_int_dec_and_test (&self->n_refs))
    return;

  vault_playback_unref (self->playback);
  g_free (self);
}

static void
on_changed_cb (VaultItem *item, GParamSpec *pspec, gpointer data)
{
  VaultPlayer *self = data;
  gboolean is_due = self->expires != VAULT_EXPIRES_NEVER
                    && self->expires <= vault_get_time (self->vault);

  if (vault_item_is_gone (item))
    vault_playback_end (self->playback,
                        is_due ? VAULT_ERROR_EXPIRED : VAULT_ERROR_NO_ITEM);
  else
    self->expires = vault_item_get_expires (item);
}

static gboolean
read_source (gpointer data, guint64 offset, guint8 *out, gsize n_bytes, GError **error)
{
  return vault_source_read (data, offset, out, n_bytes, error);
}

static void
free_source (gpointer data)
{
  vault_source_unref (data);
}

VaultPlayer *
vault_open_player (Vault *vault,
                   VaultItem *item,
                   guint width,
                   guint height,
                   const VaultPlayerEvents *events,
                   gpointer user_data,
                   GDestroyNotify destroy,
                   GError **error)
{
  const VaultPlaybackListener listener = { events, user_data, destroy };
  VaultSource *source = vault_open_source (vault, item, error);
  VaultDecoderSource bytes = { .read = read_source, .data = source };
  VaultPlayer *self;

  if (source == NULL)
    return NULL;
  bytes.n_bytes = vault_source_get_n_bytes (source);
  self = g_new0 (VaultPlayer, 1);
  self->n_refs = 1;
  self->vault = g_object_ref (vault);
  self->item = g_object_ref (item);
  self->playback =
      vault_playback_new (vault->spare, &bytes, free_source, width, height, &listener);
  self->expires = vault_item_get_expires (item);
  g_signal_connect (item, "notify", G_CALLBACK (on_changed_cb), self);
  g_ptr_array_add (vault->players, self);
  return self;
}

void
vault_player_close (VaultPlayer *self)
{
  if (self->vault == NULL)
    return;

  vault_playback_close (self->playback);
  g_signal_handlers_disconnect_by_data (self->item, self);
  g_ptr_array_remove_fast (self->vault->players, self);
  g_clear_object (&self->item);
  g_clear_object (&self->vault);
}

void
vault_player_hold (VaultPlayer *self)
{
  vault_playback_hold (self->playback);
}

void
vault_player_seek (VaultPlayer *self, gint64 position_ns)
{
  vault_playback_seek (self->playback, position_ns);
}

void
vault_player_limit_size (VaultPlayer *self, guint width, guint height)
{
  vault_playback_limit_size (self->playback, width, height);
}

void
vault_player_hurry (VaultPlayer *self, gint64 position_ns)
{
  vault_playback_hurry (self->playback, position_ns);
}

void
vault_prepare_player (Vault *self)
{
  if (self->session != NULL)
    vault_spare_start (self->spare);
}

/* ---- the vault's side ---- */

void
vault_players_init (Vault *self)
{
  self->players = g_ptr_array_new ();
  self->spare = vault_spare_new ();
}

void
vault_players_stop (Vault *self)
{
  for (guint i = 0; i < self->players->len; i++) {
    VaultPlayer *player = self->players->pdata[i];

    vault_playback_end (player->playback, VAULT_ERROR_LOCKED);
  }
  vault_spare_stop (self->spare);
}

void
vault_players_finalize (Vault *self)
{
  g_ptr_array_unref (self->players);
  vault_spare_unref (self->spare);
}
