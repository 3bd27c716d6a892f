/* fonts.c - typefaces for documents that bring none of their own
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "fonts.h"

#include <dlfcn.h>
#include <fontconfig/fontconfig.h>
#include <ft2build.h>
#include FT_FREETYPE_H
#include <glib.h>
#include <stdio.h>
#include <string.h>

#define MOST_KEPT 24
/* A typeface of a whole script can be larger; those are not for standing in. */
#define MOST_BYTES ((gsize) 16 << 20)

typedef struct {
  char *path;
  char *bytes;
  gsize n_bytes;
} Typeface;

static Typeface kept[MOST_KEPT];
static gsize n_kept;

/* With labels, as the headers may give these names to something else. */
FILE *fonts_fopen (const char *path, const char *mode) __asm__("fopen");
FILE *fonts_fopen64 (const char *path, const char *mode) __asm__("fopen64");
FT_Error fonts_new_face (FT_Library library,
                         const char *path,
                         FT_Long index,
                         FT_Face *out) __asm__("FT_New_Face");

static const Typeface *
find (const char *path)
{
  for (gsize i = 0; i < n_kept && path != NULL; i++)
    if (strcmp (kept[i].path, path) == 0)
      return &kept[i];
  return NULL;
}

static FILE *
open_stream (const char *name, const char *path, const char *mode)
{
  const Typeface *typeface = find (path);
  FILE *(*next) (const char *, const char *);

  if (typeface != NULL)
    return fmemopen (typeface->bytes, typeface->n_bytes, "rb");
  *(void **) &next = dlsym (RTLD_NEXT, name);
  return next (path, mode);
}

FILE *
fonts_fopen (const char *path, const char *mode)
{
  return open_stream ("fopen", path, mode);
}

FILE *
fonts_fopen64 (const char *path, const char *mode)
{
  return open_stream ("fopen64", path, mode);
}

FT_Error
fonts_new_face (FT_Library library, const char *path, FT_Long index, FT_Face *out)
{
  const Typeface *typeface = find (path);
  FT_Error (*next) (FT_Library, const char *, FT_Long, FT_Face *);

  if (typeface != NULL)
    return FT_New_Memory_Face (library, (const FT_Byte *) typeface->bytes,
                               (FT_Long) typeface->n_bytes, index, out);
  *(void **) &next = dlsym (RTLD_NEXT, "FT_New_Face");
  return next (library, path, index, out);
}

static void
keep_file (const char *path, FcConfig *config)
{
  Typeface typeface = { 0 };

  if (n_kept == MOST_KEPT || find (path) != NULL
      || !g_file_get_contents (path, &typeface.bytes, &typeface.n_bytes, NULL))
    return;
  if (typeface.n_bytes == 0 || typeface.n_bytes > MOST_BYTES
      || !FcConfigAppFontAddFile (config, (const FcChar8 *) path)) {
    g_free (typeface.bytes);
    return;
  }
  typeface.path = g_strdup (path);
  kept[n_kept++] = typeface;
}

/* What this system would show for @family. */
static void
keep_match (const char *family, int weight, int slant, FcConfig *config)
{
  FcPattern *wanted = FcPatternBuild (
      NULL, FC_FAMILY, FcTypeString, family, FC_WEIGHT, FcTypeInteger, weight, FC_SLANT,
      FcTypeInteger, slant, FC_SCALABLE, FcTypeBool, FcTrue, (char *) NULL);
  FcPattern *found = NULL;
  FcResult result;
  FcChar8 *path;

  if (wanted != NULL && FcConfigSubstitute (NULL, wanted, FcMatchPattern)) {
    FcDefaultSubstitute (wanted);
    found = FcFontMatch (NULL, wanted, &result);
  }
  if (found != NULL && FcPatternGetString (found, FC_FILE, 0, &path) == FcResultMatch)
    keep_file ((const char *) path, config);
  if (found != NULL)
    FcPatternDestroy (found);
  if (wanted != NULL)
    FcPatternDestroy (wanted);
}

/* Which name stands for which is the system's to say; which typefaces there are is not. */
static FcConfig *
make_config (void)
{
  FcChar8 *file = FcConfigFilename (NULL);
  FcConfig *config = FcConfigCreate ();
  g_autofree char *folder = file != NULL ? g_path_get_dirname ((char *) file) : NULL;
  g_autofree char *rules = NULL;

  if (config != NULL && folder != NULL) {
    g_autofree char *escaped = g_markup_escape_text (folder, -1);

    rules = g_strdup_printf ("<fontconfig><include ignore_missing=\"yes\">%s/conf.d"
                             "</include></fontconfig>",
                             escaped);
    FcConfigParseAndLoadFromMemory (config, (const FcChar8 *) rules, FcFalse);
  }
  FcStrFree (file);
  return config;
}

void
fonts_keep (void)
{
  /* The fourteen that every reader of documents is expected to have. */
  static const char *const families[] = { "Helvetica", "Times", "Courier" };
  static const int weights[] = { FC_WEIGHT_REGULAR, FC_WEIGHT_BOLD };
  static const int slants[] = { FC_SLANT_ROMAN, FC_SLANT_ITALIC };
  /* And for names nobody knows, and letters those have not. */
  static const char *const others[] = { "Symbol", "ZapfDingbats", "sans-serif", "serif",
                                        "monospace" };
  FcConfig *config;

  if (!FcInit () || (config = make_config ()) == NULL)
    return;
  for (gsize f = 0; f < G_N_ELEMENTS (families); f++)
    for (gsize w = 0; w < G_N_ELEMENTS (weights); w++)
      for (gsize s = 0; s < G_N_ELEMENTS (slants); s++)
        keep_match (families[f], weights[w], slants[s], config);
  for (gsize i = 0; i < G_N_ELEMENTS (others); i++)
    keep_match (others[i], FC_WEIGHT_REGULAR, FC_SLANT_ROMAN, config);
  FcConfigSetCurrent (config);
  FcConfigDestroy (config);
}
