/* index-bus.h - the file search of a desktop, on a bus of its own, as far as it is asked
 *
 * Answers on a thread of its own, as who asks waits for the answer.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

typedef enum {
  INDEX_HONEST,
  INDEX_STUBBORN, /* says that it forgets, and keeps */
  INDEX_REFUSING, /* answers with an error */
  INDEX_FLOODING, /* writes without end */
  INDEX_SILENT,   /* never writes, and never closes */
} IndexTemper;

typedef struct _IndexBus IndexBus;

/* A bus, its address in the environment, and the service behind @name on it. */
IndexBus *index_bus_new (const char *name, IndexTemper temper);
void index_bus_free (IndexBus *self);

/* From the other thread. */
void index_bus_add (IndexBus *self, const char *uri);
gboolean index_bus_knows (IndexBus *self, const char *uri);
guint index_bus_get_n_calls (IndexBus *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (IndexBus, index_bus_free)
