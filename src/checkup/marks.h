/* marks.h - files that tell backup programs and indexers to leave a folder alone
 *
 * A backup keeps old keyrings, and an old keyring brings back what was destroyed.
 *
 * Threads:  any.
 * Blocks:   waits for the disk.
 * Promise:  a folder that holds anything besides a vault is not marked: what else is there
 *           may have no other copy.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What marks there are, as names of files; the last is NULL. */
extern const char *const vault_mark_names[];

/* The extended attribute that says the same, and what it is then. */
#define VAULT_MARK_ATTRIBUTE "user.xdg.robots.backup"
#define VAULT_MARK_VALUE "false"

/* Mark @folder if there is nothing but a vault in it; what cannot be marked is not. */
void vault_marks_leave (const char *folder);

/* Whether the marks for backup programs are all there. */
gboolean vault_marks_are_there (const char *folder);

G_END_DECLS
