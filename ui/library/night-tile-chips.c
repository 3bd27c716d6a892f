/* night-tile-chips.c - the small signs on a tile: what it is, a favourite, what is left
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "library/night-tile-chips.h"

#include <glib/gi18n.h>

#include "night-text.h"

/* From here on the chip stands out. */
#define SOON_S (60 * 60)

/* A photo needs no sign, and the big icon of what has no picture says it already.  Of what is
 * covered the views are what counts. */
static void
show_kind (NightFace *face, VaultItem *item)
{
  VaultMediaKind kind = vault_item_get_kind (item);
  guint64 duration_ms = vault_item_get_duration_ms (item);
  guint n_views = vault_item_get_views_left (item);
  g_autofree char *views = NULL;
  g_autofree char *duration = NULL;
  gboolean is_shown;

  if (vault_item_is_view_limited (item)) {
    /* Translators: how often an item can still be viewed; there is little room. */
    views = g_strdup_printf (ngettext ("%u view", "%u views", n_views), n_views);
    night_face_set_chip (face, NIGHT_CHIP_KIND, night_text_get_icon (kind), views,
                         NIGHT_CHIP_PLAIN);
    return;
  }

  if (duration_ms > 0)
    duration = night_text_dup_duration (duration_ms);
  is_shown = duration != NULL
             || (kind != VAULT_MEDIA_IMAGE && vault_item_has_thumbnail (item));
  night_face_set_chip (face, NIGHT_CHIP_KIND,
                       is_shown ? night_text_get_icon (kind) : NULL, duration,
                       NIGHT_CHIP_PLAIN);
}

void
night_tile_chips_show (NightFace *face, VaultItem *item)
{
  show_kind (face, item);
  night_face_set_chip (face, NIGHT_CHIP_FAVOURITE,
                       vault_item_is_favourite (item) ? "starred-symbolic" : NULL, NULL,
                       NIGHT_CHIP_PLAIN);
}

void
night_tile_chips_show_time (NightFace *face, VaultItem *item, gint64 now)
{
  gint64 expires = vault_item_get_expires (item);
  gint64 seconds = expires - now;
  g_autofree char *left = NULL;

  if (expires == VAULT_EXPIRES_NEVER) {
    night_face_set_chip (face, NIGHT_CHIP_TIME_LEFT, NULL, NULL, NIGHT_CHIP_PLAIN);
    return;
  }

  left = night_text_dup_time_left_short (seconds);
  night_face_set_chip (face, NIGHT_CHIP_TIME_LEFT, "alarm-symbolic", left,
                       seconds < SOON_S ? NIGHT_CHIP_STANDS_OUT : NIGHT_CHIP_PLAIN);
}
