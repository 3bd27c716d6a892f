/* computer.h - a computer made of files: what /proc, /sys, /etc and a home say
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "file/roots.h"
#include "support/folder.h"

typedef struct {
  Folder *folder;
  char *top;
  char *home;
  char *vault;
  VaultRoots *roots;
} Computer;

/* With an empty home and a folder for a vault in it. */
Computer computer_new (void);
void computer_clear (Computer *self);

/* With all folders above it. */
void computer_put_file (const char *path, const char *text);
void computer_put (Computer *self, const char *name, const char *text);
/* An empty file. */
void computer_put_home (Computer *self, const char *name);

/* That the file at @path, anywhere, says @expected and nothing more. */
void computer_assert_text (const char *path, const char *expected);

/* The whole computer on one device. */
void computer_mount_root (Computer *self, const char *type, const char *source);

/* A block device.  @dm_uuid: NULL for none of device-mapper's; @below: what it lies on, or
 * NULL. */
void computer_add_block (Computer *self,
                         const char *name,
                         const char *dm_uuid,
                         const char *below);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Computer, computer_clear)
