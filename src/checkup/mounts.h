/* mounts.h - what is mounted where, and what lies below it
 *
 * libmount reads the kernel's tables; below a mount, sysfs tells how block devices are stacked.
 *
 * Threads:  any; one at a time for each table.
 * Blocks:   reading waits for the kernel.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "file/roots.h"

G_BEGIN_DECLS

typedef struct {
  char *point;
  char *type;   /* "ext4" */
  char *source; /* "/dev/sda2", "gcrypt:" */
} VaultMount;

/* What @folder, or the first folder above it that is there, is mounted from.
 * Returns: (transfer full) (nullable): NULL if the table cannot be read. */
VaultMount *vault_mount_find (const VaultRoots *roots, const char *folder);
void vault_mount_free (VaultMount *self);

typedef enum {
  VAULT_COVER_ENCRYPTED, /* whatever is written there goes through dm-crypt, or another */
  VAULT_COVER_PLAIN,     /* seen down to a device that nothing encrypts */
  VAULT_COVER_MEMORY,    /* no disk */
  VAULT_COVER_UNTOLD,    /* it cannot be followed down */
} VaultCover;

/* What encrypts @folder, below its file system. */
VaultCover vault_cover_of_folder (const VaultRoots *roots, const char *folder);

/* The same of one block device, "/dev/dm-0", or of an area of swap. */
VaultCover vault_cover_of_device (const VaultRoots *roots, const char *device);

/* Whether a logical volume is below @folder: only an administrator can list its snapshots. */
gboolean vault_mount_has_lvm (const VaultRoots *roots, const VaultMount *mount);

/* Areas of swap.  Returns: (transfer full) (element-type utf8) (nullable): their sources,
 * or NULL if the table cannot be read. */
GPtrArray *vault_swaps_list (const VaultRoots *roots);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (VaultMount, vault_mount_free)

G_END_DECLS
