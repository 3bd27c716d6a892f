/* night-viewer-screen.c - the whole screen, the controls that fade, and the slideshow
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "viewer/night-viewer-private.h"

#include "night-settings.h"

static GtkWindow *
get_window (NightViewerPage *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  return GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL;
}

/* ---- the whole screen ---- */

gboolean
night_viewer_is_fullscreen (NightViewerPage *self)
{
  return self->is_fullscreen;
}

/* In the whole screen the header bar comes and goes with the other controls. */
static void
update_header (NightViewerPage *self)
{
  gboolean fullscreen = self->is_fullscreen;

  g_object_set (self->frame, "fold-policy",
                fullscreen ? ADW_FLAP_FOLD_POLICY_ALWAYS : ADW_FLAP_FOLD_POLICY_NEVER,
                "reveal-flap", !fullscreen || !night_fader_is_faded (self->fader),
                NULL);
  gtk_widget_set_visible (self->leave_fullscreen, fullscreen);
  night_fader_set_hides_pointer (self->fader, fullscreen);
}

static void
take_fullscreen (NightViewerPage *self, gboolean fullscreen)
{
  if (self->is_fullscreen == fullscreen)
    return;

  self->is_fullscreen = fullscreen;
  if (!fullscreen)
    self->made_fullscreen = FALSE;
  update_header (self);
  if (self->item != NULL)
    night_fader_wake (self->fader);
  g_object_notify_by_pspec (G_OBJECT (self),
                            night_viewer_properties[NIGHT_VIEWER_FULLSCREEN]);
}

/* The controls change at once: a desktop may take its time, or know no such thing. */
void
night_viewer_set_fullscreen (NightViewerPage *self, gboolean fullscreen)
{
  GtkWindow *window = get_window (self);

  if (window == NULL || (fullscreen && self->item == NULL))
    return;
  if (fullscreen)
    gtk_window_fullscreen (window);
  else
    gtk_window_unfullscreen (window);
  take_fullscreen (self, fullscreen);
}

/* The desktop has means of its own to do that. */
static void
fullscreen_changed (NightViewerPage *self, GParamSpec *pspec, GtkWindow *window)
{
  gboolean fullscreen = gtk_window_is_fullscreen (window);

  if (self->item != NULL || !fullscreen)
    take_fullscreen (self, fullscreen);
}

void
night_viewer_follow_window (NightViewerPage *self)
{
  GtkWindow *window = get_window (self);

  if (window != NULL)
    g_signal_connect_object (window, "notify::fullscreened",
                             G_CALLBACK (fullscreen_changed), self, G_CONNECT_SWAPPED);
}

/* ---- the slideshow ---- */

gboolean
night_viewer_is_in_slideshow (NightViewerPage *self)
{
  return night_slideshow_is_running (self->slideshow);
}

static void
notify_slideshow (NightViewerPage *self)
{
  g_object_notify_by_pspec (G_OBJECT (self),
                            night_viewer_properties[NIGHT_VIEWER_SLIDESHOW]);
}

/* Stop where it is; the screen stays as it is. */
static void
pause_slideshow (NightViewerPage *self)
{
  if (!night_slideshow_is_running (self->slideshow))
    return;

  night_slideshow_stop (self->slideshow);
  notify_slideshow (self);
}

static gboolean
ends_by_itself (NightViewerPage *self)
{
  VaultMediaKind kind = vault_item_get_kind (self->item);

  return kind == VAULT_MEDIA_VIDEO || kind == VAULT_MEDIA_AUDIO;
}

void
night_viewer_screen_shown (NightViewerPage *self)
{
  gboolean running = night_slideshow_is_running (self->slideshow);
  /* What cannot be shown does not end, either. */
  gboolean plays =
      ends_by_itself (self)
      && gtk_stack_get_visible_child (self->stack) == GTK_WIDGET (self->player);

  if (running && plays)
    night_player_start (self->player);
  night_slideshow_shown (self->slideshow, plays);
}

void
night_viewer_set_slideshow (NightViewerPage *self, gboolean run)
{
  if (self->item == NULL || run == night_slideshow_is_running (self->slideshow))
    return;
  if (!run) {
    pause_slideshow (self);
    if (self->made_fullscreen)
      night_viewer_set_fullscreen (self, FALSE);
    return;
  }

  night_slideshow_start (self->slideshow);
  if (!night_viewer_is_fullscreen (self)) {
    night_viewer_set_fullscreen (self, TRUE);
    self->made_fullscreen = TRUE;
  }
  night_viewer_show_details (self, FALSE);
  night_viewer_screen_shown (self);
  notify_slideshow (self);
}

static void
advance (NightViewerPage *self)
{
  g_autoptr (VaultItem) next = night_cursor_dup_neighbour (self->cursor, 1);

  if (next != NULL)
    night_viewer_go (self, 1);
  else if (night_settings_get_slideshow_repeats ())
    night_viewer_go_to_first (self);
  else
    night_viewer_set_slideshow (self, FALSE);
}

/* Whoever presses a key wants to do something with what is shown, so it stays. */
static gboolean
key_pressed (NightViewerPage *self, guint keyval)
{
  switch (keyval) {
  case GDK_KEY_F5:
  case GDK_KEY_F11:
  case GDK_KEY_Escape:
  case GDK_KEY_Shift_L:
  case GDK_KEY_Shift_R:
  case GDK_KEY_Control_L:
  case GDK_KEY_Control_R:
  case GDK_KEY_Alt_L:
  case GDK_KEY_Alt_R:
    break;
  default:
    pause_slideshow (self);
    break;
  }

  /* The keyboard needs to see where it is. */
  if (self->item != NULL && !night_viewer_is_fullscreen (self))
    night_fader_wake (self->fader);
  return GDK_EVENT_PROPAGATE;
}

void
night_viewer_screen_drop (NightViewerPage *self)
{
  pause_slideshow (self);
  night_fader_rest (self->fader);
  if (self->is_fullscreen)
    night_viewer_set_fullscreen (self, FALSE);
}

void
night_viewer_init_screen (NightViewerPage *self)
{
  GtkWidget *controls[] = { self->previous, self->next, self->zoom_bar };
  GtkEventController *keys = gtk_event_controller_key_new ();

  self->fader = night_fader_new (self->stage);
  for (gsize i = 0; i < G_N_ELEMENTS (controls); i++)
    night_fader_add (self->fader, controls[i]);
  g_signal_connect_object (self->fader, "faded", G_CALLBACK (update_header), self,
                           G_CONNECT_SWAPPED);

  self->slideshow = night_slideshow_new ();
  g_signal_connect_object (self->slideshow, "advance", G_CALLBACK (advance), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->player, "ended", G_CALLBACK (night_slideshow_ended),
                           self->slideshow, G_CONNECT_SWAPPED);

  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (key_pressed), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
}

void
night_viewer_page_rest (NightViewerPage *self)
{
  g_return_if_fail (NIGHT_IS_VIEWER_PAGE (self));

  night_viewer_set_slideshow (self, FALSE);
  night_player_pause (self->player);
}

gboolean
night_viewer_page_is_watched (NightViewerPage *self)
{
  g_return_val_if_fail (NIGHT_IS_VIEWER_PAGE (self), FALSE);

  return self->item != NULL
         && (night_viewer_is_in_slideshow (self)
             || night_player_is_playing (self->player));
}
