/* ending.c - the end of a file's name by which other programs know what it is
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "vault/ending.h"

#include <string.h>

#include "vault/entry.h"

#define MAX_LETTERS 5

/* Of everything that media/sniff.c knows. */
static const struct {
  const char *content_type;
  const char *ending;
} endings[] = {
  { "image/jpeg", ".jpg" },      { "image/png", ".png" },
  { "image/gif", ".gif" },       { "image/webp", ".webp" },
  { "image/tiff", ".tif" },      { "image/bmp", ".bmp" },
  { "image/heic", ".heic" },     { "image/heif", ".heif" },
  { "image/avif", ".avif" },     { "image/jxl", ".jxl" },
  { "video/mp4", ".mp4" },       { "video/quicktime", ".mov" },
  { "video/3gpp", ".3gp" },      { "video/3gpp2", ".3g2" },
  { "video/webm", ".webm" },     { "video/x-matroska", ".mkv" },
  { "video/ogg", ".ogv" },       { "audio/ogg", ".ogg" },
  { "audio/mp4", ".m4a" },       { "audio/mpeg", ".mp3" },
  { "audio/flac", ".flac" },     { "audio/x-wav", ".wav" },
  { "application/pdf", ".pdf" },
};

/* A few letters and digits behind the last dot: "12.7" and "Mr. Smith" have no ending. */
static gboolean
has_ending (const char *name)
{
  const char *dot = strrchr (name, '.');
  gboolean any_letter = FALSE;
  gsize n = 0;

  if (dot == NULL || dot == name)
    return FALSE;
  for (n = 0; g_ascii_isalnum (dot[n + 1]); n++)
    any_letter |= g_ascii_isalpha (dot[n + 1]);
  return any_letter && n <= MAX_LETTERS && dot[n + 1] == '\0';
}

char *
vault_ending_dup_name (const char *name, const char *content_type)
{
  for (gsize i = 0; !has_ending (name) && i < G_N_ELEMENTS (endings); i++)
    if (g_str_equal (content_type, endings[i].content_type)
        && strlen (name) + strlen (endings[i].ending) <= VAULT_NAME_MAX_BYTES)
      return g_strconcat (name, endings[i].ending, NULL);

  return g_strdup (name);
}
