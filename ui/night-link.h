/* night-link.h - a page of the web, opened by the person's browser and not by us
 *
 * Whatever this process starts may make no socket of a network, as this one may not
 * (vault_process_refuse_network()).  So nothing is started here: the desktop's portal is
 * asked, and where there is none the systemd user manager, which starts it in its own name.
 * Where there is neither, the address is shown, to be copied.
 *
 * Threads:  the main context.
 * Blocks:   never.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* Open @address, which begins with "https://", for the person at @parent. */
void night_link_open (GtkWindow *parent, const char *address);

G_END_DECLS
