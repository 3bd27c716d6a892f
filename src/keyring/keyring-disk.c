/* keyring-disk.c - what the disk under a keyring makes of an overwrite
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "keyring/keyring-private.h"

#include <fcntl.h>
#include <unistd.h>

#include "file/disk.h"
#include "file/file.h"

guint
vault_keyring_try_disk (int dir_fd)
{
  int fd = vault_file_open_at (dir_fd, VAULT_KEYRING_NAME, O_RDWR, NULL);
  guint facts;

  if (fd >= 0) {
    facts = vault_disk_try_overwrite (fd, vault_cell_offset (0, VAULT_COPY_A),
                                      VAULT_CELL_BYTES);
    close (fd);
    return facts;
  }

  fd = vault_file_open_at (dir_fd, VAULT_KEYRING_NAME, O_RDONLY, NULL);
  if (fd < 0)
    return VAULT_STORAGE_UNTOLD;

  facts = vault_disk_look_at_file (fd) | VAULT_STORAGE_UNTOLD;
  close (fd);
  return facts;
}
