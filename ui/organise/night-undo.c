/* night-undo.c - taking back the last thing that can be taken back
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "organise/night-undo.h"

#define KEY "night-undo"

typedef struct {
  NightUndoFunc undo;
  gpointer user_data;
  GDestroyNotify destroy;
} Offer;

static void
offer_free (gpointer data)
{
  Offer *self = data;

  self->destroy (self->user_data);
  g_free (self);
}

void
night_undo_offer (GtkWidget *widget,
                  const char *text,
                  NightUndoFunc undo,
                  gpointer user_data,
                  GDestroyNotify destroy)
{
  Offer *self = g_new0 (Offer, 1);

  self->undo = undo;
  self->user_data = user_data;
  self->destroy = destroy;
  g_object_set_data_full (G_OBJECT (gtk_widget_get_root (widget)), KEY, self,
                          offer_free);
  gtk_widget_activate_action (widget, "win.toast-undo", "s", text);
}

void
night_undo_run (GtkWidget *window)
{
  Offer *self = g_object_steal_data (G_OBJECT (window), KEY);

  if (self == NULL)
    return;

  self->undo (self->user_data);
  offer_free (self);
}

void
night_undo_drop (GtkWidget *window)
{
  g_object_set_data (G_OBJECT (window), KEY, NULL);
}
