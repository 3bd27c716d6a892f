/* clock.h - a time that does not run backwards and does not believe a leap forward
 *
 * Time is max (wall clock, mark, mark + time since the mark within one boot).  Turning the
 * clock back gains nothing.  A wall clock more than VAULT_CLOCK_LEAP_S ahead of that is
 * doubted, and does not count, until the kernel says it is synchronised or the doubt has
 * lasted VAULT_CLOCK_PATIENCE_S of one boot.
 *
 * Threads:  any, but the source is set before there is a second one.
 * Blocks:   never.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define VAULT_CLOCK_LEAP_S ((gint64) 45 * 86400)
#define VAULT_CLOCK_PATIENCE_S ((gint64) 86400)
#define VAULT_BOOT_ID_BYTES 16
/* The end of the year 9999: what is stored as later than that was not a time. */
#define VAULT_CLOCK_LATEST_S ((gint64) 253402300799)

/* What the computer says now. */
typedef struct {
  gint64 wall_s; /* since 1970 */
  gint64 boot_s; /* since the computer started, suspend included */
  guint8 boot_id[VAULT_BOOT_ID_BYTES];
  gboolean synchronised;
} VaultClockReading;

/* What is remembered of the past; stored in the keyring.  All zero: nothing yet. */
typedef struct {
  gint64 time_s;
  gint64 boot_s;
  guint8 boot_id[VAULT_BOOT_ID_BYTES];
  gint64 doubt_boot_s; /* when, in this boot, a leap was first seen; 0 for no doubt */
} VaultClockMark;

typedef void (*VaultClockSource) (VaultClockReading *out, gpointer user_data);

/* Tests put their own computer here; NULL puts the real one back. */
void vault_clock_set_source (VaultClockSource source, gpointer user_data);

void vault_clock_read (VaultClockReading *out);

/* Move @mark to @reading and return the time it then stands for.  @out_doubtful: whether
 * the wall clock was ahead and not believed.  Pure. */
gint64 vault_clock_advance (VaultClockMark *mark,
                            const VaultClockReading *reading,
                            gboolean *out_doubtful);

/* Move @mark to the wall clock of @reading, if that is ahead, without doubting it: a person
 * has looked at the date.  Pure. */
void vault_clock_believe (VaultClockMark *mark, const VaultClockReading *reading);

G_END_DECLS
