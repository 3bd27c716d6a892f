/* film-screen.c - what watches a film that is played, and remembers what came
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "film-screen.h"

#include "film-maker.h"

#include <stdlib.h>

#define TOLERANCE 48
#define PATIENCE_US (60 * G_TIME_SPAN_SECOND)
#define SECOND_NS G_GINT64_CONSTANT (1000000000)
#define HALF_FRAME_NS (SECOND_NS / FILM_FPS / 2)

static guint32
colour_of (const VaultPlayerPiece *piece)
{
  const guint8 *bytes = g_bytes_get_data (piece->bytes, NULL);
  const guint8 *pixel =
      bytes + ((gsize) piece->height / 2 * piece->width + piece->width / 2) * 4;

  if (pixel[3] != 255)
    return ~film_colours[0];
  return (guint32) pixel[2] << 16 | (guint32) pixel[1] << 8 | pixel[0];
}

gboolean
screen_is_like (guint32 a, guint32 b)
{
  for (guint shift = 0; shift < 24; shift += 8)
    if (ABS ((int) (a >> shift & 255) - (int) (b >> shift & 255)) > TOLERANCE)
      return FALSE;
  return TRUE;
}

static void
opened (const VaultPlayerFacts *facts, gpointer data)
{
  Screen *self = data;

  g_mutex_lock (&self->mutex);
  g_assert_false (self->is_opened);
  self->is_opened = TRUE;
  self->facts = *facts;
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->mutex);
}

static void
see (Screen *self, const VaultPlayerPiece *piece)
{
  guint32 colour = colour_of (piece);
  /* Half a frame in, so that rounded times do not matter. */
  guint second =
      (guint) ((guint64) piece->position_ns + HALF_FRAME_NS) / SECOND_NS % FILM_SECONDS;

  g_assert_cmpuint (g_bytes_get_size (piece->bytes), ==,
                    (gsize) piece->width * piece->height * 4);
  self->width = piece->width;
  self->height = piece->height;
  if (self->first_ns[VAULT_PLAYER_PICTURE] < 0)
    self->first_colour = colour;
  if (!self->has_wrong_colour && !screen_is_like (colour, film_colours[second])) {
    g_test_message ("at %" G_GINT64_FORMAT " ns: %06x", piece->position_ns, colour);
    self->has_wrong_colour = TRUE;
  }
}

static void
hear (Screen *self, const VaultPlayerPiece *piece)
{
  gsize n_bytes;
  const gint16 *samples = g_bytes_get_data (piece->bytes, &n_bytes);

  for (gsize i = 0; i < n_bytes / sizeof *samples; i++)
    self->loudness = MAX (self->loudness, abs (samples[i]) / 32768.0);
  self->n_sound_bytes += n_bytes;
}

static void
filled (const VaultPlayerPiece *piece, gpointer data)
{
  Screen *self = data;

  g_mutex_lock (&self->mutex);
  if (piece->stream == VAULT_PLAYER_PICTURE)
    see (self, piece);
  else
    hear (self, piece);
  if (self->first_ns[piece->stream] < 0)
    self->first_ns[piece->stream] = piece->position_ns;
  self->last_ns[piece->stream] = piece->position_ns;
  self->n_pieces[piece->stream]++;
  if (self->is_blocked)
    g_ptr_array_add (self->kept, g_bytes_ref (piece->bytes));
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->mutex);
}

static void
ended (VaultPlayerStream stream, gpointer data)
{
  Screen *self = data;

  g_mutex_lock (&self->mutex);
  self->has_ended[stream] = TRUE;
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->mutex);
}

static void
failed (VaultError code, gpointer data)
{
  Screen *self = data;

  g_mutex_lock (&self->mutex);
  g_assert_false (self->has_failed);
  self->has_failed = TRUE;
  self->code = code;
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->mutex);
}

void
screen_destroyed (gpointer data)
{
  Screen *self = data;

  g_mutex_lock (&self->mutex);
  self->is_destroyed = TRUE;
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->mutex);
}

const VaultPlayerEvents screen_events = { opened, filled, ended, failed };

void
screen_init (Screen *self)
{
  g_mutex_init (&self->mutex);
  g_cond_init (&self->changed);
  self->kept = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  self->first_ns[0] = self->first_ns[1] = -1;
}

static void
ignore (gpointer unused)
{
}

void
screen_start (Screen *self, const VaultDecoderSource *source, guint width, guint height)
{
  const VaultPlaybackListener listener = { &screen_events, self, screen_destroyed };

  screen_init (self);
  self->spare = vault_spare_new ();
  self->playback =
      vault_playback_new (self->spare, source, ignore, width, height, &listener);
}

gboolean
screen_wait_for (Screen *self, ScreenCondition condition)
{
  gint64 end = g_get_monotonic_time () + PATIENCE_US;
  gboolean is_true;

  g_mutex_lock (&self->mutex);
  while (!(is_true = condition (self)) && !self->has_failed
         && g_cond_wait_until (&self->changed, &self->mutex, end))
    continue;
  if (!is_true)
    is_true = condition (self);
  g_mutex_unlock (&self->mutex);
  return is_true;
}

gboolean
screen_has_failed (Screen *self)
{
  return self->has_failed;
}

gboolean
screen_has_ended (Screen *self)
{
  return self->is_opened
         && self->has_ended[VAULT_PLAYER_PICTURE] >= self->facts.has_picture
         && self->has_ended[VAULT_PLAYER_SOUND] >= self->facts.has_sound;
}

gboolean
screen_has_begun (Screen *self)
{
  return self->is_opened
         && (!self->facts.has_picture || self->n_pieces[VAULT_PLAYER_PICTURE] > 0)
         && (!self->facts.has_sound || self->n_pieces[VAULT_PLAYER_SOUND] > 0);
}

void
screen_stop (Screen *self)
{
  gint64 end = g_get_monotonic_time () + PATIENCE_US;

  vault_playback_close (self->playback);
  g_mutex_lock (&self->mutex);
  while (!self->is_destroyed && g_cond_wait_until (&self->changed, &self->mutex, end))
    continue;
  g_assert_true (self->is_destroyed);
  g_mutex_unlock (&self->mutex);
  vault_playback_unref (self->playback);
  vault_spare_unref (self->spare);
  g_ptr_array_unref (self->kept);
}

void
screen_seek (Screen *self, gint64 position_ns)
{
  vault_playback_hold (self->playback);
  g_mutex_lock (&self->mutex);
  g_ptr_array_set_size (self->kept, 0);
  self->first_ns[0] = self->first_ns[1] = -1;
  self->n_pieces[0] = self->n_pieces[1] = 0;
  self->has_ended[0] = self->has_ended[1] = FALSE;
  g_mutex_unlock (&self->mutex);
  vault_playback_seek (self->playback, position_ns);
}
