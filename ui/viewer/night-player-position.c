/* night-player-position.c - where a film or recording was left
 *
 * Kept in the item's record and nowhere else, when it is paused and when it is left: a position
 * that was written every few seconds would tell who looks at the file how long somebody
 * watched.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "viewer/night-player.h"

#include "viewer/night-player-private.h"

/* Who stopped so near the beginning or the end does not want to come back there. */
#define MARGIN_MS 5000

/* Returns: 0 for the beginning. */
static guint64
get_position_ms (NightPlayer *self)
{
  GtkMediaStream *stream = GTK_MEDIA_STREAM (self->stream);
  gint64 at_ms = gtk_media_stream_get_timestamp (stream) / 1000;
  gint64 duration_ms = gtk_media_stream_get_duration (stream) / 1000;

  if (gtk_media_stream_get_ended (stream) || at_ms < MARGIN_MS
      || at_ms > duration_ms - MARGIN_MS)
    return 0;
  return MIN ((guint64) at_ms, VAULT_POSITION_MAX_MS);
}

void
night_player_resume (NightPlayer *self)
{
  GtkMediaStream *stream = GTK_MEDIA_STREAM (self->stream);
  gint64 at_ms = (gint64) vault_item_get_position_ms (self->item);
  gint64 duration_ms = gtk_media_stream_get_duration (stream) / 1000;

  if (at_ms > 0 && at_ms < duration_ms && gtk_media_stream_is_seekable (stream))
    gtk_media_stream_seek (stream, at_ms * 1000);
}

void
night_player_keep_position (NightPlayer *self)
{
  guint64 at_ms;

  if (self->stream == NULL || vault_item_is_gone (self->item)
      || !gtk_media_stream_is_prepared (GTK_MEDIA_STREAM (self->stream))
      || !gtk_media_stream_is_seekable (GTK_MEDIA_STREAM (self->stream)))
    return;

  at_ms = get_position_ms (self);
  /* Nothing hangs on whether it can be kept, so nobody is told. */
  if (at_ms != vault_item_get_position_ms (self->item))
    vault_set_position_async (self->vault, self->item, at_ms, NULL, NULL, NULL);
}
