/* target-sniff.c - fuzzing the first look at a file
 *
 * Input: the file's beginning.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "fuzz/fuzz.h"

#include "media/sniff.h"

gboolean
fuzz_target (const guint8 *bytes, gsize n_bytes)
{
  static const char *const prefixes[] = {
    [VAULT_MEDIA_OTHER] = "application/octet-stream",
    [VAULT_MEDIA_IMAGE] = "image/",
    [VAULT_MEDIA_ANIMATION] = "image/",
    [VAULT_MEDIA_VIDEO] = "video/",
    [VAULT_MEDIA_AUDIO] = "audio/",
    [VAULT_MEDIA_DOCUMENT] = "application/pdf",
  };
  const char *content_type = NULL;
  VaultMediaKind kind = vault_sniff (bytes, n_bytes, &content_type);

  g_assert_cmpuint (kind, <, G_N_ELEMENTS (prefixes));
  g_assert_true (g_str_has_prefix (content_type, prefixes[kind]));
  return kind != VAULT_MEDIA_OTHER;
}
