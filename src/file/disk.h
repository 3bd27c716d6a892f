/* disk.h - what lies below a file, as far as anybody may know
 *
 * Threads:  any.
 * Blocks:   waits for the disk.
 * Promise:  what cannot be found out is not in the answer.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <vault/vault-storage.h>

G_BEGIN_DECLS

/* The facts about the file system, the mount and the device that @fd, a file or folder, lies
 * on; none of those that only an overwrite can show.  @out_type: its name, or "". */
guint vault_disk_look (int fd, char out_type[24]);

/* The same of one line of /proc/self/mountinfo, where @out_source, @n_source bytes, gets what
 * is mounted.  FALSE if it is no such line.  Pure. */
gboolean vault_disk_parse_mount (const char *line,
                                 guint *out_facts,
                                 char out_type[24],
                                 char *out_source,
                                 gsize n_source) G_GNUC_WARN_UNUSED_RESULT;

/* Of a block device, through its folder in sysfs, "/sys/dev/block/8:1". */
guint vault_disk_look_at_device (const char *sysfs);

/* Write over the @n_bytes at @at with what stands there, and see where it goes: adds
 * VAULT_STORAGE_IN_PLACE, or MOVED, SHARED, UNTOLD; and what the flags of the file say. */
guint vault_disk_try_overwrite (int fd, guint64 at, gsize n_bytes);

/* The same without writing: what the flags and the map of the file say. */
guint vault_disk_look_at_file (int fd);

/* The same for a nameless file in the folder @dir_fd.  UNTOLD if none can be made. */
guint vault_disk_try_folder (int dir_fd);

G_END_DECLS
