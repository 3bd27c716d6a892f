/* odd-file.h - a file that is not what it says, or has something happen while it is read
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

typedef struct {
  const char *name;
  guint64 n_claimed; /* the size it gives */
  GBytes *bytes;     /* what is read; not owned */
  gsize fail_at;     /* reading at or beyond this fails; 0: never */
  /* Called on the reading thread before each read. */
  void (*before_read) (gsize offset, gpointer data);
  gpointer data;
} OddFileSpec;

/* @spec outlives the file.  Returns: (transfer full). */
GFile *odd_file_new (const OddFileSpec *spec);
