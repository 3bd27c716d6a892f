/* pixels.c - the end of decoded pixels
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <vault/vault-media.h>

void
vault_pixels_free (VaultPixels *self)
{
  if (self == NULL)
    return;
  g_bytes_unref (self->bytes);
  g_free (self);
}
