/* reader-bus.h - the bus of assistive technology, as far as it says whether it is used
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

typedef struct {
  gboolean enabled;
  gboolean reader;
  gboolean ready;
  gboolean quit;
} ReaderStatus;

typedef struct {
  const char *address;
  ReaderStatus *status;
} ReaderService;

/* A GThreadFunc for a ReaderService: answers on a thread of its own, as who asks waits for the
 * answer, until it is to quit. */
gpointer reader_bus_serve (gpointer service);
