/* test-checkup-disk.h - the part of the check-up that is about the disk and swap
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

/* Cases of test-checkup.c. */
void test_checkup_disk (void);
void test_checkup_disk_loop (void);
void test_checkup_swap (void);
void test_checkup_kept_from_swap (void);
void test_checkup_hibernation (void);
void test_checkup_storage (void);
