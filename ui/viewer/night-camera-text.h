/* night-camera-text.h - what a camera wrote into a picture, in plain words
 *
 * Threads:  any.
 * Blocks:   never.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <vault/vault-media.h>

G_BEGIN_DECLS

/* "Maker Model", the maker once.  Returns: (transfer full) (nullable). */
char *night_camera_text_dup_name (const VaultCamera *camera);

/* "1/250 s, f/1.8, ISO 400, 26.5 mm", as much of it as is known.
 * Returns: (transfer full) (nullable). */
char *night_camera_text_dup_exposure (const VaultCamera *camera);

G_END_DECLS
