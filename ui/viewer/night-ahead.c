/* night-ahead.c - the pictures before and after the one shown, decoded beforehand
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "viewer/night-ahead.h"

#include <vault/vault-media.h>

#include "night-pixels.h"

#define N_SLOTS 2
/* However large the screen is. */
#define MAX_SIDE_PX 4096

typedef struct {
  VaultItem *item; /* NULL in an empty slot */
  GdkTexture *texture;
  GCancellable *cancellable; /* of the decoding under way */
  guint side_px;
} Slot;

struct _NightAhead {
  GObject parent_instance;

  Vault *vault;
  Slot slots[N_SLOTS];
};

G_DEFINE_FINAL_TYPE (NightAhead, night_ahead, G_TYPE_OBJECT)

static void load_next (NightAhead *self);

static void
clear_slot (NightAhead *self, Slot *slot)
{
  if (slot->item != NULL)
    g_signal_handlers_disconnect_by_data (slot->item, self);
  g_cancellable_cancel (slot->cancellable);
  g_clear_object (&slot->cancellable);
  g_clear_object (&slot->texture);
  g_clear_object (&slot->item);
}

static Slot *
find_slot (NightAhead *self, VaultItem *item)
{
  for (guint i = 0; i < N_SLOTS; i++)
    if (item != NULL && self->slots[i].item == item)
      return &self->slots[i];

  return NULL;
}

static void
item_gone (NightAhead *self, GParamSpec *pspec, VaultItem *item)
{
  Slot *slot = find_slot (self, item);

  if (slot != NULL && vault_item_is_gone (item))
    clear_slot (self, slot);
}

typedef struct {
  NightAhead *self;
  GCancellable *cancellable; /* tells whether the slot still waits for this */
} Load;

static void
load_free (Load *load)
{
  g_object_unref (load->self);
  g_object_unref (load->cancellable);
  g_free (load);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Load, load_free)

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Load) load = user_data;
  NightAhead *self = load->self;
  g_autoptr (VaultPixels) pixels = NULL;

  /* What cannot be decoded says so when it is opened. */
  pixels = vault_load_image_finish (VAULT_VAULT (source), result, NULL);
  for (guint i = 0; i < N_SLOTS; i++) {
    Slot *slot = &self->slots[i];

    if (slot->cancellable != load->cancellable)
      continue;
    g_clear_object (&slot->cancellable);
    if (pixels != NULL)
      slot->texture = night_pixels_to_texture (pixels);
    if (slot->texture == NULL)
      clear_slot (self, slot);
  }
  load_next (self);
}

/* One at a time, so that what is shown never waits for more than one of these. */
static void
load_next (NightAhead *self)
{
  for (guint i = 0; i < N_SLOTS; i++)
    if (self->slots[i].cancellable != NULL)
      return;

  for (guint i = 0; i < N_SLOTS; i++) {
    Slot *slot = &self->slots[i];
    Load *load;

    if (slot->item == NULL || slot->texture != NULL)
      continue;
    slot->cancellable = g_cancellable_new ();
    load = g_new0 (Load, 1);
    load->self = g_object_ref (self);
    load->cancellable = g_object_ref (slot->cancellable);
    vault_load_image_async (self->vault, slot->item, slot->side_px, slot->cancellable,
                            loaded_cb, load);
    return;
  }
}

/* What may be looked at a number of times only is decoded when somebody looks. */
static gboolean
is_worth_it (VaultItem *item)
{
  return item != NULL && vault_item_get_kind (item) == VAULT_MEDIA_IMAGE
         && !vault_item_is_view_limited (item);
}

static void
put (NightAhead *self, VaultItem *item, guint side_px)
{
  if (!is_worth_it (item) || find_slot (self, item) != NULL)
    return;

  for (guint i = 0; i < N_SLOTS; i++) {
    Slot *slot = &self->slots[i];

    if (slot->item != NULL)
      continue;
    slot->item = g_object_ref (item);
    slot->side_px = MIN (side_px, MAX_SIDE_PX);
    g_signal_connect_object (item, "notify::gone", G_CALLBACK (item_gone), self,
                             G_CONNECT_SWAPPED);
    return;
  }
}

void
night_ahead_want (NightAhead *self, VaultItem *one, VaultItem *other, guint side_px)
{
  g_return_if_fail (NIGHT_IS_AHEAD (self));

  for (guint i = 0; i < N_SLOTS; i++) {
    Slot *slot = &self->slots[i];

    if (slot->item != NULL && slot->item != one && slot->item != other)
      clear_slot (self, slot);
  }
  if (side_px == 0)
    return;

  put (self, one, side_px);
  put (self, other, side_px);
  load_next (self);
}

GdkTexture *
night_ahead_steal (NightAhead *self, VaultItem *item, guint *out_side_px)
{
  Slot *slot = find_slot (self, item);
  GdkTexture *texture;

  *out_side_px = 0;
  if (slot == NULL)
    return NULL;

  texture = g_steal_pointer (&slot->texture);
  if (texture != NULL)
    *out_side_px = slot->side_px;
  clear_slot (self, slot);
  return texture;
}

void
night_ahead_drop (NightAhead *self)
{
  g_return_if_fail (NIGHT_IS_AHEAD (self));

  for (guint i = 0; i < N_SLOTS; i++)
    clear_slot (self, &self->slots[i]);
}

NightAhead *
night_ahead_new (Vault *vault)
{
  NightAhead *self = g_object_new (NIGHT_TYPE_AHEAD, NULL);

  self->vault = g_object_ref (vault);
  return self;
}

static void
night_ahead_dispose (GObject *object)
{
  NightAhead *self = NIGHT_AHEAD (object);

  night_ahead_drop (self);
  g_clear_object (&self->vault);

  G_OBJECT_CLASS (night_ahead_parent_class)->dispose (object);
}

static void
night_ahead_class_init (NightAheadClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = night_ahead_dispose;
}

static void
night_ahead_init (NightAhead *self)
{
}
