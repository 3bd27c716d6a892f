/* night-cursor.c - one item's place in a list, kept while the list changes around it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "viewer/night-cursor.h"

struct _NightCursor {
  GObject parent_instance;

  GListModel *model;
  gpointer item; /* borrowed: only compared */
  guint position;
};

G_DEFINE_FINAL_TYPE (NightCursor, night_cursor, G_TYPE_OBJECT)

enum {
  MOVED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

/* Returns: whether the item is among the @n from @first on. */
static gboolean
find (NightCursor *self, guint first, guint n)
{
  for (guint i = first; i < first + n; i++) {
    g_autoptr (GObject) at = g_list_model_get_item (self->model, i);

    if (at == self->item) {
      self->position = i;
      return TRUE;
    }
  }

  return FALSE;
}

static void
items_changed (NightCursor *self, guint first, guint n_removed, guint n_added)
{
  if (first + n_removed <= self->position)
    self->position = self->position - n_removed + n_added;
  else if (first <= self->position && !find (self, first, n_added))
    /* It is gone; what came after it stands in its place. */
    self->position = first;
  g_signal_emit (self, signals[MOVED], 0);
}

NightCursor *
night_cursor_new (GListModel *model, gpointer item)
{
  NightCursor *self = g_object_new (NIGHT_TYPE_CURSOR, NULL);

  self->model = g_object_ref (model);
  self->item = item;
  (void) find (self, 0, g_list_model_get_n_items (model));
  g_signal_connect_object (model, "items-changed", G_CALLBACK (items_changed), self,
                           G_CONNECT_SWAPPED);
  return self;
}

gpointer
night_cursor_dup_neighbour (NightCursor *self, int step)
{
  gint64 position = (gint64) self->position + step;

  g_return_val_if_fail (NIGHT_IS_CURSOR (self), NULL);

  if (position < 0 || position >= g_list_model_get_n_items (self->model))
    return NULL;
  return g_list_model_get_item (self->model, (guint) position);
}

gpointer
night_cursor_dup_first (NightCursor *self)
{
  g_return_val_if_fail (NIGHT_IS_CURSOR (self), NULL);

  return g_list_model_get_item (self->model, 0);
}

gpointer
night_cursor_dup_last (NightCursor *self)
{
  guint n = g_list_model_get_n_items (self->model);

  g_return_val_if_fail (NIGHT_IS_CURSOR (self), NULL);

  return n == 0 ? NULL : g_list_model_get_item (self->model, n - 1);
}

static void
go_to (NightCursor *self, guint position)
{
  g_autoptr (GObject) item = g_list_model_get_item (self->model, position);

  if (item == NULL)
    return;

  self->item = item;
  self->position = position;
  g_signal_emit (self, signals[MOVED], 0);
}

void
night_cursor_step (NightCursor *self, int step)
{
  g_autoptr (GObject) item = night_cursor_dup_neighbour (self, step);

  if (item != NULL)
    go_to (self, (guint) ((gint64) self->position + step));
}

void
night_cursor_go_to_first (NightCursor *self)
{
  g_return_if_fail (NIGHT_IS_CURSOR (self));

  go_to (self, 0);
}

void
night_cursor_go_to_last (NightCursor *self)
{
  g_return_if_fail (NIGHT_IS_CURSOR (self));

  go_to (self, g_list_model_get_n_items (self->model) - 1);
}

static void
night_cursor_dispose (GObject *object)
{
  g_clear_object (&NIGHT_CURSOR (object)->model);

  G_OBJECT_CLASS (night_cursor_parent_class)->dispose (object);
}

static void
night_cursor_class_init (NightCursorClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = night_cursor_dispose;

  signals[MOVED] = g_signal_new ("moved", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
night_cursor_init (NightCursor *self)
{
}
