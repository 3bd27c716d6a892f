/* night-turner.c - a picture that is turned, and the vault that is told of it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "viewer/night-turner.h"

#include "night-problem.h"

struct _NightTurner {
  GObject parent_instance;

  Vault *vault;
  VaultItem *item;
  guint wanted;
  gboolean is_writing;
};

G_DEFINE_FINAL_TYPE (NightTurner, night_turner, G_TYPE_OBJECT)

enum {
  FAILED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void write_wanted (NightTurner *self);

static void
written_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (NightTurner) self = user_data;
  g_autoptr (GError) error = NULL;

  self->is_writing = FALSE;
  if (vault_set_rotation_finish (VAULT_VAULT (source), result, &error)) {
    write_wanted (self);
    return;
  }

  self->wanted = vault_item_get_rotation (self->item);
  if (!vault_item_is_gone (self->item))
    g_signal_emit (self, signals[FAILED], 0, (int) night_problem_from_error (error));
}

static void
write_wanted (NightTurner *self)
{
  if (self->is_writing || vault_item_is_gone (self->item)
      || vault_item_get_rotation (self->item) == self->wanted)
    return;

  self->is_writing = TRUE;
  vault_set_rotation_async (self->vault, self->item, self->wanted, NULL, written_cb,
                            g_object_ref (self));
}

void
night_turner_turn (NightTurner *self, int quarter_turns)
{
  g_return_if_fail (NIGHT_IS_TURNER (self));

  self->wanted = (guint) ((int) self->wanted + quarter_turns) % VAULT_FULL_TURN;
  write_wanted (self);
}

guint
night_turner_get_rotation (NightTurner *self)
{
  g_return_val_if_fail (NIGHT_IS_TURNER (self), 0);

  return self->wanted;
}

NightTurner *
night_turner_new (Vault *vault, VaultItem *item)
{
  NightTurner *self = g_object_new (NIGHT_TYPE_TURNER, NULL);

  self->vault = g_object_ref (vault);
  self->item = g_object_ref (item);
  self->wanted = vault_item_get_rotation (item);
  return self;
}

static void
night_turner_dispose (GObject *object)
{
  NightTurner *self = NIGHT_TURNER (object);

  g_clear_object (&self->item);
  g_clear_object (&self->vault);

  G_OBJECT_CLASS (night_turner_parent_class)->dispose (object);
}

static void
night_turner_class_init (NightTurnerClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = night_turner_dispose;

  signals[FAILED] =
      g_signal_new ("failed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                    NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT);
}

static void
night_turner_init (NightTurner *self)
{
}
