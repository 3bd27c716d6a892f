/* night-application.h - one process for each vault folder
 *
 * A second start presents the window of the first.  A vault given by --vault is another
 * application to the session bus, so that it gets a window of its own.  What other programs
 * can ask of it over the bus: org.freedesktop.Application, with the actions "new-import",
 * "lock", "wipe", "wipe-ask", "clear" (the same) and "quit".  Files that are opened are imported.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define NIGHT_TYPE_APPLICATION (night_application_get_type ())
G_DECLARE_FINAL_TYPE (NightApplication,
                      night_application,
                      NIGHT,
                      APPLICATION,
                      AdwApplication)

NightApplication *night_application_new (void);

G_END_DECLS
