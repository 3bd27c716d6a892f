/* night-camera-text.c - what a camera wrote into a picture, in plain words
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "viewer/night-camera-text.h"

#include <glib/gi18n.h>
#include <string.h>

#define SECOND_US 1000000
/* From here on people say 0.5 s, and 1/250 s below. */
#define LONG_US 300000

char *
night_camera_text_dup_name (const VaultCamera *camera)
{
  if (camera->make == NULL || camera->model == NULL)
    return g_strdup (camera->make != NULL ? camera->make : camera->model);

  /* Many makers write their name into both. */
  if (g_ascii_strncasecmp (camera->model, camera->make, strlen (camera->make)) == 0)
    return g_strdup (camera->model);
  return g_strdup_printf ("%s %s", camera->make, camera->model);
}

static void
add (GString *text, const char *part)
{
  if (text->len > 0)
    /* Translators: between the parts of "1/250 s, f/1.8, ISO 400". */
    g_string_append (text, _ (", "));
  g_string_append (text, part);
}

static void
add_time (GString *text, guint64 exposure_us)
{
  g_autofree char *part = NULL;

  if (exposure_us == 0)
    return;
  if (exposure_us < LONG_US)
    /* Translators: a short exposure, "1/250 s". */
    part = g_strdup_printf (_ ("1/%u s"),
                            (guint) ((SECOND_US + exposure_us / 2) / exposure_us));
  else
    /* Translators: a long exposure, "1.5 s". */
    part = g_strdup_printf (_ ("%.4g s"), (double) exposure_us / SECOND_US);
  add (text, part);
}

/* Takes @part. */
static void
add_known (GString *text, gboolean is_known, char *part)
{
  g_autofree char *held = part;

  if (is_known)
    add (text, held);
}

char *
night_camera_text_dup_exposure (const VaultCamera *camera)
{
  g_autoptr (GString) text = g_string_new (NULL);

  add_time (text, camera->exposure_us);
  add_known (text, camera->aperture_hundredths > 0,
             g_strdup_printf ("f/%.3g", camera->aperture_hundredths / 100.0));
  add_known (text, camera->iso > 0, g_strdup_printf ("ISO %u", camera->iso));
  add_known (text, camera->focal_length_tenths > 0,
             /* Translators: a focal length. */
             g_strdup_printf (_ ("%.4g mm"), camera->focal_length_tenths / 10.0));
  return text->len > 0 ? g_string_free (g_steal_pointer (&text), FALSE) : NULL;
}
