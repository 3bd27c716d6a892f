/* night-guidance-text.h - what the guidance says: short, in words of our own, sources named
 *
 * All of it is in the program: nothing is fetched.  A number is
 * given only where its source gives it; else the place that knows the numbers.
 *
 * Threads:  any.
 * Blocks:   never.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum {
  NIGHT_PASSAGE_HEADING,
  NIGHT_PASSAGE_TEXT,
  NIGHT_PASSAGE_POINT, /* one of a list */
} NightPassageKind;

typedef struct {
  NightPassageKind kind;
  const char *text; /* to be translated */
} NightPassage;

/* A page of the web, where it comes from or goes on. */
typedef struct {
  const char *name;    /* not translated */
  const char *what;    /* to be translated */
  const char *address; /* begins with "https://" */
} NightSource;

typedef struct {
  const char *id;
  const char *title; /* to be translated, like what follows */
  const char *about;
  const NightPassage *passages;
  guint n_passages;
  const NightSource *sources;
  guint n_sources;
} NightTopic;

#define NIGHT_TOPIC_UNDER_18 "under-18"

/* In the order to be shown.  Returns: (transfer none): an array. */
const NightTopic *night_guidance_get_topics (guint *out_n_topics);

G_END_DECLS
